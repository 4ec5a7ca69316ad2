import { describe, expect, test } from "vitest";
import { deltasAt, diffTrees } from "./diff.ts";
import { nameOf, type SpanTree } from "./span-tree.ts";
import { type Sketch, seeded, sketchTree } from "./testing.ts";

const span = (name: string, ...children: Sketch[]): Sketch => ({ name, at: [0, 10], children });

/** `agent`, ` -search`, ` +search`: a line a row, indented by its level. */
function lines(a: SpanTree, b: SpanTree): string[] {
  const diff = diffTrees(a, b);
  return Array.from({ length: diff.count }, (_, at) => {
    const [left, right] = [diff.left[at]!, diff.right[at]!];
    const mark = left < 0 ? "+" : right < 0 ? "-" : "";
    return " ".repeat(diff.depth[at]!) + mark + nameOf(left < 0 ? b : a, left < 0 ? right : left);
  });
}

describe("two traces become one tree", () => {
  test.each<[string, Sketch[], Sketch[], string[]]>([
    ["the same", [span("agent", span("chat"))], [span("agent", span("chat"))], ["agent", " chat"]],
    [
      "a span more",
      [span("agent", span("chat"), span("tool"))],
      [span("agent", span("chat"), span("search"), span("tool"))],
      ["agent", " chat", " +search", " tool"],
    ],
    [
      "one in place of another",
      [span("agent", span("a"), span("old", span("below")), span("b"))],
      [span("agent", span("a"), span("new"), span("b"))],
      ["agent", " a", " -old", "  -below", " +new", " b"],
    ],
    [
      "one repetition less",
      [span("agent", span("try"), span("try"), span("try"), span("end"))],
      [span("agent", span("try"), span("try"), span("end"))],
      ["agent", " try", " try", " -try", " end"],
    ],
    ["single roots of other names", [span("v1", span("chat"))], [span("v2", span("chat"))], ["v1", " chat"]],
    ["several roots", [span("a"), span("b")], [span("b"), span("c")], ["-a", "b", "+c"]],
    ["nothing on one side", [], [span("a", span("b"))], ["+a", " +b"]],
    ["nothing at all", [], [], []],
  ])("%s", (_, a, b, expected) => expect(lines(sketchTree(...a), sketchTree(...b))).toEqual(expected));
});

test("a tool and a model call of one name are not the same span", () => {
  const a = sketchTree(span("agent", { name: "run", at: [0, 1], type: "TOOL" }));
  const b = sketchTree(span("agent", { name: "run", at: [0, 1], type: "LLM" }));
  expect(lines(a, b)).toEqual(["agent", " -run", " +run"]);
});

test("changes are counted up to the root, so that a folded part still tells of them", () => {
  const a = sketchTree(span("agent", span("step", span("x")), span("step", { name: "y", at: [0, 1], failed: true })));
  const b = sketchTree(span("agent", span("step", span("x"), span("z")), span("step", span("y"))));
  const { changes, size } = diffTrees(a, b);
  expect([...changes]).toEqual([2, 1, 0, 1, 1, 1]);
  expect([...size]).toEqual([6, 3, 1, 1, 2, 1]);
});

test("deltas are right minus left, and none where one of the two is missing", () => {
  const a = sketchTree({ name: "agent", at: [0, 100] });
  const b = sketchTree({ name: "agent", at: [0, 250], children: [span("new")] });
  const diff = diffTrees(a, b);
  expect(deltasAt(a, b, diff, 0)).toEqual({ durationUs: 150, tokens: undefined, costUsd: undefined });
  expect(deltasAt(a, b, diff, 1).durationUs).toBeUndefined();
});

test("every span of both stands in the diff once", () => {
  const random = seeded(5);
  const a = sketchTree(...forest(500, random));
  const b = sketchTree(...forest(400, random));
  const diff = diffTrees(a, b);
  const rows = (column: Int32Array) => [...column].filter((row) => row >= 0).sort((x, y) => x - y);
  expect(rows(diff.left)).toEqual(Array.from({ length: a.count }, (_, row) => row));
  expect(rows(diff.right)).toEqual(Array.from({ length: b.count }, (_, row) => row));
});

test.each([1, 2, 3])(
  "of two runs of one agent the common spans are aligned but for one in twenty (seed %d)",
  (seed) => {
    const random = seeded(seed);
    const roots = forest(2_000, random);
    const edited = roots.map((root) => edit(root, random));
    const a = sketchTree({ name: "agent", at: [0, 1], children: roots });
    const b = sketchTree({ name: "agent", at: [0, 1], children: edited.map(({ sketch }) => sketch) });
    const kept = 1 + edited.reduce((sum, each) => sum + each.kept, 0);
    const diff = diffTrees(a, b);
    let aligned = 0;
    for (let at = 0; at < diff.count; at++) if (diff.left[at]! >= 0 && diff.right[at]! >= 0) aligned++;
    expect(aligned / kept).toBeGreaterThanOrEqual(0.95);
  },
);

test("a chain of 3,000 spans and 3,000 siblings that share no order are compared", () => {
  let chain = span("link");
  for (let at = 0; at < 3_000; at++) chain = span("link", chain);
  expect(diffTrees(sketchTree(chain), sketchTree(chain)).count).toBe(3_001);
  const wide = (salt: number) =>
    span("agent", ...Array.from({ length: 3_000 }, (_, at) => span(`s${(at * salt) % 3_001}`)));
  expect(diffTrees(sketchTree(wide(1)), sketchTree(wide(7))).count).toBeLessThanOrEqual(6_001);
});

const names = ["plan", "retrieve", "rerank", "chat", "tool", "parse", "guard", "memory"];

function forest(count: number, random: () => number): Sketch[] {
  const all: { name: string; at: readonly [number, number]; children: Sketch[] }[] = [];
  const roots: Sketch[] = [];
  for (let made = 0; made < count; made++) {
    const sketch = { name: names[Math.floor(random() * names.length)]!, at: [0, 10] as const, children: [] };
    const above = random() < 0.05 ? undefined : all[Math.floor(random() * all.length)];
    (above?.children ?? roots).push(sketch);
    all.push(sketch);
  }
  return roots;
}

/** The same with leaves taken away and put in here and there; and how many of its spans are still there. */
function edit(sketch: Sketch, random: () => number): { sketch: Sketch; kept: number } {
  const children = (sketch.children ?? [])
    .filter((child) => (child.children ?? []).length > 0 || random() > 0.05)
    .map((child) => edit(child, random));
  const kept = 1 + children.reduce((sum, child) => sum + child.kept, 0);
  const list = children.map((child) => child.sketch);
  if (random() < 0.05) list.splice(Math.floor(random() * (list.length + 1)), 0, span("inserted"));
  return { sketch: { ...sketch, children: list }, kept };
}
