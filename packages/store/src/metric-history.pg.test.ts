import { afterAll, beforeAll, expect, test } from "vitest";
import type { MetricPoint } from "./metric-points.ts";
import { sql } from "./postgres/sql.ts";
import { type FreshStore, freshStore } from "./testing.ts";

let fresh: FreshStore;
beforeAll(async () => {
  fresh = await freshStore();
});
afterAll(() => fresh.drop());

const newRun = async () => {
  const run = await fresh.store.runs.create({ experimentId: "0", userId: "", startTimeMs: 0, tags: [] });
  return run.info!.run_id!;
};
const count = 42_000;
const peaks: Readonly<Record<number, number>> = { 3: 70, 4000: 80, 4500: -80, 31007: 99, 41998: -99 };
const all: MetricPoint[] = Array.from({ length: count }, (_, at) => ({
  key: "m",
  value: at > 20_000 && at < 21_000 ? Number.NaN : (peaks[at] ?? Math.sin(at / 100)),
  timestampMs: at,
  step: at,
}));
const sampleOf = async (runId: string, limit: number, steps?: { first: number; last: number }) =>
  ((await fresh.store.metricHistory.sample([runId], "m", limit, steps)).get(runId) ?? []).map(
    ({ step, value }) => [Number(step), value] as const,
  );
const stepsOf = (sample: readonly (readonly [number, number])[]) => sample.map(([step]) => step);
const ascending = (steps: readonly number[]) => steps.every((step, at) => at === 0 || step > steps[at - 1]!);

test.each([
  ["in the order of its steps", all, 1000],
  ["shuffled", all.map((_, at) => all[(at * 30_011) % count]!), 1000],
])("a long metric logged %s shows its peaks, its first and last point and its gaps", async (_, points, size) => {
  const runId = await newRun();
  for (let at = 0; at < count; at += size) await fresh.store.runs.log(runId, { metrics: points.slice(at, at + size) });
  const sample = await sampleOf(runId, 500);
  const steps = stepsOf(sample);
  expect(sample.length).toBeLessThanOrEqual(500);
  expect(ascending(steps)).toBe(true);
  expect(steps).toEqual(expect.arrayContaining([0, count - 1, ...Object.keys(peaks).map(Number)]));
  for (const [step, value] of sample) expect(value).toEqual(all[step]!.value);
  if (size === 1000 && points === all) expect(sample.some(([, value]) => Number.isNaN(value))).toBe(true);
  const near = stepsOf(await sampleOf(runId, 2500, { first: 31_000, last: 31_100 }));
  expect(near).toEqual(Array.from({ length: 101 }, (_, at) => 31_000 + at));
  expect(await sampleOf(runId, 2500, { first: count, last: count + 9 })).toEqual([]);
});

test("points that were not logged but copied in are found as well", async () => {
  const runId = await newRun();
  await fresh.store.runs.log(runId, { metrics: [{ key: "m", value: 5, timestampMs: 0, step: 0 }] });
  await fresh.store.db.execute(sql`
    insert into metric_points select metric_id, i, i, case i when 12345 then 99 else 0 end, false
    from latest_metrics, generate_series(1, 60000) as i where run_id = ${runId}`);
  await fresh.store.db.execute(sql`update latest_metrics set points = 60001 where run_id = ${runId}`);
  const steps = stepsOf(await sampleOf(runId, 100));
  expect(steps).toEqual(expect.arrayContaining([0, 12_345, 60_000]));
});

test("writers that make a metric long at the same time lose no peak", async () => {
  const runId = await newRun();
  await Promise.all(
    Array.from({ length: 46 }, async (_, writer) => {
      const metrics = Array.from({ length: 900 }, (_, at) => ({
        key: "m",
        // Logs that arrive together are stored as one, of whose neighbours by step only the higher peak would be kept.
        value: at === ((writer * 17) % 46) * 19 ? 100 + writer : 0,
        timestampMs: 0,
        step: at * 46 + writer,
      }));
      await fresh.store.runs.log(runId, { metrics });
    }),
  );
  const sample = await sampleOf(runId, 2500);
  const highest = sample.map(([, value]) => value).filter((value) => value >= 100);
  expect(highest.sort((a, b) => a - b)).toEqual(Array.from({ length: 46 }, (_, writer) => 100 + writer));
});

test("what was logged before a metric was long loses no peak to what came after", async () => {
  const runId = await newRun();
  const log = (from: number, to: number, peak: { at: number; value: number }) =>
    fresh.store.runs.log(runId, {
      metrics: Array.from({ length: to - from }, (_, at) => ({
        key: "m",
        value: from + at === peak.at ? peak.value : 0,
        timestampMs: 0,
        // The later steps come first, so that by step and by arrival different points are neighbours.
        step: count - from - at,
      })),
    });
  await log(0, 1_000, { at: 100, value: 50 });
  for (let at = 1_000; at < count; at += 1_000) await log(at, Math.min(at + 1_000, count), { at: at + 100, value: at });
  const values = (await sampleOf(runId, 2500)).map(([, value]) => value);
  expect(values).toEqual(expect.arrayContaining([50, ...Array.from({ length: 41 }, (_, at) => (at + 1) * 1_000)]));
});

test("points whose blocks could not be made are stored and counted once, and a chart makes the blocks", async () => {
  const runId = await newRun();
  await fresh.store.db.execute(sql`
    create function fail() returns trigger language plpgsql as $$ begin raise 'no room'; end $$`);
  await fresh.store.db.execute(sql`
    create trigger fails before insert on metric_blocks for each row when (new.block < 0) execute function fail()`);
  for (let at = 0; at < count; at += 1000) await fresh.store.runs.log(runId, { metrics: all.slice(at, at + 1000) });
  await fresh.store.db.execute(sql`drop function fail cascade`);
  const [metric] = await fresh.store.db.query<{ points: bigint }>(
    sql`select points from latest_metrics where run_id = ${runId}`,
  );
  expect(metric?.points).toBe(BigInt(count));
  expect(stepsOf(await sampleOf(runId, 500))).toEqual(expect.arrayContaining(Object.keys(peaks).map(Number)));
});

test("blocks go with the run", async () => {
  await fresh.store.db.execute(sql`delete from runs`);
  const [left] = await fresh.store.db.query<{ blocks: bigint; points: bigint }>(
    sql`select (select count(*) from metric_blocks) as blocks, (select count(*) from metric_points) as points`,
  );
  expect(left).toEqual({ blocks: 0n, points: 0n });
});
