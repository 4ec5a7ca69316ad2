/** What the writer reads of spans that are stored. */
import type { SpanRow } from "./chunk-row.ts";
import type { StoredContent } from "./decompress.ts";
import { hexOf } from "./stored-trace.ts";

export interface Place {
  readonly chunkId: bigint;
  readonly chunkIndex: number;
}

export type PlacedSpanRow = SpanRow & Place;

export interface StoredChunk extends StoredContent {
  readonly chunkId: bigint;
  readonly kind: 0 | 1;
  readonly readerVersion: number;
  readonly tokens: readonly number[];
}

export interface SpanVersion {
  readonly traceId: string;
  readonly chunkId: bigint;
  readonly chunkIndex: number;
  readonly spanId: bigint;
  readonly endNs: bigint | undefined;
  readonly sizeBytes: number;
  readonly status: number;
}

/** What the usage of a stored span is worked out from (conventions' UsageNode, as stored). */
export interface StoredUsage {
  readonly traceId: string;
  readonly spanId: bigint;
  readonly parentId: bigint | undefined;
  readonly startNs: bigint;
  readonly type: number;
  readonly flags: number;
  readonly inputTokens: number | undefined;
  readonly outputTokens: number | undefined;
  readonly cacheReadTokens: number | undefined;
  readonly cacheWriteTokens: number | undefined;
  readonly reasoningTokens: number | undefined;
  readonly costPicoUsd: bigint | undefined;
  readonly responseId: string | undefined;
}

export type VersionColumns = {
  trace_id: string;
  span_id: bigint;
  chunk_id: bigint;
  chunk_index: number;
  end_ns: bigint | null;
  size_bytes: number;
  status: number;
};

export type SpanColumnsRow = {
  span_id: bigint;
  parent_id: bigint | null;
  start_ns: bigint;
  end_ns: bigint | null;
  size_bytes: number;
  cost_pico_usd: bigint | null;
  input_tokens: number | null;
  output_tokens: number | null;
  cache_read_tokens: number | null;
  cache_write_tokens: number | null;
  reasoning_tokens: number | null;
  ttft_us: number | null;
  kind: number;
  status: number;
  type: number;
  flags: number;
  name: string;
  model: string | null;
  provider: string | null;
  tool: string | null;
  agent: string | null;
  response_id: string | null;
  notes: string[];
  chunk_id: bigint;
  chunk_index: number;
};

export function placedSpanRow(row: SpanColumnsRow): PlacedSpanRow {
  return {
    spanId: row.span_id,
    parentId: row.parent_id ?? undefined,
    startNs: row.start_ns,
    endNs: row.end_ns ?? undefined,
    sizeBytes: row.size_bytes,
    costPicoUsd: row.cost_pico_usd ?? undefined,
    inputTokens: row.input_tokens ?? undefined,
    outputTokens: row.output_tokens ?? undefined,
    cacheReadTokens: row.cache_read_tokens ?? undefined,
    cacheWriteTokens: row.cache_write_tokens ?? undefined,
    reasoningTokens: row.reasoning_tokens ?? undefined,
    ttftUs: row.ttft_us ?? undefined,
    kind: row.kind,
    status: row.status,
    type: row.type,
    flags: row.flags,
    name: row.name,
    model: row.model ?? undefined,
    provider: row.provider ?? undefined,
    tool: row.tool ?? undefined,
    agent: row.agent ?? undefined,
    responseId: row.response_id ?? undefined,
    notes: row.notes,
    chunkId: row.chunk_id,
    chunkIndex: row.chunk_index,
  };
}

export type UsageColumns = {
  trace_id: string;
  span_id: bigint;
  parent_id: bigint | null;
  start_ns: bigint;
  type: number;
  flags: number;
  input_tokens: number | null;
  output_tokens: number | null;
  cache_read_tokens: number | null;
  cache_write_tokens: number | null;
  reasoning_tokens: number | null;
  cost_pico_usd: bigint | null;
  response_id: string | null;
};

export function spanVersion(row: VersionColumns): SpanVersion {
  return {
    traceId: hexOf(row.trace_id),
    spanId: row.span_id,
    chunkId: row.chunk_id,
    chunkIndex: row.chunk_index,
    endNs: row.end_ns ?? undefined,
    sizeBytes: row.size_bytes,
    status: row.status,
  };
}

export function storedUsage(row: UsageColumns): StoredUsage {
  return {
    traceId: hexOf(row.trace_id),
    spanId: row.span_id,
    parentId: row.parent_id ?? undefined,
    startNs: row.start_ns,
    type: row.type,
    flags: row.flags,
    inputTokens: row.input_tokens ?? undefined,
    outputTokens: row.output_tokens ?? undefined,
    cacheReadTokens: row.cache_read_tokens ?? undefined,
    cacheWriteTokens: row.cache_write_tokens ?? undefined,
    reasoningTokens: row.reasoning_tokens ?? undefined,
    costPicoUsd: row.cost_pico_usd ?? undefined,
    responseId: row.response_id ?? undefined,
  };
}
