import type { Message, MessagePart } from "@spanloom/conventions";
import { expect, test } from "vitest";
import { pairTools } from "./pair-tools.ts";

const says = (role: string, ...parts: MessagePart[]): Message => ({ role, parts });
const call = (name: string, id?: string): MessagePart => ({ type: "tool_call", name, ...(id && { id }) });
const result = (value: unknown, id?: string, name?: string): MessagePart => ({
  type: "tool_result",
  result: value,
  ...(id && { id }),
  ...(name && { name }),
});
const told = (messages: Message[]) => {
  const { turns, resultOf } = pairTools(messages);
  return {
    pairs: [...resultOf].map(([asked, answer]) => `${asked.name} → ${answer.result}`),
    turns: turns.map(({ message, parts }) => `${message.role} ${parts.length}`),
  };
};

test("results go to their calls by id, in whatever order they came", () => {
  expect(told([says("assistant", call("a", "1"), call("b", "2")), says("tool", result("B", "2")), says("tool", result("A", "1"))])).toEqual({
    pairs: ["b → B", "a → A"],
    turns: ["assistant 2"],
  });
});

test("without ids the oldest open call of the name is answered first", () => {
  expect(
    told([says("assistant", call("a"), call("a"), call("b")), says("tool", result(1, undefined, "a"), result(2, undefined, "b"), result(3))]).pairs,
  ).toEqual(["a → 1", "b → 2", "a → 3"]);
});

test("a result of an unknown call keeps its own turn", () => {
  expect(told([says("assistant", call("a", "1")), says("tool", result("X", "9"))])).toEqual({ pairs: [], turns: ["assistant 1", "tool 1"] });
});

test("the same id in two turns answers each call once", () => {
  const turn = (value: string) => [says("assistant", call("a", "1")), says("tool", result(value, "1"))];
  expect(told([...turn("x"), ...turn("y")]).pairs).toEqual(["a → x", "a → y"]);
});

test("a tool message that says more than its result stays, with the rest", () => {
  expect(told([says("assistant", call("a", "1")), says("user", result("A", "1"), { type: "text", text: "and now?" })]).turns).toEqual([
    "assistant 1",
    "user 1",
  ]);
});
