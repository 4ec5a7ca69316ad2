import { createHash } from "node:crypto";
import { CopyRows } from "../postgres/copy-rows.ts";
import type { BenchSpan } from "../workloads/bench-span.ts";
import { type Chunk, chunksOf, unzstd, zstd } from "./chunks.ts";
import { inTransaction, layout } from "./layout.ts";
import { type NarrowRow, narrowRow, smallAttributes } from "./narrow-row.ts";

interface ArrayChunk extends Chunk {
  /** A hash of each distinct `key=value` of its spans. */
  readonly tokens: readonly number[];
}

const prepare = (batch: readonly BenchSpan[]): readonly ArrayChunk[] =>
  chunksOf(batch.map(narrowRow)).map((chunk) => ({
    ...chunk,
    tokens: [
      ...new Set(
        chunk.spans.flatMap(({ span }) => smallAttributes(span).map(([key, value]) => token(key, String(value)))),
      ),
    ],
  }));

/** 32 bits: what is found is compared with the chunk. */
function token(key: string, value: string): number {
  return createHash("md5").update(`${key}\0${value}`).digest().readInt32LE();
}

const names =
  "chunk_id, trace_id, day, raw_bytes, span_ids, parent_ids, start_ns, end_ns, size_bytes, traits, names, models, input_tokens, output_tokens, tokens, data";

/** What Spanloom does: no row a span, but one a chunk, with columns as arrays, and the tokens of all its spans. */
export const arrays = layout<readonly ArrayChunk[]>({
  name: "a row of arrays a chunk, hashed attributes GIN",
  ddl: `create table chunks (
      chunk_id bigint not null, trace_id uuid not null, day date not null, raw_bytes integer not null,
      span_ids bigint[] not null, parent_ids bigint[] not null, start_ns bigint[] not null, end_ns bigint[] not null,
      size_bytes integer[] not null, traits integer[] not null, names text[] not null, models text[] not null,
      input_tokens integer[] not null, output_tokens integer[] not null, tokens integer[] not null, data bytea not null,
      primary key (day, trace_id, chunk_id)
    );
    alter table chunks alter column data set storage external;
    create index chunks_by_trace on chunks (trace_id);
    create index chunks_by_token on chunks using gin (tokens)`,
  tables: ["chunks"],
  prepare,
  async write(client, chunks) {
    const packed = await Promise.all(chunks.map(({ spans }) => zstd(Buffer.concat(spans.map(({ bytes }) => bytes)))));
    await inTransaction(client, async () => {
      const rows = new CopyRows();
      for (const [at, chunk] of chunks.entries()) copyChunk(rows, chunk, packed[at]!);
      await rows.send(client, `chunks (${names})`);
    });
  },
  async readTrace(client, traceId) {
    const { rows } = await client.query<{ data: Buffer }>(
      "select span_ids, parent_ids, start_ns, end_ns, names, data from chunks where trace_id = $1",
      [traceId],
    );
    return rows.length === 0 ? Number.NaN : rows.reduce((sum, { data }) => sum + unzstd(data).length, 0);
  },
  async search(client, key, value) {
    const { rows } = await client.query<{ data: Buffer }>(
      "select data from chunks where tokens @> array[$1::integer] order by start_ns[1] desc limit 20",
      [token(key, value)],
    );
    return rows.filter(({ data }) => unzstd(data).includes(value)).length;
  },
});

function copyChunk(rows: CopyRows, { id, spans, tokens }: ArrayChunk, data: Buffer): void {
  const first = spans[0]!;
  const number = (key: string) => (row: NarrowRow) => Number(row.span.attributes[key] ?? 0);
  rows.row(16);
  rows.int8(id);
  rows.bytes(first.traceId);
  rows.int4(Math.floor(Number(first.span.startTimeUnixNano / 1_000_000_000n) / 86_400) - 10_957); // days since 2000-01-01
  rows.int4(spans.reduce((sum, { bytes }) => sum + bytes.length, 0));
  rows.int8Array(spans.map(({ spanId }) => spanId));
  rows.int8Array(spans.map(({ parentId }) => parentId ?? 0n));
  rows.int8Array(spans.map(({ span }) => span.startTimeUnixNano));
  rows.int8Array(spans.map(({ span }) => span.endTimeUnixNano));
  rows.int4Array(spans.map(({ bytes }) => bytes.length));
  rows.int4Array(spans.map(({ span }) => span.kind | (span.status << 3)));
  rows.textArray(spans.map(({ span }) => span.name));
  rows.textArray(spans.map(({ span }) => String(span.attributes["gen_ai.request.model"] ?? "")));
  rows.int4Array(spans.map(number("gen_ai.usage.input_tokens")));
  rows.int4Array(spans.map(number("gen_ai.usage.output_tokens")));
  rows.int4Array(tokens);
  rows.bytes(data);
}
