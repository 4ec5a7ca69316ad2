import { EventEmitter } from "node:events";
import { Readable } from "node:stream";
import { runInNewContext } from "node:vm";
import { diag } from "@opentelemetry/api";
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { type CaptureLimits, capture } from "./capture.ts";

const mebibyte = 1024 * 1024;
const limits: CaptureLimits = { maxBytes: mebibyte };
const captured = (value: unknown, more: Partial<CaptureLimits> = {}) =>
  JSON.parse(capture(value, { ...limits, ...more }));

class Point {
  x = 1;
  #hidden = 2;
  get sum() {
    return this.x + this.#hidden;
  }
}
class Money {
  #cents = 1250n;
  toString() {
    return `${Number(this.#cents) / 100} EUR`;
  }
}
class Client {
  apiKey = "sk-live";
  baseURL = "https://api.example.com";
}
const cyclic: Record<string, unknown> = { name: "loop" };
cyclic.self = cyclic;
const shared = { a: 1 };
const holes = Object.assign(new Array(4), { 0: 1, 3: 4 });
const aborted = AbortSignal.abort(new Error("enough"));

describe("what is written", () => {
  test.each<[string, unknown, unknown]>([
    ["plain data", { a: [1, "b", null, true, { c: {} }] }, { a: [1, "b", null, true, { c: {} }] }],
    ["a text", "Hello", "Hello"],
    ["undefined", undefined, null],
    ["null", null, null],
    ["a key without a value is left out, as in JSON", { a: undefined, b: 1 }, { b: 1 }],
    ["numbers that JSON has none for", [Number.NaN, Number.POSITIVE_INFINITY, -0], ["NaN", "Infinity", 0]],
    ["a BigInt", { small: 5n, large: 2n ** 64n }, { small: 5, large: "18446744073709551616" }],
    [
      "functions and classes",
      [function search() {}, () => 1, Point],
      ["[Function: search]", "[Function: anonymous]", "[class: Point]"],
    ],
    ["symbols", Symbol("s"), "Symbol(s)"],
    ["a Map of texts", new Map([["a", 1]]), { a: 1 }],
    ["a Map of others", new Map([[{ k: 1 }, "v"]]), [[{ k: 1 }, "v"]]],
    ["a Set", new Set([1, "x"]), [1, "x"]],
    ["a Date", { at: new Date(0), bad: new Date("x") }, { at: "1970-01-01T00:00:00.000Z", bad: "Invalid Date" }],
    ["a RegExp", /a+/gi, "/a+/gi"],
    ["boxed values", [Object(1), Object("s"), Object(true), Object(7n)], [1, "s", true, 7]],
    ["a URL", [new URL("http://a.b/c?d"), new URLSearchParams({ q: "1" })], ["http://a.b/c?d", "q=1"]],
    ["an instance's fields", new Point(), { x: 1 }],
    ["an instance that has words for itself", new Money(), "12.5 EUR"],
    ["an instance's secrets", new Client(), { apiKey: "[masked]", baseURL: "https://api.example.com" }],
    ["plain data's keys that look like secrets", { apiKey: "mine" }, { apiKey: "mine" }],
    ["toJSON", { toJSON: () => ({ said: 1n }) }, { said: 1 }],
    ["a small Buffer", Buffer.from("hi"), "data:application/octet-stream;base64,aGk="],
    ["an ArrayBuffer", new Uint8Array([0x89, 0x50, 0x4e, 0x47]).buffer, "data:image/png;base64,iVBORw=="],
    ["a large Buffer", Buffer.alloc(50_000), "[application/octet-stream, 50000 bytes]"],
    ["an embedding", new Float32Array([0.5, 1]), [0.5, 1]],
    ["64-bit numbers", new BigUint64Array([1n, 2n ** 63n]), [1, "9223372036854775808"]],
    ["a Blob", new Blob(["abc"], { type: "text/plain" }), "[text/plain, 3 bytes]"],
    [
      "headers without what they carry as keys",
      new Headers({ a: "1", Authorization: "Bearer x" }),
      { a: "1", authorization: "[masked]" },
    ],
    [
      "a Request",
      new Request("http://a.b/", { method: "POST", body: "x", headers: { "content-type": "t/t" } }),
      { method: "POST", url: "http://a.b/", headers: { "content-type": "t/t" } },
    ],
    [
      "a Response",
      new Response("x", { status: 201, headers: { a: "b", "content-type": "t/t" } }),
      { status: 201, statusText: "", url: "", headers: { a: "b", "content-type": "t/t" } },
    ],
    ["an AbortSignal", { signal: new AbortController().signal }, { signal: { aborted: false } }],
    [
      "promises, streams and generators",
      [Promise.resolve(1), new ReadableStream(), (function* () {})()],
      ["[Promise]", "[ReadableStream]", "[Generator]"],
    ],
    ["an emitter", [new EventEmitter(), Readable.from([])], ["[EventEmitter]", "[Readable]"]],
    ["a cycle", cyclic, { name: "loop", self: "[Circular]" }],
    ["the same object twice", [shared, shared, { s: shared, b: 1n }], [{ a: 1 }, { a: 1 }, { s: { a: 1 }, b: 1 }]],
    ["holes", holes, [1, "[2 empty items]", 4]],
    ["an array of another realm", runInNewContext("[{ a: 1 }, [2]]"), [{ a: 1 }, [2]]],
    [
      "what another realm has",
      runInNewContext("({ m: new Map([['a', 1]]), d: new Date(0), e: new TypeError('t') })"),
      { m: { a: 1 }, d: "1970-01-01T00:00:00.000Z", e: expect.objectContaining({ name: "TypeError", message: "t" }) },
    ],
    ["half a surrogate pair", { "k\ud800": "a\ud800b", plain: "😀" }, { "k\ufffd": "a\ufffdb", plain: "😀" }],
    ["NUL", "a\0b", "a\0b"],
  ])("%s", (_what, value, expected) => {
    expect(captured(value)).toEqual(expected);
  });

  test("an error with its stack, its cause and what else it has", () => {
    const error = new AggregateError([new RangeError("inner")], "outer", { cause: { code: 7n } });
    expect(captured(Object.assign(error, { status: 429, authorization: "x" }))).toEqual({
      name: "AggregateError",
      message: "outer",
      stack: expect.stringContaining("capture.test.ts"),
      cause: { code: 7 },
      errors: [expect.objectContaining({ name: "RangeError", message: "inner" })],
      status: 429,
    });
    expect(captured(aborted)).toMatchObject({ aborted: true, reason: { message: "enough" } });
  });

  test("a key __proto__ is a key as any other", () => {
    const value = JSON.parse('{"__proto__": {"a": 1}, "constructor": 2}');
    expect(capture(value, limits)).toBe('{"__proto__":{"a":1},"constructor":2}');
    expect(capture({ v: value, n: 1n }, limits)).toBe('{"v":{"__proto__":{"a":1},"constructor":2},"n":1}');
    expect(capture(new Map([["__proto__", 1]]), limits)).toBe('{"__proto__":1}');
  });
});

const revoked = Proxy.revocable({}, {});
revoked.revoke();
const endless: object = new Proxy(
  {},
  {
    get: (_target, key) => (typeof key === "string" ? endless : undefined),
    ownKeys: () => ["a", "b"],
    getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
  },
);
const hostileError = new Proxy(new Error("x"), { get() { throw hostileError; } }); // biome-ignore format: one case, one line
let deep: unknown = "bottom";
for (let level = 0; level < 100_000; level++) deep = { deep };

describe("hostile values", () => {
  test.each<[string, unknown, unknown]>([
    ["a getter that throws", { get bad() { throw new Error("no"); }, good: 1 }, { bad: "[threw: no]", good: 1 }], // biome-ignore format: one case, one line
    ["a getter that throws itself", { get bad() { throw hostileError; } }, { bad: expect.stringMatching(/^\[threw: /) }], // biome-ignore format: one case, one line
    ["toJSON that throws", { toJSON() { throw new Error("no"); } }, "[threw: no]"], // biome-ignore format: one case, one line
    ["toJSON that gives itself", { a: 1n, toJSON() { return this; } }, { a: 1, toJSON: "[Function: toJSON]" }], // biome-ignore format: one case, one line
    ["a Proxy whose traps throw", { p: new Proxy({}, { ownKeys() { throw new Error("trap"); } }) }, { p: "[threw: trap]" }], // biome-ignore format: one case, one line
    ["a revoked Proxy", { p: revoked.proxy }, { p: expect.stringMatching(/^\[threw: /) }],
    ["an error that cannot be read", { e: hostileError }, { e: expect.stringMatching(/^\[threw: /) }],
    ["one that only says it is a Map", { [Symbol.toStringTag]: "Map", a: 1n }, { a: 1 }],
    ["an instance that only says it is a Map", new (class Fake { a = 1; get [Symbol.toStringTag]() { return "Map"; } })(), expect.stringMatching(/^\[threw: /)], // biome-ignore format: one case, one line
    ["null as prototype", Object.assign(Object.create(null), { a: 1n }), { a: 1 }],
  ])("%s", (_what, value, expected) => {
    expect(captured(value)).toEqual(expected);
  });

  test("100,000 levels end with a sign", () => {
    expect(capture(deep, limits)).toContain("[deeper than 100 levels]");
  });

  test("a value without an end is cut, and its text is within the limit", () => {
    const text = capture(endless, { maxBytes: 10_000 });
    expect(text.length).toBeLessThanOrEqual(10_000);
    expect(() => JSON.parse(text)).not.toThrow();
  });

  test("very wide values say how much is left out", () => {
    const list = captured(Array.from({ length: 2_000_000 }, (_, index) => index));
    expect(list.at(-1)).toBe(`[${2_000_000 - (list.length - 1)} more items]`);
    const wide = captured(Object.fromEntries(Array.from({ length: 300_000 }, (_, index) => [`key-${index}`, 1])));
    expect(wide["…"] ?? wide).toMatch(/more keys|characters cut/);
    expect(captured(new Array(2 ** 32 - 1)).at(-1)).toMatch(/more items|empty items/);
    expect(
      captured(
        new Set(
          Array(10)
            .fill(0)
            .map((_, index) => index),
        ),
      ),
    ).toHaveLength(10);
  });

  test("nothing that fast-check makes throws or is longer than allowed, and plain data comes back", () => {
    fc.assert(
      fc.property(
        fc.anything({
          withBigInt: true,
          withDate: true,
          withMap: true,
          withSet: true,
          withTypedArray: true,
          withSparseArray: true,
          withNullPrototype: true,
          withObjectString: true,
          withBoxedValues: true,
        }),
        fc.integer({ min: 64, max: 5000 }),
        (value, maxBytes) => {
          const text = capture(value, { maxBytes });
          expect(Buffer.byteLength(text)).toBeLessThanOrEqual(maxBytes);
          JSON.parse(text);
        },
      ),
    );
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(capture(value, limits)).toBe(JSON.stringify(value));
      }),
    );
  });
});

describe("what is too long", () => {
  test("a text of 100 MB says how much of it was cut", () => {
    const text: string = captured("é".repeat(100_000_000));
    expect(text).toMatch(/^é+… \[\d+ of 100000000 characters cut\]$/);
  });

  test("one huge file among messages leaves the messages whole", () => {
    const messages = Array.from({ length: 50 }, (_, index) => ({ role: "user", content: `message ${index}` }));
    const got = captured([
      ...messages,
      { role: "tool", content: "x".repeat(3 * mebibyte) },
      { role: "user", content: "last" },
    ]);
    expect(got.slice(0, 50)).toEqual(messages);
    expect(got[50].content).toMatch(/^x{900000,}… \[\d+ of 3145728 characters cut\]$/);
    expect(got[51]).toEqual({ role: "user", content: "last" });
  });

  test.each([
    ["letters of three bytes", "€".repeat(mebibyte)],
    ["emoji", "😀".repeat(mebibyte)],
    ["characters that are escaped", "\u0001".repeat(mebibyte)],
    ["many texts", Array.from({ length: 5000 }, (_, index) => `${index}`.repeat(500))],
    ["long keys", Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`${index}`.repeat(4000), 1]))],
  ])("%s are cut within the limit, counted in bytes", (_what, value) => {
    const text = capture(value, limits);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(mebibyte);
    expect(Buffer.byteLength(text)).toBeGreaterThan(mebibyte / 16);
    expect(() => JSON.parse(text)).not.toThrow();
    expect(text.isWellFormed()).toBe(true);
  });
});

describe("redact", () => {
  test("is asked for every part with its path, and what it returns is written", () => {
    const seen: string[] = [];
    const redact = (value: unknown, path: readonly (string | number)[]) => {
      seen.push(path.join("."));
      return path.at(-1) === "email" ? "[email]" : value;
    };
    expect(captured({ user: { email: "a@b.c", tags: ["x"] }, map: new Map([["email", "d@e.f"]]) }, { redact })).toEqual(
      {
        user: { email: "[email]", tags: ["x"] },
        map: { email: "[email]" },
      },
    );
    expect(seen).toEqual(["", "user", "user.email", "user.tags", "user.tags.0", "map", "map.email"]);
  });

  test("that throws drops all of the content, and is told of once", () => {
    const error = vi.fn();
    diag.setLogger({ error, warn() {}, info() {}, debug() {}, verbose() {} });
    const redact = (value: unknown) => {
      if (value === "secret") throw new Error("broken");
      return value;
    };
    expect(captured({ ok: 1, s: ["secret"] }, { redact })).toBe("[dropped: the redact hook threw]");
    expect(captured(["secret"], { redact })).toBe("[dropped: the redact hook threw]");
    diag.disable();
    expect(error.mock.calls).toEqual([
      [expect.stringContaining("redact hook"), expect.objectContaining({ message: "broken" })],
    ]);
  });

  test("may answer with anything", () => {
    expect(captured({ a: 1 }, { redact: () => cyclic })).toEqual(expect.any(Object));
    expect(captured({ a: 1, b: 2 }, { redact: (value, path) => (path.length > 0 ? undefined : value) })).toEqual({
      a: null,
      b: null,
    });
  });
});
