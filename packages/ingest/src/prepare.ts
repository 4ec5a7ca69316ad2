import type { ChunkRow } from "@spanloom/store";
import { type ChunkTools, logChunks, spanChunks } from "./chunk.ts";
import type { Emitter } from "./decode/emitter.ts";
import { countResent, type Resent } from "./resent.ts";
import type { LinkedLog, LinkedSpan } from "./span-record.ts";
import { contentOfLogs, patchOf, patchOfContent, type TracePatch } from "./summarise.ts";

export interface Batch {
  readonly spans: readonly LinkedSpan[];
  readonly logs: readonly LinkedLog[];
}

/** What a batch holds of one trace, and what that adds to the trace's row. */
export interface TracePart {
  readonly traceId: string;
  readonly spans: readonly LinkedSpan[];
  readonly logs: readonly LinkedLog[];
  readonly patches: readonly TracePatch[];
}

/** A batch as it can be written; what the traces' rows make of it depends on what is stored already. */
export interface PreparedBatch {
  readonly parts: ReadonlyMap<string, TracePart>;
  readonly chunks: readonly ChunkRow[];
  /** Those that the batch has twice. */
  readonly resent: Resent;
}

/** Everything that can be made before the transaction, so that it holds its locks for a short time. */
export async function prepare(batch: Batch, tools: ChunkTools): Promise<PreparedBatch> {
  const spansOf = Map.groupBy(batch.spans, ({ traceId }) => traceId);
  const logs = onceEach(batch.logs);
  const logsOf = Map.groupBy(logs, ({ traceId }) => traceId);
  const resent = new Map<Emitter, number>();
  countResent(resent, batch.logs, logs);
  const parts = new Map<string, TracePart>();
  const chunks: Promise<ChunkRow>[] = [];
  for (const traceId of new Set([...spansOf.keys(), ...logsOf.keys()])) {
    const spans = spansOf.get(traceId) ?? [];
    const part = partOf(traceId, newestOfEach(spans), logsOf.get(traceId) ?? []);
    countResent(resent, spans, part.spans);
    parts.set(traceId, part);
    chunks.push(...spanChunks(part.spans, tools), ...logChunks(part.logs, tools));
  }
  return { parts, chunks: await Promise.all(chunks), resent };
}

export function partOf(traceId: string, spans: readonly LinkedSpan[], logs: readonly LinkedLog[]): TracePart {
  const patches = spans.length > 0 ? [patchOf(traceId, spans)] : [];
  for (const logsOfSpan of Map.groupBy(logs, ({ spanId }) => spanId).values()) {
    const { timeNs, emitter } = logsOfSpan[0]!;
    const content = contentOfLogs(
      logsOfSpan.map((log) => log.decoded),
      emitter,
    );
    patches.push(patchOfContent(traceId, timeNs, content));
  }
  return { traceId, spans, logs, patches };
}

/** Whether `a` is the version of a span to keep: the one that has ended, and later; then the larger one. */
export function isNewer(a: SpanVersionFacts, b: SpanVersionFacts): boolean {
  if (a.endNs !== b.endNs) return a.endNs !== undefined && (b.endNs === undefined || a.endNs > b.endNs);
  return a.sizeBytes > b.sizeBytes;
}

interface SpanVersionFacts {
  readonly endNs: bigint | undefined;
  readonly sizeBytes: number;
}

function newestOfEach(spans: readonly LinkedSpan[]): readonly LinkedSpan[] {
  const newest = new Map<bigint, LinkedSpan>();
  for (const span of spans) {
    const known = newest.get(span.spanId);
    if (known === undefined || isNewer(span, known)) newest.set(span.spanId, span);
  }
  return newest.size === spans.length ? spans : [...newest.values()];
}

function onceEach(logs: readonly LinkedLog[]): readonly LinkedLog[] {
  return [...new Map(logs.map((log) => [`${log.traceId}${log.recordId}`, log])).values()];
}
