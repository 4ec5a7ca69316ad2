import { expect, test } from "vitest";
import { type HttpAnswer, readAnswer, retryAfterMs } from "./otlp-answer.ts";

const now = Date.UTC(2026, 10, 21, 12, 0, 0);

test.each([
  [null, undefined],
  ["0", 0],
  ["120", 120_000],
  [" 7 ", 7_000],
  ["Sat, 21 Nov 2026 12:00:30 GMT", 30_000],
  ["Sat, 21 Nov 2026 11:00:00 GMT", 0],
  ["-5", 0],
  ["soon", undefined],
  ["", undefined],
])("Retry-After %j is %s ms", (text, ms) => {
  expect(retryAfterMs(text, now)).toBe(ms);
});

const answer = (status: number, type: string, body: string | Uint8Array): HttpAnswer => ({
  status,
  statusText: "",
  headers: new Headers({ "content-type": type }),
  body: typeof body === "string" ? new TextEncoder().encode(body) : body,
});

test.each([
  ["an empty body", answer(200, "application/x-protobuf", ""), 0, ""],
  ["bytes that are no protobuf", answer(200, "application/x-protobuf", new Uint8Array([255, 255, 255])), 0, ""],
  ["JSON", answer(200, "application/json", '{"partialSuccess":{"rejectedSpans":"3","errorMessage":"no"}}'), 3, "no"],
  ["JSON that is null", answer(202, "application/json", "null"), 0, ""],
  ["JSON of a wrong type", answer(200, "application/json", '{"partialSuccess":{"rejectedSpans":{}}}'), 0, ""],
  ["plain text", answer(204, "text/plain", "thanks"), 0, ""],
])("a success with %s is a success", (_, http, rejected, message) => {
  expect(readAnswer(http, now)).toEqual({ kind: "delivered", rejected, message, accepts: "" });
});

test("what a server says at length, in lines, with NUL and letters of all kinds, becomes one short line", () => {
  const said = readAnswer(answer(400, "text/plain", `größe\u0000\n\n  ${"名".repeat(1_000)}`), now) as {
    reason: string;
  };
  expect(said.reason).toMatch(/^400: größe\0 名+…$/u);
  expect(said.reason.length).toBeLessThan(320);
});

test.each([
  [301, "refused"],
  [400, "refused"],
  [408, "refused"],
  [413, "too-large"],
  [429, "retry"],
  [500, "refused"],
  [501, "refused"],
  [503, "retry"],
])("%i is %s", (status, kind) => {
  expect(readAnswer(answer(status, "text/plain", ""), now).kind).toBe(kind);
});
