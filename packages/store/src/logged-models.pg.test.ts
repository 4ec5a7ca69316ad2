import { afterAll, beforeAll, expect, test } from "vitest";
import { logModelMetrics, type ModelMetric } from "./logged-model-metrics.ts";
import type { NewLoggedModel } from "./logged-models.ts";
import { sql } from "./postgres/sql.ts";
import { type FreshStore, freshStore } from "./testing.ts";

let fresh: FreshStore;
beforeAll(async () => {
  fresh = await freshStore();
});
afterAll(() => fresh.drop());

const bare: NewLoggedModel = { experimentId: "0", modelType: "", sourceRunId: "", params: [], tags: [] };
const create = (changes: Partial<NewLoggedModel> = {}) => fresh.store.loggedModels.create({ ...bare, ...changes });
const idOf = (model: { info?: { model_id?: string } }) => model.info!.model_id!;

test("a model is read back as it was made", async () => {
  const made = await create({
    name: "small",
    modelType: "agent",
    sourceRunId: "r1",
    params: [
      { key: "b", value: "2" },
      { key: "a", value: "" },
    ],
    tags: [{ key: "team", value: "blue" }],
  });
  const id = idOf(made);
  expect(id).toMatch(/^m-[0-9a-f]{32}$/);
  expect(made.info).toMatchObject({
    experiment_id: "0",
    name: "small",
    artifact_uri: `mlflow-artifacts:/0/models/${id}/artifacts`,
    status: "LOGGED_MODEL_PENDING",
    model_type: "agent",
    source_run_id: "r1",
    tags: [{ key: "team", value: "blue" }],
  });
  expect(made.data).toEqual({
    params: [
      { key: "a", value: "" },
      { key: "b", value: "2" },
    ],
    metrics: [],
  });
  expect(await fresh.store.loggedModels.get(id)).toEqual(made);
});

test("a model without a name gets one", async () => {
  expect((await create()).info!.name).toMatch(/^[a-z]+-[a-z]+-\d+$/);
});

test.each([
  ["s3://bucket/some/path", "s3://bucket/some/path/models/ID/artifacts"],
  ["s3://bucket/", "s3://bucket/models/ID/artifacts"],
  ["mlflow-artifacts:/", "mlflow-artifacts:/models/ID/artifacts"],
  ["/", "/models/ID/artifacts"],
  ["s3://bucket/path//?region=x/", "s3://bucket/path/models/ID/artifacts?region=x/"],
])("below the location %s files of a model lie at %s", async (location, expected) => {
  const experimentId = await fresh.store.experiments.create(location, location);
  const { info } = await create({ experimentId });
  expect(info!.artifact_uri).toBe(expected.replace("ID", info!.model_id!));
});

test("texts that Postgres cannot hold are made storable, and keys that become the same are refused", async () => {
  const made = await create({ name: "a\0b\ud800", tags: [{ key: "k\0", value: "\udfff" }] });
  expect(made.info).toMatchObject({ name: "a\ufffdb\ufffd", tags: [{ key: "k\ufffd", value: "\ufffd" }] });
  expect(await fresh.store.loggedModels.get(idOf(made))).toEqual(made);
  const twice = { params: ["k\0", "k\ufffd"].map((key) => ({ key, value: "" })) };
  await expect(create(twice)).rejects.toMatchObject({ code: "BAD_REQUEST" });
});

test("an experiment that is unknown or deleted takes no model", async () => {
  await expect(create({ experimentId: "987654" })).rejects.toMatchObject({
    code: "RESOURCE_DOES_NOT_EXIST",
    message: "No Experiment with id=987654 exists",
  });
  const experimentId = await fresh.store.experiments.create("deleted");
  await fresh.store.db.query(
    sql`update experiments set lifecycle_stage = 'deleted' where experiment_id = ${experimentId}::bigint`,
  );
  await expect(create({ experimentId })).rejects.toMatchObject({
    code: "INVALID_PARAMETER_VALUE",
    message: `The experiment ${experimentId} must be in the 'active' state. Current state is deleted.`,
  });
});

test("a deleted model is found only by who asks for deleted ones, and can still be written to", async () => {
  const { loggedModels } = fresh.store;
  const id = idOf(await create());
  await loggedModels.delete(id);
  await loggedModels.delete(id);
  await expect(loggedModels.get(id)).rejects.toMatchObject({
    code: "RESOURCE_DOES_NOT_EXIST",
    message: `Logged model with ID '${id}' not found.`,
  });
  await loggedModels.addParams(id, [{ key: "late", value: "1" }]);
  await loggedModels.setTags(id, [{ key: "late", value: "2" }]);
  await loggedModels.finalize(id, "LOGGED_MODEL_UPLOAD_FAILED");
  expect(await loggedModels.get(id, { allowDeleted: true })).toMatchObject({
    info: { status: "LOGGED_MODEL_UPLOAD_FAILED", tags: [{ key: "late", value: "2" }] },
    data: { params: [{ key: "late", value: "1" }] },
  });
});

test("every method says that an unknown model is not there", async () => {
  const { loggedModels } = fresh.store;
  const missing = { code: "RESOURCE_DOES_NOT_EXIST", message: "Logged model with ID 'm-\0' not found." };
  for (const attempt of [
    () => loggedModels.get("m-\0"),
    () => loggedModels.delete("m-\0"),
    () => loggedModels.finalize("m-\0", "LOGGED_MODEL_READY"),
    () => loggedModels.addParams("m-\0", []),
    () => loggedModels.addParams("m-\0", [{ key: "a", value: "" }]),
    () => loggedModels.setTags("m-\0", []),
    () => loggedModels.deleteTag("m-\0", "a"),
  ]) {
    await expect(attempt()).rejects.toMatchObject(missing);
  }
});

test("params are set once, and one that is there keeps the others of its request out", async () => {
  const { loggedModels } = fresh.store;
  const id = idOf(await create({ params: [{ key: "a", value: "1" }] }));
  await loggedModels.addParams(id, [{ key: "b", value: "2" }]);
  await expect(
    loggedModels.addParams(id, [
      { key: "c", value: "3" },
      { key: "a", value: "1" },
    ]),
  ).rejects.toMatchObject({ code: "BAD_REQUEST", message: expect.stringContaining("'a'") });
  expect((await loggedModels.get(id)).data!.params.map(({ key }) => key)).toEqual(["a", "b"]);
});

test("of a tag that comes twice the last counts, and a deleted one is gone", async () => {
  const { loggedModels } = fresh.store;
  const id = idOf(await create({ tags: [{ key: "a/b", value: "1" }] }));
  await loggedModels.setTags(id, [
    { key: "a/b", value: "2" },
    { key: "z", value: "" },
    { key: "a/b", value: "3" },
  ]);
  await loggedModels.deleteTag(id, "z");
  expect((await loggedModels.get(id)).info!.tags).toEqual([{ key: "a/b", value: "3" }]);
  await expect(loggedModels.deleteTag(id, "z")).rejects.toMatchObject({
    code: "RESOURCE_DOES_NOT_EXIST",
    message: `No tag with key 'z' found for model with ID '${id}'.`,
  });
});

test("models are read in the order of the ids, without those that are not there", async () => {
  const [one, two] = [await create(), await create()];
  const found = await fresh.store.loggedModels.getMany([idOf(two), "m-none", idOf(one)]);
  expect(found).toEqual([two, one]);
  expect(await fresh.store.loggedModels.getMany([])).toEqual([]);
});

test("a metric of a model keeps run, dataset, every digit of its step, NaN and the largest double", async () => {
  const modelId = idOf(await create());
  const point = (changes: Partial<ModelMetric>): ModelMetric => ({
    modelId,
    key: "m",
    value: 0.1,
    timestampMs: 5,
    step: 0,
    ...changes,
  });
  const points = [
    point({ key: "big step", step: 2n ** 62n }),
    point({ key: "inf", value: Number.POSITIVE_INFINITY }),
    point({ datasetName: "train", datasetDigest: "d1" }),
    point({}),
    point({ value: Number.NaN }),
    point({ step: -3, value: 1e-300 }),
  ];
  await logModelMetrics(fresh.store.db, { runId: "run" }, points);
  await logModelMetrics(fresh.store.db, { runId: "run" }, [...points, ...points]);
  const { data } = await fresh.store.loggedModels.get(modelId);
  const metrics = data!.metrics.map(({ key, value, step, dataset_name }) => [key, value, step, dataset_name ?? ""]);
  expect(metrics).toHaveLength(points.length);
  expect(metrics).toEqual(
    expect.arrayContaining([
      ["big step", 0.1, 2n ** 62n, ""],
      ["inf", Number.MAX_VALUE, 0, ""],
      ["m", 1e-300, -3, ""],
      ["m", 0.1, 0, "train"],
      ["m", 0.1, 0, ""],
      ["m", Number.NaN, 0, ""],
    ]),
  );
  expect(data!.metrics.find(({ dataset_digest }) => dataset_digest === "d1")).toMatchObject({
    model_id: modelId,
    run_id: "run",
    timestamp: 5,
  });
});

test("a metric for a model that does not exist is refused with all of its request", async () => {
  const modelId = idOf(await create());
  const point = { key: "acc", value: 1, timestampMs: 0, step: 0 };
  const logging = fresh.store.db.transaction((db) =>
    logModelMetrics(db, { runId: "run" }, [
      { ...point, modelId },
      { ...point, modelId: "m-none" },
    ]),
  );
  await expect(logging).rejects.toMatchObject({ code: "BAD_REQUEST", message: expect.stringContaining("'m-none'") });
  expect((await fresh.store.loggedModels.get(modelId)).data!.metrics).toEqual([]);
});

test("the metrics that a run logged for a model go when the run is removed", async () => {
  const modelId = idOf(await create());
  const [gone, kept] = await Promise.all(
    [1, 2].map(() => fresh.store.runs.create({ experimentId: "0", userId: "", startTimeMs: 0, tags: [] })),
  );
  for (const run of [gone!, kept!]) {
    const point = { modelId, key: "acc", value: 1, timestampMs: 0, step: 0 };
    await logModelMetrics(fresh.store.db, { runId: run.info!.run_id! }, [point]);
  }
  await fresh.store.db.query(sql`delete from runs where run_id = ${gone!.info!.run_id!}`);
  const { data } = await fresh.store.loggedModels.get(modelId);
  expect(data!.metrics.map(({ run_id }) => run_id)).toEqual([kept!.info!.run_id]);
});
