/** Where spans go on this server, as the reader's own machine reaches it. */
export interface SendTo {
  /** Such as `http://localhost:5000`; `/v1/traces` is below it. */
  readonly url: string;
  /** Absent: the default experiment. */
  readonly experimentId?: string | undefined;
}

export interface Snippet {
  readonly id: string;
  readonly label: string;
  /** How it is run; one line. */
  readonly hint: string;
  readonly code: string;
}

/** Programs that send one trace to this server. Each runs as it stands. */
export function snippetsFor(to: SendTo): readonly Snippet[] {
  return [
    { id: "curl", label: "curl", hint: "Paste into a shell: one finished model call, now.", code: curl(to) },
    {
      id: "typescript",
      label: "TypeScript",
      hint: "npm install @opentelemetry/api @opentelemetry/sdk-trace-node @opentelemetry/exporter-trace-otlp-proto",
      code: typeScript(to),
    },
    {
      id: "python",
      label: "Python",
      hint: "pip install opentelemetry-sdk opentelemetry-exporter-otlp-proto-http",
      code: python(to),
    },
    {
      id: "mlflow",
      label: "MLflow",
      hint: "pip install mlflow; your existing MLflow code works unchanged.",
      code: mlflow(to),
    },
    {
      id: "collector",
      label: "Collector",
      hint: "An exporter for the OpenTelemetry Collector's configuration.",
      code: collector(to),
    },
  ];
}

const header = "x-mlflow-experiment-id";

function curl({ url, experimentId }: SendTo): string {
  const extra = experimentId ? `\n  -H '${header}: ${experimentId}' \\` : "";
  return `hex() { od -An -N"$1" -tx1 /dev/urandom | tr -d ' \\n'; }
curl -sS ${url}/v1/traces -H 'content-type: application/json' \\${extra}
  --data-binary @- <<EOF
{"resourceSpans": [{
  "resource": {"attributes": [{"key": "service.name", "value": {"stringValue": "hello-spanloom"}}]},
  "scopeSpans": [{"scope": {"name": "curl"}, "spans": [{
    "traceId": "$(hex 16)", "spanId": "$(hex 8)", "name": "chat gpt-4o-mini", "kind": 3,
    "startTimeUnixNano": "$(($(date +%s) - 1))000000000", "endTimeUnixNano": "$(date +%s)000000000",
    "attributes": [
      {"key": "gen_ai.operation.name", "value": {"stringValue": "chat"}},
      {"key": "gen_ai.request.model", "value": {"stringValue": "gpt-4o-mini"}},
      {"key": "gen_ai.usage.input_tokens", "value": {"intValue": "12"}},
      {"key": "gen_ai.usage.output_tokens", "value": {"intValue": "5"}},
      {"key": "gen_ai.input.messages", "value": {"stringValue": "[{\\"role\\":\\"user\\",\\"parts\\":[{\\"type\\":\\"text\\",\\"content\\":\\"Is anybody there?\\"}]}]"}},
      {"key": "gen_ai.output.messages", "value": {"stringValue": "[{\\"role\\":\\"assistant\\",\\"parts\\":[{\\"type\\":\\"text\\",\\"content\\":\\"Yes, your first trace is.\\"}],\\"finish_reason\\":\\"stop\\"}]"}}
    ]
  }]}]
}]}
EOF`;
}

function typeScript({ url, experimentId }: SendTo): string {
  const headers = experimentId ? `,\n  headers: { "${header}": "${experimentId}" }` : "";
  return `import { trace } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { BatchSpanProcessor, NodeTracerProvider } from "@opentelemetry/sdk-trace-node";

const exporter = new OTLPTraceExporter({
  url: "${url}/v1/traces"${headers},
});
const provider = new NodeTracerProvider({ spanProcessors: [new BatchSpanProcessor(exporter)] });
provider.register();

trace.getTracer("hello").startActiveSpan("chat gpt-4o-mini", (span) => {
  span.setAttributes({
    "gen_ai.operation.name": "chat",
    "gen_ai.request.model": "gpt-4o-mini",
    "gen_ai.usage.input_tokens": 12,
    "gen_ai.usage.output_tokens": 5,
    "gen_ai.input.messages": JSON.stringify([
      { role: "user", parts: [{ type: "text", content: "Is anybody there?" }] },
    ]),
    "gen_ai.output.messages": JSON.stringify([
      { role: "assistant", parts: [{ type: "text", content: "Yes, your first trace is." }] },
    ]),
  });
  span.end();
});

await provider.shutdown(); // sends what is waiting`;
}

function python({ url, experimentId }: SendTo): string {
  const headers = experimentId ? `,\n    headers={"${header}": "${experimentId}"}` : "";
  return `import json

from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

exporter = OTLPSpanExporter(
    endpoint="${url}/v1/traces"${headers},
)
provider = TracerProvider()
provider.add_span_processor(BatchSpanProcessor(exporter))
trace.set_tracer_provider(provider)

with trace.get_tracer("hello").start_as_current_span("chat gpt-4o-mini") as span:
    span.set_attributes({
        "gen_ai.operation.name": "chat",
        "gen_ai.request.model": "gpt-4o-mini",
        "gen_ai.usage.input_tokens": 12,
        "gen_ai.usage.output_tokens": 5,
        "gen_ai.input.messages": json.dumps([
            {"role": "user", "parts": [{"type": "text", "content": "Is anybody there?"}]},
        ]),
        "gen_ai.output.messages": json.dumps([
            {"role": "assistant", "parts": [{"type": "text", "content": "Yes, your first trace is."}]},
        ]),
    })

provider.shutdown()  # sends what is waiting`;
}

function mlflow({ url, experimentId }: SendTo): string {
  const experiment = experimentId ? `\nmlflow.set_experiment(experiment_id="${experimentId}")` : "";
  return `import mlflow

mlflow.set_tracking_uri("${url}")${experiment}

@mlflow.trace(span_type="AGENT")
def answer(question: str) -> str:
    return f"You asked: {question}"

answer("Is anybody there?")
mlflow.flush_trace_async_logging()`;
}

function collector({ url, experimentId }: SendTo): string {
  const headers = experimentId ? `\n    headers:\n      ${header}: "${experimentId}"` : "";
  return `receivers:
  otlp:
    protocols:
      grpc:
      http:

exporters:
  otlphttp/spanloom:
    endpoint: ${url}${headers}

service:
  pipelines:
    traces:
      receivers: [otlp]
      exporters: [otlphttp/spanloom]
    logs: # message content that some instrumentations send as events
      receivers: [otlp]
      exporters: [otlphttp/spanloom]`;
}
