import { expect, test } from "vitest";
import { boundsOf, readTimeRange, writeTimeRange } from "./time-range.ts";

const moment = Date.UTC(2026, 10, 21, 10, 0, 0);

test.each([
  ["", { kind: "all" }],
  ["from=-1h", { kind: "last", minutes: 60 }],
  ["from=-7d", { kind: "last", minutes: 10_080 }],
  ["from=-90m", { kind: "last", minutes: 90 }],
  ["from=2026-11-21T10:00:00Z", { kind: "between", fromMs: moment }],
  ["to=2026-11-21T10:00:00Z", { kind: "between", toMs: moment }],
  ["from=2026-11-21T09:59:59.5Z&to=2026-11-21T10:00:00Z", { kind: "between", fromMs: moment - 500, toMs: moment }],
])("the range of ?%s is read and written back the same", (query, range) => {
  const read = readTimeRange(new URLSearchParams(query));
  expect(read).toEqual(range);
  const written = Object.entries(writeTimeRange(read)).filter(([, value]) => value !== undefined) as [string, string][];
  expect(readTimeRange(new URLSearchParams(written))).toEqual(range);
});

test("a time without a zone is UTC, and one with a zone means that moment", () => {
  expect(readTimeRange(new URLSearchParams({ from: "2026-11-21T10:00" }))).toEqual({ kind: "between", fromMs: moment });
  expect(readTimeRange(new URLSearchParams({ from: "2026-11-21T12:00+02:00" }))).toEqual({
    kind: "between",
    fromMs: moment,
  });
});

test.each(["from=-0h", "from=yesterday", "from=-1w", "from=2026-13-45T10:00Z", "from=", "to=%00"])(
  "?%s is no limit",
  (query) => expect(readTimeRange(new URLSearchParams(query))).toEqual({ kind: "all" }),
);

test("a moving range ends now, and an open end is 0", () => {
  expect(boundsOf({ kind: "last", minutes: 60 }, moment)).toEqual({ fromMs: moment - 3_600_000, toMs: 0 });
  expect(boundsOf({ kind: "between", toMs: moment }, 1)).toEqual({ fromMs: 0, toMs: moment });
});
