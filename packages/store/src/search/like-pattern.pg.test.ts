import { afterAll, beforeAll, expect, test } from "vitest";
import { sql } from "../postgres/sql.ts";
import { type FreshStore, freshStore } from "../testing.ts";
import { safePattern } from "./comparisons.ts";
import { likeMatcher } from "./like-pattern.ts";

let fresh: FreshStore;
beforeAll(async () => {
  fresh = await freshStore();
});
afterAll(() => fresh?.drop());

test("patterns mean here what they mean in Postgres", async () => {
  const pieces = ["a", "b", "B", "%", "\\", "é", "É", "Ж", "ж", "😀"];
  let seed = 11;
  const random = (below: number) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
  const word = (length: number) => Array.from({ length: random(length) }, () => pieces[random(pieces.length)]).join("");
  const pairs = Array.from({ length: 20_000 }, () => ({ text: word(7), pattern: word(6) }));
  const rows = await fresh.store.db.query<{ n: number; matches: boolean; matches_folded: boolean }>(sql`
    select n::integer, value like pattern as matches, value ilike pattern as matches_folded
    from unnest(${pairs.map(({ text }) => text)}::text[], ${pairs.map(({ pattern }) => safePattern(pattern))}::text[])
      with ordinality as x (value, pattern, n)`);
  const wrong = rows.filter(({ n, matches, matches_folded }) => {
    const { text, pattern } = pairs[n - 1]!;
    return likeMatcher(pattern, false)!(text) !== matches || likeMatcher(pattern, true)!(text) !== matches_folded;
  });
  expect(wrong.map(({ n }) => pairs[n - 1])).toEqual([]);
  expect(rows.filter(({ matches }) => matches).length).toBeGreaterThan(500);
});
