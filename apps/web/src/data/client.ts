import {
  type Assessment,
  endpointsOf,
  experimentRoutes,
  type MessageType,
  type RouteRow,
  type RpcRows,
  type rpcs,
  traceRoutes,
  traceViewRoutes,
} from "@spanloom/wire";
import type { Experiment, TraceSkeleton, TraceSummary } from "./messages.ts";
import { requestJson } from "./request.ts";

/**
 * The REST calls of the app; paths, requests and responses are those of the route table. Each resolves with the
 * response message, and rejects with a `RequestError` or, when `signal` fires, with the signal's reason. Nothing is
 * cached here; that is react-query's work.
 */
export const client = {
  listTraces: (request: RequestOf<"listTraces">, signal?: AbortSignal) => call("listTraces", request, signal),

  getTraceSummary: async (traceId: string, signal?: AbortSignal): Promise<TraceSummary> =>
    (await call("getTraceSummary", { trace_id: traceId }, signal)).trace!,

  getTraceSkeleton: (traceId: string, signal?: AbortSignal): Promise<TraceSkeleton> =>
    call("getTraceSkeleton", { trace_id: traceId }, signal) as Promise<TraceSkeleton>,

  /** What was said of a trace and of its spans, the oldest first. */
  getAssessments: async (traceId: string, signal?: AbortSignal): Promise<readonly Assessment[]> =>
    (await call("getTraceInfoV3", { trace_id: traceId }, signal)).trace?.trace_info?.assessments ?? [],

  /** At most 200 ids a call. */
  readSpans: (traceId: string, spanIds: readonly string[], signal?: AbortSignal) =>
    call("readSpans", { trace_id: traceId, span_ids: [...spanIds] }, signal),

  findInTrace: (traceId: string, text: string, signal?: AbortSignal) =>
    call("findInTrace", { trace_id: traceId, text }, signal),

  suggestValues: async (request: RequestOf<"suggestValues">, signal?: AbortSignal) =>
    (await call("suggestValues", request, signal)).values,

  suggestKeys: (request: RequestOf<"suggestKeys">, signal?: AbortSignal) => call("suggestKeys", request, signal),

  getServer: (signal?: AbortSignal) => call("getServer", {}, signal),

  searchExperiments: (request: RequestOf<"searchExperiments">, signal?: AbortSignal) =>
    call("searchExperiments", request, signal) as Promise<{ experiments?: Experiment[]; next_page_token?: string }>,

  getExperiment: async (experimentId: string, signal?: AbortSignal): Promise<Experiment> =>
    (await call("getExperiment", { experiment_id: experimentId }, signal)).experiment as Experiment,
};

/** Where a whole trace is downloaded as OTLP/JSON; a plain link. */
export function traceDownloadUrl(traceId: string): string {
  return addressOf(rows.downloadTrace, { trace_id: traceId }).path;
}

/** The address of the event stream of new and growing traces; see changes.ts. */
export function changesUrl(scope: { experimentId?: string; traceId?: string }): string {
  return addressOf(rows.changes, { experiment_id: scope.experimentId, trace_id: scope.traceId }).path;
}

const rows = { ...traceViewRoutes, ...traceRoutes, ...experimentRoutes };

type Call = RpcRows<typeof rows>;
type Message<Type> = Type extends MessageType<infer Fields> ? Fields : never;
type RequestOf<Name extends Call> = Partial<Message<(typeof rpcs)[Name]["request"]>>;
type ResponseOf<Name extends Call> = Message<(typeof rpcs)[Name]["response"]>;

function call<Name extends Call>(
  name: Name,
  request: RequestOf<Name>,
  signal?: AbortSignal,
): Promise<ResponseOf<Name>> {
  const { method, path, body } = addressOf(rows[name], request as Values);
  return requestJson<ResponseOf<Name>>(method, path, body, signal);
}

type Values = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/** How a row is called: values named in its path go there, the others to the body or, for GET, to the query. */
function addressOf(row: RouteRow, values: Values) {
  const endpoints = endpointsOf(row);
  const { method, path: template } = endpoints.find((endpoint) => endpoint.method === "POST") ?? endpoints[0]!;
  const rest = { ...values };
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) => {
    delete rest[name];
    return encodeURIComponent(String(values[name]));
  });
  return method === "GET" ? { method, path: path + queryString(rest) } : { method, path, body: rest };
}

/** Leaves out what is undefined, empty or 0 (in proto3 all three mean "not set"); lists repeat their name. */
function queryString(values: Values): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    const all = Array.isArray(value) ? value : [value];
    for (const one of all) if (one !== undefined && one !== "" && one !== 0) search.append(name, String(one));
  }
  const text = search.toString();
  return text && `?${text}`;
}
