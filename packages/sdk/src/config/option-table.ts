/**
 * Every option of `init`: one row each. What variables it has, its default and its line in
 * docs/reference/sdk-options.md all come from here.
 */
import { autoOrFlag, choice, flag, millis, number, type Option, pairs, text } from "./values.ts";

export const optionTable = {
  url: {
    kind: text,
    variables: ["SPANLOOM_URL", "MLFLOW_TRACKING_URI", "OTEL_EXPORTER_OTLP_ENDPOINT"],
    default: "http://localhost:5000",
    help: "The server, with a path prefix if it has one. `user:password@` becomes basic authorization.",
  },
  tracesUrl: {
    kind: text,
    variables: ["SPANLOOM_TRACES_URL", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"],
    defaultText: "`url` and `/v1/traces`",
    help: "The exact address that spans are posted to, where it is another.",
  },
  experiment: {
    kind: text,
    variables: ["SPANLOOM_EXPERIMENT", "MLFLOW_EXPERIMENT_NAME"],
    defaultText: "the server's default experiment",
    help: "Name of the experiment that traces belong to; it is made if there is none.",
  },
  experimentId: {
    kind: text,
    variables: ["SPANLOOM_EXPERIMENT_ID", "MLFLOW_EXPERIMENT_ID"],
    help: "Id of the experiment that traces belong to; wins over `experiment`.",
  },
  token: {
    kind: text,
    variables: ["SPANLOOM_TOKEN", "MLFLOW_TRACKING_TOKEN"],
    help: "Sent as `Authorization: Bearer …`.",
  },
  username: {
    kind: text,
    variables: ["SPANLOOM_USERNAME", "MLFLOW_TRACKING_USERNAME"],
    help: "With `password`, sent as basic authorization where there is no token.",
  },
  password: {
    kind: text,
    variables: ["SPANLOOM_PASSWORD", "MLFLOW_TRACKING_PASSWORD"],
    help: "The password of `username`.",
  },
  headers: {
    kind: pairs,
    variables: ["SPANLOOM_HEADERS", "OTEL_EXPORTER_OTLP_TRACES_HEADERS", "OTEL_EXPORTER_OTLP_HEADERS"],
    help: "Further headers of each request; as a variable `name=value,name=value`, percent-encoded.",
  },
  serviceName: {
    kind: text,
    variables: ["OTEL_SERVICE_NAME"],
    defaultText: "`unknown_service` and the program's name",
    help: "The resource attribute `service.name`.",
  },
  resourceAttributes: {
    kind: pairs,
    variables: ["OTEL_RESOURCE_ATTRIBUTES"],
    help: "Further resource attributes, as `deployment.environment.name`.",
  },
  enabled: {
    kind: flag,
    variables: ["SPANLOOM_ENABLED"],
    default: true,
    help: "Off: nothing is recorded or sent. `OTEL_SDK_DISABLED=true` turns it off, too.",
  },
  deliver: {
    kind: flag,
    variables: ["SPANLOOM_DELIVER"],
    default: true,
    help: "Off: spans are made, and go only to the `spanProcessors` given in code; for tests and other backends.",
  },
  captureContent: {
    kind: flag,
    variables: ["SPANLOOM_CAPTURE_CONTENT", "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT"],
    default: true,
    help: "Off: no inputs, outputs or messages are recorded; names, times, counts and errors are.",
  },
  sampleRate: {
    kind: number(0, 1),
    variables: ["SPANLOOM_SAMPLE_RATE", "MLFLOW_TRACE_SAMPLING_RATIO"],
    defaultText: "`OTEL_TRACES_SAMPLER` and `OTEL_TRACES_SAMPLER_ARG`, else 1",
    help: "The share of traces that are recorded. A trace that another process began follows that process.",
  },
  maxAttributeBytes: {
    kind: number(64, Number.MAX_SAFE_INTEGER),
    variables: ["SPANLOOM_MAX_ATTRIBUTE_BYTES"],
    default: 4 * 1024 * 1024,
    help: "Longest text of one attribute in bytes; what is longer is cut, with a sign.",
  },
  attachments: {
    kind: flag,
    variables: ["SPANLOOM_ATTACHMENTS", "MLFLOW_TRACE_EXTRACT_ATTACHMENTS"],
    default: true,
    help: "Whether images, recordings and files of 16 KiB and more are uploaded beside the trace. Off: they stay in the attributes.",
  },
  queueSize: {
    kind: number(1, Number.MAX_SAFE_INTEGER),
    variables: ["SPANLOOM_QUEUE_SIZE", "OTEL_BSP_MAX_QUEUE_SIZE"],
    default: 8_192,
    help: "Most spans that wait for delivery; past it the oldest are dropped, and counted.",
  },
  delayMs: {
    kind: millis,
    variables: ["SPANLOOM_DELAY_MS", "OTEL_BSP_SCHEDULE_DELAY"],
    default: 1_000,
    help: "How long a span that ended waits for others to be sent with it.",
  },
  timeoutMs: {
    kind: millis,
    variables: ["SPANLOOM_TIMEOUT_MS", "OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "OTEL_EXPORTER_OTLP_TIMEOUT"],
    default: 10_000,
    help: "How long one attempt to deliver may take.",
  },
  flushTimeoutMs: {
    kind: millis,
    variables: ["SPANLOOM_FLUSH_TIMEOUT_MS"],
    default: 30_000,
    help: "How long `flush()` and `shutdown()` try.",
  },
  exitTimeoutMs: {
    kind: millis,
    variables: ["SPANLOOM_EXIT_TIMEOUT_MS"],
    default: 3_000,
    help: "How long the end of the program is held up for spans that wait, at most; 0 leaves the program's end alone.",
  },
  queueBytes: {
    kind: number(1, Number.MAX_SAFE_INTEGER),
    variables: ["SPANLOOM_QUEUE_BYTES"],
    default: 64 * 1024 * 1024,
    help: "The same in bytes of OTLP, about.",
  },
  batchSize: {
    kind: number(1, Number.MAX_SAFE_INTEGER),
    variables: ["SPANLOOM_BATCH_SIZE", "OTEL_BSP_MAX_EXPORT_BATCH_SIZE"],
    default: 512,
    help: "Most spans of one request.",
  },
  batchBytes: {
    kind: number(1, Number.MAX_SAFE_INTEGER),
    variables: ["SPANLOOM_BATCH_BYTES"],
    default: 4 * 1024 * 1024,
    help: "Most bytes of one request before compression, about. A server that says that it is too much gets less.",
  },
  compression: {
    kind: choice("gzip", "none"),
    variables: ["SPANLOOM_COMPRESSION", "OTEL_EXPORTER_OTLP_TRACES_COMPRESSION", "OTEL_EXPORTER_OTLP_COMPRESSION"],
    defaultText: "gzip, and none to a loopback address",
    help: "Whether requests are compressed.",
  },
  runningSpans: {
    kind: autoOrFlag,
    variables: ["SPANLOOM_RUNNING_SPANS"],
    default: "auto",
    help: "Whether a span that runs long is sent before it ends, so that it can be seen. `auto`: to servers that say that they merge it.",
  },
  runningSpanAfterMs: {
    kind: millis,
    variables: ["SPANLOOM_RUNNING_SPAN_AFTER_MS"],
    default: 5_000,
    help: "How long a span runs before it is sent unfinished.",
  },
  provider: {
    kind: choice("own", "global"),
    variables: ["SPANLOOM_PROVIDER"],
    default: "own",
    help: "`own`: an OpenTelemetry provider that nobody else sees. `global`: the application's, which needs `spanloomSpanProcessor()`.",
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
