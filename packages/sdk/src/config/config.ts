import type { CapturePath } from "../capture/capture.ts";

/** What `init` takes. Everything has a variable, too; what is given here wins. */
export interface InitOptions {
  /** The server: `http://host:5000`, with a path prefix if it has one. `/v1/traces` is added. */
  readonly url?: string;
  /** MLflow's name of `url`. */
  readonly trackingUri?: string;
  readonly experiment?: string;
  readonly experimentId?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly serviceName?: string;
  readonly captureContent?: boolean;
  readonly redact?: Redact;
}

/**
 * Called with each value that is recorded and with every part of it; what it returns is recorded instead. `path` starts
 * with `inputs`, `outputs` or the attribute's name.
 */
export type Redact = (value: unknown, path: CapturePath) => unknown;

/** The options after defaults and environment. */
export interface Config {
  /** Of the server; no slash at the end. */
  readonly url: string;
  /** Where spans are posted. */
  readonly tracesUrl: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly experiment: string | undefined;
  readonly experimentId: string | undefined;
  readonly serviceName: string | undefined;
  readonly captureContent: boolean;
  readonly redact: Redact | undefined;
  /** Longest text of one attribute, in bytes of UTF-8. */
  readonly maxAttributeBytes: number;
  /** Spans that wait for delivery. */
  readonly queueSize: number;
}

export function resolveConfig(options: InitOptions, env: Record<string, string | undefined>): Config {
  const url = (
    options.url ??
    options.trackingUri ??
    env.SPANLOOM_URL ??
    env.MLFLOW_TRACKING_URI ??
    "http://localhost:5000"
  ).replace(/\/+$/, "");
  const experiment = options.experiment ?? env.SPANLOOM_EXPERIMENT ?? env.MLFLOW_EXPERIMENT_NAME;
  const experimentId = options.experimentId ?? env.SPANLOOM_EXPERIMENT_ID ?? env.MLFLOW_EXPERIMENT_ID;
  return {
    url,
    tracesUrl: `${url}/v1/traces`,
    headers: {
      ...(experiment === undefined ? {} : { "x-mlflow-experiment-name": experiment }),
      ...(experimentId === undefined ? {} : { "x-mlflow-experiment-id": experimentId }),
      ...options.headers,
    },
    experiment,
    experimentId,
    serviceName: options.serviceName ?? env.OTEL_SERVICE_NAME,
    captureContent: options.captureContent ?? env.SPANLOOM_CAPTURE_CONTENT !== "false",
    redact: options.redact,
    maxAttributeBytes: 4 * 1024 * 1024,
    queueSize: 8_192,
  };
}
