import { type PriceTable, priceOf, readFacts, spanTypes, type Usage } from "@spanloom/conventions";
import { type SpanRow, spanFlags } from "@spanloom/store";
import { cleanText, standForAnnounced } from "./sanitise/index.ts";
import type { SpanRecord } from "./span-record.ts";

/** What fits Postgres's integer. A span with more tokens than this is lying. */
const maxCount = 2 ** 31 - 1;
const maxPicoUsd = 2 ** 53;

const typeIndex = new Map(spanTypes.map((type, index) => [type, index]));

/** Reads what the attributes mean: facts, and what the call cost at the prices of today. */
export function normalise(sanitised: Omit<SpanRecord, "facts" | "cost">, prices: PriceTable): SpanRecord {
  const facts = readFacts(sanitised.decoded);
  const record: SpanRecord = { ...sanitised, facts, cost: priceOf(facts, prices) };
  standForAnnounced(record);
  return record;
}

/** What a chunk's columns hold of the span. */
export function spanRow(record: SpanRecord): SpanRow {
  const { decoded, facts, cost } = record;
  const counts = facts.usage === undefined ? undefined : countsOf(facts.usage, record.notes);
  return {
    spanId: record.spanId,
    parentId: record.parentId,
    startNs: record.startNs,
    endNs: record.endNs,
    sizeBytes: decoded.bytes.length,
    costPicoUsd:
      cost === undefined || cost.totalPicoUsd > maxPicoUsd ? undefined : BigInt(Math.round(cost.totalPicoUsd)),
    inputTokens: counts?.inputTokens,
    outputTokens: counts?.outputTokens,
    cacheReadTokens: counts?.cacheReadTokens,
    cacheWriteTokens: counts?.cacheWriteTokens,
    reasoningTokens: counts?.reasoningTokens,
    ttftUs: microseconds(facts.timeToFirstTokenSeconds),
    kind: record.kind,
    status: record.status,
    type: typeIndex.get(facts.type) ?? 0,
    flags: flagsOf(record),
    name: record.name,
    model: shortText(facts.responseModel ?? facts.requestModel),
    provider: shortText(facts.provider),
    tool: shortText(facts.tool),
    agent: shortText(facts.agent),
    responseId: shortText(facts.responseId),
    notes: record.notes,
  };
}

function shortText(text: string | undefined): string | undefined {
  return text === undefined ? undefined : cleanText(text).slice(0, 256);
}

function flagsOf({ decoded, facts, cost, notes }: SpanRecord): number {
  let flags = 0;
  if (decoded.events.some(({ name }) => name === "exception")) flags |= spanFlags.exception;
  if (facts.usageScope === "rollup") flags |= spanFlags.rollup;
  if (notes.length > 0) flags |= spanFlags.changed;
  if (facts.usage !== undefined && cost === undefined) flags |= spanFlags.unpriced;
  return flags;
}

function countsOf(usage: Usage, notes: string[]): Usage {
  const counts: Record<string, number | undefined> = {};
  for (const [name, value] of Object.entries(usage)) {
    if (value === undefined) continue;
    if (Number.isInteger(value) && value >= 0 && value <= maxCount) counts[name] = value;
    else notes.push(`${name} ${value} is no count of tokens; it is left out of sums`);
  }
  return counts as Usage;
}

function microseconds(seconds: number | undefined): number | undefined {
  if (seconds === undefined) return undefined;
  const us = Math.round(seconds * 1e6);
  return us >= 0 && us <= maxCount ? us : undefined;
}
