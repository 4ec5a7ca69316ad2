import type {
  Experiment,
  FindInTraceResponse,
  ListTraces,
  ListTracesResponse,
  ReadSpansResponse,
  ServerInfo,
  SuggestKeysResponse,
  TraceSkeleton,
  TraceSummary,
} from "./messages.ts";
import { RequestError } from "./request-error.ts";

const own = "/api/spanloom/v1";
const mlflow = "/api/2.0/mlflow";

/**
 * The REST calls of the app. Each resolves with the response message, and rejects with a `RequestError` or, when
 * `signal` fires, with the signal's reason. Nothing is cached here; that is react-query's work.
 */
export const client = {
  listTraces: (request: ListTraces, signal?: AbortSignal) =>
    get<ListTracesResponse>(`${own}/traces`, request, signal).then(withListDefaults),

  getTraceSummary: (traceId: string, signal?: AbortSignal) =>
    get<{ trace: TraceSummary }>(`${own}/traces/${segment(traceId)}`, {}, signal).then(({ trace }) =>
      withTraceDefaults(trace),
    ),

  getTraceSkeleton: (traceId: string, signal?: AbortSignal) =>
    get<TraceSkeleton>(`${own}/traces/${segment(traceId)}/skeleton`, {}, signal).then((skeleton) => ({
      ...skeleton,
      trace: withTraceDefaults(skeleton.trace),
    })),

  /** At most 200 ids a call. */
  readSpans: (traceId: string, spanIds: readonly string[], signal?: AbortSignal) =>
    post<ReadSpansResponse>(`${own}/traces/${segment(traceId)}/spans`, { span_ids: spanIds }, signal),

  findInTrace: (traceId: string, text: string, signal?: AbortSignal) =>
    get<FindInTraceResponse>(`${own}/traces/${segment(traceId)}/find`, { text }, signal),

  suggestValues: (request: { experiment_ids: string[]; field: string; prefix: string }, signal?: AbortSignal) =>
    get<{ values?: string[] }>(`${own}/suggest/values`, request, signal).then(({ values = [] }) => values),

  suggestKeys: (request: { experiment_ids: string[] }, signal?: AbortSignal) =>
    get<Partial<SuggestKeysResponse>>(`${own}/suggest/keys`, request, signal).then(
      ({ span_attributes = [], resource_attributes = [], tags = [], metadata = [] }): SuggestKeysResponse => ({
        span_attributes,
        resource_attributes,
        tags,
        metadata,
      }),
    ),

  getServer: (signal?: AbortSignal) => get<ServerInfo>(`${own}/server`, {}, signal),

  searchExperiments: (request: { max_results: number; page_token?: string }, signal?: AbortSignal) =>
    post<{ experiments?: Experiment[]; next_page_token?: string }>(`${mlflow}/experiments/search`, request, signal),

  getExperiment: (experimentId: string, signal?: AbortSignal) =>
    get<{ experiment: Experiment }>(`${mlflow}/experiments/get`, { experiment_id: experimentId }, signal).then(
      ({ experiment }) => experiment,
    ),
};

/** Where a whole trace is downloaded as OTLP/JSON; a plain link. */
export function traceDownloadUrl(traceId: string): string {
  return `${own}/traces/${segment(traceId)}/otlp`;
}

/** The address of the event stream of new and growing traces; see changes.ts. */
export function changesUrl(scope: { experimentId?: string; traceId?: string }): string {
  return `${own}/changes${queryString({ experiment_id: scope.experimentId, trace_id: scope.traceId })}`;
}

type QueryValue = string | number | boolean | readonly string[] | undefined;

function get<Response>(path: string, query: object, signal?: AbortSignal): Promise<Response> {
  return request<Response>(path + queryString(query as Record<string, QueryValue>), { signal: signal ?? null });
}

function post<Response>(path: string, body: unknown, signal?: AbortSignal): Promise<Response> {
  return request<Response>(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    signal: signal ?? null,
  });
}

async function request<Response>(path: string, init: RequestInit): Promise<Response> {
  let response: globalThis.Response;
  try {
    response = await fetch(path, { ...init, headers: { accept: "application/json", ...init.headers } });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new RequestError("unreachable", "The server did not answer.");
  }
  const body = await readJson(response);
  if (response.ok && isObject(body)) return body as Response;
  throw errorOf(response, body);
}

/** The body as JSON, or undefined when it is none (an error page of a proxy). A broken-off body is no answer. */
async function readJson(response: globalThis.Response): Promise<unknown> {
  let text: string;
  try {
    text = await response.text();
  } catch {
    throw new RequestError("unreachable", "The server's answer broke off.", response.status);
  }
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function errorOf(response: globalThis.Response, body: unknown): RequestError {
  const { status } = response;
  if (status === 502 || status === 504) return new RequestError("unreachable", "The server did not answer.", status);
  const { message, error_code } = isObject(body) ? body : {};
  if (typeof message !== "string" || response.ok) {
    return new RequestError("broken", `The server answered with status ${status} and no explanation.`, status);
  }
  const kind = status >= 500 ? "broken" : "refused";
  return new RequestError(kind, message, status, typeof error_code === "string" ? error_code : "");
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function segment(text: string): string {
  return encodeURIComponent(text);
}

/** Leaves out what is undefined, empty or 0 (in proto3 all three mean "not set"); lists repeat their name. */
function queryString(query: Readonly<Record<string, QueryValue>>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    const values = Array.isArray(value) ? value : [value];
    for (const one of values) if (one !== undefined && one !== "" && one !== 0) search.append(name, String(one));
  }
  const text = search.toString();
  return text && `?${text}`;
}

function withListDefaults(response: Partial<ListTracesResponse>): ListTracesResponse {
  return {
    ...response,
    traces: (response.traces ?? []).map(withTraceDefaults),
    next_page_token: response.next_page_token ?? "",
    total_is_lower_bound: response.total_is_lower_bound ?? false,
  };
}

/** proto3 may leave empty fields out of JSON; the pages shall not have to care. */
function withTraceDefaults(trace: Partial<TraceSummary>): TraceSummary {
  return {
    trace_id: "",
    experiment_id: "",
    name: "",
    state: "TRACE_STATE_UNSPECIFIED",
    start_time_unix_nano: "0",
    span_count: 0,
    error_count: 0,
    cost_partial: false,
    session: "",
    user: "",
    input_preview: "",
    output_preview: "",
    tags: {},
    metadata: {},
    models: [],
    run_id: "",
    logged_model_id: "",
    root_span_id: "",
    updated_at_ms: 0,
    ...trace,
  };
}
