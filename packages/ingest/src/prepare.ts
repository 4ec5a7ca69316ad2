import type { ChunkRow } from "@spanloom/store";
import { type ChunkTools, logChunks, spanChunks } from "./chunk.ts";
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
}

/** Everything that can be made before the transaction, so that it holds its locks for a short time. */
export async function prepare(batch: Batch, tools: ChunkTools): Promise<PreparedBatch> {
  const spansOf = Map.groupBy(newestOfEach(batch.spans), ({ traceId }) => traceId);
  const logsOf = Map.groupBy(onceEach(batch.logs), ({ traceId }) => traceId);
  const parts = new Map<string, TracePart>();
  const chunks: Promise<ChunkRow>[] = [];
  for (const traceId of new Set([...spansOf.keys(), ...logsOf.keys()])) {
    const part = partOf(traceId, spansOf.get(traceId) ?? [], logsOf.get(traceId) ?? []);
    parts.set(traceId, part);
    chunks.push(...spanChunks(part.spans, tools), ...logChunks(part.logs, tools));
  }
  return { parts, chunks: await Promise.all(chunks) };
}

export function partOf(traceId: string, spans: readonly LinkedSpan[], logs: readonly LinkedLog[]): TracePart {
  const patches = spans.length > 0 ? [patchOf(traceId, spans)] : [];
  for (const logsOfSpan of Map.groupBy(logs, ({ spanId }) => spanId).values()) {
    const { emitter, timeUnixNano } = logsOfSpan[0]!.decoded;
    const content = contentOfLogs(
      logsOfSpan.map(({ decoded }) => decoded),
      emitter.resource,
      emitter.scope,
    );
    patches.push(patchOfContent(traceId, timeUnixNano, content));
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

export function versionOf(span: LinkedSpan): SpanVersionFacts {
  return { endNs: span.endNs, sizeBytes: span.decoded.bytes.length };
}

function newestOfEach(spans: readonly LinkedSpan[]): Iterable<LinkedSpan> {
  const newest = new Map<string, LinkedSpan>();
  for (const span of spans) {
    const key = `${span.traceId}${span.spanId}`;
    const known = newest.get(key);
    if (known === undefined || isNewer(versionOf(span), versionOf(known))) newest.set(key, span);
  }
  return newest.values();
}

function onceEach(logs: readonly LinkedLog[]): Iterable<LinkedLog> {
  return new Map(logs.map((log) => [`${log.traceId}${log.recordId}`, log])).values();
}
