import { expect, test } from "vitest";
import { RecentChanges } from "./recent-changes.ts";

const change = (traceId: string) => ({ traceId, experimentId: "0" });
const names = (recent: RecentChanges, sinceMs: number) => Array.from(recent.since(sinceMs), ({ traceId }) => traceId);

function atTime(startMs: number) {
  const clock = { ms: startMs };
  return { clock, recent: new RecentChanges(() => clock.ms) };
}

test("what changed since a time is known, each trace once with its latest", () => {
  const { clock, recent } = atTime(10_000);
  recent.add([change("a"), change("b")]);
  clock.ms = 12_000;
  recent.add([change("a")]);
  expect(names(recent, 11_000)).toEqual(["a"]);
  expect(names(recent, 10_000)).toEqual(["b", "a"]);
  expect(names(recent, 99_000)).toEqual([]);
});

test("clocks of replicas may differ a little", () => {
  const { recent } = atTime(10_000);
  recent.add([change("a")]);
  expect(names(recent, 10_200)).toEqual(["a"]);
  expect(names(recent, 10_300)).toEqual([]);
});

test("of a time before it began, or whose changes were forgotten, it does not say that it knows", () => {
  const { clock, recent } = atTime(10_000);
  expect(recent.holdsFrom(9_999)).toBe(false);
  expect(recent.holdsFrom(10_000)).toBe(true);
  recent.add([change("a")]);
  clock.ms = 50_000;
  recent.add([change("b")]);
  expect(recent.holdsFrom(10_000)).toBe(false);
  expect(recent.holdsFrom(10_001)).toBe(true);
  for (const never of [Number.NaN, Number.NEGATIVE_INFINITY, -1, 0]) expect(recent.holdsFrom(never)).toBe(false);
});

test("a burst makes it forget the oldest and not grow", () => {
  const { recent } = atTime(10_000);
  recent.add(Array.from({ length: 30_000 }, (_, at) => change(String(at))));
  expect(names(recent, 0)).toHaveLength(20_000);
  expect(recent.holdsFrom(10_000)).toBe(false);
});
