import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sumUsage, type UsageNode } from "./usage-tree.ts";

/** `"id<parent"` or `"id"` for a root, then what stands on the span. */
type Line = [at: string, kind: "call" | "rollup" | "none", input?: number, output?: number, more?: Partial<UsageNode>];

function tree(...lines: Line[]): UsageNode[] {
  return lines.map(([at, kind, inputTokens, outputTokens, more], index) => {
    const [spanId = "", parentId = null] = at.split("<");
    return {
      spanId,
      parentId,
      type: kind === "call" ? "CHAT_MODEL" : kind === "rollup" ? "AGENT" : "CHAIN",
      startTimeUnixNano: BigInt(index),
      ...(kind !== "none" && { scope: kind, usage: { inputTokens, outputTokens } }),
      ...more,
    };
  });
}

const sumOf = (...lines: Line[]) => {
  const { usage, costPicoUsd, costPartial } = sumUsage(tree(...lines));
  return { input: usage?.inputTokens, output: usage?.outputTokens, cost: costPicoUsd, costPartial };
};

describe("sumUsage", () => {
  it.each<[string, Line[], input: number | undefined, output: number | undefined]>([
    ["nothing", [], undefined, undefined],
    [
      "spans without usage",
      [
        ["a", "none"],
        ["b<a", "none"],
      ],
      undefined,
      undefined,
    ],
    ["one call", [["a", "call", 10, 5]], 10, 5],
    [
      "calls under an agent that repeats their sum",
      [
        ["a", "rollup", 30, 7],
        ["b<a", "call", 10, 5],
        ["c<a", "call", 20, 2],
      ],
      30,
      7,
    ],
    [
      "steps and an agent that both repeat",
      [
        ["a", "rollup", 30, 7],
        ["s<a", "rollup", 30, 7],
        ["b<s", "call", 10, 5],
        ["c<s", "call", 20, 2],
      ],
      30,
      7,
    ],
    [
      "a rollup alone",
      [
        ["a", "rollup", 30, 7],
        ["b<a", "none"],
      ],
      30,
      7,
    ],
    [
      "of nested rollups without calls the larger",
      [
        ["a", "rollup", 30, 7],
        ["s<a", "rollup", 20, 1],
      ],
      30,
      7,
    ],
    [
      "two rollups side by side",
      [
        ["a", "none"],
        ["s<a", "rollup", 20, 1],
        ["t<a", "rollup", 5, 2],
      ],
      25,
      3,
    ],
    [
      "an ancestor that knows of calls that were not recorded",
      [
        ["a", "rollup", 100, 50],
        ["b<a", "call", 40, 10],
      ],
      100,
      50,
    ],
    [
      "an ancestor that knows of fewer",
      [
        ["a", "rollup", 10, 5],
        ["b<a", "call", 40, 10],
      ],
      40,
      10,
    ],
    [
      "a rollup beside other calls",
      [
        ["r", "none"],
        ["a<r", "rollup", 10, 5],
        ["b<r", "call", 40, 10],
      ],
      50,
      15,
    ],
    [
      "one response, nested",
      [
        ["a", "call", 10, 5, { responseId: "x" }],
        ["b<a", "call", 10, 5, { responseId: "x" }],
      ],
      10,
      5,
    ],
    [
      "one response, side by side",
      [
        ["r", "none"],
        ["a<r", "call", 10, 5, { responseId: "x" }],
        ["b<r", "call", 10, 5, { responseId: "x" }],
      ],
      10,
      5,
    ],
    [
      "one response in two trees",
      [
        ["a", "call", 10, 5, { responseId: "x" }],
        ["b", "call", 10, 5, { responseId: "x" }],
      ],
      10,
      5,
    ],
    [
      "two responses with the same numbers",
      [
        ["r", "none"],
        ["a<r", "call", 10, 5, { responseId: "x" }],
        ["b<r", "call", 10, 5, { responseId: "y" }],
      ],
      20,
      10,
    ],
    [
      "an inner call without an id that repeats",
      [
        ["a", "call", 10, 5, { responseId: "x" }],
        ["b<a", "call", 10, 5],
      ],
      10,
      5,
    ],
    [
      "an outer call without an id that repeats",
      [
        ["a", "call", 10, 5],
        ["b<a", "call", 10, 5, { responseId: "x" }],
      ],
      10,
      5,
    ],
    [
      "a call inside a call with other numbers",
      [
        ["a", "call", 10, 5],
        ["b<a", "call", 3, 1],
      ],
      13,
      6,
    ],
    [
      "an outer call that repeats one of two",
      [
        ["a", "call", 10, 5],
        ["b<a", "call", 10, 5, { responseId: "x" }],
        ["c<a", "call", 10, 5, { responseId: "y" }],
      ],
      20,
      10,
    ],
    [
      "an outer call between two ids stands for one",
      [
        ["a", "call", 10, 5, { responseId: "x" }],
        ["b<a", "call", 10, 5],
        ["c<b", "call", 10, 5, { responseId: "y" }],
      ],
      20,
      10,
    ],
    [
      "three instrumentations of one call",
      [
        ["a", "call", 10, 5],
        ["b<a", "call", 10, 5],
        ["c<b", "call", 10, 5],
      ],
      10,
      5,
    ],
    [
      "siblings without ids are two calls",
      [
        ["r", "none"],
        ["a<r", "call", 10, 5],
        ["b<r", "call", 10, 5],
      ],
      20,
      10,
    ],
    [
      "an empty response id says nothing",
      [
        ["a", "call", 10, 5, { responseId: "" }],
        ["b", "call", 10, 5, { responseId: "" }],
      ],
      20,
      10,
    ],
    [
      "a double outside the agent that sums the call up",
      [
        ["r", "none"],
        ["a<r", "rollup", 10, 5],
        ["b<a", "call", 10, 5, { responseId: "x" }],
        ["c<r", "call", 10, 5, { responseId: "x" }],
      ],
      10,
      5,
    ],
    [
      "doubles side by side once against a rollup that knows more",
      [
        ["a", "rollup", 15, 5],
        ["b<a", "call", 10, 5, { responseId: "x" }],
        ["c<a", "call", 10, 5, { responseId: "x" }],
      ],
      15,
      5,
    ],
    [
      "an outer double around the agent",
      [
        ["a", "call", 10, 5, { responseId: "x" }],
        ["s<a", "rollup", 10, 5],
        ["b<s", "call", 10, 5, { responseId: "x" }],
      ],
      10,
      5,
    ],
    [
      "orphans",
      [
        ["a<gone", "call", 10, 5],
        ["b<lost", "call", 1, 1],
      ],
      11,
      6,
    ],
    [
      "a rollup whose calls lost their parent counts beside them",
      [
        ["a", "rollup", 10, 5],
        ["b<gone", "call", 10, 5],
      ],
      20,
      10,
    ],
    ["its own parent", [["a<a", "call", 10, 5]], 10, 5],
    [
      "a loop",
      [
        ["a<c", "rollup", 10, 5],
        ["b<a", "call", 10, 5],
        ["c<b", "none"],
      ],
      10,
      5,
    ],
    [
      "the same span twice",
      [
        ["a", "call", 10, 5],
        ["a", "call", 10, 5],
      ],
      10,
      5,
    ],
    ["only input", [["a", "call", 10]], 10, undefined],
    [
      "counts that cannot be",
      [
        ["a", "call", -1, 5],
        ["b", "call", Number.NaN, 1],
      ],
      undefined,
      6,
    ],
    [
      "counts past all bounds stay numbers",
      [
        ["a", "call", Number.MAX_SAFE_INTEGER, 1],
        ["b", "call", 10, 1],
      ],
      Number.MAX_SAFE_INTEGER,
      2,
    ],
  ])("counts %s", (_, lines, input, output) => {
    expect(sumOf(...lines)).toMatchObject({ input, output });
  });

  it("lets the type decide where no scope is given", () => {
    const usage = { inputTokens: 10, outputTokens: 5 };
    const spans = tree(["a", "none"], ["b<a", "none"], ["c<a", "none"]);
    const types = ["AGENT", "LLM", "EMBEDDING"] as const;
    const result = sumUsage(spans.map((span, index) => ({ ...span, type: types[index]!, usage })));
    expect(result.usage).toEqual({ inputTokens: 20, outputTokens: 10 });
  });

  it("keeps every kind of token, of the richer of two spans", () => {
    const detailed = { inputTokens: 10, outputTokens: 5, cacheReadTokens: 4, reasoningTokens: 2 };
    const spans = tree(
      ["a", "call", 10, 5, { responseId: "x" }],
      ["b<a", "call", 10, 5, { responseId: "x", usage: detailed }],
    );
    expect(sumUsage(spans).usage).toEqual(detailed);
  });

  it("sums cost with the usage that was counted", () => {
    expect(
      sumOf(
        ["a", "rollup", 20, 10, { costPicoUsd: 99 }],
        ["b<a", "call", 10, 5, { costPicoUsd: 7 }],
        ["c<a", "call", 10, 5, { costPicoUsd: 8 }],
      ),
    ).toMatchObject({ cost: 15n, costPartial: false });
    expect(
      sumOf(["a", "rollup", 20, 10, { costPicoUsd: 99 }], ["b<a", "call", 10, 5, { costPicoUsd: 7 }]),
    ).toMatchObject({ cost: 99n, costPartial: false });
  });

  it("prefers the span with a price of two for one call", () => {
    const line: Line[] = [
      ["a", "call", 10, 5, { responseId: "x" }],
      ["b<a", "call", 10, 5, { responseId: "x", costPicoUsd: 7 }],
    ];
    expect(sumOf(...line)).toMatchObject({ cost: 7n, costPartial: false });
  });

  it("says when some of the usage has no price, and never takes that for 0", () => {
    expect(sumOf(["a", "call", 10, 5], ["b", "call", 1, 1, { costPicoUsd: 7 }])).toMatchObject({
      cost: 7n,
      costPartial: true,
    });
    expect(sumOf(["a", "call", 10, 5])).toMatchObject({ cost: undefined, costPartial: true });
    expect(sumOf(["a", "call", 0, 0])).toMatchObject({ cost: undefined, costPartial: false });
  });

  it("keeps the price of what is below a rollup that has none, as a lower bound", () => {
    const lines: Line[] = [
      ["a", "rollup", 100, 50],
      ["b<a", "call", 40, 10, { costPicoUsd: 7 }],
    ];
    expect(sumOf(...lines)).toMatchObject({ input: 100, cost: 7n, costPartial: true });
  });

  it("counts a reported cost without tokens", () => {
    expect(sumOf(["a", "call", undefined, undefined, { costPicoUsd: 7 }])).toEqual({
      input: undefined,
      output: undefined,
      cost: 7n,
      costPartial: false,
    });
  });

  it("takes ids as numbers too", () => {
    const spans = [
      { spanId: 1n, parentId: null, type: "AGENT", usage: { inputTokens: 3 }, startTimeUnixNano: 0n },
      { spanId: -2n, parentId: 1n, type: "LLM", usage: { inputTokens: 3 }, startTimeUnixNano: 0n },
    ] as const;
    expect(sumUsage(spans).usage).toEqual({ inputTokens: 3 });
  });

  const node = fc.record({
    parent: fc.integer({ min: -2, max: 14 }),
    scope: fc.constantFrom("call", "rollup", undefined),
    type: fc.constantFrom("LLM", "AGENT", "CHAIN"),
    inputTokens: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
    outputTokens: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
    costPicoUsd: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
    responseId: fc.constantFrom(undefined, "x", "y", "z"),
    start: fc.integer({ min: 0, max: 2 }),
  });
  const spansOf = fc.array(node, { maxLength: 14 }).map((nodes) =>
    nodes.map(
      ({ parent, inputTokens, outputTokens, start, ...rest }, index): UsageNode => ({
        ...rest,
        spanId: String(index).padStart(2, "0"),
        parentId: parent < 0 ? null : String(parent).padStart(2, "0"),
        usage: { inputTokens, outputTokens },
        startTimeUnixNano: BigInt(start),
      }),
    ),
  );

  it("gives the same sum in whatever order the spans come", () => {
    fc.assert(
      fc.property(
        spansOf.chain((spans) => fc.tuple(fc.constant(spans), fc.shuffledSubarray(spans, { minLength: spans.length }))),
        ([spans, shuffled]) => {
          expect(sumUsage(shuffled)).toEqual(sumUsage(spans));
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it("never counts more than all spans together, nor less than the largest rollup", () => {
    fc.assert(
      fc.property(spansOf, (spans) => {
        const tokens = ({ usage }: Pick<UsageNode, "usage">) => (usage?.inputTokens ?? 0) + (usage?.outputTokens ?? 0);
        const total = tokens(sumUsage(spans));
        expect(total).toBeLessThanOrEqual(spans.reduce((sum, span) => sum + tokens(span), 0));
        expect(total).toBeGreaterThanOrEqual(
          Math.max(0, ...spans.filter((span) => span.scope === "rollup").map(tokens)),
        );
      }),
      { numRuns: 2_000 },
    );
  });

  const manySpans = 100_000;
  it.each<[string, (index: number) => Partial<UsageNode>]>([
    ["a chain", (index) => ({ parentId: index === 0 ? null : String(index - 1) })],
    ["a star", (index) => ({ parentId: index === 0 ? null : "0" })],
    ["one response", (index) => ({ parentId: index === 0 ? null : String(index - 1), responseId: "x" })],
    [
      "a chain of doubles",
      (index) => ({ parentId: index === 0 ? null : String(index - 1), usage: { outputTokens: 1 } }),
    ],
    ["a loop", (index) => ({ parentId: String((index + 1) % manySpans) })],
  ])(
    "sums 100,000 spans in %s in time that grows with their number",
    (_, more) => {
      const spans = Array.from(
        { length: manySpans },
        (_, index): UsageNode => ({
          spanId: String(index),
          parentId: null,
          type: "LLM",
          usage: { inputTokens: index % 7, outputTokens: 1 },
          startTimeUnixNano: BigInt(index),
          ...more(index),
        }),
      );
      const start = Date.now();
      expect(sumUsage(spans).usage?.outputTokens).toBeGreaterThan(0);
      // About 100 ms where nothing else runs. With a walk per span it would take minutes, which no busy machine hides.
      expect(Date.now() - start).toBeLessThan(20_000);
    },
    60_000,
  );
});
