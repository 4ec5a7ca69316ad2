import { createHash } from "node:crypto";
import { CopyRows } from "../postgres/copy-rows.ts";
import type { BenchSpan } from "../workloads/bench-span.ts";
import { type Chunk, chunksOf, chunkTable, copyChunks, readChunkedTrace } from "./chunks.ts";
import { inTransaction, layout } from "./layout.ts";
import { copyNarrow, narrowColumns, narrowCount, narrowNames, narrowRow, smallAttributes } from "./narrow-row.ts";

interface TokenChunk extends Chunk {
  /** A hash of each `key=value`, span by span. */
  readonly tokens: readonly bigint[][];
}

const prepare = (batch: readonly BenchSpan[]): readonly TokenChunk[] =>
  chunksOf(batch.map(narrowRow)).map((chunk) => ({
    ...chunk,
    tokens: chunk.spans.map(({ span }) => smallAttributes(span).map(([key, value]) => token(key, String(value)))),
  }));

/** 64 bits are enough to find candidates; a real search would compare them with the chunk. */
function token(key: string, value: string): bigint {
  return createHash("md5").update(`${key}\0${value}`).digest().readBigInt64LE();
}

const ddl = (column: string) => `
  create table narrow_spans (${narrowColumns}${column}, primary key (day, trace_id, span_id));
  create index narrow_by_trace on narrow_spans (trace_id);
  ${chunkTable}; create index chunks_by_trace on chunks (trace_id)`;

/** No document: an array of hashed attributes under a GIN index, an eighth of the document's bytes. */
export const hashedTokens = layout<readonly TokenChunk[]>({
  name: "narrow + hashed attributes GIN, a chunk a trace",
  ddl: `${ddl(", tokens bigint[] not null")}; create index narrow_by_token on narrow_spans using gin (tokens)`,
  tables: ["narrow_spans", "chunks"],
  prepare,
  write: (client, chunks) =>
    inTransaction(client, async () => {
      const rows = new CopyRows();
      for (const { id, spans, tokens } of chunks)
        for (const [at, row] of spans.entries()) {
          rows.row(narrowCount + 1);
          copyNarrow(rows, row, id, at);
          rows.int8Array(tokens[at]!);
        }
      await copyChunks(client, chunks);
      await rows.send(client, `narrow_spans (${narrowNames}, tokens)`);
    }),
  readTrace: readChunkedTrace,
  async search(client, key, value) {
    const { rowCount } = await client.query(
      "select trace_id, span_id from narrow_spans where tokens @> array[$1::bigint] order by start_ns desc limit 20",
      [token(key, value)],
    );
    return rowCount ?? 0;
  },
});

/** A row an attribute, under a B-tree that has them newest first: the quickest to ask, and what it costs to write. */
export const attributeTable = layout<readonly TokenChunk[]>({
  name: "narrow + attribute table, a chunk a trace",
  ddl: `${ddl("")}; create table attributes (
      token bigint not null, start_ns bigint not null, trace_id uuid not null, span_id bigint not null
    ); create index attributes_by_token on attributes (token, start_ns desc)`,
  tables: ["narrow_spans", "chunks", "attributes"],
  prepare,
  write: (client, chunks) =>
    inTransaction(client, async () => {
      const rows = new CopyRows();
      const attributes = new CopyRows();
      for (const { id, spans, tokens } of chunks)
        for (const [at, row] of spans.entries()) {
          rows.row(narrowCount);
          copyNarrow(rows, row, id, at);
          for (const each of tokens[at]!) {
            attributes.row(4);
            attributes.int8(each);
            attributes.int8(row.span.startTimeUnixNano);
            attributes.bytes(row.traceId);
            attributes.int8(row.spanId);
          }
        }
      await copyChunks(client, chunks);
      await rows.send(client, `narrow_spans (${narrowNames})`);
      await attributes.send(client, "attributes (token, start_ns, trace_id, span_id)");
    }),
  readTrace: readChunkedTrace,
  async search(client, key, value) {
    const { rowCount } = await client.query(
      "select trace_id, span_id from attributes where token = $1 order by start_ns desc limit 20",
      [token(key, value)],
    );
    return rowCount ?? 0;
  },
});
