import { fields, parseFilter, parseOrderBy } from "@spanloom/filter";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Db } from "../postgres/db.ts";
import { type Sql, sql } from "../postgres/sql.ts";
import { type FreshStore, freshStore } from "../testing.ts";
import { type RunPage, type RunSearch, searchRuns } from "./runs.ts";

interface Known {
  readonly id: string;
  readonly experiment: 1 | 2;
  readonly name: string;
  readonly start: number;
  readonly isDeleted: boolean;
  /** Some are equal, some NaN, some missing. */
  readonly a: number | undefined;
  readonly b: number | undefined;
  /** Few have it. */
  readonly rare: number | undefined;
  readonly p: string | undefined;
  /** Never long. */
  readonly q: string | undefined;
}

/** More than a walk along an index takes in its first steps, with many that are equal. */
const known: readonly Known[] = Array.from({ length: 4_000 }, (_, i) => {
  const noise = (i * 7919) % 1_009;
  return {
    id: (i * 2_654_435_761).toString(16).padStart(12, "0").slice(-12),
    experiment: i % 5 === 0 ? 2 : 1,
    name: `run ${noise % 50}`,
    start: Math.floor(i / 3),
    isDeleted: i % 97 === 0,
    a: noise % 11 === 0 ? undefined : noise % 13 === 0 ? Number.NaN : (noise % 200) / 200,
    b: i % 2 === 0 ? noise : undefined,
    rare: i % 500 === 0 ? i : undefined,
    p: i % 7 === 0 ? undefined : i % 40 === 0 ? `${"long ".repeat(60)}${i % 3}` : `v${noise % 20}`,
    q: i % 9 === 0 ? undefined : noise % 4 === 0 ? "same" : `q${noise}`,
  };
});

let fresh: FreshStore;
let db: Db;

beforeAll(async () => {
  fresh = await freshStore();
  db = fresh.store.db;
  await db.query(
    sql`insert into experiments (experiment_id, name, creation_time_ms, last_update_time_ms) values (1, 'one', 0, 0), (2, 'two', 0, 0)`,
  );
  const of = <Value>(read: (run: Known) => Value) => known.map(read);
  await db.query(sql`
    insert into runs (run_id, experiment_id, name, status, start_time_ms, artifact_uri, lifecycle_stage)
    select id, experiment, name, 3, start, '', case when gone then 'deleted' else 'active' end
    from unnest(${of(({ id }) => id)}::text[], ${of(({ experiment }) => experiment)}::bigint[], ${of(({ name }) => name)}::text[],
      ${of(({ start }) => start)}::bigint[], ${of(({ isDeleted }) => isDeleted)}::boolean[]) as given (id, experiment, name, start, gone)`);
  for (const key of ["a", "b", "rare"] as const) {
    const having = known.filter((run) => run[key] !== undefined);
    await db.query(sql`
      insert into latest_metrics (run_id, experiment_id, key, value, is_nan, step, timestamp_ms)
      select id, experiment, ${key}, case when value = 'NaN' then 0 else value end, value = 'NaN', 0, 0
      from unnest(${having.map(({ id }) => id)}::text[], ${having.map(({ experiment }) => experiment)}::bigint[],
        ${having.map((run) => run[key]!)}::float8[]) as given (id, experiment, value)`);
  }
  for (const key of ["p", "q"] as const) {
    const having = known.filter((run) => run[key] !== undefined);
    await db.query(sql`
      insert into run_params (run_id, experiment_id, key, value)
      select id, experiment, ${key}, value from unnest(${having.map(({ id }) => id)}::text[],
        ${having.map(({ experiment }) => experiment)}::bigint[], ${having.map((run) => run[key]!)}::text[]) as given (id, experiment, value)`);
  }
  await db.query(sql`analyze`);
});
afterAll(() => fresh?.drop());

type Predicate = (run: Known) => boolean;

const filters: readonly [text: string, matches: Predicate][] = [
  ["", () => true],
  ["metrics.a > 0.5", ({ a }) => a !== undefined && a > 0.5],
  ["metrics.a != 0.5", ({ a }) => a !== undefined && a !== 0.5],
  ["metrics.a >= 0.99 and params.p = 'v3'", ({ a, p }) => a !== undefined && a >= 0.99 && p === "v3"],
  ["params.p != 'v3' and metrics.b < 900", ({ p, b }) => p !== undefined && p !== "v3" && b !== undefined && b < 900],
  ["params.p is null", ({ p }) => p === undefined],
  [`params.p = '${"long ".repeat(60)}1'`, ({ p }) => p?.startsWith("long") === true && p.endsWith("1")],
  ["params.p ilike 'LONG%'", ({ p }) => p?.startsWith("long") === true],
  ["metrics.a > 2", () => false],
  ["run_name = 'run 7' or metrics.rare > 0", ({ name, rare }) => name === "run 7" || (rare !== undefined && rare > 0)],
];

type Key = (run: Known) => number | string | undefined;

const orders: readonly [text: string, keys: readonly (readonly [Key, "asc" | "desc"])[]][] = [
  ["", []],
  ["start_time asc", [[({ start }) => start, "asc"]]],
  ["metrics.a desc", [[({ a }) => a, "desc"]]],
  [
    "metrics.a asc, metrics.b desc",
    [
      [({ a }) => a, "asc"],
      [({ b }) => b, "desc"],
    ],
  ],
  ["metrics.rare asc", [[({ rare }) => rare, "asc"]]],
  [
    "metrics.none desc, start_time asc",
    [
      [() => undefined, "desc"],
      [({ start }) => start, "asc"],
    ],
  ],
  ["params.p desc", [[({ p }) => p, "desc"]]],
  ["params.q", [[({ q }) => q, "asc"]]],
  ["params.q desc", [[({ q }) => q, "desc"]]],
  [
    "run_name asc, metrics.a desc",
    [
      [({ name }) => name, "asc"],
      [({ a }) => a, "desc"],
    ],
  ],
  ["run_id desc", [[({ id }) => id, "desc"]]],
];

describe.each(orders)("ordered by '%s'", (order, keys) => {
  test.each(filters)("%s", async (filter, matches) => {
    for (const [experimentIds, limit] of [
      [["1"], 400],
      [["1", "2"], 700],
      [["2"], 150],
      [["1", "2"], 3_000],
    ] as const) {
      const expected = known
        .filter((run) => !run.isDeleted && experimentIds.some((id) => id === String(run.experiment)) && matches(run))
        .sort(byAll([...keys, [({ start }) => start, "desc"], [({ id }) => id, "asc"]]));
      const found = await allPages({ experimentIds, view: "active", ...parsed(filter, order), limit });
      expect(found).toEqual(expected.map(({ id }) => id));
    }
  });
});

test("runs that come while pages are read move none of the others", async () => {
  const search = { experimentIds: ["1"], view: "active", ...parsed("", "metrics.a desc"), limit: 10 } as const;
  const first = await searchRuns(db, search);
  const second = await searchRuns(db, { ...search, pageToken: first.nextPageToken });
  await db.query(
    sql`insert into runs (run_id, experiment_id, name, status, start_time_ms, artifact_uri) values ('ffff', 1, '', 3, 9999999, '')`,
  );
  await db.query(
    sql`insert into latest_metrics (run_id, experiment_id, key, value, is_nan, step, timestamp_ms) values ('ffff', 1, 'a', 99, false, 0, 0)`,
  );
  expect(idsOf(await searchRuns(db, search))[0]).toBe("ffff");
  expect(await searchRuns(db, { ...search, pageToken: first.nextPageToken })).toEqual(second);
  await db.query(sql`delete from runs where run_id = 'ffff'`);
});

test.each([
  "garbage",
  "",
  Buffer.from("[]").toString("base64url"),
  Buffer.from('["x", 1]').toString("base64url"),
  Buffer.from('{"offset": 5}').toString("base64"),
])("a token that is none is refused, case %#", async (pageToken) => {
  const search = { experimentIds: ["1"], view: "active", ...parsed("", ""), limit: 10, pageToken } as const;
  if (pageToken === "") await expect(searchRuns(db, search)).resolves.toMatchObject({ runs: expect.any(Array) });
  else await expect(searchRuns(db, search)).rejects.toMatchObject({ code: "INVALID_PARAMETER_VALUE" });
});

test("a token is good for its order, with whatever filter", async () => {
  const search = { experimentIds: ["1"], view: "active", ...parsed("", "metrics.a"), limit: 10 } as const;
  const { nextPageToken: pageToken } = await searchRuns(db, search);
  await expect(searchRuns(db, { ...search, ...parsed("", "metrics.b"), pageToken })).rejects.toThrow("page_token");
  await expect(
    searchRuns(db, { ...search, ...parsed("metrics.a > 0", "metrics.a"), pageToken }),
  ).resolves.toBeDefined();
});

test("no experiment has no runs", async () => {
  const search = { experimentIds: [], view: "all", ...parsed("", ""), limit: 10 } as const;
  expect(await searchRuns(db, search)).toEqual({ runs: [] });
});

describe("what much of matches is found along the index of the order", () => {
  test.each([
    ["", "", /runs_by_start/],
    ["", "metrics.a desc", /Index Only Scan Backward using latest_metrics_by_value/],
    ["metrics.b > 0", "metrics.a", /Index Only Scan using latest_metrics_by_value/],
  ])("'%s' ordered by '%s'", async (filter, order, plan) => {
    const plans: string[] = [];
    const page = await searchRuns(explaining(db, plans), {
      experimentIds: ["1"],
      view: "active",
      ...parsed(filter, order),
      limit: 20,
    });
    expect(page.runs).toHaveLength(20);
    expect(plans.at(-1)).toMatch(plan);
  });
});

test("of few runs, what they are compared with is read once from an index, whatever the planner thinks of the table", async () => {
  const plans: string[] = [];
  await fresh.store.db.transaction(async (held) => {
    await held.query(sql`set local plan_cache_mode = force_generic_plan`);
    const filter = "metrics.a >= 0.5 and params.q = 'same' and tags.t != 'x'";
    await searchRuns(explaining(held, plans), {
      experimentIds: ["2"],
      view: "active",
      ...parsed(filter, ""),
      limit: 20,
    });
  });
  expect(plans).toHaveLength(1);
  expect(plans[0]!.match(/hashed SubPlan/g)).toHaveLength(2);
  expect(plans[0]).toMatch(/Index Only Scan using latest_metrics_by_value/);
  expect(plans[0]).toMatch(/Index Only Scan using run_params_by_value/);
  expect(plans[0]).not.toMatch(/Seq Scan on (latest_metrics|run_params) /);
});

/** Adds how Postgres will run each statement to `plans`. */
function explaining(db: Db, plans: string[]): Db {
  return {
    ...db,
    async query<Row extends object>(statement: Sql) {
      const rows = await db.query<{ "QUERY PLAN": string }>(sql`explain ${statement}`);
      plans.push(rows.map((row) => row["QUERY PLAN"]).join("\n"));
      return db.query<Row>(statement);
    },
  };
}

function parsed(filter: string, order: string): Pick<RunSearch, "filter" | "orderBy"> {
  return { filter: parseFilter(filter, fields.runs), orderBy: parseOrderBy(order, fields.runs) };
}

const idsOf = ({ runs }: RunPage) => runs.map(({ info }) => info?.run_id);

async function allPages(search: RunSearch): Promise<(string | undefined)[]> {
  const found: (string | undefined)[] = [];
  for (let pageToken: string | undefined; ; ) {
    const page = await searchRuns(db, { ...search, pageToken });
    expect(page.runs.length).toBeLessThanOrEqual(search.limit);
    found.push(...idsOf(page));
    pageToken = page.nextPageToken;
    if (pageToken === undefined) return found;
  }
}

/** What is missing is last in both directions, and NaN just before it. */
function byAll(keys: readonly (readonly [Key, "asc" | "desc"])[]) {
  const rank = (value: number | string | undefined) => (value === undefined ? 2 : Number.isNaN(value) ? 1 : 0);
  return (left: Known, right: Known): number => {
    for (const [key, direction] of keys) {
      const [x, y] = [key(left), key(right)];
      const byRank = rank(x) - rank(y);
      if (byRank !== 0) return byRank;
      if (rank(x) === 0 && x !== y) return (x! < y! ? -1 : 1) * (direction === "asc" ? 1 : -1);
    }
    return 0;
  };
}
