import { afterAll, beforeAll, expect, test } from "vitest";
import { type FreshStore, freshStore } from "../testing.ts";
import { arrayLiteral } from "./array-literal.ts";
import { sql } from "./sql.ts";

let fresh: FreshStore;
beforeAll(async () => {
  fresh = await freshStore();
});
afterAll(() => fresh.drop());

test.each([
  [[]],
  [["", "null", "NULL", null, " ", "a,b", "{}", '"', "\\", '\\"', "\n\t", "ünï 🥣", "'; drop table runs; --"]],
])("texts come back as they are: %j", async (texts) => {
  const [row] = await fresh.store.db.query(sql`select ${texts}::text[] as texts`);
  expect(row?.texts).toEqual(texts);
});

test("numbers and truth values come back as they are", async () => {
  const doubles = [0, -0.5, 1e21, 5e-324, Number.MAX_VALUE, Number.NaN, Number.POSITIVE_INFINITY];
  const long = [2n ** 63n - 1n, -(2n ** 63n)];
  const [row] = await fresh.store.db.query(sql`
    select ${doubles}::float8[] as doubles, ${long}::bigint[]::text[] as long, ${[true, false, null]}::boolean[] as flags`);
  expect(row).toEqual({ doubles, long: long.map(String), flags: [true, false, null] });
});

test("bytes and lists in a list are left to the driver", async () => {
  const bytes = [Buffer.from([0, 1, 255])];
  expect([arrayLiteral(bytes), arrayLiteral([["a"]])]).toEqual([undefined, undefined]);
  const [row] = await fresh.store.db.query(sql`select ${bytes}::bytea[] as bytes, ${[["a"], ['"']]}::text[] as lists`);
  expect(row).toEqual({ bytes, lists: [["a"], ['"']] });
});
