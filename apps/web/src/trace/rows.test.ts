import { describe, expect, test } from "vitest";
import { allOpen, type Collapse, parseCollapse, printCollapse, toggle } from "./collapse.ts";
import { countBefore, match, noFilter } from "./find.ts";
import { revealRow } from "./reveal.ts";
import { expansion, foldFrom, layOut, layOutByStart, positionOf, type Rows } from "./rows.ts";
import { idOf, nameOf, type SpanTree } from "./span-tree.ts";
import { idsOf, randomTree, type Sketch, seeded, sketchTree } from "./testing.ts";

const many = (name: string, count: number): Sketch[] =>
  Array.from({ length: count }, (_, index) => ({ name, at: [index, index + 1] as const }));

/** The rows as text: two spaces a level, `+` closed, `-` open, `×n` for a group. */
function drawn(tree: SpanTree, rows: Rows): string[] {
  return Array.from({ length: rows.count }, (_, at) => {
    const mark = [" ", "-", "+"][rows.expansion[at] ?? 0];
    const group = rows.members[at] ? ` ×${rows.members[at]}` : "";
    return `${"  ".repeat(rows.depth[at] ?? 0)}${mark}${nameOf(tree, rows.span[at] ?? 0)}${group}`;
  });
}

const family = sketchTree({
  name: "root",
  at: [0, 100],
  children: [
    { name: "plan", at: [0, 10], children: [{ name: "chat", at: [1, 9] }] },
    {
      name: "act",
      at: [10, 90],
      children: [{ name: "search", at: [11, 80], children: [{ name: "http", at: [12, 70] }] }],
    },
  ],
});

describe("rows", () => {
  test("all open shows each span at its depth", () => {
    expect(drawn(family, layOut(family, { collapse: allOpen, fold: true }))).toEqual([
      "-root",
      "  -plan",
      "     chat",
      "  -act",
      "    -search",
      "       http",
    ]);
  });

  test("a closed span hides its subtree and nothing else", () => {
    const collapse = toggle(allOpen, idOf(family, 3));
    expect(drawn(family, layOut(family, { collapse, fold: true }))).toEqual([
      "-root",
      "  -plan",
      "     chat",
      "  +act",
    ]);
  });

  test("closing from a depth on is one number, and single rows may differ", () => {
    const collapse: Collapse = { fromDepth: 1, toggled: new Set([idOf(family, 3)]) };
    expect(drawn(family, layOut(family, { collapse, fold: true }))).toEqual([
      "-root",
      "  +plan",
      "  -act",
      "    +search",
    ]);
  });

  test("a filter keeps the ancestors of what matches", () => {
    const kept = countBefore(match(family, { ...noFilter, text: "HTTP" }));
    expect(drawn(family, layOut(family, { collapse: allOpen, fold: true, kept }))).toEqual([
      "-root",
      "  -act",
      "    -search",
      "       http",
    ]);
  });

  test("repeated leaf siblings fold into one row that opens", () => {
    const tree = sketchTree({
      name: "root",
      at: [0, 60],
      children: [...many("retrieve", 48), { name: "answer", at: [48, 60] }],
    });
    expect(drawn(tree, layOut(tree, { collapse: allOpen, fold: true }))).toEqual([
      "-root",
      "  +retrieve ×48",
      "   answer",
    ]);
    const opened = layOut(tree, { collapse: revealRow(tree, { collapse: allOpen, fold: true }, 20), fold: true });
    expect(drawn(tree, opened).slice(0, 3)).toEqual(["-root", "  -retrieve ×48", "     retrieve"]);
    expect(opened.count).toBe(51);
    expect(positionOf(opened, tree, 20)).toBe(21);
    expect(drawn(tree, opened).at(-1)).toBe("   answer");
  });

  test("fewer siblings than the threshold stay as they are", () => {
    const tree = sketchTree({ name: "root", at: [0, 9], children: many("retrieve", foldFrom - 1) });
    expect(layOut(tree, { collapse: allOpen, fold: true }).count).toBe(foldFrom);
  });

  test("place and number of siblings are those on the screen", () => {
    const tree = sketchTree({ name: "a", at: [0, 9], children: many("b", 3) }, { name: "c", at: [9, 10] });
    const rows = layOut(tree, { collapse: allOpen, fold: true });
    expect([...rows.place]).toEqual([1, 1, 2, 3, 2]);
    expect(rows.roots).toBe(2);
    expect(rows.children[0]).toBe(3);
  });

  test("every span of any tree is shown exactly once when all is open", () => {
    for (let seed = 0; seed < 200; seed++) {
      const tree = randomTree(1 + (seed % 60), seed);
      const rows = layOut(tree, { collapse: allOpen, fold: false });
      expect([...rows.span]).toEqual(Array.from({ length: tree.count }, (_, row) => row));
    }
  });

  test("whatever is closed, folded or filtered, each span is shown once, hidden under one closed row, or filtered away", () => {
    for (let seed = 0; seed < 400; seed++) {
      const random = seeded(seed + 1000);
      const tree = randomTree(1 + Math.floor(random() * 80), seed);
      const toggled = new Set(
        idsOf(tree)
          .filter(() => random() < 0.2)
          .map((id) => (random() < 0.3 ? `g${id}` : id)),
      );
      const collapse = { fromDepth: random() < 0.5 ? Number.POSITIVE_INFINITY : Math.floor(random() * 4), toggled };
      const marks = random() < 0.5 ? match(tree, { ...noFilter, text: "chat" }) : undefined;
      const kept = marks && countBefore(marks);
      const rows = layOut(tree, { collapse, fold: random() < 0.5, kept });
      const seen = new Int32Array(tree.count);
      for (let at = 0; at < rows.count; at++) {
        const span = rows.span[at] ?? 0;
        const group = rows.members[at] ?? 0;
        if (rows.expansion[at] === expansion.closed)
          for (let row = span; row < span + (group || (tree.size[span] ?? 1)); row++) seen[row]!++;
        else if (group === 0) seen[span]!++;
      }
      for (let row = 0; row < tree.count; row++) {
        const filteredAway = kept !== undefined && kept[row + (tree.size[row] ?? 1)] === kept[row];
        // Under a closed row a filtered span may be hidden too; it is never shown.
        if (filteredAway) expect(positionOf(rows, tree, row) >= 0 && seen[row] === 0).toBe(false);
        else expect(seen[row]).toBe(1);
        const at = positionOf(rows, tree, row);
        if (!filteredAway) expect(at).toBeGreaterThanOrEqual(0);
        if (at >= 0 && rows.span[at] !== row) expect(rows.expansion[at]).toBe(expansion.closed);
      }
    }
  });

  test("revealing a span puts it on the screen, whatever was closed", () => {
    for (let seed = 0; seed < 200; seed++) {
      const random = seeded(seed);
      const tree = randomTree(60, seed);
      const collapse = {
        fromDepth: Math.floor(random() * 3),
        toggled: new Set(idsOf(tree).filter(() => random() < 0.3)),
      };
      const row = Math.floor(random() * tree.count);
      const options = { collapse, fold: true };
      const rows = layOut(tree, { ...options, collapse: revealRow(tree, options, row) });
      const at = positionOf(rows, tree, row);
      expect(rows.span[at]).toBe(row);
      expect(rows.members[at]).toBe(0);
    }
  });
});

describe("collapse in an address", () => {
  test("comes back as it was", () => {
    const collapse = { fromDepth: 2, toggled: new Set(["00000000000000aa", "g00000000000000ab"]) };
    expect(parseCollapse(printCollapse(collapse))).toEqual(collapse);
    expect(printCollapse(allOpen)).toBe("");
    expect(parseCollapse("")).toBe(allOpen);
  });

  test("keeps the depth when there are too many ids, and ignores what it does not know", () => {
    const toggled = new Set(Array.from({ length: 100 }, (_, index) => index.toString(16).padStart(16, "0")));
    expect(printCollapse({ fromDepth: 3, toggled })).toBe("d3");
    expect(parseCollapse("d-1.<script>.d1e9.zzzz")).toBe(allOpen);
  });
});

describe("a log", () => {
  const apart = sketchTree(
    {
      name: "first",
      at: [0, 100],
      children: [
        { name: "late", at: [50, 60] },
        { name: "none", at: [0, 1], flags: 2 },
      ],
    },
    { name: "second", at: [20, 30], failed: true },
  );
  test("has each span by its start, none below another and no missing parent", () => {
    const rows = layOutByStart(apart);
    expect(drawn(apart, rows)).toEqual([" first", " second", " late"]);
    expect([0, 1, 2, 3].map((row) => positionOf(rows, apart, row))).toEqual([0, 2, -1, 1]);
  });
  test("has only what is found, without what it lies in", () => {
    const found = match(apart, { ...noFilter, text: "late" });
    expect(drawn(apart, layOutByStart(apart, countBefore(found)))).toEqual([" late"]);
  });
});
