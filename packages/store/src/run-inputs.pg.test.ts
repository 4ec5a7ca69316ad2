import { afterAll, beforeAll, expect, test } from "vitest";
import type { DatasetUse } from "./datasets.ts";
import { sql } from "./postgres/sql.ts";
import type { runInputsOf } from "./run-inputs.ts";
import { type FreshStore, freshStore } from "./testing.ts";

let fresh: FreshStore;
beforeAll(async () => {
  fresh = await freshStore();
});
afterAll(() => fresh.drop());

async function newRun(experimentId = "0"): Promise<string> {
  const run = await fresh.store.runs.create({ experimentId, userId: "", startTimeMs: 0, tags: [] });
  return run.info!.run_id!;
}

const use = (
  name: string,
  changes: Partial<DatasetUse["dataset"]> = {},
  tags: Record<string, string> = {},
): DatasetUse => ({
  dataset: { name, digest: "1", source_type: "local", source: "{}", ...changes },
  tags,
});

async function inputsOf(runId: string) {
  const { inputs, outputs } = (await fresh.store.runs.get(runId))!;
  return { inputs, outputs } as ReturnType<typeof runInputsOf>;
}

test("datasets and models are read back in the order in which they were logged", async () => {
  const runId = await newRun();
  await fresh.store.runInputs.log(
    runId,
    [use("z", { schema: "[]", profile: "{}" }, { "mlflow.data.context": "training" }), use("a")],
    [{ modelId: "m-2" }, { modelId: "m-1" }],
  );
  await fresh.store.runInputs.logOutputs(runId, [
    { modelId: "m-9", step: 2n ** 60n },
    { modelId: "m-9", step: 3 },
    { modelId: "m-8" },
  ]);
  expect(await inputsOf(runId)).toEqual({
    inputs: {
      dataset_inputs: [
        {
          tags: [{ key: "mlflow.data.context", value: "training" }],
          dataset: { name: "z", digest: "1", source_type: "local", source: "{}", schema: "[]", profile: "{}" },
        },
        { tags: [], dataset: { name: "a", digest: "1", source_type: "local", source: "{}" } },
      ],
      model_inputs: [{ model_id: "m-2" }, { model_id: "m-1" }],
    },
    outputs: {
      model_outputs: [
        { model_id: "m-9", step: 2n ** 60n },
        { model_id: "m-9", step: 3 },
        { model_id: "m-8", step: 0 },
      ],
    },
  });
});

test("a run without inputs has empty ones", async () => {
  const none = { inputs: { dataset_inputs: [], model_inputs: [] }, outputs: { model_outputs: [] } };
  const runId = await newRun();
  expect(await inputsOf(runId)).toEqual(none);
  // Of a run from before it is not known whether there are any.
  await fresh.store.db.execute(sql`update runs set has_inputs = true where run_id = ${runId}`);
  expect(await inputsOf(runId)).toEqual(none);
});

test("the first dataset of a name and digest stays, in a request, a run and an experiment", async () => {
  const [one, two] = [await newRun(), await newRun()];
  const { runInputs } = fresh.store;
  await runInputs.log(one, [use("same", { source: "first" }, { t: "1" }), use("same", { source: "second" })], []);
  await runInputs.log(one, [use("same", { source: "third" }, { t: "2" })], []);
  await runInputs.log(two, [use("new"), use("same", { source: "fourth" }, { t: "3" })], []);
  const first = { name: "same", digest: "1", source_type: "local", source: "first" };
  expect((await inputsOf(one)).inputs.dataset_inputs).toEqual([{ tags: [{ key: "t", value: "1" }], dataset: first }]);
  expect((await inputsOf(two)).inputs.dataset_inputs[1]).toEqual({ tags: [{ key: "t", value: "3" }], dataset: first });
});

test("another experiment has a dataset of its own", async () => {
  const experimentId = await fresh.store.experiments.create("other");
  const [here, there] = [await newRun(), await newRun(experimentId)];
  await fresh.store.runInputs.log(here, [use("shared", { source: "here" })], []);
  await fresh.store.runInputs.log(there, [use("shared", { source: "there" })], []);
  expect((await inputsOf(there)).inputs.dataset_inputs[0]!.dataset!.source).toBe("there");
  expect(await fresh.store.datasets.summaries([experimentId])).toEqual([
    { experiment_id: experimentId, name: "shared", digest: "1" },
  ]);
});

test("what is logged again changes nothing", async () => {
  const runId = await newRun();
  const log = () => fresh.store.runInputs.log(runId, [use("again")], [{ modelId: "m-1" }, { modelId: "m-1" }]);
  await log();
  await fresh.store.runInputs.logOutputs(runId, [{ modelId: "m-1" }]);
  const before = await inputsOf(runId);
  await log();
  await fresh.store.runInputs.logOutputs(runId, [{ modelId: "m-1" }]);
  expect(await inputsOf(runId)).toEqual(before);
  expect(before.inputs.model_inputs).toHaveLength(1);
});

test("summaries are one a dataset and context", async () => {
  const experimentId = await fresh.store.experiments.create("summaries");
  for (const context of ["training", "evaluation", "training", undefined]) {
    const tags: Record<string, string> = context === undefined ? {} : { "mlflow.data.context": context };
    await fresh.store.runInputs.log(await newRun(experimentId), [use("iris", {}, tags)], []);
  }
  const summary = { experiment_id: experimentId, name: "iris", digest: "1" };
  expect(await fresh.store.datasets.summaries([experimentId, "987654"])).toEqual([
    summary,
    { ...summary, context: "evaluation" },
    { ...summary, context: "training" },
  ]);
});

test("texts that Postgres cannot hold are made storable, and datasets that become the same are one", async () => {
  const runId = await newRun();
  const tags = { "\0": "\ud800", __proto__: "kept", '"': "{,}" };
  await fresh.store.runInputs.log(runId, [use("\0", {}, tags), use("\ufffd"), use("'; drop table runs; --")], []);
  const { inputs } = await inputsOf(runId);
  expect(inputs.dataset_inputs.map(({ dataset }) => dataset!.name)).toEqual(["\ufffd", "'; drop table runs; --"]);
  expect(inputs.dataset_inputs[0]!.tags).toEqual(
    expect.arrayContaining([
      { key: "\ufffd", value: "\ufffd" },
      { key: '"', value: "{,}" },
    ]),
  );
});

test("runs that are unknown or deleted take nothing", async () => {
  const { runInputs, runs } = fresh.store;
  const deleted = await newRun();
  await runs.delete(deleted);
  const attempts = (runId: string) => [
    () => runInputs.log(runId, [], []),
    () => runInputs.log(runId, [use("a")], [{ modelId: "m" }]),
    () => runInputs.logOutputs(runId, [{ modelId: "m" }]),
    () => runInputs.appendModelHistory(runId, {}),
  ];
  for (const attempt of attempts("none\0")) {
    await expect(attempt()).rejects.toMatchObject({ code: "RESOURCE_DOES_NOT_EXIST" });
  }
  for (const attempt of attempts(deleted)) {
    await expect(attempt()).rejects.toMatchObject({
      code: "INVALID_PARAMETER_VALUE",
      message: `The run ${deleted} must be in the 'active' state. Current state is deleted.`,
    });
  }
});

test("many runs that log the same datasets at once share them", async () => {
  const experimentId = await fresh.store.experiments.create("at once");
  const runs = await Promise.all(Array.from({ length: 24 }, () => newRun(experimentId)));
  const names = ["a", "b", "c", "d"];
  await Promise.all(
    runs.map((runId, at) => {
      const turned = [...names.slice(at % 4), ...names.slice(0, at % 4)];
      return fresh.store.runInputs.log(
        runId,
        turned.map((name) => use(name)),
        [],
      );
    }),
  );
  const [row] = await fresh.store.db.query<{ datasets: bigint; uses: bigint }>(sql`
    select count(distinct dataset_id) as datasets, count(*) as uses
    from datasets join run_datasets using (dataset_id) where experiment_id = ${experimentId}::bigint`);
  expect(row).toEqual({ datasets: 4n, uses: 96n });
});

test("one run that is told the same by many at once has it once", async () => {
  const runId = await newRun();
  const names = ["p", "q", "r"];
  await Promise.all(
    Array.from({ length: 120 }, (_, at) => {
      const turned = [...names.slice(at % 3), ...names.slice(0, at % 3)];
      return fresh.store.runInputs.log(
        runId,
        turned.map((name) => use(name)),
        turned.map((modelId) => ({ modelId })),
      );
    }),
  );
  const { inputs } = await inputsOf(runId);
  expect([inputs.dataset_inputs.length, inputs.model_inputs.length]).toEqual([3, 3]);
});

test("the history of models keeps what many append at once, and digits, and refuses to spoil another tag", async () => {
  const { runInputs, runs } = fresh.store;
  const runId = await newRun();
  await Promise.all(
    Array.from({ length: 16 }, (_, n) => runInputs.appendModelHistory(runId, { n, big: 2n ** 60n, nul: "\0" })),
  );
  const tagOf = async () => {
    const [tag] = await fresh.store.db.query<{ value: string }>(
      sql`select value from run_tags where run_id = ${runId} and key = 'mlflow.log-model.history'`,
    );
    return tag!.value;
  };
  const text = await tagOf();
  const history = JSON.parse(text) as { n: number }[];
  expect(history.map(({ n }) => n).sort((a, b) => a - b)).toEqual(Array.from({ length: 16 }, (_, n) => n));
  expect(text).toContain(`"big":${2n ** 60n},"nul":"\\u0000"`);
  await runs.log(runId, { tags: [{ key: "mlflow.log-model.history", value: "mine" }] });
  await expect(runInputs.appendModelHistory(runId, {})).rejects.toMatchObject({ code: "INVALID_PARAMETER_VALUE" });
  expect(await tagOf()).toBe("mine");
});
