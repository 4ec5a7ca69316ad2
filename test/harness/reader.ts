import type { OtlpTraces } from "./otlp.ts";
import { until } from "./wait.ts";

/** The reading API as a stranger sees it: plain fetch, and no more of the shapes than the tests look at. */
export interface TraceSummary {
  trace_id: string;
  experiment_id: string;
  name: string;
  state: string;
  start_time_unix_nano: string;
  duration_ns?: number;
  span_count: number;
  error_count: number;
  usage?: {
    input_tokens?: number;
    output_tokens?: number;
    cache_read_tokens?: number;
    cache_write_tokens?: number;
    reasoning_tokens?: number;
  };
  cost_usd?: number;
  cost_partial?: boolean;
  session?: string;
  user?: string;
  input_preview?: string;
  output_preview?: string;
  tags?: Record<string, string>;
  metadata?: Record<string, string>;
  models?: string[];
  run_id?: string;
  root_span_id?: string;
}

export interface Skeleton {
  trace: TraceSummary;
  count: number;
  names: string[];
  types: string[];
  /** The response has them as one text. */
  id: string[];
  depth: number[];
  name: number[];
  type: number[];
  flags: number[];
  status: number[];
  start_us: number[];
  duration_us: number[];
}

export interface SpanNotes {
  span_id: string;
  notes: string[];
}

export interface Reader {
  /** GET below /api/spanloom/v1/, parsed; throws with the body unless it is answered 200. */
  get<T>(path: string, query?: Record<string, string | number>): Promise<T>;
  summary(traceId: string): Promise<TraceSummary>;
  skeleton(traceId: string): Promise<Skeleton>;
  otlp(traceId: string): Promise<OtlpTraces>;
  /** Ids of the traces that a filter finds. */
  find(filter: string): Promise<string[]>;
  traces(query: Record<string, string | number>): Promise<{ traces: TraceSummary[]; next_page_token?: string }>;
  spans(traceId: string, spanIds: readonly string[]): Promise<{ trace: string; logs: string; notes?: SpanNotes[] }>;
  /** Resolves once the trace has so many spans. */
  complete(traceId: string, spanCount: number, timeoutMs?: number): Promise<TraceSummary>;
}

export function readerOf(url: string): Reader {
  const base = `${url}/api/spanloom/v1`;
  const reader: Reader = {
    get: (path, query) => ask(`${base}/${path}${query === undefined ? "" : `?${queryString(query)}`}`),
    summary: async (traceId) => (await ask<{ trace: TraceSummary }>(`${base}/traces/${traceId}`)).trace,
    async skeleton(traceId) {
      const { ids, ...columns } = await ask<Omit<Skeleton, "id"> & { ids: string }>(
        `${base}/traces/${traceId}/skeleton`,
      );
      return { ...columns, id: ids.match(/.{16}/g) ?? [] };
    },
    otlp: (traceId) => ask(`${base}/traces/${traceId}/otlp`),
    traces: (query) => reader.get("traces", query),
    async find(filter) {
      const { traces } = await reader.traces({ filter, max_results: 500 });
      return (traces ?? []).map(({ trace_id }) => trace_id);
    },
    spans: (traceId, span_ids) => post(`${base}/traces/${traceId}/spans`, { span_ids }),
    complete: (traceId, spanCount, timeoutMs = 30_000) =>
      until(
        `${spanCount} spans of trace ${traceId}`,
        async () => {
          const summary = await reader.summary(traceId);
          return summary.span_count >= spanCount ? summary : undefined;
        },
        { timeoutMs },
      ),
  };
  return reader;
}

export async function post<T>(url: string, body: unknown): Promise<T> {
  return ask(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

async function ask<T>(url: string, init?: RequestInit): Promise<T> {
  const response = await fetch(url, init);
  const text = await response.text();
  if (!response.ok)
    throw new Error(`${init?.method ?? "GET"} ${url} answered ${response.status}: ${text.slice(0, 500)}`);
  return JSON.parse(text) as T;
}

function queryString(query: Record<string, string | number>): string {
  return new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)])).toString();
}
