import { expect, test } from "vitest";
import { TextDictionary } from "./text-dictionary.ts";

test("each text has one index, whatever lies around it", () => {
  const dictionary = new TextDictionary();
  const words = ["chat", "tool", "", "chat", "Ärzte 🩺", "cha", "chatt", "tool", "\0", "Ärzte 🩺"];
  const indices = words.map((word) => {
    const bytes = Buffer.from(`<${word}>`);
    return dictionary.indexOf(bytes, 1, bytes.length - 1);
  });
  expect(dictionary.texts).toEqual([...new Set(words)]);
  expect(indices.map((index) => dictionary.texts[index])).toEqual(words);
});

test("texts of one hash are kept apart", () => {
  // Both have the FNV-1a hash 0x5e4daa9d of 32 bits.
  const dictionary = new TextDictionary();
  const [costarring, liquid] = [Buffer.from("costarring"), Buffer.from("liquid")];
  const of = (bytes: Buffer) => dictionary.indexOf(bytes, 0, bytes.length);
  expect([of(costarring), of(liquid), of(costarring), of(liquid)]).toEqual([0, 1, 0, 1]);
});
