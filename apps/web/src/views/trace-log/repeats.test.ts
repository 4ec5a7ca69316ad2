import type { Message, SpanView } from "@spanloom/conventions";
import { describe, expect, test } from "vitest";
import { isRepeated, repeated, type Told, toldBy } from "./repeats.ts";

const say = (role: string, text: string): Message => ({ role, parts: [{ type: "text", text }] });
const call: Message = {
  role: "assistant",
  parts: [{ type: "tool_call", id: "c1", name: "search", arguments: { to: "Oslo" } }],
};
const result = (value: unknown): Message => ({
  role: "tool",
  parts: [{ type: "tool_result", id: "c1", result: value }],
});
const conversation = (...messages: Message[]): Told => ({ messages, values: [] });

const shape = (messages: readonly Message[], ...told: Told[]) =>
  repeated(messages, told)
    .map((isOld) => (isOld ? "old" : "new"))
    .join(" ");

describe("repeated", () => {
  const system = say("system", "You book trips.");
  const question = say("user", "A train?");

  test("of a conversation that goes on only what came since is new", () => {
    expect(shape([system, question, call, result("9:15")], conversation(system, question, call))).toBe(
      "old old old new",
    );
  });

  test("the same words said once more are new", () => {
    const yes = say("user", "Yes");
    const more = [yes, say("assistant", "Sure?"), yes];
    expect(shape(more, conversation(yes, say("assistant", "Sure?")))).toBe("old old new");
  });

  test("a history that was cut at its beginning, or has another instruction, is known again", () => {
    expect(shape([say("system", "Be brief."), call, result(1)], conversation(system, question, call))).toBe(
      "new old new",
    );
  });

  test("the conversation that most comes from is taken", () => {
    const other = conversation(question, say("assistant", "Which day?"));
    expect(shape([system, question, call], other, conversation(system, question, call))).toBe("old old old");
  });

  test("what the agent was asked as a text, and what a tool gave back, have been read", () => {
    const values: Told = { messages: [], values: ["A train?", { at: "9:15" }] };
    expect(shape([system, question, result({ at: "9:15" }), result({ at: "9:30" })], values)).toBe("new old old new");
  });

  test("a result is the same in the wrapper that a library puts around it", () => {
    const values: Told = { messages: [], values: ["7 degrees, rain"] };
    expect(shape([result({ result: "7 degrees, rain" }), result({ result: "8 degrees" })], values)).toBe("old new");
  });

  test("reasoning and ids that only one side has make no difference", () => {
    const thought: Message = { role: "assistant", parts: [{ type: "reasoning", text: "Hm" }, ...call.parts] };
    const bare: Message = {
      role: "assistant",
      parts: [{ type: "tool_call", name: "search", arguments: { to: "Oslo" } }],
    };
    expect(shape([bare], conversation(thought))).toBe("old");
    const changed: Message = {
      role: "assistant",
      parts: [{ type: "tool_call", name: "search", arguments: { to: "Rome" } }],
    };
    expect(shape([changed], conversation(thought))).toBe("new");
  });

  test("nothing said is nothing repeated", () => {
    expect(shape([{ role: "user", parts: [] }], conversation())).toBe("new");
    expect(repeated([], [conversation(system)])).toEqual([]);
  });
});

describe("isRepeated", () => {
  test("an answer that the last call gave is the same as a value", () => {
    expect(
      isRepeated("There is one at 9:15 for 40 €.", [conversation(say("assistant", "There is one at 9:15 for 40 €. "))]),
    ).toBe(true);
    expect(
      isRepeated({ at: [9, 15], to: "Oslo S", for: 40 }, [
        { messages: [], values: [{ at: [9, 15], to: "Oslo S", for: 40 }] },
      ]),
    ).toBe(true);
    expect(
      isRepeated({ at: [9, 16], to: "Oslo S", for: 40 }, [
        { messages: [], values: [{ at: [9, 15], to: "Oslo S", for: 40 }] },
      ]),
    ).toBe(false);
    expect(isRepeated({}, [{ messages: [], values: [{}] }])).toBe(false);
    expect(isRepeated(undefined, [{ messages: [], values: [] }])).toBe(false);
  });
});

test("of a span that has begun only what went in has been read", () => {
  const view = {
    inputMessages: [say("user", "q")],
    outputMessages: [say("assistant", "a")],
    inputs: 1,
    outputs: 2,
  } as unknown as SpanView;
  expect(toldBy(view, "in")).toEqual({ messages: view.inputMessages, values: [1] });
  expect(toldBy(view, "out")).toEqual({ messages: view.outputMessages, values: [2] });
  expect(toldBy(view, "all")).toMatchObject({ values: [1, 2], messages: { length: 2 } });
  expect(toldBy({ ...view, type: "TOOL" }, "all").values).toEqual([2]);
});
