import { parseJson, printJson } from "@spanloom/wire";
import { artifactsAt } from "./artifacts.ts";
import { type Client, createClient } from "./client.ts";
import { type ConnectionOptions, connect } from "./connection.ts";
import { isCode } from "./experiments.ts";
import { type FileSpan, spanOfFile, type TraceSpan } from "./trace-spans.ts";
import type { TraceInfo } from "./traces.ts";

/** A trace's info in the names of MLflow's TypeScript SDK. */
export interface MlflowTraceInfo {
  readonly traceId: string;
  readonly traceLocation: {
    readonly type: "MLFLOW_EXPERIMENT";
    readonly mlflowExperiment: { readonly experimentId: string };
  };
  /** Milliseconds since 1970. */
  readonly requestTime: number;
  readonly state: "STATE_UNSPECIFIED" | "OK" | "ERROR" | "IN_PROGRESS";
  /** Milliseconds. */
  readonly executionDuration?: number | undefined;
  readonly requestPreview?: string | undefined;
  readonly responsePreview?: string | undefined;
  readonly clientRequestId?: string | undefined;
  readonly traceMetadata?: Readonly<Record<string, string>> | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

/** What is stored of a trace besides its info: spans in the form of `traces.json`. */
export interface MlflowTraceData {
  readonly spans: readonly object[];
}

/**
 * The client of MLflow's TypeScript SDK by its names, for programs that come from it. `createClient` has all that this has,
 * and the rest. All reject with `ApiError`.
 *
 * @example
 * const client = new MlflowClient({ trackingUri: "http://localhost:5000" });
 * const experimentId = await client.createExperiment("moved from MLflow");
 */
export class MlflowClient {
  readonly #client: Client;
  readonly #options: ConnectionOptions;

  constructor({ trackingUri, host, ...options }: { trackingUri?: string; host?: string } & Partial<ConnectionOptions>) {
    const url = options.url ?? trackingUri ?? host;
    this.#client = createClient({ ...options, url });
    this.#options = { ...options, url: this.#client.url };
  }

  /** Stores a trace's info. What comes back has the tag `mlflow.artifactLocation`, below which its spans belong. */
  async createTrace(info: MlflowTraceInfo): Promise<MlflowTraceInfo> {
    const { trace } = await this.#client.rest.startTraceV3({ trace: { trace_info: wireInfo(info) } });
    return mlflowInfo(trace?.trace_info ?? {});
  }

  async getTraceInfo(traceId: string): Promise<MlflowTraceInfo> {
    return mlflowInfo(await this.#client.getTraceInfo(traceId));
  }

  /** With spans that were sent over OTLP, or put as a file. */
  async getTrace(traceId: string): Promise<{ info: MlflowTraceInfo; data: { spans: readonly TraceSpan[] } }> {
    try {
      const { info, spans } = await this.#client.getTrace(traceId);
      return { info: mlflowInfo(info), data: { spans } };
    } catch (error) {
      // What MLflow's server says of a trace whose spans are a file.
      if (!isCode(error, "INTERNAL_ERROR", "INVALID_STATE")) throw error;
      const info = await this.getTraceInfo(traceId);
      const file = await this.#filesOf(info).download("traces.json");
      const { spans = [] } = parseJson(await file.text()) as unknown as { spans?: FileSpan[] };
      return { info, data: { spans: spans.map(spanOfFile) } };
    }
  }

  /** Puts a trace's spans where its info says. */
  async uploadTraceData(info: MlflowTraceInfo, data: MlflowTraceData): Promise<void> {
    const spans = data.spans.map((span) => {
      const { toJson } = span as { toJson?: () => unknown };
      return typeof toJson === "function" ? toJson.call(span) : span;
    });
    const file = new Blob([printJson({ spans })]);
    await this.#filesOf(info).upload("traces.json", file, { contentType: "application/json" });
  }

  createExperiment(name: string, artifactLocation?: string, tags?: Readonly<Record<string, string>>): Promise<string> {
    return this.#client.createExperiment(name, { artifactLocation, tags });
  }

  deleteExperiment(experimentId: string): Promise<void> {
    return this.#client.deleteExperiment(experimentId);
  }

  #filesOf(info: MlflowTraceInfo) {
    const connection = connect(this.#options, async () => "0");
    return artifactsAt(connection, info.tags?.["mlflow.artifactLocation"] ?? "");
  }
}

function wireInfo(info: MlflowTraceInfo) {
  return {
    trace_id: info.traceId,
    client_request_id: info.clientRequestId,
    trace_location: {
      type: info.traceLocation.type,
      mlflow_experiment: { experiment_id: info.traceLocation.mlflowExperiment.experimentId },
    },
    request_time: new Date(info.requestTime).toISOString(),
    execution_duration: info.executionDuration === undefined ? undefined : `${info.executionDuration / 1000}s`,
    state: info.state,
    request_preview: info.requestPreview,
    response_preview: info.responsePreview,
    trace_metadata: info.traceMetadata ?? {},
    tags: info.tags ?? {},
  };
}

function mlflowInfo(info: TraceInfo): MlflowTraceInfo {
  const { execution_duration: duration } = info;
  return {
    traceId: info.trace_id ?? "",
    traceLocation: {
      type: "MLFLOW_EXPERIMENT",
      mlflowExperiment: { experimentId: info.trace_location?.mlflow_experiment?.experiment_id ?? "" },
    },
    requestTime: Date.parse(info.request_time ?? ""),
    executionDuration: duration === undefined ? undefined : Math.round(Number(duration.replace("s", "")) * 1000),
    state: info.state ?? "STATE_UNSPECIFIED",
    requestPreview: info.request_preview,
    responsePreview: info.response_preview,
    clientRequestId: info.client_request_id,
    traceMetadata: info.trace_metadata ?? {},
    tags: info.tags ?? {},
  };
}
