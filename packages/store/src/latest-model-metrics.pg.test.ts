import { readFile } from "node:fs/promises";
import { fields, type OrderBy, parseFilter } from "@spanloom/filter";
import { afterAll, beforeAll, expect, test } from "vitest";
import { logModelMetrics, type ModelMetric } from "./logged-model-metrics.ts";
import { sql } from "./postgres/sql.ts";
import type { LoggedModelOrder } from "./search/logged-models.ts";
import { type FreshStore, freshStore } from "./testing.ts";

let fresh: FreshStore;
beforeAll(async () => {
  fresh = await freshStore();
});
afterAll(() => fresh.drop());

const newExperiment = async () => {
  const [row] = await fresh.store.db.query<{ id: string }>(sql`
    insert into experiments (name, artifact_location, creation_time_ms, last_update_time_ms)
    values (gen_random_uuid(), 'a', 0, 0) returning experiment_id::text as id`);
  return row!.id;
};
const newModel = async (experimentId = "0", params: readonly { key: string; value: string }[] = []) => {
  const model = await fresh.store.loggedModels.create({
    experimentId,
    modelType: "",
    sourceRunId: "",
    params,
    tags: [],
  });
  return model.info!.model_id!;
};
const newRun = async () =>
  (await fresh.store.runs.create({ experimentId: "0", userId: "", startTimeMs: 0, tags: [] })).info!.run_id!;
const point = (modelId: string, changes: Partial<ModelMetric> = {}): ModelMetric => ({
  modelId,
  key: "acc",
  value: 1,
  timestampMs: 0,
  step: 0,
  ...changes,
});

/** Rows that are kept but were not found by reading all points, and the other way round. */
const differences = async () => {
  const kept = sql`select * from latest_model_metrics`;
  const derived = sql`
    select distinct on (model_id, key, scope) model_id, key, scope, experiment_id, timestamp_ms, step, run_id, value, is_nan
    from (
      select *, '' as scope from logged_model_metrics
      union all select *, md5(dataset_name) || md5(dataset_digest) from logged_model_metrics where dataset_name || dataset_digest <> '') p
      join logged_models using (model_id)
    order by model_id, key, scope, timestamp_ms desc, step desc, run_id, value desc, is_nan desc`;
  const [counts] = await fresh.store.db.query<{ kept: bigint }>(sql`select count(*) as kept from (${kept}) k`);
  const rows = await fresh.store.db.query(
    sql`((${kept}) except (${derived})) union all ((${derived}) except (${kept}))`,
  );
  return { kept: Number(counts!.kept), wrong: rows };
};

/** The same sequence in every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >>> 8) % below;
  };
}

const anyPoint = (modelId: string, next: (below: number) => number): ModelMetric => ({
  modelId,
  key: `m${next(3)}`,
  value: [Number.NaN, Number.POSITIVE_INFINITY, 0, 1][next(4)]!,
  timestampMs: next(4),
  step: next(6) - 3,
  ...(next(2) === 0 && { datasetName: `d${next(2)}`, ...(next(2) === 0 && { datasetDigest: "x" }) }),
});

const unlessRemoved = (error: { code?: string }) => {
  if (error.code !== "RESOURCE_DOES_NOT_EXIST") throw error;
};

test("the latest point of each metric is kept while 64 clients log out of order and runs are removed", async () => {
  const models = await Promise.all(Array.from({ length: 4 }, () => newModel()));
  const runIds = await Promise.all(Array.from({ length: 16 }, newRun));
  const clients = Array.from({ length: 64 }, async (_, client) => {
    const next = numbers(client + 1);
    for (let batch = 0; batch < 6; batch++) {
      const points = Array.from({ length: 8 }, () => anyPoint(models[next(4)]!, next));
      await fresh.store.runs.log(runIds[next(runIds.length)]!, {}, points).catch(unlessRemoved);
    }
  });
  const removals = runIds.slice(0, 8).map((id) => fresh.store.db.execute(sql`delete from runs where run_id = ${id}`));
  await Promise.all([...clients, ...removals]);
  for (const id of runIds.slice(4, 12)) {
    await fresh.store.db.execute(sql`delete from logged_model_metrics where run_id = ${id}`);
  }
  const before = await differences();
  expect(before.wrong).toEqual([]);
  expect(before.kept).toBeGreaterThan(20);
  await fresh.store.db.execute(sql`delete from logged_models where model_id = ${models[0]}`);
  expect(await differences()).toMatchObject({ wrong: [] });
});

test("a database that has points already gets their latest ones by the migration", async () => {
  const next = numbers(7);
  const modelId = await newModel();
  await logModelMetrics(
    fresh.store.db,
    { runId: "run" },
    Array.from({ length: 40 }, () => anyPoint(modelId, next)),
  );
  const { kept } = await differences();
  const migration = await readFile(new URL("../migrations/0014_latest_model_metrics.sql", import.meta.url), "utf8");
  await fresh.store.db.connection(async ({ client }) => {
    await client.query(`begin; drop table latest_model_metrics;
      drop function model_metric_scope, keep_latest_model_metrics, renew_latest_model_metrics cascade`);
    await client.query(`${migration}; commit`);
  });
  expect(await differences()).toEqual({ kept, wrong: [] });
});

const metric = (direction: OrderBy["direction"], dataset?: LoggedModelOrder["dataset"]): LoggedModelOrder => ({
  field: "metrics",
  key: "acc",
  direction,
  ...(dataset && { dataset }),
});
/** What a model's points are on, and what counts of them where the order is by the dataset. */
const onTrain = { datasetName: "train", datasetDigest: "1" };
const datasets: readonly [string, LoggedModelOrder["dataset"]][] = [
  ["any dataset", undefined],
  ["one dataset", { name: "train", digest: "1" }],
  ["datasets of one name", { name: "train" }],
  ["datasets of one digest", { digest: "1" }],
];

function latestOf(points: readonly ModelMetric[], { name, digest }: LoggedModelOrder["dataset"] = {}): number | null {
  const counting = points.filter(
    ({ datasetName, datasetDigest }) =>
      (name === undefined || datasetName === name) && (digest === undefined || datasetDigest === digest),
  );
  return (
    counting.toSorted((a, b) => b.timestampMs - a.timestampMs || Number(b.step) - Number(a.step))[0]?.value ?? null
  );
}

test.each(datasets)("pages by the latest metric on %s have every model once, in its order", async (_, dataset) => {
  const experimentId = await newExperiment();
  const expected: { id: string; value: number | null; created: number; isEven: boolean }[] = [];
  const points: ModelMetric[] = [];
  for (let at = 0; at < 60; at++) {
    const id = await newModel(experimentId, [{ key: "even", value: String(at % 2 === 0) }]);
    // Few values, so that many are equal; some NaN, some without, some on other datasets only.
    const value = at % 11 === 0 ? Number.NaN : at % 7;
    const own: ModelMetric[] = [];
    if (at % 13 !== 0) {
      own.push(point(id, { value: 99, timestampMs: 1, ...onTrain }));
      own.push(point(id, { value, timestampMs: 2, step: -1, ...onTrain }));
      own.push(point(id, { value: 98, timestampMs: 2, step: -2, ...onTrain }));
      // Earlier ones, on another version of it and on another of its digest.
      own.push(point(id, { value: 97, timestampMs: 2, step: -3, ...onTrain, datasetDigest: "2" }));
      own.push(point(id, { value: 96, timestampMs: 2, step: -3, ...onTrain, datasetName: "copy" }));
    }
    if (at % 4 === 0) own.push(point(id, { value: at % 3, timestampMs: 3, ...onTrain, datasetDigest: "3" }));
    if (at % 5 === 0) own.push(point(id, { value: 50 + at, timestampMs: 4, datasetName: "test", datasetDigest: "2" }));
    points.push(...own);
    expected.push({ id, value: latestOf(own, dataset), created: at, isEven: at % 2 === 0 });
  }
  await logModelMetrics(fresh.store.db, { runId: "run" }, points);
  // Their creation is the order in which they were made, whatever the clock said.
  const ids = expected.map(({ id }) => id);
  await fresh.store.db.execute(sql`
    update logged_models m set creation_time_ms = given.place
    from unnest(${ids}::text[]) with ordinality as given (id, place) where m.model_id = given.id`);
  for (const direction of ["asc", "desc"] as const) {
    for (const filter of [null, parseFilter("params.even = 'true'", fields.loggedModels)]) {
      for (const limit of [1, 4, 100]) {
        const found: string[] = [];
        let pageToken: string | undefined;
        do {
          const page = await fresh.store.search.loggedModels({
            experimentIds: [experimentId],
            filter,
            datasets: [],
            orderBy: [metric(direction, dataset)],
            limit,
            ...(pageToken && { pageToken }),
          });
          found.push(...page.keys);
          pageToken = page.nextPageToken;
        } while (pageToken !== undefined);
        const place = (value: number | null) => (value === null ? 2 : Number.isNaN(value) ? 1 : 0);
        const sign = direction === "asc" ? 1 : -1;
        const wanted = expected
          .filter(({ isEven }) => filter === null || isEven)
          .toSorted(
            (a, b) =>
              place(a.value) - place(b.value) ||
              (place(a.value) === 0 ? sign * (a.value! - b.value!) : 0) ||
              b.created - a.created,
          );
        expect(found).toEqual(wanted.map(({ id }) => id));
      }
    }
  }
});
