import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { binsPerE, instantBin, percentileNs } from "../latency-bins.ts";
import { dayOf, dropPartitionsBefore } from "../partitions.ts";
import { raw, sql } from "../postgres/sql.ts";
import { type FreshStore, freshStore } from "../testing.ts";
import { type OverviewQuery, type TraceSums, traceOverview } from "../trace-overview.ts";
import { rollUp } from "./roll-up.ts";

const minuteMs = 60_000;
const dayMs = 86_400_000;
const epochMs = Date.UTC(2026, 9, 31, 22, 30);
const dimensions = ["model", "tool", "user", "name", "tags.env", "tags.id", "tags.mlflow.traceName"] as const;

describe("rollups", () => {
  let fresh: FreshStore;
  const atOnce = { minTraces: 3, waits: false, untilMs: Number.MAX_SAFE_INTEGER };

  beforeAll(async () => {
    fresh = await freshStore();
  });
  beforeEach(async () => {
    await fresh.store.db.execute(sql`create table if not exists chunks_20261031 partition of chunks
      for values from ('2026-10-31') to ('2026-11-01')`);
    await fresh.store.db.execute(sql`truncate traces, chunks, trace_rollups, trace_rollup_buckets, trace_rollup_marks`);
  });
  afterAll(() => fresh?.drop());

  test("whatever is written, changed, moved and deleted, in whatever order, an overview says what the traces say", async () => {
    const random = seeded(7);
    const { db } = fresh.store;
    for (let round = 0; round < 3; round++) {
      const writing = Promise.all([change(random, 30), change(random, 30)]);
      // Made while it changes under it, by two at once.
      await Promise.all([writing, rollUp(db, atOnce), rollUp(db, atOnce)]);
      if (round % 3 === 1) await rollUp(db, atOnce);
      if (round % 3 === 2) await change(random, 5);
      for (const by of dimensions) for (const query of someQueries(random, by)) await expectSame(query);
    }
    expect(await count("trace_rollup_buckets where period_s = 86400")).toBeGreaterThan(1);
    expect(await count("trace_rollups where dimension = 'tool' and period_s = 3600")).toBeGreaterThan(1);
    expect(await count("trace_rollup_buckets where 'tags.id' = any(left_out)")).toBeGreaterThan(0);
  }, 120_000);

  test("a bucket that is up to date is not counted again, and one whose trace has changed is", async () => {
    const { db, traces } = fresh.store;
    const traceIds = await insert(Array.from({ length: 10 }, (_, at) => ({ startMs: epochMs + at * 1_000 })));
    await rollUp(db, atOnce);
    await db.execute(sql`update trace_rollups set traces = traces + 1000 where dimension = 'all'`);
    const seen = async () =>
      (await traceOverview(fresh.store.searches, { experimentIds: ["1"], by: "name" })).total.traceCount;
    await insert([{ startMs: epochMs - 30 * minuteMs }, { startMs: epochMs + 30 * minuteMs }]);
    expect(await seen()).toBe(1_012);
    await traces.setTag(traceIds[0]!, "env", "changed");
    expect(await seen()).toBe(12);
    await rollUp(db, atOnce);
    expect(await seen()).toBe(12);
  });

  test("a bucket waits until it is over and nothing in it has changed for a while", async () => {
    const { db } = fresh.store;
    await insert(Array.from({ length: 10 }, () => ({ startMs: Date.now() + minuteMs })));
    await insert(Array.from({ length: 10 }, () => ({ startMs: epochMs })));
    expect(await rollUp(db, { ...atOnce, waits: true })).toBe(0);
    await db.execute(sql`update trace_rollup_marks set marked_at = marked_at - interval '1 minute'`);
    expect(await rollUp(db, { ...atOnce, waits: true })).toBe(1);
    expect(await count("trace_rollup_buckets")).toBe(1);
  });

  test("killed while it makes a bucket, it leaves the marks, and the next one makes it", async () => {
    const { db } = fresh.store;
    await insert(Array.from({ length: 10 }, (_, at) => ({ startMs: epochMs + at })));
    await db.execute(sql`create function die() returns trigger language plpgsql as
      $$ begin perform pg_terminate_backend(pg_backend_pid()); return null; end $$`);
    await db.execute(sql`create trigger die after insert on trace_rollups execute function die()`);
    await expect(rollUp(db, atOnce)).rejects.toThrow(/terminat/);
    await db.execute(sql`drop function die cascade`);
    expect(await count("trace_rollup_marks")).toBe(1);
    expect(await count("trace_rollup_buckets")).toBe(0);
    await rollUp(db, atOnce);
    expect(await count("trace_rollup_buckets")).toBe(3);
    await expectSame({ experimentIds: ["1"], by: "name" });
  });

  test("what retention removes is gone from the overview, and its buckets with the next making", async () => {
    const { db } = fresh.store;
    await insert(Array.from({ length: 10 }, () => ({ startMs: epochMs })));
    await rollUp(db, atOnce);
    await dropPartitionsBefore(db, dayOf(epochMs + dayMs));
    expect((await traceOverview(fresh.store.searches, { experimentIds: ["1"], by: "model" })).total.traceCount).toBe(0);
    await rollUp(db, atOnce);
    expect(await count("trace_rollup_buckets")).toBe(0);
    expect(await count("trace_rollups")).toBe(0);
  });

  test("in a bucket with more than a hundred keys of tags none is kept, and all are counted", async () => {
    const { db } = fresh.store;
    await insert(
      Array.from({ length: 120 }, (_, at) => ({ startMs: epochMs + at, tags: { [`key ${at}`]: "x", env: "prod" } })),
    );
    await rollUp(db, atOnce);
    expect(await count("trace_rollups where dimension like 'tags.%'")).toBe(0);
    for (const by of ["tags.env", "tags.key 7"] as const) await expectSame({ experimentIds: ["1"], by });
  });

  /** Some of what can happen to traces. */
  async function change(random: () => number, steps: number): Promise<void> {
    const { db, traces } = fresh.store;
    for (let step = 0; step < steps; step++) {
      const kind = random();
      const startMs = epochMs + Math.floor(random() * 6) * 9 * 3_600_000;
      const some = sql`(select trace_id from traces order by md5(trace_id::text || ${String(random())}) limit 3)`;
      if (kind < 0.6) {
        const near = Array.from({ length: 5 }, () => startMs + Math.floor(random() * minuteMs));
        await insert(near.map((ms) => someTrace(random, ms)));
      } else if (kind < 0.7) {
        await db.execute(sql`update traces set end_ns = start_ns + ${Math.floor(random() * 1e10)}::bigint, root_status = 2,
          input_tokens = 7 where trace_id in ${some}`);
      } else if (kind < 0.75) {
        await db.execute(
          sql`update traces set start_ns = ${BigInt(startMs) * 1_000_000n}::bigint where trace_id in ${some}`,
        );
      } else if (kind < 0.8) {
        await db.execute(sql`update traces set experiment_id = 3 - experiment_id where trace_id in ${some}`);
      } else if (kind < 0.9) {
        const [row] = await db.query<{ trace_id: string }>(sql`${some}`);
        if (row) await traces.setTag(row.trace_id, "env", random() < 0.5 ? "new" : "prod");
      } else await traces.deleteUntil(random() < 0.5 ? "1" : "2", BigInt(startMs), 4);
    }
  }

  /** As ingest does: a trace and its chunk in one transaction. Resolves to the ids. */
  function insert(traces: readonly TestTrace[]): Promise<string[]> {
    const rows = traces.map(({ startMs, tools = [], ...columns }) => {
      const trace = {
        ...{
          trace_id: randomUUID(),
          day: "2026-10-31",
          experiment_id: 1,
          updated_at: new Date(),
          span_count: 1,
          error_count: 0,
        },
        ...{
          start_ns: String(BigInt(startMs) * 1_000_000n),
          revision: 1,
          settled: true,
          chunk_count: 1,
          cost_partial: false,
        },
        ...{ name: "", models: [], tags: {}, metadata: {}, origins: {}, ...columns },
      };
      const chunk = {
        ...{ chunk_id: 1, trace_id: trace.trace_id, day: trace.day, created_at: new Date(), kind: 0, raw_bytes: 0 },
        ...{ reader_version: 1, span_ids: [], names: [], tokens: [], data: "", tools: tools.map(({ name }) => name) },
        start_ns: tools.map(() => trace.start_ns),
        end_ns: tools.map(({ ns }) => (ns === null ? "0" : String(BigInt(trace.start_ns) + BigInt(ns)))),
        traits: tools.map(({ traits }) => traits),
      };
      return { trace, chunk };
    });
    return fresh.store.db.transaction(async (db) => {
      await db.execute(
        sql`insert into traces select * from json_populate_recordset(null::traces, ${JSON.stringify(rows.map(({ trace }) => trace))}::json)`,
      );
      await db.execute(
        sql`insert into chunks select * from json_populate_recordset(null::chunks, ${JSON.stringify(rows.map(({ chunk }) => chunk))}::json)`,
      );
      return rows.map(({ trace }) => trace.trace_id);
    });
  }

  /** Against what is true of the rows, one by one. */
  async function expectSame(query: OverviewQuery): Promise<void> {
    const found = await traceOverview(fresh.store.searches, query);
    const traces = await fresh.store.db.query<TraceFacts>(sql`
      select start_ns, (end_ns - start_ns)::float8 as ns, root_status = 2 as failed, input_tokens::float8 as input,
        output_tokens::float8 as output, cost_pico_usd as cost, cost_partial as partial, nullif(name, '') as name, end_user as "user",
        models, tags, array(select jsonb_build_object('tool', s.tool, 'ns', s.end_ns - s.start_ns, 'failed', s.status = 2)
          from spans s where s.trace_id = t.trace_id and s.tool is not null) as calls
      from traces t where experiment_id = any(${[...query.experimentIds]}::bigint[])
        and start_ns >= ${BigInt(query.fromMs ?? 0) * 1_000_000n}::bigint and start_ns < ${BigInt(query.toMs ?? 9e12) * 1_000_000n}::bigint`);
    expect(found.total).toEqual(sumsOf(traces));
    for (const { startMs, sums } of found.buckets) {
      const within = ({ start_ns }: TraceFacts) =>
        Number(start_ns / 1_000_000n / BigInt(found.bucketMs)) * found.bucketMs === startMs;
      expect(sums).toEqual(sumsOf(traces.filter(within)));
    }
    const groups = Map.groupBy(
      traces.flatMap((trace) => partsOf(trace, query.by)),
      ({ value }) => value,
    );
    expect(found.groups).toHaveLength(Math.min(groups.size, 50));
    expect(found.moreGroups).toBe(groups.size > 50);
    for (const { value, sums } of found.groups)
      expect({ value, sums }).toEqual({ value, sums: sumsOf((groups.get(value) ?? []).map(({ facts }) => facts)) });
  }

  async function count(what: string): Promise<number> {
    const [row] = await fresh.store.db.query<{ n: bigint }>(sql`select count(*) as n from ${raw(what)}`);
    return Number(row!.n);
  }
});

interface TestTrace {
  readonly startMs: number;
  readonly tools?: readonly { readonly name: string | null; readonly ns: number | null; readonly traits: number }[];
  readonly [column: string]: unknown;
}

interface Facts {
  readonly ns: number | null;
  readonly failed: boolean | null;
  readonly input: number | null;
  readonly output: number | null;
  readonly cost: bigint | null;
  readonly partial: boolean;
}

interface TraceFacts extends Facts {
  readonly start_ns: bigint;
  readonly name: string | null;
  readonly user: string | null;
  readonly models: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  readonly calls: readonly { readonly tool: string; readonly ns: number; readonly failed: boolean }[];
}

const failedCall = 1 | (2 << 3);
const replacedCall = 1 | (1 << 14);

function someTrace(random: () => number, startMs: number): TestTrace {
  const startNs = BigInt(startMs) * 1_000_000n;
  const maybe = <Value>(value: Value) => (random() < 0.8 ? value : null);
  const below = (limit: number) => Math.floor(random() * limit);
  return {
    startMs,
    experiment_id: 1 + below(2),
    end_ns: maybe(String(startNs + BigInt(below(5) * below(1e9)))),
    root_status: maybe(below(3)),
    input_tokens: maybe(below(1_000)),
    output_tokens: maybe(below(100)),
    cost_pico_usd: maybe(below(1e9)),
    cost_partial: random() < 0.1,
    name: random() < 0.2 ? "" : `name ${below(3)}`,
    end_user: maybe(`user ${below(60)}`),
    models: ["a", "b", "c"].filter(() => random() < 0.4),
    tags: {
      ...(random() < 0.7 && { env: ["prod", "dev", ""][below(3)]! }),
      ...(random() < 0.9 && { id: randomUUID() }),
    },
    tools: Array.from({ length: below(3) }, () => ({
      name: maybe(`tool ${below(3)}`),
      ns: maybe(below(1e9)),
      traits: [1, 1, 1, failedCall, replacedCall][below(5)]!,
    })),
  };
}

/** All time, and ranges that cut through days, hours and minutes. */
function someQueries(random: () => number, by: OverviewQuery["by"]): OverviewQuery[] {
  const fromMs = epochMs + Math.floor(random() * dayMs);
  return [
    { experimentIds: ["1"], by },
    { experimentIds: ["2", "1"], by, fromMs, toMs: fromMs + Math.floor(random() * 2 * dayMs) },
    { experimentIds: ["2"], by, fromMs: epochMs + Math.floor(random() * minuteMs) },
  ];
}

function partsOf(trace: TraceFacts, by: OverviewQuery["by"]): { value: string | null; facts: Facts }[] {
  if (by === "tool") {
    const nothing = { input: null, output: null, cost: null, partial: false };
    return trace.calls.map(({ tool, ns, failed }) => ({ value: tool, facts: { ...nothing, ns, failed } }));
  }
  if (by === "model")
    return (trace.models.length > 0 ? trace.models : [null]).map((value) => ({ value, facts: trace }));
  const value =
    by === "name" || by === "user"
      ? trace[by]
      : (trace.tags[by.slice(5)] ?? (by === "tags.mlflow.traceName" ? trace.name : null));
  return [{ value, facts: trace }];
}

function sumsOf(all: readonly Facts[]): TraceSums {
  const bins = new Map<number, number>();
  for (const { ns } of all) {
    if (ns === null) continue;
    const bin = ns <= 0 ? instantBin : Math.floor(Math.log(ns) * binsPerE);
    bins.set(bin, (bins.get(bin) ?? 0) + 1);
  }
  const sum = (key: "input" | "output") => {
    const said = all.flatMap((each) => each[key] ?? []);
    return said.length === 0 ? null : said.reduce((total, each) => total + each, 0);
  };
  const costs = all.flatMap(({ cost }) => cost ?? []);
  return {
    traceCount: all.length,
    failedCount: all.filter(({ failed }) => failed).length,
    inputTokens: sum("input"),
    outputTokens: sum("output"),
    costPicoUsd: costs.length === 0 ? null : costs.reduce((total, each) => total + each, 0n),
    costPartial: all.some(({ partial }) => partial),
    latencyNs:
      bins.size === 0
        ? null
        : { p50: percentileNs(bins, 0.5)!, p95: percentileNs(bins, 0.95)!, p99: percentileNs(bins, 0.99)! },
  };
}

/** Mulberry32: the same run every time. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
