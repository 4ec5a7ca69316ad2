import type { ChunkRow, SpanVersion, SpanWriter, SpanWriting, StoredTrace } from "@spanloom/store";
import type { ChunkTools } from "./chunk.ts";
import type { KnownSpans } from "./known-spans.ts";
import { type Batch, isNewer, type PreparedBatch, partOf, prepare, type TracePart } from "./prepare.ts";
import { countResent, type Resent } from "./resent.ts";
import { mergeTrace, newTrace, type UsageTotals, usageNode, usageOf } from "./summarise.ts";

export interface CommitContext extends ChunkTools {
  readonly writer: SpanWriter;
  readonly knownSpans: KnownSpans;
  /** Where traces go of which nobody says where they belong. */
  readonly defaultExperiment: string;
}

/** A trace with more spans than this has its usage added up anew when it is settled, and in between approximately. */
const maxSpansForUsage = 5000;
/** Content that repeats from span to span compresses several times better in one chunk than in this many. */
const maxLooseChunks = 3;

/** What a committed batch has changed. */
export interface Committed {
  readonly changed: readonly StoredTrace[];
  readonly resent: Resent;
}

/**
 * Writes a batch in one transaction and resolves after its commit. A span that is stored in
 * this version or a later one is left alone; an earlier version is replaced, and counts once.
 */
export async function commitBatch(batch: Batch, context: CommitContext): Promise<Committed> {
  const prepared = await prepare(batch, context);
  const now = Date.now();
  const chunksOf = Map.groupBy(prepared.chunks, ({ traceId }) => traceId);
  const fresh = [...prepared.parts.values()].map((part) => {
    const usage = usageOf(part.spans.map(usageNode));
    const [first, ...more] = part.patches;
    const trace = newTrace(first!, usage, context.defaultExperiment, now);
    const merged = more.reduce((row, patch) => mergeTrace(row, patch, usage), trace);
    return withChunks(merged, chunksOf.get(part.traceId)?.length ?? 0);
  });
  await context.writer.ensureDays(fresh.map(({ day }) => day));
  const { stored, changed, resent } = await context.writer.transaction((writing) =>
    write(writing, fresh, prepared, context.knownSpans),
  );
  for (const trace of changed) {
    const before = stored.get(trace.traceId)?.revision;
    const after = before === undefined ? trace.revision : before + 1;
    const spans = prepared.parts.get(trace.traceId)?.spans ?? [];
    context.knownSpans.committed(
      trace.traceId,
      before,
      after,
      spans.map(({ spanId }) => spanId),
    );
  }
  return { changed, resent };
}

async function write(
  writing: SpanWriting,
  fresh: readonly StoredTrace[],
  { parts, chunks, resent: twice }: PreparedBatch,
  knownSpans: KnownSpans,
): Promise<Committed & { stored: ReadonlyMap<string, StoredTrace> }> {
  const stored = await writing.lockTraces(fresh);
  const days = new Map(fresh.map(({ traceId, day }) => [traceId, stored.get(traceId)?.day ?? day]));
  if (stored.size === 0) {
    await writing.copyChunks(chunks, days);
    return { stored, changed: fresh, resent: twice };
  }
  const touched = [...stored.keys()].map((traceId) => parts.get(traceId)!);
  const known = await knownOf(writing, touched, days, (traceId) =>
    knownSpans.of(traceId, stored.get(traceId)!.revision),
  );
  const resent = new Map(twice);
  const grown = touched.flatMap((part) => {
    const news = withoutKnown(part, known);
    countResent(resent, part.spans, news.spans);
    countResent(resent, part.logs, news.logs);
    return news.spans.length + news.logs.length > 0 ? [{ trace: stored.get(part.traceId)!, part: news }] : [];
  });
  await writing.supersede(known.replaced, days);
  const usage = await usageOfGrown(writing, grown, days);
  const news = chunks.filter((chunk) => hasNews(chunk, known));
  await writing.copyChunks(news, days, known.spans);
  const newsOf = Map.groupBy(news, ({ traceId }) => traceId);
  const replacedOf = Map.groupBy(known.replaced, ({ traceId }) => traceId);
  const merged = grown.map(({ trace, part }) => {
    const replaced = replacedOf.get(trace.traceId) ?? [];
    const before = {
      ...trace,
      spanCount: trace.spanCount - replaced.length,
      errorCount: trace.errorCount - replaced.filter(({ status }) => status === 2).length,
    };
    const row = part.patches.reduce((merging, patch) => mergeTrace(merging, patch, usage.get(trace.traceId)!), before);
    return withChunks(row, newsOf.get(trace.traceId)?.length ?? 0);
  });
  await writing.updateTraces(merged);
  return { stored, resent, changed: [...fresh.filter(({ traceId }) => !stored.has(traceId)), ...merged] };
}

/** A trace of many small chunks is merged once no more spans come; a huge one also gets its usage right then. */
function withChunks(trace: StoredTrace, added: number): StoredTrace {
  const chunkCount = trace.chunkCount + added;
  return { ...trace, chunkCount, settled: chunkCount <= maxLooseChunks && trace.spanCount <= maxSpansForUsage };
}

/** What of a batch is stored already. */
interface Known {
  /** Spans to leave alone. */
  readonly spans: ReadonlySet<string>;
  /** Stored versions that are older than the batch's. */
  readonly replaced: readonly SpanVersion[];
  readonly records: ReadonlySet<bigint>;
}

async function knownOf(
  writing: SpanWriting,
  parts: readonly TracePart[],
  days: ReadonlyMap<string, number>,
  /** All spans of a trace, where they are known. */
  allOf: (traceId: string) => ReadonlySet<bigint> | undefined,
): Promise<Known> {
  const spans = parts
    .flatMap((part) => part.spans)
    .filter(({ traceId, spanId }) => allOf(traceId)?.has(spanId) ?? true);
  const logs = parts.flatMap((part) => part.logs);
  const tracesOf = (items: readonly { traceId: string }[]) => [...new Set(items.map(({ traceId }) => traceId))];
  const versions =
    spans.length > 0
      ? await writing.storedVersions(
          tracesOf(spans),
          spans.map(({ spanId }) => spanId),
          days,
        )
      : [];
  const records =
    logs.length > 0
      ? await writing.storedRecords(
          tracesOf(logs),
          logs.map(({ recordId }) => recordId),
          days,
        )
      : new Set<bigint>();
  const sent = new Map(spans.map((span) => [keyOf(span), span]));
  // Span ids are asked for over all traces of the batch: another trace's span may have the same one.
  const stored = versions.filter((version) => sent.has(keyOf(version)));
  const [replaced, kept] = partition(stored, (version) => isNewer(sent.get(keyOf(version))!, version));
  return { spans: new Set(kept.map(keyOf)), replaced, records };
}

function hasNews(chunk: ChunkRow, known: Known): boolean {
  return chunk.kind === 0
    ? chunk.rows.some(({ spanId }) => !known.spans.has(keyOf({ traceId: chunk.traceId, spanId })))
    : chunk.rows.some(({ recordId }) => !known.records.has(recordId));
}

function withoutKnown(part: TracePart, known: Known): TracePart {
  const spans = part.spans.filter((span) => !known.spans.has(keyOf(span)));
  const logs = part.logs.filter(({ recordId }) => !known.records.has(recordId));
  const isWhole = spans.length === part.spans.length && logs.length === part.logs.length;
  return isWhole ? part : partOf(part.traceId, spans, logs);
}

/** The usage of each trace with its new spans: over all of them, or for a huge trace what was there and what came. */
async function usageOfGrown(
  writing: SpanWriting,
  grown: readonly { trace: StoredTrace; part: TracePart }[],
  days: ReadonlyMap<string, number>,
): Promise<Map<string, UsageTotals>> {
  const small = grown.filter(({ trace, part }) => part.spans.length > 0 && trace.spanCount <= maxSpansForUsage);
  const rows =
    small.length > 0
      ? await writing.storedUsage(
          small.map(({ trace }) => trace.traceId),
          days,
        )
      : [];
  const rowsOf = Map.groupBy(rows, ({ traceId }) => traceId);
  return new Map(
    grown.map(({ trace, part }) => {
      if (part.spans.length === 0) return [trace.traceId, added(trace, noUsage)];
      const nodes = part.spans.map(usageNode);
      if (trace.spanCount > maxSpansForUsage) return [trace.traceId, added(trace, usageOf(nodes))];
      return [trace.traceId, usageOf([...(rowsOf.get(trace.traceId) ?? []).map(usageNode), ...nodes])];
    }),
  );
}

const noUsage = usageOf([]);

function added(a: UsageTotals, b: UsageTotals): UsageTotals {
  const sum = (x: bigint | undefined, y: bigint | undefined) => (x === undefined ? y : y === undefined ? x : x + y);
  return {
    inputTokens: sum(a.inputTokens, b.inputTokens),
    outputTokens: sum(a.outputTokens, b.outputTokens),
    cacheReadTokens: sum(a.cacheReadTokens, b.cacheReadTokens),
    cacheWriteTokens: sum(a.cacheWriteTokens, b.cacheWriteTokens),
    reasoningTokens: sum(a.reasoningTokens, b.reasoningTokens),
    costPicoUsd: sum(a.costPicoUsd, b.costPicoUsd),
    costPartial: a.costPartial || b.costPartial,
  };
}

function keyOf({ traceId, spanId }: { readonly traceId: string; readonly spanId: bigint }): string {
  return `${traceId}${spanId}`;
}

function partition<Item>(items: readonly Item[], test: (item: Item) => boolean): [passed: Item[], failed: Item[]] {
  const passed: Item[] = [];
  const failed: Item[] = [];
  for (const item of items) (test(item) ? passed : failed).push(item);
  return [passed, failed];
}
