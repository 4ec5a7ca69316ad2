import { test } from "vitest";
import { raw } from "../../store/src/postgres/sql.ts";
import { skeletonOf } from "./skeleton.ts";
import { encodeRestJson, GetTraceSkeletonResponse } from "@spanloom/wire";
import { testApi, traceA } from "./testing.ts";
import { gzipSync, zstdCompressSync } from "node:zlib";

test("perf", async () => {
  const server = await testApi();
  await server.ingestSpans([{ id: "1" }]);
  const row0 = (await server.store.traces.get(traceA))!;
  await server.store.db.execute(raw(`insert into spans (start_ns,end_ns,span_id,parent_id,chunk_id,trace_id,day,chunk_index,size_bytes,kind,status,type,flags,reader_version,name,doc,input_tokens)
    select start_ns + i::bigint*1000000, end_ns + i::bigint*1000000, (hashint8(i)::bigint<<32) + i, case when i>4 then (hashint8(i/4)::bigint<<32)+ i/4 else span_id end, chunk_id, trace_id, day, 0, 10, 1, 0, 1, 0, 1, 'step ' || (i%50), '{}', i%1000 from spans, generate_series(2,100000) i`));
  await server.store.db.execute(raw("analyze spans"));
  for (let k = 0; k < 6; k++) {
    const t = performance.now(); const c = process.cpuUsage();
    const row = (await server.store.traces.get(traceA))!;
    const columns = await server.store.spans.columns(row);
    const t1 = performance.now(); const c1 = process.cpuUsage(c);
    const sk = skeletonOf(row, columns);
    const t2 = performance.now(); const c2 = process.cpuUsage(c);
    const text = encodeRestJson(GetTraceSkeletonResponse, sk);
    const t3 = performance.now(); const c3 = process.cpuUsage(c);
    console.log(sk.count, "read", (t1-t).toFixed(0), "tree", (t2-t1).toFixed(0), "json", (t3-t2).toFixed(0), "cpu", (c1.user+c1.system)/1000|0, (c2.user+c2.system)/1000|0, (c3.user+c3.system)/1000|0, text.length);
    if (k===5) console.log("gzip", gzipSync(text).length, "zstd", zstdCompressSync(text).length);
  }
  await server.close();
}, 60000);
