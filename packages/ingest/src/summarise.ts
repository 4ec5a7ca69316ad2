import { randomInt } from "node:crypto";
import {
  type LogEvent,
  previewOf,
  readContent,
  type SpanContent,
  spanTypes,
  sumUsage,
  type UsageNode,
} from "@spanloom/conventions";
import { type Origin, partitionDay, type StoredTrace, type StoredUsage, spanFlags } from "@spanloom/store";
import type { Emitter } from "./decode/emitter.ts";
import { offerPreviews } from "./previews.ts";
import { cleanText } from "./sanitise/index.ts";
import type { LinkedSpan } from "./span-record.ts";
import { type FieldName, isBetter, Offers, type TraceFields, tier, untilLast } from "./trace-fields.ts";

/**
 * What a batch adds to each trace's row. Fields that come from one span (name, previews, session, …) carry their
 * origin, and the better origin wins; so whatever the order in which spans arrive, the row comes out the same. Usage
 * needs the whole tree and is worked out from all spans of the trace (`usageOf`).
 */
export interface TracePatch {
  readonly traceId: string;
  readonly startNs: bigint;
  readonly endNs: bigint | undefined;
  readonly root: { readonly spanId: bigint; readonly status: number | undefined } | undefined;
  readonly spanCount: number;
  readonly errorCount: number;
  readonly fields: TraceFields;
  readonly models: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  readonly metadata: Readonly<Record<string, string>>;
}

const maxShortLength = 250;
const maxModels = 20;
const maxEntries = 200;
const maxEntryLength = 8000;

export function patchOf(traceId: string, records: readonly LinkedSpan[]): TracePatch {
  const offers = new Offers();
  let startNs = records[0]?.startNs ?? 0n;
  let endNs: bigint | undefined;
  let root: TracePatch["root"];
  let errorCount = 0;
  const models: string[] = [];
  const tags: Record<string, string> = {};
  const metadata: Record<string, string> = {};
  for (const record of rootsFirst(records)) {
    const { facts } = record;
    if (record.startNs < startNs) startNs = record.startNs;
    if (record.endNs !== undefined && (endNs === undefined || record.endNs > endNs)) endNs = record.endNs;
    if (record.status === 2) errorCount++;
    const isRoot = record.parentId === undefined;
    if (isRoot && (root === undefined || root.status === undefined)) {
      root = { spanId: record.spanId, status: record.endNs === undefined ? undefined : record.status };
    }
    const from = isRoot ? tier.root : tier.inner;
    offers.add("name", facts.traceName, tier.said, record.startNs);
    offers.add("name", record.name, from, record.startNs);
    offers.add("inputPreview", facts.inputPreview, tier.said, record.startNs);
    offers.add("outputPreview", facts.outputPreview, tier.said, record.startNs);
    offers.add("experimentId", record.experimentId, from, record.startNs);
    offers.add("session", facts.session, from, record.startNs);
    offers.add("endUser", facts.user, from, record.startNs);
    offers.add("runId", record.runId, from, record.startNs);
    offers.add("modelId", facts.modelId, from, record.startNs);
    offers.add("clientRequestId", facts.clientRequestId, from, record.startNs);
    const model = facts.usageScope === "rollup" ? undefined : (facts.responseModel ?? facts.requestModel);
    if (model !== undefined && models.length < maxModels && !models.includes(model))
      models.push(cleanText(model).slice(0, maxShortLength));
    if (facts.tags !== undefined) addEntries(tags, facts.tags);
    if (facts.metadata !== undefined) addEntries(metadata, facts.metadata);
  }
  offerPreviews(records, offers);
  const fields = offers.best();
  return { traceId, startNs, endNs, root, spanCount: records.length, errorCount, fields, models, tags, metadata };
}

function rootsFirst(records: readonly LinkedSpan[]): readonly LinkedSpan[] {
  const isRoot = ({ parentId }: LinkedSpan) => parentId === undefined;
  if (records.length === 1) return records;
  return [...records.filter(isRoot), ...records.filter((record) => !isRoot(record))];
}

/** What log records add to their trace: the question and the answer, where the spans themselves carry no content. */
export function patchOfContent(traceId: string, timeNs: bigint, content: SpanContent): TracePatch {
  const { input, output } = previewOf(content);
  const offers = new Offers();
  offers.add("inputPreview", input, tier.fallback, timeNs);
  offers.add("outputPreview", output, tier.fallback, untilLast(timeNs));
  return {
    traceId,
    startNs: timeNs,
    endNs: undefined,
    root: undefined,
    spanCount: 0,
    errorCount: 0,
    fields: offers.best(),
    models: [],
    tags: {},
    metadata: {},
  };
}

/** The row of a trace that was not there before. `defaultExperiment` is for traces of which nobody said where they belong. */
export function newTrace(patch: TracePatch, usage: UsageTotals, defaultExperiment: string, nowMs: number): StoredTrace {
  const { fields } = patch;
  return {
    traceId: patch.traceId,
    day: partitionDay(patch.startNs, nowMs),
    experimentId: BigInt(fields.experimentId?.value ?? defaultExperiment),
    startNs: patch.startNs,
    endNs: patch.endNs,
    rootSpanId: patch.root?.spanId,
    rootStatus: patch.root?.status,
    spanCount: patch.spanCount,
    errorCount: patch.errorCount,
    chunkCount: 0,
    revision: randomInt(1e9),
    settled: true,
    ...usage,
    name: fields.name?.value ?? "",
    session: fields.session?.value,
    endUser: fields.endUser?.value,
    runId: fields.runId?.value,
    modelId: fields.modelId?.value,
    clientRequestId: fields.clientRequestId?.value,
    inputPreview: fields.inputPreview?.value,
    outputPreview: fields.outputPreview?.value,
    models: patch.models,
    tags: patch.tags,
    metadata: patch.metadata,
    origins: originsOf(fields),
    reported: undefined,
  };
}

/** The stored row with a batch added. What a client reported of the whole trace stays as it is. */
export function mergeTrace(stored: StoredTrace, patch: TracePatch, usage: UsageTotals): StoredTrace {
  const origins: Record<string, Origin> = { ...stored.origins };
  const pick = (name: FieldName, current: string | undefined): string | undefined => {
    const candidate = patch.fields[name];
    if (candidate === undefined || stored.reported?.[name] !== undefined) return current;
    const origin = origins[name] ?? (current === undefined || current === "" ? undefined : ([tier.root, ""] as const));
    if (origin !== undefined && !isBetter(candidate.origin, origin)) return current;
    origins[name] = candidate.origin;
    if (candidate.origin[0] === tier.root) delete origins[name];
    return candidate.value;
  };
  const hasTimes = stored.reported?.startNs !== undefined;
  const merged = {
    experimentId: pick(
      "experimentId",
      origins.experimentId === undefined && stored.origins.noExperiment !== undefined
        ? undefined
        : String(stored.experimentId),
    ),
    name: pick("name", stored.name) ?? "",
    session: pick("session", stored.session),
    endUser: pick("endUser", stored.endUser),
    runId: pick("runId", stored.runId),
    modelId: pick("modelId", stored.modelId),
    clientRequestId: pick("clientRequestId", stored.clientRequestId),
    inputPreview: pick("inputPreview", stored.inputPreview),
    outputPreview: pick("outputPreview", stored.outputPreview),
  };
  if (merged.experimentId !== undefined) delete origins.noExperiment;
  const counted = patch.spanCount > 0 || stored.spanCount > 0;
  return {
    ...stored,
    ...merged,
    experimentId: BigInt(merged.experimentId ?? stored.experimentId),
    startNs:
      hasTimes || patch.spanCount === 0
        ? stored.startNs
        : stored.spanCount === 0 || patch.startNs < stored.startNs
          ? patch.startNs
          : stored.startNs,
    endNs: hasTimes ? stored.endNs : latest(stored.endNs, patch.endNs),
    rootSpanId: patch.root?.spanId ?? stored.rootSpanId,
    rootStatus: stored.reported?.state !== undefined ? stored.rootStatus : (patch.root?.status ?? stored.rootStatus),
    spanCount: stored.spanCount + patch.spanCount,
    errorCount: stored.errorCount + patch.errorCount,
    ...(counted && stored.reported?.usage === undefined ? usage : {}),
    models: [...new Set([...stored.models, ...patch.models])].slice(0, maxModels),
    tags: { ...patch.tags, ...stored.tags },
    metadata: { ...patch.metadata, ...stored.metadata },
    origins,
  };
}

export type UsageTotals = Pick<
  StoredTrace,
  | "inputTokens"
  | "outputTokens"
  | "cacheReadTokens"
  | "cacheWriteTokens"
  | "reasoningTokens"
  | "costPicoUsd"
  | "costPartial"
>;

export function usageOf(nodes: readonly UsageNode[]): UsageTotals {
  const { usage, costPicoUsd, costPartial } = sumUsage(nodes);
  const big = (value: number | undefined) => (value === undefined ? undefined : BigInt(value));
  return {
    inputTokens: big(usage?.inputTokens),
    outputTokens: big(usage?.outputTokens),
    cacheReadTokens: big(usage?.cacheReadTokens),
    cacheWriteTokens: big(usage?.cacheWriteTokens),
    reasoningTokens: big(usage?.reasoningTokens),
    costPicoUsd,
    costPartial,
  };
}

/** Read from the columns, so that a span weighs the same whether it has just come or is stored. */
export function usageNode(row: Omit<StoredUsage, "traceId">): UsageNode {
  const { inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens, reasoningTokens } = row;
  const hasUsage = inputTokens !== undefined || outputTokens !== undefined;
  return {
    spanId: row.spanId,
    parentId: row.parentId ?? null,
    type: spanTypes[row.type] ?? "UNKNOWN",
    scope: hasUsage ? ((row.flags & spanFlags.rollup) !== 0 ? "rollup" : "call") : undefined,
    usage: hasUsage ? { inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens, reasoningTokens } : undefined,
    costPicoUsd: row.costPicoUsd === undefined ? undefined : Number(row.costPicoUsd),
    responseId: row.responseId,
    startTimeUnixNano: row.startNs,
  };
}

/** Log records of one span as the source that content is read from. */
export function contentOfLogs(logs: readonly LogEvent[], { resource, scope }: Emitter): SpanContent {
  return readContent({
    name: "",
    kind: 0,
    startTimeUnixNano: logs[0]?.timeUnixNano ?? 0n,
    endTimeUnixNano: 0n,
    status: { code: 0, message: "" },
    attributes: {},
    events: [],
    resource,
    scope,
    logs,
  });
}

function originsOf(fields: TraceFields): Record<string, Origin> {
  const origins: Record<string, Origin> = {};
  for (const [name, { origin }] of Object.entries(fields)) if (origin[0] !== tier.root) origins[name] = origin;
  if (fields.experimentId === undefined) origins.noExperiment = [tier.fallback, ""];
  return origins;
}

function addEntries(into: Record<string, string>, from: Readonly<Record<string, string>>): void {
  let room = maxEntries - Object.keys(into).length;
  for (const [key, value] of Object.entries(from)) {
    if (room <= 0) return;
    const name = cleanText(key).slice(0, maxShortLength);
    if (name in into) continue;
    into[name] = cleanText(value).slice(0, maxEntryLength);
    room--;
  }
}

function latest(a: bigint | undefined, b: bigint | undefined): bigint | undefined {
  if (a === undefined) return b;
  return b !== undefined && b > a ? b : a;
}
