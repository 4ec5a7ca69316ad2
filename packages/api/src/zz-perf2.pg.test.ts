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

  const fixed = "int8send(span_id) || coalesce(int8send(parent_id), '\\x0000000000000000') || int8send(start_ns) || int8send(coalesce(end_ns, -1)) || int8send(coalesce(cost_pico_usd,-1)) || int4send(coalesce(input_tokens,-1)) || int4send(coalesce(output_tokens,-1)) || int4send(coalesce(ttft_us,-1)) || int2send(type) || int2send(kind) || int2send(status) || int2send(flags)";
  const q: Record<string,string> = {
    scan: "select count(name), max(end_ns) from spans where trace_id = '"+traceA+"'",
    fixed: "select string_agg("+fixed+", '') from spans where trace_id = '"+traceA+"'",
    fixedSorted: "select string_agg("+fixed+", '' order by start_ns, span_id) from spans where trace_id = '"+traceA+"'",
    names: "select string_agg(int4send(octet_length(name)) || convert_to(name, 'UTF8'), '') from spans where trace_id = '"+traceA+"'",
    cols: "select string_agg(int8send(span_id),'') a, string_agg(coalesce(int8send(parent_id), '\\x0000000000000000'),'') b, string_agg(int8send(start_ns),'') c, string_agg(int8send(coalesce(end_ns, -1)),'') d, string_agg(int8send(coalesce(cost_pico_usd,-1)),'') e, string_agg(int4send(coalesce(input_tokens,-1)),'') f, string_agg(int4send(coalesce(output_tokens,-1)),'') g, string_agg(int4send(coalesce(ttft_us,-1)),'') h, string_agg(int2send(type)||int2send(kind)||int2send(status)||int2send(flags), '') i, string_agg(name, E'\\x01') n from (select * from spans where trace_id = '"+traceA+"' order by start_ns, span_id) s",
    sortedSub: "select count(*) from (select * from spans where trace_id = '"+traceA+"' order by start_ns, span_id offset 0) s",
  };
  for (const [n, text] of Object.entries(q)) {
    for (let k=0;k<2;k++) {
    const [r] = (await server.store.db.query(raw("explain (analyze, timing off, format json) " + text))) as any;
    const c = process.cpuUsage();
    const rows = await server.store.db.query(raw(text));
    const c1 = process.cpuUsage(c);
    console.log("read", n, r["QUERY PLAN"][0]["Execution Time"], "node cpu", (c1.user+c1.system)/1000|0);
    }
  }
  const c = process.cpuUsage();
  const row = (await server.store.traces.get(traceA))!;
  await server.store.spans.columns(row);
  const c1 = process.cpuUsage(c);
  console.log("read copy node cpu", (c1.user+c1.system)/1000|0);
  await server.close();
}, 60000);
