import { encodeBinary, TracesData } from "@spanloom/wire/otlp";
import { expect, test } from "vitest";
import { longestTexts } from "./longest-texts.ts";

/** The texts that are left of those of one span. */
function leftOf(...texts: string[]): string[] {
  const attributes = texts.map((stringValue, i) => ({ key: `text.${i}`, value: { stringValue } }));
  const chunk = encodeBinary(TracesData, { resourceSpans: [{ scopeSpans: [{ spans: [{ attributes }] }] }] });
  return longestTexts(chunk, 0).map(({ from, to }) => Buffer.from(chunk.subarray(from, to)).toString());
}

const long = "It was the best of times, it was the worst of times. ".repeat(8);
const said = [long, "And then?", "It was the age of wisdom."].map((content) => ({ role: "user", content }));
const messages = (count: number) => JSON.stringify(said.slice(0, count));

test("of a conversation that grows the last text is left, in whatever order they come", () => {
  expect(leftOf(messages(1), messages(2), messages(3))).toEqual([messages(3)]);
  expect(leftOf(messages(3), messages(1), messages(2))).toEqual([messages(3)]);
  expect(leftOf(messages(2), "other", messages(2))).toEqual([messages(2), "other"]);
});

test.each<[what: string, texts: string[]]>([
  ["a word that goes on", [`${long}some`, `${long}something`]],
  ["a word that is not in the other", [`${long}some`, `${long}other thing`]],
  ["a character in several bytes", [`${long}\u00e4`, `${long}\u00e5 and more`]],
  ["an escape", [`${long}\\`, `${long}\\nothing`]],
  ["short texts", ["some", "some thing"]],
])("%s is no reason to leave a text out", (_, texts) => {
  expect(leftOf(...texts)).toEqual(texts);
});

test("bytes that are no protobuf have no texts", () => {
  expect(longestTexts(Buffer.from("\xff\xff\xff no protobuf", "latin1"), 0)).toEqual([]);
});
