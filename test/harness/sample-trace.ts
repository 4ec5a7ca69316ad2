import type { CanonicalSpan } from "./canonical.ts";

/**
 * The trace that every sender sends: the same words, values and times, its ids made by the sender. What a sender cannot
 * express (int64 past 2^53 from JavaScript) it leaves out, and says so in its own test.
 */
export const sampleTimes = {
  rootStart: 1_767_225_600_123_456_789n,
  rootEnd: 1_767_225_602_623_456_912n,
  chatStart: 1_767_225_600_200_000_001n,
  firstToken: 1_767_225_600_400_000_003n,
  chatEnd: 1_767_225_601_200_000_007n,
  toolStart: 1_767_225_601_300_000_011n,
  failure: 1_767_225_601_400_000_013n,
  toolEnd: 1_767_225_601_500_000_017n,
} as const;

/** Attributes of the root that every SDK can send; `marker` makes the trace findable. */
export function sampleAttributes(marker: string) {
  return {
    "interop.marker": marker,
    text: 'grüße 🌍 "quoted" \\ tab\t newline\n end',
    empty: "",
    zero: 0,
    negative: -7,
    large: 9_007_199_254_740_991,
    quarter: 0.25,
    tiny: 5e-324,
    yes: true,
    no: false,
    strings: ["a", "", "ü"],
    integers: [1, -2, 3],
    doubles: [0.5, 1.5],
    booleans: [true, false],
    "gen_ai.operation.name": "invoke_agent",
    "gen_ai.agent.name": "planner",
    "gen_ai.conversation.id": `session-${marker}`,
    "user.id": "ida",
  };
}

/** The root's attributes in the form that `canonicalSpans` gives. */
export function sampleRootAttributes(marker: string): Record<string, unknown> {
  const integers = new Set(["zero", "negative", "large"]);
  return Object.fromEntries(
    Object.entries(sampleAttributes(marker)).map(([key, value]) => {
      if (integers.has(key)) return [key, { int: String(value) }];
      if (key === "integers") return [key, (value as number[]).map((each) => ({ int: String(each) }))];
      if (key === "doubles") return [key, (value as number[]).map((each) => ({ double: String(each) }))];
      if (typeof value === "number") return [key, { double: String(value) }];
      return [key, value];
    }),
  );
}

/** The whole trace as it must be read back, apart from resource, scope and ids, which are the sender's. */
export function sampleSpans(marker: string): Record<"root" | "chat" | "tool", Partial<CanonicalSpan>> {
  return {
    root: {
      name: "invoke_agent planner",
      kind: 1,
      parentSpanId: "",
      startTimeUnixNano: String(sampleTimes.rootStart),
      endTimeUnixNano: String(sampleTimes.rootEnd),
      attributes: sampleRootAttributes(marker),
      events: [],
      links: [],
      status: { code: 1, message: "" },
    },
    chat: {
      name: "chat gpt-4o-mini",
      kind: 3,
      startTimeUnixNano: String(sampleTimes.chatStart),
      endTimeUnixNano: String(sampleTimes.chatEnd),
      attributes: {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": "openai",
        "gen_ai.request.model": "gpt-4o-mini",
        "gen_ai.usage.input_tokens": { int: "12" },
        "gen_ai.usage.output_tokens": { int: "5" },
      },
      events: [
        { name: "first token", timeUnixNano: String(sampleTimes.firstToken), attributes: { index: { int: "0" } } },
      ],
      links: [
        {
          traceId: "0af7651916cd43dd8448eb211c80319c",
          spanId: "b7ad6b7169203331",
          attributes: { reason: "cached answer" },
        },
      ],
      status: { code: 0, message: "" },
    },
    tool: {
      name: "execute_tool weather",
      kind: 1,
      startTimeUnixNano: String(sampleTimes.toolStart),
      endTimeUnixNano: String(sampleTimes.toolEnd),
      attributes: {
        "gen_ai.operation.name": "execute_tool",
        "gen_ai.tool.name": "weather",
        "interop.tool": marker,
      },
      events: [
        {
          name: "exception",
          timeUnixNano: String(sampleTimes.failure),
          attributes: { "exception.type": "ValueError", "exception.message": "no such city" },
        },
      ],
      links: [],
      status: { code: 2, message: "no such city" },
    },
  };
}
