import { type Cost, type PriceTable, priceOf, type SpanFacts, spanTypes, type Usage } from "@spanloom/conventions";
import { spanFlags } from "@spanloom/store";
import type { DecodedSpan } from "./decode/span.ts";
import { cleanText } from "./sanitise/index.ts";
import type { TokenReader } from "./search-tokens.ts";
import type { SpanIdentity, SpanRecord } from "./span-record.ts";

/** What fits Postgres's integer. A span with more tokens than this is lying. */
const maxCount = 2 ** 31 - 1;
const maxPicoUsd = 2 ** 53;

const typeIndex = new Map(spanTypes.map((type, index) => [type, index]));

/** The record of a span: its own columns, what its attributes mean, and what the call cost at the prices of today. */
export function normalise(
  decoded: DecodedSpan,
  identity: SpanIdentity,
  facts: SpanFacts,
  { prices, tokens }: Reading,
): SpanRecord {
  const cost = priceOf(facts, prices);
  const notes = [...identity.notes];
  const counts = facts.usage === undefined ? undefined : countsOf(facts.usage, notes);
  const { name, kind, status } = identity;
  return {
    traceId: identity.traceId,
    bytes: decoded.bytes,
    emitter: decoded.emitter,
    facts,
    cost,
    tokens: tokens.ofSpan(decoded.attributes, { name, kind, status, facts }),
    spanId: identity.spanId,
    parentId: identity.parentId,
    startNs: identity.startNs,
    endNs: identity.endNs,
    sizeBytes: decoded.bytes.length,
    costPicoUsd:
      cost === undefined || cost.totalPicoUsd > maxPicoUsd ? undefined : BigInt(Math.round(cost.totalPicoUsd)),
    inputTokens: counts?.inputTokens,
    outputTokens: counts?.outputTokens,
    cacheReadTokens: counts?.cacheReadTokens,
    cacheWriteTokens: counts?.cacheWriteTokens,
    reasoningTokens: counts?.reasoningTokens,
    ttftUs: microseconds(facts.timeToFirstTokenSeconds),
    kind,
    status,
    type: typeIndex.get(facts.type) ?? 0,
    flags: flagsOf(decoded, facts, cost, notes),
    name,
    model: shortText(facts.responseModel ?? facts.requestModel),
    provider: shortText(facts.provider),
    tool: shortText(facts.tool),
    agent: shortText(facts.agent),
    responseId: shortText(facts.responseId),
    notes,
  };
}

/** What spans are read with. */
export interface Reading {
  readonly prices: PriceTable;
  readonly tokens: TokenReader;
}

function shortText(text: string | undefined): string | undefined {
  return text === undefined ? undefined : cleanText(text).slice(0, 256);
}

function flagsOf(decoded: DecodedSpan, facts: SpanFacts, cost: Cost | undefined, notes: readonly string[]): number {
  let flags = 0;
  if (decoded.events.some(({ name }) => name === "exception")) flags |= spanFlags.exception;
  if (facts.usageScope === "rollup") flags |= spanFlags.rollup;
  if (notes.length > 0) flags |= spanFlags.changed;
  if (facts.usage !== undefined && cost === undefined) flags |= spanFlags.unpriced;
  return flags;
}

function countsOf(usage: Usage, notes: string[]): Usage {
  const counts: Record<string, number | undefined> = {};
  for (const name in usage) {
    const value = usage[name as keyof Usage];
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
