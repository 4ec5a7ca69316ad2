import type { ChunkRow } from "@spanloom/store";
import { type ChunkTools, logChunks, spanChunks } from "./chunk.ts";
import type { LinkedLog, LinkedSpan } from "./span-record.ts";
import { contentOfLogs, patchOf, patchOfContent, type TracePatch } from "./summarise.ts";

export interface Batch {
  readonly spans: readonly LinkedSpan[];
  readonly logs: readonly LinkedLog[];
}

/** What a batch holds of one trace. */
export interface TracePart {
  readonly traceId: string;
  readonly spans: readonly LinkedSpan[];
  readonly logs: readonly LinkedLog[];
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
    const part = { traceId, spans: spansOf.get(traceId) ?? [], logs: logsOf.get(traceId) ?? [] };
    parts.set(traceId, part);
    chunks.push(...spanChunks(part.spans, tools), ...logChunks(part.logs, tools));
  }
  return { parts, chunks: await Promise.all(chunks) };
}

/** What a part adds to its trace's row. */
export function patchesOf(part: TracePart): TracePatch[] {
  const patches = part.spans.length > 0 ? [patchOf(part.traceId, part.spans)] : [];
  for (const logs of Map.groupBy(part.logs, ({ spanId }) => spanId).values()) {
    const { emitter, timeUnixNano } = logs[0]!.decoded;
    const content = contentOfLogs(
      logs.map(({ decoded }) => decoded),
      emitter.resource,
      emitter.scope,
    );
    patches.push(patchOfContent(part.traceId, timeUnixNano, content));
  }
  return patches;
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
