import { describe, expect, test } from "vitest";
import { nameOf, type SpanTree } from "./span-tree.ts";
import { type Sketch, sketchTree } from "./testing.ts";
import { toldBefore, toldInside } from "./told-before.ts";

const chat = (name: string): Sketch => ({ name, at: [0, 1], type: "CHAT_MODEL" });
const tool = (name: string, ...children: Sketch[]): Sketch => ({ name, at: [0, 1], type: "TOOL", children });
const agent = (name: string, ...children: Sketch[]): Sketch => ({ name, at: [0, 1], type: "AGENT", children });
const turn = (name: string, ...children: Sketch[]): Sketch => ({ name, at: [0, 1], children });

const rowNamed = (tree: SpanTree, name: string) =>
  Array.from({ length: tree.count }, (_, row) => row).find((row) => nameOf(tree, row) === name)!;
const names = (tree: SpanTree, rows: readonly number[]) => rows.map((row) => nameOf(tree, row)).join(" ");
const before = (tree: SpanTree, name: string) => names(tree, toldBefore(tree, rowNamed(tree, name)));

describe("toldBefore", () => {
  test("a call may repeat what its agent was asked, the call before it and the tools since", () => {
    const tree = sketchTree(agent("a", chat("c1"), tool("t1"), tool("t2"), chat("c2"), tool("t3"), chat("c3")));
    expect(before(tree, "c1")).toBe("a");
    expect(before(tree, "c2")).toBe("a c1 t2 t1");
    expect(before(tree, "c3")).toBe("a c2 t3");
  });

  test("the calls of an agent that a tool asked do not hide the call before", () => {
    const asked = agent("b", chat("b1"), chat("b2"), chat("b3"));
    const tree = sketchTree(agent("a", chat("c1"), tool("ask", asked), chat("c2")));
    expect(before(tree, "c2")).toBe("a b3 b2 c1 ask");
  });

  test("in a next turn the call before lies in the turn before", () => {
    const tree = sketchTree(agent("a", turn("t1", chat("c1")), turn("t2", chat("c2"))));
    expect(before(tree, "c2")).toBe("t2 a c1");
  });

  test("a trace without calls is not walked through to its beginning", () => {
    const tree = sketchTree(...Array.from({ length: 5_000 }, () => tool("t")), chat("c"));
    expect(toldBefore(tree, 5_000)).toHaveLength(6);
  });
});

describe("toldInside", () => {
  test("an answer may be that of the last calls, or of the last child", () => {
    const tree = sketchTree(agent("a", chat("c1"), turn("t1", chat("c2")), chat("c3"), turn("t2", tool("x"))));
    expect(names(tree, toldInside(tree, 0))).toBe("c3 c2 t2");
  });
});
