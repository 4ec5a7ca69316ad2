import { promisify } from "node:util";
import { constants, zstdCompress, zstdDecompressSync } from "node:zlib";
import type pg from "pg";
import { CopyRows } from "../postgres/copy-rows.ts";
import type { NarrowRow } from "./narrow-row.ts";

const compress = promisify(zstdCompress);
/** As ingest has it. */
const options = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

export const zstd = (bytes: Uint8Array): Promise<Buffer> => compress(bytes, options);
export const unzstd = (bytes: Uint8Array): Buffer => zstdDecompressSync(bytes);

export const chunkTable = `
  create table chunks (
    chunk_id bigint not null, trace_id uuid not null, day date not null, raw_bytes integer not null, data bytea not null,
    primary key (day, trace_id, chunk_id)
  );
  alter table chunks alter column data set storage external`;

export interface Chunk {
  readonly id: bigint;
  readonly spans: readonly NarrowRow[];
}

/** All spans of one trace in the batch, together. */
export function chunksOf(spans: readonly NarrowRow[]): Chunk[] {
  const byTrace = Map.groupBy(spans, ({ span }) => span.traceId);
  return [...byTrace.values()].map((group) => ({ id: group[0]!.spanId, spans: group }));
}

export async function copyChunks(client: pg.Client, chunks: readonly Chunk[]): Promise<void> {
  const rows = new CopyRows();
  const raw = chunks.map(({ spans }) => Buffer.concat(spans.map(({ bytes }) => bytes)));
  const packed = await Promise.all(raw.map(zstd));
  for (const [at, { id, spans }] of chunks.entries()) {
    rows.row(5);
    rows.int8(id);
    rows.bytes(spans[0]!.traceId);
    rows.int4(Math.floor(Number(spans[0]!.span.startTimeUnixNano / 1_000_000_000n) / 86_400) - 10_957);
    rows.int4(raw[at]!.length);
    rows.bytes(packed[at]!);
  }
  await rows.send(client, "chunks (chunk_id, trace_id, day, raw_bytes, data)");
}

/** The tree and the content: two reads, as a trace's page does. */
export async function readChunkedTrace(client: pg.Client, traceId: string): Promise<number> {
  const spans = await client.query(
    "select span_id, parent_id, start_ns, end_ns, name, chunk_id, chunk_index from narrow_spans where trace_id = $1",
    [traceId],
  );
  const chunks = await client.query<{ data: Buffer }>("select data from chunks where trace_id = $1", [traceId]);
  return chunks.rows.reduce((sum, { data }) => sum + unzstd(data).length, spans.rowCount === 0 ? Number.NaN : 0);
}
