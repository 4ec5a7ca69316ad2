import { describe, expect, it } from "vitest";
import { readContent, readerVersion, readFacts, readSpan } from "./read.ts";
import type { Attributes, SpanSource } from "./span-view.ts";

function source(attributes: Attributes, more: Partial<SpanSource> = {}): SpanSource {
  return {
    name: "span",
    kind: 1,
    startTimeUnixNano: 1_000_000_000n,
    endTimeUnixNano: 2_000_000_000n,
    status: { code: 0, message: "" },
    attributes,
    events: [],
    resource: {},
    scope: { name: "", version: "", attributes: {} },
    logs: [],
    ...more,
  };
}

describe("precedence", () => {
  it("is by field, not by span: the standard gives the model, OpenInference the session", () => {
    const facts = readFacts(
      source({
        "gen_ai.request.model": "now",
        "llm.model_name": "other",
        "openinference.span.kind": "LLM",
        metadata: '{"session_id":"s"}',
      }),
    );
    expect(facts).toMatchObject({ requestModel: "now", session: "s", type: "LLM" });
    expect(facts.vocabularies).toEqual(["otel-genai", "openinference"]);
  });

  it("takes the name of a tool and of an agent from the standard's key, and from the span where there is none", () => {
    const run = { "mlflow.spanType": '"TOOL"', "mlflow.spanInputs": '{"city":"Paris"}' };
    const named = source({ ...run, "gen_ai.tool.name": "weather" }, { name: "execute_tool weather" });
    expect(readSpan(named)).toMatchObject({
      tool: "weather",
      toolRun: { name: "weather", arguments: { city: "Paris" } },
    });
    const bare = source(run, { name: "weather" });
    expect(readSpan(bare)).toMatchObject({
      tool: "weather",
      toolRun: { name: "weather", arguments: { city: "Paris" } },
    });
    const agent = { "mlflow.spanType": '"AGENT"', "gen_ai.agent.name": "guide" };
    expect(readFacts(source(agent, { name: "invoke_agent guide" })).agent).toBe("guide");
  });

  it("believes the backend's own keys, then the standard, then dialects, then the standard of old", () => {
    const all: Attributes = {
      "mlflow.spanType": '"AGENT"',
      "gen_ai.operation.name": "chat",
      "openinference.span.kind": "CHAIN",
      "gen_ai.provider.name": "anthropic",
      "llm.provider": "cohere",
      "gen_ai.system": "openai",
    };
    expect(readFacts(source(all))).toMatchObject({ type: "AGENT", provider: "anthropic" });
    const { "mlflow.spanType": _, ...rest } = all;
    expect(readFacts(source(rest)).type).toBe("CHAT_MODEL");
    expect(
      readFacts(source({ "llm.provider": "cohere", "openinference.span.kind": "LLM", "gen_ai.system": "openai" }))
        .provider,
    ).toBe("cohere");
    expect(readFacts(source({ "gen_ai.system": "openai" })).provider).toBe("openai");
  });

  it("takes each count from the first that has it, and sets the unit right afterwards", () => {
    const facts = readFacts(
      source({
        "gen_ai.usage.input_tokens": 76,
        "openinference.span.kind": "LLM",
        "llm.token_count.prompt_details.cache_read": 1024,
      }),
    );
    expect(facts.usage).toEqual({ inputTokens: 1100, cacheReadTokens: 1024 });
  });
});

describe("what is said of the whole trace", () => {
  const tag = { "mlflow.traceTag.team": "search" };
  it.each<[what: string, attributes: Attributes, resource: Attributes, tags: object | undefined]>([
    ["alone on a span", tag, {}, { team: "search" }],
    ["beside another convention", { ...tag, "gen_ai.operation.name": "chat" }, {}, { team: "search" }],
    ["on the resource", {}, tag, { team: "search" }],
    [
      "on both: the span knows better",
      tag,
      { ...tag, "mlflow.traceTag.team": "all", "mlflow.traceTag.env": "prod" },
      { team: "search", env: "prod" },
    ],
    [
      "hostile keys",
      { "mlflow.traceTag.__proto__": "x", "mlflow.traceTag.": "y" },
      {},
      Object.fromEntries([["__proto__", "x"]]),
    ],
    ["a key that only looks like it", { "mlflow.traceTags": "x" }, { "mlflow.trace": "y" }, undefined],
  ])("tags %s", (_, attributes, resource, tags) => {
    const found = readFacts(source(attributes, { resource })).tags;
    expect(found && new Map(Object.entries(found))).toEqual(tags && new Map(Object.entries(tags)));
  });

  it("metadata alone", () => {
    const attributes = { "mlflow.traceMetadata.release": "7" };
    expect(readFacts(source(attributes)).metadata).toEqual({ release: "7" });
  });
});

describe("usage", () => {
  it.each<[name: string, attributes: Attributes, scope: string | undefined]>([
    ["of a model call counts", { "gen_ai.operation.name": "chat" }, "call"],
    ["of an embedding counts", { "gen_ai.operation.name": "embeddings" }, "call"],
    ["of an agent repeats its calls'", { "gen_ai.operation.name": "invoke_agent" }, "rollup"],
    ["of a span of no type repeats its calls'", {}, "rollup"],
  ])("%s", (_, attributes, scope) => {
    expect(readFacts(source({ ...attributes, "gen_ai.usage.input_tokens": 5 })).usageScope).toBe(scope);
  });

  it("of nothing but zeros is what a lost stream reports: none", () => {
    const facts = readFacts(
      source({ "gen_ai.operation.name": "chat", "gen_ai.usage.input_tokens": 0, "gen_ai.usage.output_tokens": 0 }),
    );
    expect([facts.usage, facts.usageScope]).toEqual([undefined, undefined]);
  });

  it.each([
    "gen_ai.usage.cache_read.input_tokens",
    "gen_ai.usage.cache_read_input_tokens",
    "gen_ai.usage.details.cache_read_tokens",
    "gen_ai.usage.cached_tokens",
  ])("knows cache reads by the name %s", (name) => {
    expect(readFacts(source({ "gen_ai.usage.input_tokens": 9, [name]: 4 })).usage).toEqual({
      inputTokens: 9,
      cacheReadTokens: 4,
    });
  });

  it.each([
    "gen_ai.usage.cache_write.input_tokens",
    "gen_ai.usage.cache_creation.input_tokens",
    "gen_ai.usage.cache_creation_input_tokens",
    "gen_ai.usage.cache_write_input_tokens",
    "gen_ai.usage.details.cache_write_tokens",
  ])("knows cache writes by the name %s", (name) => {
    expect(readFacts(source({ "gen_ai.usage.input_tokens": 9, [name]: 4 })).usage).toEqual({
      inputTokens: 9,
      cacheWriteTokens: 4,
    });
  });
});

describe("links", () => {
  it("come from the span or else from its resource", () => {
    const resource = {
      "mlflow.experimentId": "12",
      "spanloom.experiment.name": "shop",
      "mlflow.modelId": "m-1",
      "deployment.environment.name": "staging",
    };
    expect(
      readFacts(source({ "mlflow.sourceRun": '"run-1"', "spanloom.experiment.name": "other" }, { resource })),
    ).toMatchObject({
      experimentId: "12",
      experimentName: "other",
      runId: "run-1",
      modelId: "m-1",
      environment: "staging",
    });
  });
});

describe("a value", () => {
  it.each<[name: string, value: Attributes[string]]>([
    ["a structure", [{ role: "user", parts: [{ type: "text", content: "hi" }] }]],
    ["JSON", '[{"role":"user","parts":[{"type":"text","content":"hi"}]}]'],
    ["JSON encoded twice", JSON.stringify('[{"role":"user","parts":[{"type":"text","content":"hi"}]}]')],
  ])("may come as %s", (_, value) => {
    expect(readContent(source({ "gen_ai.input.messages": value })).inputMessages).toEqual([
      { role: "user", parts: [{ type: "text", text: "hi" }] },
    ]);
  });
});

it("names the span that a placeholder announces by its parent, and a root by null", () => {
  const pending = (id: string) =>
    readFacts(source({ "logfire.span_type": "pending_span", "logfire.pending_parent_id": id })).announces;
  expect(pending("00000000000000AA")).toEqual({ parentSpanId: "00000000000000aa" });
  expect(pending("0000000000000000")).toEqual({ parentSpanId: null });
  expect(pending("no id")).toEqual({ parentSpanId: null });
  expect(readFacts(source({ "logfire.span_type": "span" })).announces).toBeUndefined();
});

it("says nothing of a span without GenAI", () => {
  const span = source({ "http.request.method": "GET", "url.full": "https://shop.example/" });
  expect(readFacts(span)).toEqual({ type: "UNKNOWN", vocabularies: [] });
  expect(readContent(span)).toEqual({});
  expect(readSpan(span)).toEqual({ type: "UNKNOWN", vocabularies: [], readerVersion });
});
