import { describe, expect, test } from "vitest";
import { hashText, splitWords } from "./hash-text.ts";
import { buildWordFilter, HashSet, hashWords, mayContain, queryWords } from "./words.ts";

function hashesOf(text: string | Uint8Array): Set<number> {
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  const hashes = new Set<number>();
  hashText(bytes, 0, bytes.length, (hash) => hashes.add(hash));
  return hashes;
}

function isFound(query: string, text: string): boolean {
  const words = queryWords(query);
  expect(words.length, `no words in ${query}`).toBeGreaterThan(0);
  const filter = buildWordFilter(hashesOf(text));
  return words.every((word) => word.hashes.some((hash) => mayContain(filter, hash)));
}

describe("a word is found whichever way it was written down", () => {
  const cases: [query: string, text: string][] = [
    ["hello", "Hello, world"],
    ["WORLD", "Hello, world"],
    ["4711", '{"order_id":"ORD-4711"}'],
    ["hello", JSON.stringify({ content: "one\nhello\tthere" })],
    ["hello", JSON.stringify(JSON.stringify({ content: "one\nhello" }))],
    ["über", JSON.stringify("Über uns")],
    ["über", String.raw`"\u00dcber uns"`],
    ["über", String.raw`"{\"a\": \"x\\n\\u00dcber uns\"}"`],
    ["ПРИВЕТ", "он сказал: привет!"],
    ["don’t", "They don’t know"],
    ["quoted", "“quoted”—text"],
    ["東京", "私は東京に住んでいます"],
    ["東京", String.raw`"\u6771\u4eac"`],
    ["สวัสดี", "คำว่าสวัสดีครับ"],
    ["new", String.raw`C:\new\folder`],
    ["folder", String.raw`C:\new\folder`],
    ["users", String.raw`C:\users\me`],
    ["café", "le café 😀 noir"],
    ["है", "यह है।"],
    ["noir", String.raw`caf\u00e9\ud83d\ude00noir`],
  ];
  test.each(cases)("%s in %s", (query, text) => expect(isFound(query, text)).toBe(true));
});

test("a word that is not there is not found", () => {
  expect(isFound("absent", "Hello, world")).toBe(false);
  expect(isFound("hell", "Hello, world")).toBe(false);
  expect(isFound("京東", "私は東京に住んでいます")).toBe(false);
});

test("words too short or too long have no place in a filter", () => {
  expect(hashesOf("a b c").size).toBe(0);
  expect(hashesOf("x".repeat(65)).size).toBe(0);
  expect(hashesOf("x".repeat(64)).size).toBe(1);
  expect(queryWords("a no x")).toEqual([]);
});

test("splitWords and hashText agree", () => {
  const text = "Das ist Überall, 東京タワー 2026 naïve Ελλάδα x";
  const split = new Set(splitWords(text).flatMap((word) => [...hashesOf(word)]));
  expect(hashesOf(text)).toEqual(split);
});

test("any bytes are read without an error", () => {
  let seed = 7;
  for (let round = 0; round < 300; round++) {
    const bytes = Uint8Array.from({ length: 200 }, () => {
      seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
      return round % 2 === 0 ? seed >>> 24 : [0x5c, 0x75, 0x64, 0x38, 0xe6, 0xf0, 0x61, 0x6e][(seed >>> 20) % 8]!;
    });
    expect(() => hashesOf(bytes)).not.toThrow();
  }
});

test("a filter passes few chunks without the word", () => {
  const present = new Set<number>();
  for (let i = 0; i < 2000; i++) for (const hash of hashesOf(`present${i}`)) present.add(hash);
  const filter = buildWordFilter(present);
  expect(filter.length % 8).toBe(0);
  expect([...present].every((hash) => mayContain(filter, hash))).toBe(true);
  let passed = 0;
  for (let i = 0; i < 10_000; i++) for (const hash of hashesOf(`absent${i}`)) if (mayContain(filter, hash)) passed++;
  expect(passed).toBeLessThan(40);
});

test("hashWords finds the words of every text of a chunk, next to whatever bytes they lie", () => {
  const value = (text: string) => field(2, field(1, utf8(text)));
  const keyValue = (key: string, text: string) => concat(field(1, utf8(key)), value(text));
  // 65 bytes long: the length byte before the text is the letter A.
  const long = `${"start ".padEnd(61, "-")} end`;
  const span = concat(
    field(1, new Uint8Array(16).fill(0x61)),
    field(5, utf8("spanname")),
    field(9, keyValue("keyname", long)),
    field(9, keyValue("other", "tail")),
    field(11, concat(field(2, utf8("eventname")), field(3, keyValue("k", "inevent")))),
    field(15, field(2, utf8("statusmessage"))),
  );
  const resource = field(1, keyValue("service.name", "resourceword"));
  const chunk = field(
    1,
    concat(field(1, resource), field(2, concat(field(1, field(1, utf8("scopeword"))), field(2, span)))),
  );
  const found = new Set<number>();
  hashWords(chunk, (hash) => found.add(hash));
  expect(found).toEqual(hashesOf("spanname start end tail eventname inevent statusmessage"));
});

test("of texts that begin alike, the words of all are found", () => {
  const words = Array.from({ length: 200 }, (_, i) => `wörd${i} "q${i}"`).join(" ");
  const texts = [words, `${words}more then`, `${words} and others`, `${words.slice(0, 700)}cut`, words];
  const chunk = field(1, field(2, concat(...texts.map((text) => field(2, field(5, utf8(text)))))));
  const found = new Set<number>();
  hashWords(chunk, (hash) => found.add(hash));
  expect(found).toEqual(new Set(texts.flatMap((text) => [...hashesOf(text)])));
});

test("a set of hashes has each of 32 bits once, whatever their sign, and forgets all when it is cleared", () => {
  const set = new HashSet(16);
  const hashes = [
    0,
    1,
    -1,
    2 ** 31 - 1,
    -(2 ** 31),
    ...Array.from({ length: 500 }, (_, i) => Math.imul(i, 0x9e3779b1)),
  ];
  const distinct = new Set(hashes.map((hash) => hash | 0));
  for (let round = 0; round < 2; round++) {
    expect(hashes.filter((hash) => set.add(hash))).toHaveLength(distinct.size);
    expect(hashes.every((hash) => set.has(hash) && set.has(hash >>> 0))).toBe(true);
    expect(new Set(set.toInt32Array())).toEqual(distinct);
    expect(set.size).toBe(distinct.size);
    set.clear();
    expect(hashes.some((hash) => set.has(hash))).toBe(false);
  }
});

const utf8 = (text: string) => new TextEncoder().encode(text);
const concat = (...parts: Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]));
function field(number: number, content: Uint8Array): Uint8Array {
  const size = content.length < 128 ? [content.length] : [(content.length & 0x7f) | 0x80, content.length >> 7];
  return Uint8Array.from([(number << 3) | 2, ...size, ...content]);
}
