import { describe, expect, test } from "vitest";
import { hitIndex, marked, match, nextHit, noFilter } from "./find.ts";
import { failedRows, slowest, typeCounts } from "./landmarks.ts";
import { spanFlags } from "./span-tree.ts";
import { sketchTree } from "./testing.ts";

const tree = sketchTree({
  name: "agent run",
  at: [0, 100],
  type: "AGENT",
  failed: true,
  children: [
    { name: "chat gpt-4o", at: [0, 40], type: "LLM" },
    { name: "lookup_order", at: [40, 90], type: "TOOL", failed: true },
    { name: "chat gpt-4o", at: [90], type: "LLM" },
  ],
});
const rowsFor = (filter: Partial<typeof noFilter>, content?: ReadonlySet<number>) => [
  ...marked(match(tree, { ...noFilter, ...filter }, content)),
];

describe("match", () => {
  test.each([
    ["nothing asked matches all", {}, [0, 1, 2, 3]],
    ["a name, without regard to case", { text: "GPT-4O" }, [1, 3]],
    ["a type", { text: "tool" }, [2]],
    ["white space around is ignored", { text: " order " }, [2]],
    ["a span id from its beginning", { text: "0000000000000002" }, [2]],
    ["types chosen", { types: new Set(["LLM", "AGENT"]) }, [0, 1, 3]],
    ["failed ones", { status: "error" as const }, [0, 2]],
    ["running ones", { status: "running" as const }, [3]],
    ["all conditions together", { text: "chat", types: new Set(["TOOL"]) }, []],
    ["characters of a pattern are plain characters", { text: ".*" }, []],
  ])("%s", (_, filter, expected) => {
    expect(rowsFor(filter)).toEqual(expected);
  });

  test("what the server found by content matches the text, within the other conditions", () => {
    expect(rowsFor({ text: "refund" }, new Set([1, 2]))).toEqual([1, 2]);
    expect(rowsFor({ text: "refund", status: "error" }, new Set([1, 2]))).toEqual([2]);
  });

  test("a placeholder is found as what it is shown as", () => {
    const orphaned = sketchTree({ name: "x", at: [0, 1], flags: spanFlags.missingParent });
    expect([...marked(match(orphaned, { ...noFilter, text: "missing" }))]).toEqual([0]);
  });
});

describe("stepping through hits", () => {
  const hits = Int32Array.from([3, 7, 9]);
  test.each([
    [0, 1, 3],
    [3, 1, 7],
    [8, 1, 9],
    [9, 1, 3],
    [9, -1, 7],
    [8, -1, 7],
    [3, -1, 9],
    [0, -1, 9],
  ] as const)("from %i by %i comes %i", (from, step, expected) => {
    expect(nextHit(hits, from, step)).toBe(expected);
  });

  test("no hits, no step", () => {
    expect(nextHit(new Int32Array(0), 4, 1)).toBe(-1);
    expect(hitIndex(hits, 7)).toBe(1);
    expect(hitIndex(hits, 8)).toBe(-1);
  });
});

describe("landmarks", () => {
  test("failed rows", () => {
    expect([...failedRows(tree)]).toEqual([0, 2]);
  });

  test("the slowest by their own time", () => {
    expect(slowest(tree, 2)).toEqual([
      { row: 2, selfUs: 50 },
      { row: 1, selfUs: 40 },
    ]);
  });

  test("types by how often they occur", () => {
    expect(typeCounts(tree)).toEqual([
      { type: "LLM", count: 2 },
      { type: "AGENT", count: 1 },
      { type: "TOOL", count: 1 },
    ]);
  });
});
