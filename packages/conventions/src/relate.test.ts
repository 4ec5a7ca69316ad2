import { describe, expect, it } from "vitest";
import { conversationOf, type RelatedSpan, relateSpans } from "./relate.ts";
import type { Message, SpanView } from "./span-view.ts";

function span(spanId: string, parentSpanId: string | null, start: number, view: Partial<SpanView>): RelatedSpan {
  return {
    spanId,
    parentSpanId,
    startTimeUnixNano: BigInt(start),
    view: { type: "UNKNOWN", vocabularies: [], readerVersion: 1, ...view },
  };
}

function said(role: string, text: string): Message {
  return { role, parts: [{ type: "text", text }] };
}

describe("placeholders", () => {
  const announces = { parentSpanId: "root" };

  it("go when the span they announce is there, whichever came first", () => {
    const real = span("call", "root", 2, {});
    const pending = span("p", "call", 1, { announces });
    for (const spans of [
      [real, pending],
      [pending, real],
    ])
      expect(relateSpans(spans).map(({ spanId }) => spanId)).toEqual(["call"]);
  });

  it("stand in for it until then, once", () => {
    const pending = [span("p", "call", 1, { announces }), span("q", "call", 1, { announces })];
    expect(relateSpans(pending).map(({ spanId, parentSpanId }) => [spanId, parentSpanId])).toEqual([["call", "root"]]);
  });
});

describe("a streamed answer beside its call", () => {
  const call = span("call", "root", 1, { type: "CHAT_MODEL", requestModel: "m" });
  const record = span("log", "root", 2, {
    requestModel: "m",
    usage: { inputTokens: 14 },
    usageScope: "call",
    outputMessages: [said("assistant", "five")],
  });

  it("moves to the call", () => {
    const [answered, rest] = relateSpans([record, call]);
    expect(answered!.view).toMatchObject({
      usage: { inputTokens: 14 },
      usageScope: "call",
      outputMessages: [said("assistant", "five")],
    });
    expect(rest!.view.usage).toBeUndefined();
    expect(call.view.usage).toBeUndefined();
  });

  it("stays where no call waits for it: another model, another parent, an answer of its own", () => {
    for (const other of [
      span("call", "root", 1, { type: "CHAT_MODEL", requestModel: "other" }),
      span("call", "elsewhere", 1, { type: "CHAT_MODEL", requestModel: "m" }),
      span("call", "root", 1, { type: "CHAT_MODEL", requestModel: "m", usage: { inputTokens: 3 } }),
      span("call", "root", 3, { type: "CHAT_MODEL", requestModel: "m" }),
    ]) {
      expect(relateSpans([other, record]).find(({ spanId }) => spanId === "log")!.view.usage).toEqual({
        inputTokens: 14,
      });
    }
  });
});

describe("a tool run with bare values", () => {
  const asks = (at: number, id: string, city: string) =>
    span(`call${at}`, "root", at, {
      type: "CHAT_MODEL",
      outputMessages: [
        { role: "assistant", parts: [{ type: "tool_call", id, name: "get_weather", arguments: { city } }] },
      ],
    });
  const argumentsOf = (spans: RelatedSpan[]) =>
    relateSpans(spans).find(({ spanId }) => spanId === "tool")!.view.toolRun!.arguments;

  it("gets its arguments by name from the request with its id", () => {
    const run = span("tool", "root", 9, { toolRun: { id: "1", name: "get_weather", arguments: "Oslo" } });
    expect(argumentsOf([asks(1, "1", "Oslo"), asks(2, "2", "Bergen"), run])).toEqual({ city: "Oslo" });
  });

  it("without an id, from the request with its values", () => {
    const run = span("tool", "root", 9, { toolRun: { name: "get_weather", arguments: ["Oslo"] } });
    expect(argumentsOf([asks(1, "1", "Oslo"), asks(2, "2", "Bergen"), run])).toEqual({ city: "Oslo" });
  });

  it("keeps them where no request fits or they are named already", () => {
    const bare = span("tool", "root", 9, { toolRun: { name: "get_weather", arguments: "Rome" } });
    const named = span("tool", "root", 9, { toolRun: { name: "get_weather", arguments: { town: "Rome" } } });
    expect(argumentsOf([asks(1, "1", "Oslo"), bare])).toBe("Rome");
    expect(argumentsOf([asks(1, "1", "Oslo"), named])).toEqual({ town: "Rome" });
  });
});

describe("conversationOf", () => {
  const calls = [
    span("a", "root", 2, {
      type: "CHAT_MODEL",
      inputMessages: [said("user", "q1")],
      outputMessages: [said("assistant", "a1")],
    }),
    span("b", "root", 3, {
      type: "CHAT_MODEL",
      inputMessages: [said("user", "q2")],
      outputMessages: [said("assistant", "a2")],
    }),
  ];

  it("is the root's own where it has one", () => {
    expect(conversationOf([...calls, span("root", null, 1, { inputs: { question: "Q" }, outputs: "A" })])).toEqual({
      question: "Q",
      answer: "A",
    });
  });

  it("is the first question and the last answer of the calls otherwise", () => {
    expect(conversationOf([...calls, span("root", null, 1, {})])).toEqual({ question: "q1", answer: "a2" });
  });

  it("is empty where nobody said anything", () => {
    expect(conversationOf([span("root", null, 1, {})])).toEqual({});
  });
});
