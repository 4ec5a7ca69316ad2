import type {
  ChunkRow,
  Place,
  PlacedSpanRow,
  SpanWriter,
  SpanWriting,
  StoredChunk,
  StoredTrace,
} from "@spanloom/store";
import { type ChunkTools, makeChunks, noTokens } from "./chunk.ts";
import { itemsOfChunk } from "./stored-items.ts";
import { usageNode, usageOf } from "./summarise.ts";

/** Chunks larger than this, compressed, have little to win from being merged. */
const maxSmallChunk = 128 * 1024;
/** Compressed bytes that are merged at once; a trace with more keeps some chunks as they are. */
const maxMergedBytes = 16 * 1024 * 1024;

/**
 * Settles one trace that has had no new span for `idleSeconds`: merges its small chunks, drops versions of spans that
 * later ones have replaced, and adds up its usage anew. Resolves to whether there was one. Replicas may all call it.
 */
export async function settleOne(writer: SpanWriter, tools: ChunkTools, idleSeconds: number): Promise<boolean> {
  return writer.transaction(async (writing) => {
    const trace = await writing.claimUnsettled(idleSeconds);
    if (trace === undefined) return false;
    const chunks = await writing.chunks(trace);
    const rows = await writing.spanRows(trace);
    const merged =
      (await mergeSpans(writing, trace, chunks, rows, tools)) + (await mergeLogs(writing, trace, chunks, tools));
    const usage = trace.reported?.usage === undefined ? usageOf(rows.map(usageNode)) : {};
    await writing.updateTraces([{ ...trace, ...usage, chunkCount: chunks.length + merged, settled: true }], false);
    return true;
  });
}

/** Resolves to how many chunks more there are (a negative number). */
async function mergeSpans(
  writing: SpanWriting,
  trace: StoredTrace,
  chunks: readonly StoredChunk[],
  rows: readonly PlacedSpanRow[],
  tools: ChunkTools,
): Promise<number> {
  const small = smallChunks(chunks, 0);
  if (small.length < 2) return 0;
  const tokens = Int32Array.from(new Set(small.flatMap((chunk) => chunk.tokens)));
  const readerVersion = Math.min(...small.map((chunk) => chunk.readerVersion));
  const items = await placedItems(trace, small, rows);
  const merged = makeChunks(items, tools, (order) => ({
    kind: 0 as const,
    readerVersion,
    tokens,
    rows: order.map(({ row }) => row),
  }));
  return replace(writing, trace, small, await Promise.all(merged));
}

async function mergeLogs(
  writing: SpanWriting,
  trace: StoredTrace,
  chunks: readonly StoredChunk[],
  tools: ChunkTools,
): Promise<number> {
  const small = smallChunks(chunks, 1);
  if (small.length < 2) return 0;
  const items = await placedItems(trace, small, await writing.recordRows(trace));
  const readerVersion = Math.min(...small.map((chunk) => chunk.readerVersion));
  const merged = makeChunks(items, tools, (order) => ({
    kind: 1 as const,
    readerVersion,
    tokens: noTokens,
    rows: order.map(({ row }) => row),
  }));
  return replace(writing, trace, small, await Promise.all(merged));
}

async function replace(
  writing: SpanWriting,
  trace: StoredTrace,
  old: readonly StoredChunk[],
  merged: readonly ChunkRow[],
): Promise<number> {
  await writing.deleteChunks(
    trace,
    old.map(({ chunkId }) => chunkId),
  );
  await writing.copyChunks(merged, new Map([[trace.traceId, trace.day]]));
  return merged.length - old.length;
}

function smallChunks(chunks: readonly StoredChunk[], kind: 0 | 1): StoredChunk[] {
  let bytes = 0;
  return chunks.filter((chunk) => {
    if (chunk.kind !== kind || chunk.data.length > maxSmallChunk || bytes + chunk.data.length > maxMergedBytes)
      return false;
    bytes += chunk.data.length;
    return true;
  });
}

/** The rows whose bytes lie in these chunks, each with them. */
async function placedItems<Row extends Place>(
  { traceId }: StoredTrace,
  chunks: readonly StoredChunk[],
  rows: readonly Row[],
) {
  const items = new Map(
    await Promise.all(chunks.map(async (chunk) => [chunk.chunkId, await itemsOfChunk(chunk)] as const)),
  );
  return rows.flatMap((row) => {
    const item = items.get(row.chunkId)?.[row.chunkIndex];
    return item === undefined ? [] : [{ traceId, ...item, row }];
  });
}
