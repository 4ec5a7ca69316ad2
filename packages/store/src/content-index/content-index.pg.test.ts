import { fields, parseFilter } from "@spanloom/filter";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sql } from "../postgres/sql.ts";
import { contentLeaf } from "../search/content.ts";
import { searchTraces } from "../search/search-traces.ts";
import { insertTraces, testTraceId } from "../search/testing.ts";
import { type FreshStore, freshStore, withPlans } from "../testing.ts";
import { buildBlock } from "./build.ts";
import { tracesThatMayHold } from "./candidates.ts";

const startMs = Date.UTC(2026, 10, 20);
const traces = 400;
const common = "the of and to in is that for it as was with be by on not he his but at";

let fresh: FreshStore;
beforeAll(async () => {
  fresh = await freshStore();
  await insert(1, traces);
});
afterAll(() => fresh?.drop());

/** Every trace has the same words, in an order of its own. */
function textOf(id: number): string {
  const words = common.split(" ");
  return Array.from({ length: 60 }, (_, i) => words[(id * (i + 3) * 7 + i * i) % words.length]).join(" ");
}

async function insert(from: number, to: number): Promise<void> {
  const ids = Array.from({ length: to - from + 1 }, (_, i) => from + i);
  await insertTraces(
    fresh.store.db,
    ids.map((id) => ({
      id,
      startMs: startMs - id,
      spans: [{ attributes: { text: textOf(id), other: `only${id} in here` } }, { logs: [`spoken ${id} aloud`] }],
    })),
  );
}

const place = { position: 0, end: 0 };
/** What was stored is made to look as if it were old: what has just come may get company. */
const age = () => fresh.store.db.execute(sql`update chunks set created_at = created_at - interval '1 minute'`);
const leafOf = (value: string) =>
  contentLeaf({ kind: "comparison", field: "span.content", operator: "LIKE", value, ...place });

async function search(filter: string): Promise<string[]> {
  const options = { idleSeconds: 300 };
  const page = await searchTraces(
    fresh.store.searches,
    { filter: parseFilter(filter, fields.traces), limit: 500 },
    options,
  );
  return page.traces.map((trace) => trace.traceId);
}

test("however many chunks wait, those of the next block are read along their index", async () => {
  const { db, plans } = withPlans(fresh.store.db);
  const unsorted: typeof db = {
    ...db,
    transaction: (work) =>
      db.transaction(async (connection) => {
        await connection.query(
          sql`select set_config('enable_sort', 'off', true), set_config('enable_seqscan', 'off', true)`,
        );
        return work(connection);
      }),
  };
  expect(await buildBlock(unsorted, 1e9)).toBe(false);
  expect(plans.join("\n")).toMatch(/Index Scan using chunks_\d+_created_at_idx/);
  expect(plans.join("\n")).not.toContain("Sort Key");
});

test("blocks give the traces that may hold a pattern, and young chunks are asked themselves", async () => {
  expect(await buildBlock(fresh.store.db, 1)).toBe(false);
  await age();
  expect(await buildBlock(fresh.store.db, 1e9)).toBe(false);
  for (let blocks = 0; blocks < 1000 && (await buildBlock(fresh.store.db, 20_000)); blocks++);
  const [made] = await fresh.store.db.query<{ blocks: number }>(
    sql`select count(*)::integer as blocks from content_blocks`,
  );
  expect(made?.blocks).toBeGreaterThan(2);
  await insert(traces + 1, traces + 20);

  for (const id of [1, 77, 200, traces, traces + 5]) {
    const text = textOf(id);
    for (const value of [
      `%${text.slice(40, 60)}%`,
      `%${text.slice(1, 90)}%`,
      `%only${id} in%`,
      `%spoken ${id} alou%`,
    ]) {
      const expected = Array.from({ length: traces + 20 }, (_, i) => i + 1)
        .filter((other) => {
          const inside = value.slice(1, -1);
          return [textOf(other), `only${other} in here`, `spoken ${other} aloud`].some((one) => one.includes(inside));
        })
        .map(testTraceId);
      const found = await candidates(value);
      expect(found).toEqual(expect.arrayContaining(expected));
      expect((await search(`span.content like '${value}'`)).toSorted()).toEqual(expected.toSorted());
    }
  }
  expect((await candidates("%only77 in here%"))?.length).toBeLessThan(200);
  expect(await candidates("%the%", 10)).toBeUndefined();
});

test("young chunks without a filter, as a burst leaves them, are read", async () => {
  await fresh.store.db.execute(sql`update chunks set words = null where trace_id = ${testTraceId(traces + 7)}::uuid`);
  const filter = `span.content like '%only${traces + 7} in%'`;
  expect(await search(filter)).toEqual([testTraceId(traces + 7)]);
  expect(await search(`"only${traces + 7} in here"`)).toEqual([testTraceId(traces + 7)]);
  // All of these may hold it: no more are looked at than may be candidates.
  await fresh.store.db.execute(sql`update chunks set words = null`);
  expect(await candidates(`%only${traces + 7} in%`, 5)).toBeUndefined();
  expect(await search(filter)).toEqual([testTraceId(traces + 7)]);
});

test("runs tell where words stand next to each other; blocks of before, which have none, are asked for the rest", async () => {
  const { db } = fresh.store;
  await db.execute(sql`truncate content_blocks`);
  const filler = (id: number) => Array.from({ length: 1_500 }, (_, i) => `w${id}x${i}`).join(" ");
  const endings = ["alpha beta gamma delta", "beta gamma alpha beta delta gamma delta"];
  await insertTraces(
    db,
    endings.map((ending, i) => ({
      id: 5_000 + i,
      startMs: startMs - i,
      spans: [{ attributes: { text: `${filler(i)} ${ending}` } }],
    })),
  );
  await age();
  await age();
  while (await buildBlock(db, 100_000));
  const pattern = "%alpha beta gamma delta%";
  // Other traces share the column of the first.
  const mayHold = async () => {
    const ids = await candidates(pattern);
    return [5_000, 5_001].filter((id) => ids?.includes(testTraceId(id)));
  };
  expect(await mayHold()).toEqual([5_000]);
  await db.execute(sql`update content_blocks set has_runs = false`);
  expect(await mayHold()).toEqual([5_000, 5_001]);
  expect(await search(`span.content like '${pattern}'`)).toEqual([testTraceId(5_000)]);
});

test("the indexer makes blocks in a thread of its own once there is enough, and says when it is behind", async () => {
  const { db, contentIndex } = fresh.store;
  await db.execute(sql`truncate content_blocks`);
  await age();
  await age();
  expect(await contentIndex.build(20_000)).toBe(0); // there is too little for one
  const text = textOf(1).repeat(500);
  await insertTraces(
    db,
    Array.from({ length: 45 }, (_, i) => ({ id: 9_000 + i, startMs: startMs - i, spans: [{ attributes: { text } }] })),
  );
  await age();
  await age();
  expect(contentIndex.isBehind).toBe(false);
  expect(await contentIndex.build(20_000)).toBe(1);
  await db.execute(
    sql`update chunks set raw_bytes = 100e6, created_at = now() where trace_id >= ${testTraceId(9_000)}::uuid`,
  );
  await contentIndex.look();
  expect(contentIndex.isBehind).toBe(true);
});

/** Traces that the index says may match a `like`. */
function candidates(pattern: string, limit = 1_000): Promise<readonly string[] | undefined> {
  return fresh.store.db.connection((connection) => tracesThatMayHold(connection, leafOf(pattern), new Map(), limit));
}
