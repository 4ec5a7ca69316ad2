import { describe, expect, test } from "vitest";
import { hashText, splitWords, WordEnds } from "./hash-text.ts";
import { JointReader, type Joints, phraseJoints } from "./joints.ts";
import { likeJoints } from "./like-pattern.ts";

/** As content-index/matrix.ts gathers them. */
function storedIn(text: string): Set<number> {
  const stored = new Set<number>();
  const reader = new JointReader(
    (joint) => stored.add(joint),
    (run) => stored.add(run),
  );
  const ends = new WordEnds(() => reader.word(ends));
  const bytes = new TextEncoder().encode(text);
  hashText(bytes, 0, bytes.length, () => reader.word(ends), ends);
  return stored;
}

function areIn({ joints, runs }: Joints, text: string): boolean {
  const stored = storedIn(text);
  return [...joints, ...runs].every(({ hashes }) => hashes.some((hash) => stored.has(hash)));
}

const long = "x".repeat(70);

describe("joints of a pattern are in every text that matches it", () => {
  test.each<[pattern: string, text: string, joints: number, runs?: number]>([
    ["%of the model%", "Out of the model's mouth", 1],
    ["%ation of the pri%", "The translation of the prices", 3, 2],
    ["%the%price%", "the\nprice", 0],
    ["%is a test%", "this is a test.", 0],
    [`% ${long} end%`, `some ${long} ends here`, 1],
    [`%${long} end%`, `some ${long} ends here`, 1],
    ["%Über uns und%", JSON.stringify("ÜBER UNS UND so weiter"), 1],
    ["%Über uns und%", String.raw`"\u00dcber uns\u0020und"`, 1],
    ["%one two\nthree%", JSON.stringify(JSON.stringify({ text: "one two\nthree" })), 2],
    ["%new file%", String.raw`C:\new file`, 0],
    ["%renew files%", String.raw`C:\new renew files`, 1],
    ["%0041bc def%", String.raw`\u0041bc def`, 0],
    ["%the 東京 tower%", "the 東京 tower", 0],
    ["%up to the 東京 tower of iron%", "up to the 東京 tower of iron", 3, 1],
    ["%this is a big test%", "this is a big test", 3, 2],
    ["%some 東 tower%", "some 東 tower", 1],
    ["%a_c the end%", "abc the end", 1],
    ["%user's name is%", "the user's name is", 1],
  ])("%s in %s", (pattern, text, joints, runs = 0) => {
    const found = likeJoints(pattern);
    expect(found.joints.length).toBeGreaterThanOrEqual(joints);
    expect(found.runs.length).toBeGreaterThanOrEqual(runs);
    expect(areIn(found, text)).toBe(true);
  });
});

describe("joints of a phrase are in every text that has it", () => {
  test.each<[phrase: string, text: string]>([
    ["new file", String.raw`C:\new\file`],
    ["to be or not to be", '{"content":"To be, or not to be"}'],
    ["no one", String.raw`say:\no one`],
    ["users bin new", String.raw`c:\users\bin\new`],
    ["über uns", String.raw`"\u00dcber uns"`],
  ])("%s in %s", (phrase, text) => {
    expect(areIn(phraseJoints(splitWords(phrase)), text)).toBe(true);
  });

  test("and not in one that has its words elsewhere", () => {
    expect(areIn(phraseJoints(["alpha", "beta"]), "beta alpha gamma beta")).toBe(false);
    expect(areIn(likeJoints("%lpha bet%"), "beta alpha gamma beta")).toBe(false);
    expect(areIn(likeJoints("%one two three%"), "two three, one two and two three")).toBe(false);
  });
});
