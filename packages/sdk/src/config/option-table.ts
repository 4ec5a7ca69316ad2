/**
 * Every option of `init`: one row each. What variables it has, its default and its line in
 * docs/reference/sdk-options.md all come from here, the sentence there from option-help.ts.
 */
import { autoOrFlag, choice, flag, millis, number, type Option, pairs, text } from "./values.ts";

export const optionTable = {
  url: {
    kind: text,
    variables: ["SPANLOOM_URL", "MLFLOW_TRACKING_URI", "OTEL_EXPORTER_OTLP_ENDPOINT"],
    default: "http://localhost:5000",
  },
  tracesUrl: {
    kind: text,
    variables: ["SPANLOOM_TRACES_URL", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"],
    defaultText: "`url` and `/v1/traces`",
  },
  experiment: {
    kind: text,
    variables: ["SPANLOOM_EXPERIMENT", "MLFLOW_EXPERIMENT_NAME"],
    defaultText: "the server's default experiment",
  },
  experimentId: {
    kind: text,
    variables: ["SPANLOOM_EXPERIMENT_ID", "MLFLOW_EXPERIMENT_ID"],
  },
  token: {
    kind: text,
    variables: ["SPANLOOM_TOKEN", "MLFLOW_TRACKING_TOKEN"],
  },
  username: {
    kind: text,
    variables: ["SPANLOOM_USERNAME", "MLFLOW_TRACKING_USERNAME"],
  },
  password: {
    kind: text,
    variables: ["SPANLOOM_PASSWORD", "MLFLOW_TRACKING_PASSWORD"],
  },
  headers: {
    kind: pairs,
    variables: ["SPANLOOM_HEADERS", "OTEL_EXPORTER_OTLP_TRACES_HEADERS", "OTEL_EXPORTER_OTLP_HEADERS"],
  },
  serviceName: {
    kind: text,
    variables: ["OTEL_SERVICE_NAME"],
    defaultText: "`unknown_service` and the program's name",
  },
  resourceAttributes: {
    kind: pairs,
    variables: ["OTEL_RESOURCE_ATTRIBUTES"],
  },
  enabled: {
    kind: flag,
    variables: ["SPANLOOM_ENABLED"],
    default: true,
  },
  deliver: {
    kind: flag,
    variables: ["SPANLOOM_DELIVER"],
    default: true,
  },
  captureContent: {
    kind: flag,
    variables: ["SPANLOOM_CAPTURE_CONTENT", "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT"],
    default: true,
  },
  sampleRate: {
    kind: number(0, 1),
    variables: ["SPANLOOM_SAMPLE_RATE", "MLFLOW_TRACE_SAMPLING_RATIO"],
    defaultText: "`OTEL_TRACES_SAMPLER` and `OTEL_TRACES_SAMPLER_ARG`, else 1",
  },
  maxAttributeBytes: {
    kind: number(64, Number.MAX_SAFE_INTEGER),
    variables: ["SPANLOOM_MAX_ATTRIBUTE_BYTES"],
    default: 4 * 1024 * 1024,
  },
  attachments: {
    kind: flag,
    variables: ["SPANLOOM_ATTACHMENTS", "MLFLOW_TRACE_EXTRACT_ATTACHMENTS"],
    default: true,
  },
  queueSize: {
    kind: number(1, Number.MAX_SAFE_INTEGER),
    variables: ["SPANLOOM_QUEUE_SIZE", "OTEL_BSP_MAX_QUEUE_SIZE"],
    default: 8_192,
  },
  delayMs: {
    kind: millis,
    variables: ["SPANLOOM_DELAY_MS", "OTEL_BSP_SCHEDULE_DELAY"],
    default: 1_000,
  },
  timeoutMs: {
    kind: millis,
    variables: ["SPANLOOM_TIMEOUT_MS", "OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "OTEL_EXPORTER_OTLP_TIMEOUT"],
    default: 10_000,
  },
  flushTimeoutMs: {
    kind: millis,
    variables: ["SPANLOOM_FLUSH_TIMEOUT_MS"],
    default: 30_000,
  },
  exitTimeoutMs: {
    kind: millis,
    variables: ["SPANLOOM_EXIT_TIMEOUT_MS"],
    default: 3_000,
  },
  queueBytes: {
    kind: number(1, Number.MAX_SAFE_INTEGER),
    variables: ["SPANLOOM_QUEUE_BYTES"],
    default: 64 * 1024 * 1024,
  },
  batchSize: {
    kind: number(1, Number.MAX_SAFE_INTEGER),
    variables: ["SPANLOOM_BATCH_SIZE", "OTEL_BSP_MAX_EXPORT_BATCH_SIZE"],
    default: 512,
  },
  batchBytes: {
    kind: number(1, Number.MAX_SAFE_INTEGER),
    variables: ["SPANLOOM_BATCH_BYTES"],
    default: 4 * 1024 * 1024,
  },
  compression: {
    kind: choice("gzip", "none"),
    variables: ["SPANLOOM_COMPRESSION", "OTEL_EXPORTER_OTLP_TRACES_COMPRESSION", "OTEL_EXPORTER_OTLP_COMPRESSION"],
    defaultText: "gzip, and none to a loopback address",
  },
  runningSpans: {
    kind: autoOrFlag,
    variables: ["SPANLOOM_RUNNING_SPANS"],
    default: "auto",
  },
  runningSpanAfterMs: {
    kind: millis,
    variables: ["SPANLOOM_RUNNING_SPAN_AFTER_MS"],
    default: 5_000,
  },
  provider: {
    kind: choice("own", "global"),
    variables: ["SPANLOOM_PROVIDER"],
    default: "own",
  },
} as const satisfies Record<string, Option<unknown>>;

type Table = typeof optionTable;
type Kind<Row> = Row extends { readonly kind: (given: unknown) => infer T } ? Exclude<T, undefined> : never;

/** The value of each row; `undefined` where nothing was said and there is no default. */
export type OptionValues = {
  readonly [Name in keyof Table]: Table[Name] extends { readonly default: unknown }
    ? Kind<Table[Name]>
    : Kind<Table[Name]> | undefined;
};
