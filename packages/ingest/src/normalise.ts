import {
  type Cost,
  type PriceTable,
  previewOf,
  priceOf,
  readContent,
  type SpanFacts,
  spanTypes,
  type Usage,
} from "@spanloom/conventions";
import { spanFlags } from "@spanloom/store";
import type { DecodedSpan } from "./decode/span.ts";
import { cleanText } from "./sanitise/index.ts";
import type { TokenReader } from "./search-tokens.ts";
import type { Belonging, LinkedSpan, SpanIdentity } from "./span-record.ts";

/** What fits Postgres's integer. A span with more tokens than this is lying. */
const maxCount = 2 ** 31 - 1;
const maxPicoUsd = 2 ** 53;

const typeIndex = new Map(spanTypes.map((type, index) => [type, index]));

/** The record of a span: its own columns, what its attributes mean, and what the call cost at the prices of today. */
export function normalise(
  decoded: DecodedSpan,
  identity: SpanIdentity,
  facts: SpanFacts,
  { experimentId, runId }: Belonging,
  { prices, tokens }: Reading,
): LinkedSpan {
  const cost = priceOf(facts, prices);
  const { name, kind, status } = identity;
  const { usage } = facts;
  const broken = brokenCounts(usage);
  const count = (field: keyof Usage) => (broken.includes(field) ? undefined : usage?.[field]);
  const notes =
    broken.length === 0
      ? identity.notes
      : [
          ...identity.notes,
          ...broken.map((field) => `${field} ${usage?.[field]} is no count of tokens; it is left out of sums`),
        ];
  return {
    traceId: identity.traceId,
    bytes: decoded.bytes,
    emitter: decoded.emitter,
    facts,
    // A root's is nearly always the trace's, and now its content is at hand.
    preview: identity.parentId === undefined ? previewOf(readContent(decoded)) : undefined,
    experimentId,
    runId,
    tokens: tokens.ofSpan(decoded, { name, kind, status, facts }),
    spanId: identity.spanId,
    parentId: identity.parentId,
    startNs: identity.startNs,
    endNs: identity.endNs,
    sizeBytes: decoded.bytes.length,
    costPicoUsd:
      cost === undefined || cost.totalPicoUsd > maxPicoUsd ? undefined : BigInt(Math.round(cost.totalPicoUsd)),
    inputTokens: count("inputTokens"),
    outputTokens: count("outputTokens"),
    cacheReadTokens: count("cacheReadTokens"),
    cacheWriteTokens: count("cacheWriteTokens"),
    reasoningTokens: count("reasoningTokens"),
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

const none: readonly never[] = [];

/** The counts that cannot be stored. */
function brokenCounts(usage: Usage | undefined): readonly (keyof Usage)[] {
  let broken: readonly (keyof Usage)[] = none;
  for (const name in usage) {
    const key = name as keyof Usage;
    if (!isCount(usage[key] ?? 0)) broken = [...broken, key];
  }
  return broken;
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= maxCount;
}

function microseconds(seconds: number | undefined): number | undefined {
  if (seconds === undefined) return undefined;
  const us = Math.round(seconds * 1e6);
  return us >= 0 && us <= maxCount ? us : undefined;
}
