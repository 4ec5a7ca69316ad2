import { describe, expect, test } from "vitest";
import { countBefore, match, noFilter } from "./find.ts";
import { type LogEntries, logEntries, logPart } from "./log-entries.ts";
import { nameOf, type SpanTree, spanFlags } from "./span-tree.ts";
import { randomTree, sketchTree } from "./testing.ts";

/** An agent that calls a model and, meanwhile, a tool that asks another model. */
const agent = sketchTree({
  name: "agent",
  at: [0, 100],
  children: [
    { name: "chat", at: [10, 30] },
    { name: "tool", at: [20, 60], children: [{ name: "ask", at: [25, 70] }] },
  ],
});

const open = () => false;
const told = (tree: SpanTree, { span, part }: LogEntries) =>
  Array.from(span, (row, at) => ["", "<", ">"][part[at]!]! + nameOf(tree, row)).join(" ");

describe("logEntries", () => {
  test("reads a tree from top to bottom: what lies in a span stands between its beginning and its end", () => {
    expect(told(agent, logEntries(agent, "tree", open))).toBe("<agent chat <tool ask >tool >agent");
  });

  test("or by time, wherever things lie", () => {
    expect(told(agent, logEntries(agent, "start", open))).toBe("<agent chat <tool ask >tool >agent");
    const late = sketchTree(
      { name: "first", at: [50, 90], children: [{ name: "inside", at: [95, 99] }] },
      { name: "second", at: [40, 60] },
    );
    expect(told(late, logEntries(late, "start", open))).toBe("second <first >first inside");
  });

  test("a folded span is one entry, what lies in it has its own", () => {
    const folded = logEntries(agent, "tree", (row) => nameOf(agent, row) === "tool");
    expect(told(agent, folded)).toBe("<agent chat tool ask >agent");
    expect(logEntries(agent, "tree", () => true).count).toBe(agent.count);
  });

  test("a running span has no end yet, and a parent that has not arrived no entry", () => {
    const running = sketchTree(
      { name: "agent", at: [0], children: [{ name: "chat", at: [1, 2] }] },
      { name: "", at: [3, 4], flags: spanFlags.missingParent, children: [{ name: "orphan", at: [3, 4] }] },
    );
    expect(told(running, logEntries(running, "tree", open))).toBe("agent chat orphan");
  });

  test("what a filter leaves is there without its ancestors", () => {
    const kept = countBefore(match(agent, { ...noFilter, text: "ask" }));
    const entries = logEntries(agent, "tree", open, kept);
    expect(told(agent, entries)).toBe("ask");
    expect([...entries.position]).toEqual([-1, -1, -1, 0]);
  });

  test.each(["tree", "start"] as const)("each span of a random trace begins once and ends after it (%s)", (order) => {
    for (let seed = 0; seed < 20; seed++) {
      const tree = randomTree(200, seed);
      const { count, span, part, position } = logEntries(tree, order, open);
      const begun = new Set<number>();
      for (let at = 0; at < count; at++) {
        if (part[at] === logPart.end) expect(begun.has(span[at]!)).toBe(true);
        else {
          expect(begun.has(span[at]!)).toBe(false);
          begun.add(span[at]!);
          expect(position[span[at]!]).toBe(at);
        }
      }
      expect(begun.size).toBe(tree.count);
    }
  });

  test("nothing has no entries", () => {
    expect(logEntries(sketchTree(), "start", open)).toMatchObject({ count: 0 });
  });
});
