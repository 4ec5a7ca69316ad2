import { type PriceTable, readerVersion, readFacts } from "@spanloom/conventions";
import {
  CommonWordTable,
  type PlacedSpanRow,
  SpanWriter,
  type SpanWriting,
  type Store,
  type StoredChunk,
  type StoredTrace,
} from "@spanloom/store";
import { type ChunkTools, spanChunks } from "./chunk.ts";
import { ChunkIds } from "./chunk-ids.ts";
import { OtlpReader } from "./decode/reader.ts";
import { DecodedSpan } from "./decode/span.ts";
import { TextTable } from "./decode/text-table.ts";
import { ChunkFinisher } from "./finish/finisher.ts";
import { normalise, type Reading } from "./normalise.ts";
import { TokenReader } from "./search-tokens.ts";
import type { LinkedSpan } from "./span-record.ts";
import { itemsOfChunk } from "./stored-items.ts";
import { newTrace, patchOf, usageNode, usageOf } from "./summarise.ts";

export interface RemapOptions {
  readonly store: Store;
  readonly prices: PriceTable;
}

export interface RemapResult {
  readonly spans: number;
  /** Spans whose columns are other than before. */
  readonly changed: number;
}

const firstId = "0".repeat(32);

/**
 * Reads all stored spans again with the present reader and prices: their bytes stay, what was made of them is made anew.
 * A trace at a time, so that servers may go on writing; stopped in the middle, it can be started again.
 */
export async function remap({ store, prices }: RemapOptions): Promise<RemapResult> {
  const writer = new SpanWriter(store.db);
  const tools = {
    finisher: new ChunkFinisher({ common: new CommonWordTable(store.db) }),
    chunkIds: new ChunkIds(),
    tokens: new TokenReader(),
    texts: new TextTable(),
    prices,
  };
  let spans = 0;
  let changed = 0;
  try {
    for (let after: string | undefined = firstId; after !== undefined; ) {
      const result = await writer.transaction(async (writing): Promise<RemapResult & { last: string | undefined }> => {
        const [trace] = await writing.lockNext(after!, 1);
        if (trace === undefined) return { spans: 0, changed: 0, last: undefined };
        return { ...(await remapTrace(writing, trace, tools)), last: trace.traceId };
      });
      spans += result.spans;
      changed += result.changed;
      after = result.last;
    }
  } finally {
    await tools.finisher.close();
  }
  return { spans, changed };
}

interface RemapTools extends ChunkTools, Reading {
  readonly texts: TextTable;
}

async function remapTrace(writing: SpanWriting, trace: StoredTrace, tools: RemapTools): Promise<RemapResult> {
  const chunks = (await writing.chunks(trace)).filter(({ kind }) => kind === 0);
  const rows = await writing.spanRows(trace);
  const records = await recordsOf(trace, chunks, rows, tools);
  if (records.length === 0) return { spans: 0, changed: 0 };
  const made = await Promise.all(spanChunks(records, tools));
  const before = new Map(rows.map((row) => [row.spanId, readingOf(row)]));
  const changed = made.flatMap((chunk) => chunk.rows).filter((row) => before.get(row.spanId) !== readingOf(row)).length;
  if (changed === 0 && chunks.every((chunk) => chunk.readerVersion === readerVersion))
    return { spans: rows.length, changed };
  await writing.deleteChunks(
    trace,
    chunks.map(({ chunkId }) => chunkId),
  );
  await writing.copyChunks(made, new Map([[trace.traceId, trace.day]]));
  await writing.updateTraces(
    [{ ...reread(trace, records), chunkCount: trace.chunkCount - chunks.length + made.length }],
    false,
  );
  return { spans: rows.length, changed };
}

/** The spans as ingest would have them now; ids, times and what was changed about them stay as they were stored. */
async function recordsOf(
  trace: StoredTrace,
  chunks: readonly StoredChunk[],
  rows: readonly PlacedSpanRow[],
  tools: RemapTools,
): Promise<LinkedSpan[]> {
  const rowsOf = Map.groupBy(rows, ({ chunkId }) => chunkId);
  const records: LinkedSpan[] = [];
  for (const chunk of chunks) {
    const items = await itemsOfChunk(chunk);
    for (const row of rowsOf.get(chunk.chunkId) ?? []) {
      const item = items[row.chunkIndex];
      if (item === undefined) continue;
      const reader = new OtlpReader(item.bytes, tools.texts);
      const decoded = new DecodedSpan(reader, 0, item.bytes.length, item.emitter);
      const facts = readFacts(decoded);
      const belonging = { experimentId: undefined, runId: facts.runId };
      records.push(normalise(decoded, { ...row, traceId: trace.traceId }, facts, belonging, tools));
    }
  }
  return records;
}

/** The trace's row with what its spans say now. Where it belongs, and what a client said of it, stays. */
function reread(trace: StoredTrace, records: readonly LinkedSpan[]): StoredTrace {
  const usage = usageOf(records.map(usageNode));
  const fresh = newTrace(patchOf(trace.traceId, records), usage, String(trace.experimentId), Date.now());
  const pinned = (field: string) => trace.reported?.[field] !== undefined;
  return {
    ...trace,
    ...(pinned("usage") ? {} : usage),
    name: pinned("name") ? trace.name : fresh.name,
    session: pinned("session") ? trace.session : (fresh.session ?? trace.session),
    endUser: pinned("endUser") ? trace.endUser : (fresh.endUser ?? trace.endUser),
    modelId: pinned("modelId") ? trace.modelId : (fresh.modelId ?? trace.modelId),
    clientRequestId: pinned("clientRequestId")
      ? trace.clientRequestId
      : (fresh.clientRequestId ?? trace.clientRequestId),
    inputPreview: pinned("inputPreview") ? trace.inputPreview : (fresh.inputPreview ?? trace.inputPreview),
    outputPreview: pinned("outputPreview") ? trace.outputPreview : (fresh.outputPreview ?? trace.outputPreview),
    models: fresh.models,
    tags: { ...fresh.tags, ...trace.tags },
    metadata: { ...fresh.metadata, ...trace.metadata },
  };
}

/** What the reader makes of a span, to compare. */
function readingOf(row: Omit<PlacedSpanRow, "chunkId" | "chunkIndex">): string {
  return JSON.stringify([
    row.type,
    row.flags,
    row.model,
    row.provider,
    row.tool,
    row.agent,
    row.responseId,
    row.ttftUs,
    row.inputTokens,
    row.outputTokens,
    row.cacheReadTokens,
    row.cacheWriteTokens,
    row.reasoningTokens,
    row.costPicoUsd?.toString(),
  ]);
}
