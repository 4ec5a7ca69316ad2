import { describe, expect, test } from "vitest";
import { spanGraph, withoutRare } from "./span-graph.ts";
import { randomTree, type Sketch, sketchTree } from "./testing.ts";

const call = (name: string, type: string, children: readonly Sketch[] = [], failed = false): Sketch => ({
  name,
  type,
  at: [0, 10],
  failed,
  children,
});

const drawn = (...roots: Sketch[]) => {
  const { nodes, edges } = spanGraph(sketchTree(...roots));
  return {
    nodes: nodes.map(({ label, spans, errors }) => `${label} ×${spans}${errors ? `, ${errors} failed` : ""}`),
    edges: edges.map(({ from, to, calls }) => `${from} → ${to} ×${calls}`),
  };
};

describe("spanGraph", () => {
  test("an agent that calls a model and a tool in turns is three nodes, whatever its turns are called", () => {
    const turn = (name: string, failed = false) =>
      call(name, "CHAIN", [call("chat", "LLM"), call("execute_tool search", "TOOL", [], failed)]);
    expect(drawn(call("invoke_agent planner", "AGENT", [turn("turn 1"), turn("turn 2", true)]))).toEqual({
      nodes: ["planner ×1", "chat ×2", "search ×2, 1 failed"],
      edges: ["AGENT planner → LLM chat ×2", "AGENT planner → TOOL search ×2"],
    });
  });

  test("one tool that two agents call is one node with two edges", () => {
    const agent = (name: string) => call(name, "AGENT", [call("search", "TOOL")]);
    expect(drawn(call("desk", "AGENT", [agent("a"), agent("b")])).edges).toEqual([
      "AGENT desk → AGENT a ×1",
      "AGENT a → TOOL search ×1",
      "AGENT desk → AGENT b ×1",
      "AGENT b → TOOL search ×1",
    ]);
  });

  test("what calls itself has no edge to itself, and two that call one another have one each way", () => {
    const deep = call("a", "AGENT", [call("a", "AGENT", [call("b", "AGENT", [call("a", "AGENT")])])]);
    const { nodes, edges } = spanGraph(sketchTree(deep));
    expect(nodes.map(({ label, selfCalls }) => [label, selfCalls])).toEqual([
      ["a", 1],
      ["b", 0],
    ]);
    expect(edges.map(({ from, to, calls }) => [from, to, calls])).toEqual([
      ["AGENT a", "AGENT b", 1],
      ["AGENT b", "AGENT a", 1],
    ]);
  });

  test("where no span has a type that says more, all are nodes", () => {
    expect(drawn(call("main", "UNKNOWN", [call("step", "UNKNOWN"), call("step", "UNKNOWN")]))).toEqual({
      nodes: ["main ×1", "step ×2"],
      edges: ["UNKNOWN main → UNKNOWN step ×2"],
    });
  });

  test("a parent that has not arrived is none", () => {
    const missing: Sketch = { ...call("", "CHAIN", [call("search", "TOOL")]), flags: 2 };
    expect(drawn(call("desk", "AGENT", [call("chat", "LLM")]), missing).nodes).toEqual([
      "desk ×1",
      "chat ×1",
      "search ×1",
    ]);
  });

  test("names that are words of the language are names", () => {
    expect(drawn(call("__proto__", "AGENT", [call("constructor", "TOOL")])).edges).toEqual([
      "AGENT __proto__ → TOOL constructor ×1",
    ]);
  });

  test("every span is counted once, in a random tree of 5,000", () => {
    const tree = randomTree(5_000, 3);
    const { nodes, edges } = spanGraph(tree);
    expect(nodes.reduce((sum, { spans }) => sum + spans, 0)).toBe(5_000);
    const called = edges.reduce((sum, { calls }) => sum + calls, 0);
    const byThemselves = nodes.reduce((sum, { selfCalls }) => sum + selfCalls, 0);
    expect(called + byThemselves).toBe(tree.parent.filter((parent) => parent >= 0).length);
  });
});

test("of many nodes those that occur most are kept, and the others are one with their calls", () => {
  const tools = Array.from({ length: 50 }, (_, at) => call(`tool ${at}`, "TOOL", [], at === 49));
  const often = Array.from({ length: 9 }, () => call("search", "TOOL"));
  const graph = withoutRare(spanGraph(sketchTree(call("desk", "AGENT", [...tools, ...often]))), 3);
  expect(graph.nodes.map(({ label, spans, errors, others }) => [label, spans, errors, others])).toEqual([
    ["desk", 1, 0, 0],
    ["search", 9, 0, 0],
    ["50 others", 50, 1, 50],
  ]);
  expect(graph.edges.map(({ to, calls, errors }) => [to, calls, errors])).toEqual([
    ["", 50, 1],
    ["TOOL search", 9, 0],
  ]);
});
