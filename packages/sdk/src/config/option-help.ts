import type { OptionValues } from "./option-table.ts";

/** What each option of `init` is for, in docs/reference/sdk-options.md: a file of its own, for no application needs it. */
export const optionHelp: Readonly<Record<keyof OptionValues, string>> = {
  url: "The server, with a path prefix if it has one. `user:password@` becomes basic authorization.",
  tracesUrl: "The exact address that spans are posted to, where it is another.",
  experiment: "Name of the experiment that traces belong to; it is made if there is none.",
  experimentId: "Id of the experiment that traces belong to; wins over `experiment`.",
  token: "Sent as `Authorization: Bearer …`.",
  username: "With `password`, sent as basic authorization where there is no token.",
  password: "The password of `username`.",
  headers: "Further headers of each request; as a variable `name=value,name=value`, percent-encoded.",
  serviceName: "The resource attribute `service.name`.",
  resourceAttributes: "Further resource attributes, as `deployment.environment.name`.",
  enabled: "Off: nothing is recorded or sent. `OTEL_SDK_DISABLED=true` turns it off, too.",
  deliver: "Off: spans are made, and go only to the `spanProcessors` given in code; for tests and other backends.",
  captureContent: "Off: no inputs, outputs or messages are recorded; names, times, counts and errors are.",
  sampleRate: "The share of traces that are recorded. A trace that another process began follows that process.",
  maxAttributeBytes: "Longest text of one attribute in bytes; what is longer is cut, with a sign.",
  attachments:
    "Whether images, recordings and files of 16 KiB and more are uploaded beside the trace. Off: they stay in the attributes.",
  queueSize: "Most spans that wait for delivery; past it the oldest are dropped, and counted.",
  delayMs: "How long a span that ended waits for others to be sent with it.",
  timeoutMs: "How long one attempt to deliver may take.",
  flushTimeoutMs: "How long `flush()` and `shutdown()` try.",
  exitTimeoutMs:
    "How long the end of the program is held up for spans that wait, at most; 0 leaves the program's end alone.",
  queueBytes: "The same in bytes of OTLP, about.",
  batchSize: "Most spans of one request.",
  batchBytes: "Most bytes of one request before compression, about. A server that says that it is too much gets less.",
  compression: "Whether requests are compressed.",
  runningSpans:
    "Whether a span that runs long is sent before it ends, so that it can be seen. `auto`: to servers that say that they merge it.",
  runningSpanAfterMs: "How long a span runs before it is sent unfinished.",
  provider:
    "`own`: an OpenTelemetry provider that nobody else sees. `global`: the application's, which needs `spanloomSpanProcessor()`.",
};
