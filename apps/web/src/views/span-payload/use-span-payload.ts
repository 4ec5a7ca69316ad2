import { readSpan, type SpanSourceWithIds, type SpanView, sourcesFromOtlpJson } from "@spanloom/conventions";
import { type QueryClient, queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { client } from "../../data/client.ts";
import type { ReadSpansResponse } from "../../data/messages.ts";
import { idOf, isPlaceholder, type SpanTree } from "../../trace/span-tree.ts";
import { useRested } from "../../widgets/use-rested.ts";

/** What was sent for one span, and what had to be changed so that it could be stored. */
export interface SpanPayload {
  readonly source: SpanSourceWithIds | undefined;
  /** The span with its resource and scope as they stand in the answer. */
  readonly raw: unknown;
  readonly notes: readonly string[];
  /** What its attributes mean; worked out when it is first asked for. */
  readonly view: SpanView | undefined;
}

const neighbours = 3;

/** The payload of a row of the tree; once it is there, those of its neighbours are fetched, so that the next step is instant. */
export function useSpanPayload(traceId: string, tree: SpanTree, row: number) {
  const queries = useQueryClient();
  const query = useQuery(spanPayloadQuery(traceId, tree, row, (id, { signal }) => readOne(traceId, id, signal)));
  const arrived = query.isSuccess;
  useEffect(() => {
    if (!arrived) return;
    const timer = setTimeout(() => void prefetch(queries, traceId, tree, around(tree, row)), restMs);
    return () => clearTimeout(timer);
  }, [queries, traceId, tree, row, arrived]);
  return query;
}

/**
 * The payload of a row as a query; `read` decides whether it is asked for alone or with others, and, by taking the signal,
 * whether it is given up when nobody looks any more.
 */
export function spanPayloadQuery(
  traceId: string,
  tree: SpanTree,
  row: number,
  read: (spanId: string, context: { readonly signal: AbortSignal }) => Promise<SpanPayload>,
) {
  return queryOptions({
    queryKey: keyOf(traceId, tree, row),
    queryFn: (context) => read(idOf(tree, row), context),
    enabled: row >= 0 && !isPlaceholder(tree, row),
    ...keeping,
  });
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
  return ["span", traceId, idOf(tree, row), tree.running[row] === 1 ? "running" : "ended"];
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

async function readOne(traceId: string, id: string, signal: AbortSignal): Promise<SpanPayload> {
  return decode(await client.readSpans(traceId, [id], signal)).get(id) ?? gone;
}

const gone: SpanPayload = { source: undefined, raw: undefined, notes: [], view: undefined };

/** Spans asked for within this time are one request. */
const gatherMs = 15;
/** One that carries megabytes shall not hold up many others. */
const spansPerRequest = 16;

interface Asked {
  readonly id: string;
  readonly resolve: (payload: SpanPayload) => void;
  readonly reject: (error: unknown) => void;
}

/** Reads spans one by one for those who ask, and together on the wire. What was asked for is kept, also where its reader left. */
export function gatheredReader(traceId: string): (spanId: string) => Promise<SpanPayload> {
  let asked: Asked[] = [];
  function send() {
    const wanted = asked;
    asked = [];
    for (let at = 0; at < wanted.length; at += spansPerRequest) void sendPart(wanted.slice(at, at + spansPerRequest));
  }
  async function sendPart(part: readonly Asked[]) {
    try {
      const ids = part.map(({ id }) => id);
      const payloads = decode(await client.readSpans(traceId, ids));
      for (const { id, resolve } of part) resolve(payloads.get(id) ?? gone);
    } catch (error) {
      for (const { reject } of part) reject(error);
    }
  }
  return (id) =>
    new Promise((resolve, reject) => {
      if (asked.length === 0) setTimeout(send, gatherMs);
      asked.push({ id, resolve, reject });
    });
}

/** Reads rows that are not there yet into the cache, in one request. A failure is not shown: nobody asked for them. */
async function prefetch(queries: QueryClient, traceId: string, tree: SpanTree, rows: readonly number[]): Promise<void> {
  const wanted = missing(queries, traceId, tree, rows);
  if (wanted.length === 0) return;
  const response = await client
    .readSpans(
      traceId,
      wanted.map((row) => idOf(tree, row)),
    )
    .catch(() => undefined);
  if (!response) return;
  const payloads = decode(response);
  for (const row of wanted) {
    const payload = payloads.get(idOf(tree, row));
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
    sources.map((source, at) => [source.spanId, payload(source, raw[at], notes.get(source.spanId) ?? [])]),
  );
}

function payload(source: SpanSourceWithIds, raw: unknown, notes: readonly string[]): SpanPayload {
  let view: SpanView | undefined;
  return {
    source,
    raw,
    notes,
    get view() {
      view ??= readSpan(source);
      return view;
    },
  };
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
