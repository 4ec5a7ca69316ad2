import type { SpanSourceWithIds } from "@spanloom/conventions";
import { sourcesFromOtlpJson } from "@spanloom/conventions";
import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { client } from "../../data/client.ts";
import type { ReadSpansResponse } from "../../data/messages.ts";
import { isPlaceholder, type SpanTree } from "../../trace/span-tree.ts";
import { useRested } from "../../widgets/use-rested.ts";

/** What was sent for one span, and what had to be changed so that it could be stored. */
export interface SpanPayload {
  readonly source: SpanSourceWithIds | undefined;
  /** The span with its resource and scope as they stand in the answer. */
  readonly raw: unknown;
  readonly notes: readonly string[];
}

const neighbours = 3;

/** The payload of a row of the tree; once it is there, those of its neighbours are fetched, so that the next step is instant. */
export function useSpanPayload(traceId: string, tree: SpanTree, row: number) {
  const queries = useQueryClient();
  const query = useQuery({
    queryKey: keyOf(traceId, tree, row),
    queryFn: ({ signal }) => readOne(traceId, tree, row, signal),
    enabled: row >= 0 && !isPlaceholder(tree, row),
    ...keeping,
  });
  const arrived = query.isSuccess;
  useEffect(() => {
    if (!arrived) return;
    const timer = setTimeout(() => void prefetch(queries, traceId, tree, around(tree, row)), restMs);
    return () => clearTimeout(timer);
  }, [queries, traceId, tree, row, arrived]);
  return query;
}

/** Fetches what a row would need, once the pointer has rested on it. */
export function usePrefetch(traceId: string, tree: SpanTree): (row: number) => void {
  const queries = useQueryClient();
  return useRested((row) => void prefetch(queries, traceId, tree, [row]));
}

/** So long the reader has to stay with a span: stepping through many asks for none but these. */
const restMs = 60;
const keeping = { structuralSharing: false, staleTime: 60_000, gcTime: 120_000 } as const;

/** A span that still ran when it was read is read again once it has ended. */
function keyOf(traceId: string, tree: SpanTree, row: number) {
  return ["span", traceId, tree.id[row] ?? "", tree.running[row] === 1 ? "running" : "ended"];
}

function around(tree: SpanTree, row: number): number[] {
  const first = Math.max(0, row - neighbours);
  const last = Math.min(tree.count - 1, row + neighbours);
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

function missing(queries: QueryClient, traceId: string, tree: SpanTree, rows: readonly number[]): number[] {
  return rows.filter(
    (row) => row >= 0 && !isPlaceholder(tree, row) && queries.getQueryState(keyOf(traceId, tree, row)) === undefined,
  );
}

async function readOne(traceId: string, tree: SpanTree, row: number, signal: AbortSignal): Promise<SpanPayload> {
  const id = tree.id[row] ?? "";
  return (
    decode(await client.readSpans(traceId, [id], signal)).get(id) ?? { source: undefined, raw: undefined, notes: [] }
  );
}

/** Reads rows that are not there yet into the cache, in one request. A failure is not shown: nobody asked for them. */
async function prefetch(queries: QueryClient, traceId: string, tree: SpanTree, rows: readonly number[]): Promise<void> {
  const wanted = missing(queries, traceId, tree, rows);
  if (wanted.length === 0) return;
  const response = await client
    .readSpans(
      traceId,
      wanted.map((row) => tree.id[row] ?? ""),
    )
    .catch(() => undefined);
  if (!response) return;
  const payloads = decode(response);
  for (const row of wanted) {
    const payload = payloads.get(tree.id[row] ?? "");
    if (payload) queries.setQueryData(keyOf(traceId, tree, row), payload);
  }
}

function decode(response: ReadSpansResponse): Map<string, SpanPayload> {
  const notes = new Map((response.notes ?? []).map((each) => [each.span_id, each.notes ?? []]));
  const traces = parse(response.trace) as TracesJson;
  const sources = sourcesFromOtlpJson(traces, response.logs ? parse(response.logs) : undefined);
  // Both walk the answer in its order.
  const raw = rawSpans(traces);
  return new Map(
    sources.map((source, at) => [source.spanId, { source, raw: raw[at], notes: notes.get(source.spanId) ?? [] }]),
  );
}

interface TracesJson {
  readonly resourceSpans?: readonly {
    readonly resource?: unknown;
    readonly scopeSpans?: readonly { readonly scope?: unknown; readonly spans?: readonly unknown[] }[];
  }[];
}

function rawSpans(traces: TracesJson): unknown[] {
  return (traces.resourceSpans ?? []).flatMap(({ resource, scopeSpans = [] }) =>
    scopeSpans.flatMap(({ scope, spans = [] }) => spans.map((span) => ({ resource, scope, span }))),
  );
}

function parse(text: string): unknown {
  return JSON.parse(text) as unknown;
}
