import { afterAll, beforeAll, expect, test } from "vitest";
import { type FreshStore, freshStore } from "../testing.ts";
import { type CopiedRows, copyOut, copyOutPieces, listIn } from "./copy-out.ts";
import { sql } from "./sql.ts";

let fresh: FreshStore;
beforeAll(async () => {
  fresh = await freshStore();
});
afterAll(() => fresh.drop());

/** Of each row its texts; undefined for null. */
function textsOf({ bytes, rows }: CopiedRows): (string | undefined)[][] {
  return rows.map((row) => row.map((field) => field && bytes.toString("utf8", field.start, field.end)));
}

const statements = {
  "no rows": sql`select 1, 2 where false`,
  "null and empty": sql`select null::text, ''::text`,
  "many short rows": sql`select 'row ' || n, case when n % 3 = 0 then null else repeat('ü', n % 50) end
    from generate_series(1, 30000) as n`,
  "long rows among short ones": sql`select repeat(chr(96 + n), case when n % 2 = 0 then 700000 else 3 end), 'end'
    from generate_series(1, 9) as n`,
};

test.each(Object.entries(statements))("%s are the same as they come and all at once", async (_, statement) => {
  await fresh.store.db.connection(async (connection) => {
    const expected = textsOf(await copyOut(connection, statement));
    const seen: (string | undefined)[][] = [];
    for await (const piece of copyOutPieces(connection, statement)) seen.push(...textsOf(piece));
    expect(seen).toEqual(expected);
    expect(expected).toHaveLength(
      Number((await connection.query(sql`select count(*) as n from (${statement}) as rows (a, b)`))[0]!.n),
    );
  });
});

test("rows come while Postgres makes more of them", async () => {
  await fresh.store.db.connection(async (connection) => {
    let pieces = 0;
    let rows = 0;
    for await (const piece of copyOutPieces(connection, statements["many short rows"])) {
      pieces++;
      rows += piece.rows.length;
    }
    expect(rows).toBe(30_000);
    expect(pieces).toBeGreaterThan(1);
  });
});

test("a list says where its elements are; none where it is empty or null", async () => {
  const { bytes, rows } = await fresh.store.db.connection((connection) =>
    copyOut(connection, sql`select array[7, 8]::int[], array[]::int[], null::int[]`),
  );
  const lists = rows[0]!.map((field) => listIn(bytes, field));
  expect(lists.map(({ length }) => length)).toEqual([2, 0, 0]);
  expect([0, 1].map((i) => bytes.readInt32BE(lists[0]!.at + i * 8 + 4))).toEqual([7, 8]);
});
