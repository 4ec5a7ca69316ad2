import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isObject } from "./json.ts";
import { names } from "./names.ts";
import { previewOf } from "./preview.ts";
import { readContent, readFacts, readSpan } from "./read.ts";
import { relateSpans } from "./relate.ts";
import type { Attributes, AttributeValue, SpanSource } from "./span-view.ts";

/** Keys that some vocabulary reads, so that random values reach its code. */
const knownKeys = [
  ...Object.values(names),
  "openinference.span.kind",
  "input.value",
  "output.value",
  "llm.input_messages.0.message.role",
  "llm.input_messages.0.message.contents.0.message_content.type",
  "llm.input_messages.999999999.message.content",
  "llm.output_messages.__proto__.message.content",
  "llm.tools.0.tool.json_schema",
  "llm.token_count.prompt",
  "llm.invocation_parameters",
  "metadata",
  "tag.tags",
  "evaluations.0.evaluation.name",
  "retrieval.documents.0.document.content",
  "traceloop.span.kind",
  "traceloop.entity.input",
  "traceloop.association.properties.__proto__",
  "gen_ai.prompt.0.content",
  "gen_ai.completion.0.tool_calls.0.name",
  "ai.operationId",
  "ai.prompt",
  "ai.prompt.messages",
  "ai.prompt.tools",
  "ai.response.toolCalls",
  "ai.response.providerMetadata",
  "ai.values",
  "ai.telemetry.metadata.constructor",
  "langfuse.observation.type",
  "langfuse.observation.input",
  "langfuse.observation.usage_details",
  "langfuse.observation.completion_start_time",
  "langfuse.trace.metadata",
  "mlflow.spanType",
  "mlflow.spanInputs",
  "mlflow.spanOutputs",
  "mlflow.chat.tokenUsage",
  "mlflow.linkedPrompts",
  "mlflow.traceTag.__proto__",
  "langsmith.span.kind",
  "langsmith.metadata.usage_metadata",
  "gen_ai.usage.input_token_details",
  "logfire.span_type",
  "logfire.pending_parent_id",
  "request_data",
  "response_data",
  "gen_ai.usage.raw",
  "events",
  "all_messages_events",
  "pydantic_ai.all_messages",
  "model_request_parameters",
  "tool_arguments",
  "gcp.vertex.agent.llm_request",
  "gcp.vertex.agent.llm_response",
  "voltagent.operation_id",
  "span.type",
  "llm.messages",
  "genkit:type",
  "genkit:metadata:subtype",
  "genkit:input",
  "genkit:output",
  "lmnr.span.type",
  "lmnr.span.output",
  "lk.chat_ctx",
];

/** Objects of the shapes that readers take apart, with anything in them. */
const shaped = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.string(),
    fc.constantFrom(
      "chat",
      "LLM",
      "user",
      "tool",
      "function_call",
      "constructor",
      "text",
      "__proto__",
      "\0",
      "1e999",
      '{"',
    ),
    fc.integer(),
    fc.double(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(
      fc.constantFrom(
        "role",
        "content",
        "parts",
        "type",
        "text",
        "message",
        "messages",
        "tool_calls",
        "function",
        "arguments",
        "name",
        "id",
        "kwargs",
        "lc",
        "data",
        "choices",
        "generations",
        "candidates",
        "output",
        "input",
        "inputs",
        "image_url",
        "source",
        "toolUse",
        "toolResult",
        "reasoning",
        "summary",
        "usage",
        "functionDeclarations",
        "inputSchema",
        "json",
        "value",
        "args",
        "system",
        "__proto__",
        "constructor",
        "toString",
      ),
      tie("value"),
      { maxKeys: 4 },
    ),
  ),
})).value;

const attributeValue: fc.Arbitrary<AttributeValue> = fc.oneof(
  shaped.map((value) => JSON.stringify(value)),
  shaped as fc.Arbitrary<AttributeValue>,
  fc.string(),
  fc.bigInt(),
  fc.uint8Array({ maxLength: 8 }),
  fc.double(),
);

const attributes: fc.Arbitrary<Attributes> = fc
  .array(
    fc.tuple(
      fc.oneof({ arbitrary: fc.constantFrom(...knownKeys), weight: 9 }, { arbitrary: fc.string(), weight: 1 }),
      attributeValue,
    ),
    { maxLength: 12 },
  )
  .map((pairs) => {
    const record = Object.create(null) as Record<string, AttributeValue>;
    for (const [key, value] of pairs) record[key] = value;
    return record;
  });

const eventName = fc.oneof(
  fc.constantFrom(
    "gen_ai.choice",
    "gen_ai.user.message",
    "gen_ai.tool.message",
    "gen_ai.evaluation.result",
    "gen_ai.client.inference.operation.details",
    "exception",
  ),
  fc.string(),
);

const source: fc.Arbitrary<SpanSource> = fc.record({
  name: fc.string(),
  kind: fc.integer(),
  startTimeUnixNano: fc.bigInt(),
  endTimeUnixNano: fc.bigInt(),
  status: fc.record({ code: fc.integer(), message: fc.string() }),
  attributes,
  events: fc.array(fc.record({ name: eventName, timeUnixNano: fc.bigInt(), attributes }), { maxLength: 3 }),
  resource: attributes,
  scope: fc.record({
    name: fc.constantFrom("", "pydantic-ai", "langfuse-sdk", "@voltagent/core", "gen_ai", "com.anthropic.sdk.python"),
    version: fc.string(),
    attributes,
  }),
  logs: fc.array(fc.record({ eventName, timeUnixNano: fc.bigInt(), attributes, body: attributeValue }), {
    maxLength: 3,
  }),
});

/** Generous: the promise is that it ends, also on a busy machine. */
const inTime = { timeout: 120_000 };

describe("hostile spans", inTime, () => {
  it("never throw, and give facts of the promised types", () => {
    fc.assert(
      fc.property(source, (span) => {
        const facts = readFacts(span);
        for (const value of Object.values(facts.usage ?? {}))
          expect(Number.isSafeInteger(value) && value >= 0).toBe(true);
        for (const value of [
          facts.provider,
          facts.requestModel,
          facts.session,
          facts.user,
          facts.agent,
          facts.tool,
          facts.experimentId,
        ]) {
          expect(
            value === undefined || (typeof value === "string" && value.length <= 1024 && !value.includes("\0")),
          ).toBe(true);
        }
        for (const value of Object.values({ ...facts.tags, ...facts.metadata })) expect(typeof value).toBe("string");
        const content = readContent(span);
        for (const message of [...(content.inputMessages ?? []), ...(content.outputMessages ?? [])])
          expect(Array.isArray(message.parts)).toBe(true);
        const { input = "", output = "" } = previewOf(content);
        expect(Math.max(input.length, output.length)).toBeLessThanOrEqual(1000);
        JSON.stringify(content);
      }),
      { numRuns: 1000 },
    );
  });

  it("relate in any order, with loops among the ids", () => {
    const related = fc.record({
      spanId: fc.constantFrom("a", "b", "c"),
      parentSpanId: fc.constantFrom("a", "b", "c", null),
      source,
    });
    fc.assert(
      fc.property(fc.array(related, { maxLength: 4 }), (spans) => {
        const read = spans.map((span) => ({
          ...span,
          startTimeUnixNano: span.source.startTimeUnixNano,
          view: readSpan(span.source),
        }));
        expect(relateSpans(read).length).toBeLessThanOrEqual(read.length);
      }),
      { numRuns: 300 },
    );
  });

  it("of any depth and size are read in the time of a test", () => {
    const deep = `${'{"content":['.repeat(5_000)}1${"]}".repeat(5_000)}`;
    const wrapped = `${'{"inputs":{"update":'.repeat(5_000)}1${"}}".repeat(5_000)}`;
    const long = `[${'{"role":"user","content":"x"},'.repeat(2_000)}{"role":"user","content":"y"}]`;
    const quotes = `{'${"a".repeat(10_000)}`;
    for (const value of [
      deep,
      wrapped,
      long,
      quotes,
      "[".repeat(10_000),
      '"'.repeat(10_000),
      `{"a":"${"\\".repeat(10_000)}`,
    ]) {
      const record = Object.fromEntries(knownKeys.map((key) => [key, value]));
      const view = readSpan({ ...empty, attributes: record });
      expect(isObject(previewOf(view))).toBe(true);
      for (const key of ["input.value", "output.value"])
        expect(isObject(previewOf(readContent({ ...empty, attributes: { [key]: value } })))).toBe(true);
    }
  });
});

const empty: SpanSource = {
  name: "",
  kind: 0,
  startTimeUnixNano: 0n,
  endTimeUnixNano: 0n,
  status: { code: 0, message: "" },
  attributes: {},
  events: [],
  resource: {},
  scope: { name: "", version: "", attributes: {} },
  logs: [],
};
