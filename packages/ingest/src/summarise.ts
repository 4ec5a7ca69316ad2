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
import { OtlpReader } from "./decode/reader.ts";
import { DecodedSpan } from "./decode/span.ts";
import { cleanText } from "./sanitise/index.ts";
import type { LinkedSpan } from "./span-record.ts";

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
  readonly fields: Readonly<Partial<Record<FieldName, Candidate>>>;
  readonly models: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  readonly metadata: Readonly<Record<string, string>>;
}

export type FieldName =
  | "experimentId"
  | "name"
  | "session"
  | "endUser"
  | "runId"
  | "modelId"
  | "clientRequestId"
  | "inputPreview"
  | "outputPreview";

export interface Candidate {
  readonly value: string;
  readonly origin: Origin;
}

/** Sources of a field, the best first: said by the dialect for the whole trace; by its root; by any other span; by nobody. */
const tier = { said: 0, root: 1, inner: 2, fallback: 3 } as const;

const maxPreviewLength = 500;
const maxShortLength = 250;
const maxModels = 20;
const maxEntries = 200;
const maxEntryLength = 8000;

export function patchOf(traceId: string, records: readonly LinkedSpan[]): TracePatch {
  const fields: Partial<Record<FieldName, Candidate>> = {};
  const offer = (name: FieldName, value: string | undefined, origin: Origin, maxLength = maxShortLength) => {
    if (value === undefined || value === "") return;
    const best = fields[name];
    if (best === undefined || isBetter(origin, best.origin))
      fields[name] = { value: cleanText(value).slice(0, maxLength), origin };
  };
  let startNs = records[0]?.startNs ?? 0n;
  let endNs: bigint | undefined;
  let root: TracePatch["root"];
  let errorCount = 0;
  const models: string[] = [];
  const tags: Record<string, string> = {};
  const metadata: Record<string, string> = {};
  const rootFirst =
    records.length > 1
      ? records.toSorted((a, b) => Number(a.parentId !== undefined) - Number(b.parentId !== undefined))
      : records;
  for (const record of rootFirst) {
    const { facts, parentId } = record;
    if (record.startNs < startNs) startNs = record.startNs;
    if (record.endNs !== undefined && (endNs === undefined || record.endNs > endNs)) endNs = record.endNs;
    if (record.status === 2) errorCount++;
    const isRoot = parentId === undefined;
    if (isRoot && (root === undefined || root.status === undefined)) {
      root = { spanId: record.spanId, status: record.endNs === undefined ? undefined : record.status };
    }
    const origin: Origin = [isRoot ? tier.root : tier.inner, order(record.startNs)];
    offer("name", facts.traceName, [tier.said, origin[1]], 4096);
    offer("name", record.name, origin, 4096);
    offer("inputPreview", facts.inputPreview, [tier.said, origin[1]], maxPreviewLength);
    offer("outputPreview", facts.outputPreview, [tier.said, origin[1]], maxPreviewLength);
    offer("experimentId", record.experimentId, origin);
    offer("session", facts.session, origin);
    offer("endUser", facts.user, origin);
    offer("runId", record.runId, origin);
    offer("modelId", facts.modelId, origin);
    offer("clientRequestId", facts.clientRequestId, origin);
    const model = facts.usageScope === "rollup" ? undefined : (facts.responseModel ?? facts.requestModel);
    if (model !== undefined && models.length < maxModels && !models.includes(model))
      models.push(cleanText(model).slice(0, maxShortLength));
    if (facts.tags !== undefined) addEntries(tags, facts.tags);
    if (facts.metadata !== undefined) addEntries(metadata, facts.metadata);
  }
  offerPreviews(records, offer);
  return { traceId, startNs, endNs, root, spanCount: records.length, errorCount, fields, models, tags, metadata };
}

type Offer = (name: FieldName, value: string | undefined, origin: Origin, maxLength?: number) => void;

/**
 * The question and the answer: of the root, else the input of the earliest span that has one and the output of the
 * latest. Content is parsed of as few spans as that takes.
 */
function offerPreviews(records: readonly LinkedSpan[], offer: Offer): void {
  const contents = new Map<LinkedSpan, { input?: string; output?: string }>();
  const preview = (record: LinkedSpan) => {
    const known = contents.get(record);
    if (known !== undefined) return known;
    const read = previewOf(readContent(decodeAgain(record)));
    contents.set(record, read);
    return read;
  };
  const roots = records.filter(({ parentId }) => parentId === undefined);
  const inner = records.filter(({ parentId, facts }) => parentId !== undefined && facts.type !== "UNKNOWN");
  const search = (
    name: "inputPreview" | "outputPreview",
    side: "input" | "output",
    candidates: readonly LinkedSpan[],
    rank: (record: LinkedSpan) => Origin,
  ) => {
    for (const record of candidates.slice(0, maxPreviewTries)) {
      const text = preview(record)[side];
      if (text === undefined || text === "") continue;
      offer(name, text, rank(record), maxPreviewLength);
      return true;
    }
    return false;
  };
  const asRoot = (record: LinkedSpan): Origin => [tier.root, order(record.startNs)];
  if (!search("inputPreview", "input", roots, asRoot)) {
    const earliest = inner.toSorted((a, b) => compare(a.startNs, b.startNs));
    search("inputPreview", "input", earliest, (record) => [tier.inner, order(record.startNs)]);
  }
  if (!search("outputPreview", "output", roots, asRoot)) {
    const latest = inner.toSorted((a, b) => compare(b.endNs ?? b.startNs, a.endNs ?? a.startNs));
    search("outputPreview", "output", latest, (record) => [tier.inner, latestFirst(record.endNs ?? record.startNs)]);
  }
}

const maxPreviewTries = 4;

/** Previews are of few spans, so none waits for its commit with its content decoded. */
function decodeAgain({ bytes, emitter }: LinkedSpan): DecodedSpan {
  return new DecodedSpan(new OtlpReader(bytes), 0, bytes.length, emitter);
}

/** What log records add to their trace: the question and the answer, where the spans themselves carry no content. */
export function patchOfContent(traceId: string, timeNs: bigint, content: SpanContent): TracePatch {
  const { input, output } = previewOf(content);
  const fields: Partial<Record<FieldName, Candidate>> = {};
  if (input)
    fields.inputPreview = {
      value: cleanText(input).slice(0, maxPreviewLength),
      origin: [tier.fallback, order(timeNs)],
    };
  if (output)
    fields.outputPreview = {
      value: cleanText(output).slice(0, maxPreviewLength),
      origin: [tier.fallback, latestFirst(timeNs)],
    };
  return {
    traceId,
    startNs: timeNs,
    endNs: undefined,
    root: undefined,
    spanCount: 0,
    errorCount: 0,
    fields,
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

function originsOf(fields: TracePatch["fields"]): Record<string, Origin> {
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

function isBetter(candidate: Origin, current: Origin): boolean {
  return candidate[0] < current[0] || (candidate[0] === current[0] && candidate[1] < current[1]);
}

/** Nanoseconds as text that sorts like the number. */
function order(ns: bigint): string {
  return ns.toString().padStart(19, "0");
}

function latestFirst(ns: bigint): string {
  return order(9_223_372_036_854_775_807n - ns);
}

function latest(a: bigint | undefined, b: bigint | undefined): bigint | undefined {
  if (a === undefined) return b;
  return b !== undefined && b > a ? b : a;
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
