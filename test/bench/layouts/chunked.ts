import { CopyRows } from "../postgres/copy-rows.ts";
import { type Chunk, chunksOf, chunkTable, copyChunks, readChunkedTrace, unzstd, zstd } from "./chunks.ts";
import { inTransaction, layout } from "./layout.ts";
import { copyNarrow, type NarrowRow, narrowColumns, narrowCount, narrowNames, narrowRow } from "./narrow-row.ts";

const searchByDoc = `
  select trace_id, span_id from narrow_spans where doc @> $1 order by start_ns desc limit 20`;

/** Narrow rows, a small document under one GIN index, and one chunk a trace and batch. */
export const chunked = layout<readonly Chunk[]>({
  name: "narrow + doc GIN, a chunk a trace",
  ddl: `create table narrow_spans (${narrowColumns}, doc jsonb not null, primary key (day, trace_id, span_id));
    create index narrow_by_trace on narrow_spans (trace_id);
    create index narrow_by_doc on narrow_spans using gin (doc jsonb_path_ops);
    ${chunkTable}; create index chunks_by_trace on chunks (trace_id)`,
  tables: ["narrow_spans", "chunks"],
  prepare: (batch) => chunksOf(batch.map(narrowRow)),
  write: (client, chunks) =>
    inTransaction(client, async () => {
      const rows = new CopyRows();
      for (const { id, spans } of chunks)
        for (const [at, row] of spans.entries()) {
          rows.row(narrowCount + 1);
          copyNarrow(rows, row, id, at);
          rows.jsonb(row.doc);
        }
      await copyChunks(client, chunks);
      await rows.send(client, `narrow_spans (${narrowNames}, doc)`);
    }),
  readTrace: readChunkedTrace,
  async search(client, key, value) {
    return (await client.query(searchByDoc, [JSON.stringify({ [key]: value })])).rowCount ?? 0;
  },
});

/** The same without sharing: every span compressed alone, in its own row. */
export const spanCompressed = layout<readonly NarrowRow[]>({
  name: "narrow + doc GIN, each span alone",
  ddl: `create table narrow_spans (${narrowColumns}, doc jsonb not null, data bytea not null,
      primary key (day, trace_id, span_id));
    alter table narrow_spans alter column data set storage external;
    create index narrow_by_trace on narrow_spans (trace_id);
    create index narrow_by_doc on narrow_spans using gin (doc jsonb_path_ops)`,
  tables: ["narrow_spans"],
  prepare: (batch) => batch.map(narrowRow),
  async write(client, spans) {
    const packed = await Promise.all(spans.map(({ bytes }) => zstd(bytes)));
    const rows = new CopyRows();
    for (const [at, row] of spans.entries()) {
      rows.row(narrowCount + 2);
      copyNarrow(rows, row, 0n, 0);
      rows.jsonb(row.doc);
      rows.bytes(packed[at]!);
    }
    await rows.send(client, `narrow_spans (${narrowNames}, doc, data)`);
  },
  async readTrace(client, traceId) {
    const { rows } = await client.query<{ data: Buffer }>(
      "select span_id, parent_id, start_ns, end_ns, name, data from narrow_spans where trace_id = $1",
      [traceId],
    );
    return rows.reduce((sum, { data }) => sum + unzstd(data).length, 0);
  },
  async search(client, key, value) {
    return (await client.query(searchByDoc, [JSON.stringify({ [key]: value })])).rowCount ?? 0;
  },
});
