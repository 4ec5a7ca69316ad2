/** Traces of a support agent that never was, as OTLP/JSON. */

interface SampleSpan {
  readonly name: string;
  /** Milliseconds from the beginning of the trace. */
  readonly from: number;
  readonly to: number;
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly failure?: string;
  readonly children?: readonly SampleSpan[];
}

interface Question {
  readonly ask: string;
  readonly answer: string;
  readonly order: string;
  /** Of the shop that the tool asks. */
  readonly failure?: string;
}

const questions: readonly Question[] = [
  { ask: "Where is my parcel?", answer: "It is on its way and arrives tomorrow.", order: "4711" },
  { ask: "Can I still change the address?", answer: "Yes, until the parcel is packed.", order: "4712" },
  { ask: "I was charged twice.", answer: "One of the two is only reserved, and goes by itself.", order: "4713" },
  { ask: "Please cancel my order.", answer: "", order: "4714", failure: "The shop did not answer within 2 s." },
  { ask: "Do you ship to Norway?", answer: "Yes, within a week.", order: "4715" },
];
const models = ["gpt-4o-mini", "claude-sonnet-4-5"] as const;
const count = 25;
const apartMs = 7 * 60_000;
const conversations = 5;

/** An ExportTraceServiceRequest with the traces of the three hours before `nowMs`, for one experiment. */
export function sampleTraces(nowMs: number, experimentId: string): object {
  const spans = Array.from({ length: count }, (_, at) => {
    const question = questions[at % questions.length]!;
    return spansOf(answered(question, at), nowMs - (count - at) * apartMs, {
      "session.id": `sample-conversation-${1 + Math.floor((at / count) * conversations)}`,
      "user.id": ["ida", "omar", "yuki"][at % 3]!,
    });
  });
  const resource = { "service.name": "sample support agent", "mlflow.experimentId": experimentId };
  return {
    resourceSpans: [
      {
        resource: { attributes: keyValues(resource) },
        scopeSpans: [{ scope: { name: "sample" }, spans: spans.flat() }],
      },
    ],
  };
}

/** What the agent does: it looks something up, asks the model, asks the shop, and answers. */
function answered({ ask, answer, order, failure }: Question, at: number): SampleSpan {
  const model = models[at % models.length]!;
  const slower = (at * 37) % 400;
  const message = (role: string, content: string) => [{ role, parts: [{ type: "text", content }] }];
  const chat = (from: number, to: number, said: string): SampleSpan => ({
    name: `chat ${model}`,
    from,
    to,
    attributes: {
      "gen_ai.operation.name": "chat",
      "gen_ai.provider.name": model.startsWith("gpt") ? "openai" : "anthropic",
      "gen_ai.request.model": model,
      "gen_ai.usage.input_tokens": 240 + slower,
      "gen_ai.usage.output_tokens": 20 + said.length,
      "gen_ai.input.messages": JSON.stringify(message("user", ask)),
      "gen_ai.output.messages": JSON.stringify(message("assistant", said)),
    },
  });
  const tool: SampleSpan = {
    name: "execute_tool look_up_order",
    from: 620 + slower,
    to: 900 + slower * 2,
    attributes: {
      "gen_ai.operation.name": "execute_tool",
      "gen_ai.tool.name": "look_up_order",
      "gen_ai.tool.call.arguments": JSON.stringify({ order }),
      ...(!failure && { "gen_ai.tool.call.result": JSON.stringify({ order, state: "shipped" }) }),
    },
    ...(failure && { failure }),
  };
  const end = failure ? tool.to : 1_500 + slower * 3;
  return {
    name: "invoke_agent support",
    from: 0,
    to: end + 10,
    attributes: {
      "gen_ai.operation.name": "invoke_agent",
      "gen_ai.agent.name": "support",
      "gen_ai.input.messages": JSON.stringify(message("user", ask)),
      ...(answer && { "gen_ai.output.messages": JSON.stringify(message("assistant", answer)) }),
    },
    ...(failure && { failure }),
    children: [
      {
        name: "retrieve articles",
        from: 20,
        to: 120 + slower / 4,
        attributes: { "openinference.span.kind": "RETRIEVER", "input.value": ask },
      },
      chat(130 + slower / 4, 610 + slower, "I look up your order."),
      tool,
      ...(failure ? [] : [chat(910 + slower * 2, end, answer)]),
    ],
  };
}

/** The span and all below it, as OTLP writes them; `ofTrace` are attributes of the root. */
function spansOf(root: SampleSpan, startMs: number, ofTrace: Readonly<Record<string, string>>): object[] {
  const traceId = randomHex(16);
  const nanos = (ms: number) => String(BigInt(Math.round(startMs + ms)) * 1_000_000n);
  const write = (span: SampleSpan, parentSpanId: string): object[] => {
    const spanId = randomHex(8);
    return [
      {
        traceId,
        spanId,
        parentSpanId,
        name: span.name,
        kind: 1,
        startTimeUnixNano: nanos(span.from),
        endTimeUnixNano: nanos(span.to),
        attributes: keyValues(parentSpanId ? span.attributes : { ...span.attributes, ...ofTrace }),
        status: span.failure ? { code: 2, message: span.failure } : { code: 1 },
      },
      ...(span.children ?? []).flatMap((child) => write(child, spanId)),
    ];
  };
  return write(root, "");
}

function keyValues(values: Readonly<Record<string, string | number>>): object[] {
  return Object.entries(values).map(([key, value]) => ({
    key,
    value: typeof value === "number" ? { intValue: String(Math.round(value)) } : { stringValue: value },
  }));
}

function randomHex(bytes: number): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (byte) => byte.toString(16).padStart(2, "0")).join(
    "",
  );
}
