/** What the corpus is searched for in: the same on both servers, made through the REST API. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Rest } from "./rest.ts";

type Texts = Readonly<Record<string, string>>;

interface SeedRun {
  readonly name: string;
  readonly experiment: string;
  readonly start: number;
  readonly end?: number;
  readonly status?: "RUNNING" | "SCHEDULED" | "FINISHED" | "FAILED" | "KILLED";
  readonly user?: string;
  readonly metrics?: Readonly<Record<string, number | "NaN" | "Infinity" | "-Infinity" | readonly number[]>>;
  readonly params?: Texts;
  readonly tags?: Texts;
  /** name, digest, context */
  readonly datasets?: readonly (readonly [name: string, digest: string, context?: string])[];
  readonly deleted?: boolean;
}

export const experiments: readonly { readonly name: string; readonly tags?: Texts; readonly deleted?: boolean }[] = [
  { name: "alpha", tags: { team: "red", stage: "dev", "dotted.tag.key": "1" } },
  { name: "beta", tags: { team: "blue", stage: "dev" } },
  { name: "Gamma Ray", tags: { team: "Red", "spaced key": "yes" } },
  { name: "delta_100%", tags: { stage: "prod" } },
  { name: "søk ünïcode 🚀", tags: { team: "grün", quote: "it's" } },
  { name: "empty" },
  { name: "gone", tags: { team: "red" }, deleted: true },
];

/** Starts are all different: the ids by which equal ones are told apart are not the same on both servers. */
export const runs: readonly SeedRun[] = [
  {
    name: "first",
    experiment: "alpha",
    start: 1_000,
    end: 2_000,
    status: "FINISHED",
    user: "ida",
    metrics: { acc: 0.91, loss: 0.3, "val acc": 0.5, "deep.metric.x": 1, steps: [5, 1, 3] },
    params: { lr: "0.1", model: "cnn", "a b": "spaced", "deep.param.x": "y" },
    tags: { env: "prod", "mlflow.note.content": "a first try", "spaced tag": "1" },
    datasets: [["iris", "d1", "train"]],
  },
  {
    name: "second",
    experiment: "alpha",
    start: 1_100,
    end: 1_900,
    status: "FAILED",
    user: "Bob",
    metrics: { acc: 0.5, loss: 1.5, "val acc": 0.7, steps: [1] },
    params: { lr: "0.01", model: "CNN", "a b": "other" },
    tags: { env: "dev", owner: "it's me" },
    datasets: [
      ["iris", "d2", "eval"],
      ["wine", "w1", "train"],
    ],
  },
  {
    name: "third run",
    experiment: "alpha",
    start: 1_200,
    status: "RUNNING",
    user: "ida",
    metrics: { acc: "NaN", loss: 0 },
    params: { lr: "1e-3", model: "rnn", percent: "50%_off" },
    tags: { env: "Prod" },
  },
  {
    name: "fourth",
    experiment: "alpha",
    start: 1_300,
    end: 3_000,
    status: "FINISHED",
    metrics: { acc: "Infinity", loss: "-Infinity", "m-ünï": 7 },
    params: { lr: "0.1", model: "", naïve: "ça" },
    tags: { env: "prod", "mlflow.parentRunId": "abc" },
  },
  { name: "Fifth", experiment: "alpha", start: 1_400, end: 1_500, status: "KILLED", params: { model: "cnn-large" } },
  {
    name: "sixth",
    experiment: "alpha",
    start: 1_500,
    status: "SCHEDULED",
    metrics: { acc: 0.91, loss: -2.5e-3 },
    params: { lr: "0.5", model: "transformer", back: "a\\b" },
    tags: { env: "staging", "dotted.key": "v1" },
    datasets: [["Wine Quality", "q1"]],
  },
  {
    name: "seventh",
    experiment: "alpha",
    start: 1_600,
    end: 1_601,
    status: "FINISHED",
    metrics: { acc: 0, loss: 100 },
    params: { lr: "-1", model: "mlp_2" },
  },
  {
    name: "eighth 🚀",
    experiment: "alpha",
    start: 1_700,
    end: 1_800,
    status: "FINISHED",
    metrics: { acc: 1 },
    params: { lr: "0.1", model: 'say "hi"' },
    tags: { env: "prød" },
  },
  { name: "nameless data", experiment: "alpha", start: 0 },
  { name: "thrown away", experiment: "alpha", start: 1_900, status: "FINISHED", metrics: { acc: 0.99 }, deleted: true },
  {
    name: "beta one",
    experiment: "beta",
    start: 1_050,
    end: 1_060,
    status: "FINISHED",
    metrics: { acc: 0.8, loss: 0.2 },
    params: { lr: "0.1", model: "cnn" },
    tags: { env: "prod" },
    datasets: [["iris", "d1", "test"]],
  },
  {
    name: "beta two",
    experiment: "beta",
    start: 1_650,
    status: "RUNNING",
    metrics: { acc: "NaN" },
    params: { lr: "9" },
  },
];

interface SeedModel {
  readonly name: string;
  readonly experiment: string;
  readonly type?: string;
  readonly run?: string;
  readonly status?: "LOGGED_MODEL_READY" | "LOGGED_MODEL_UPLOAD_FAILED";
  readonly params?: Texts;
  readonly tags?: Texts;
  /** key, value, step, dataset name, dataset digest; logged by the run `first` */
  readonly metrics?: readonly (readonly [
    key: string,
    value: number,
    step?: number,
    dataset?: string,
    digest?: string,
  ])[];
}

export const models: readonly SeedModel[] = [
  {
    name: "tree",
    experiment: "alpha",
    type: "sklearn",
    run: "first",
    status: "LOGGED_MODEL_READY",
    params: { depth: "3", kind: "gini" },
    tags: { stage: "prod", "dotted.tag": "1" },
    metrics: [
      ["f1", 0.7, 0, "iris", "d1"],
      ["f1", 0.9, 1, "iris", "d2"],
      ["rmse", 1.5, 0],
    ],
  },
  {
    name: "forest",
    experiment: "alpha",
    type: "sklearn",
    run: "second",
    status: "LOGGED_MODEL_READY",
    params: { depth: "10" },
    tags: { stage: "dev" },
    metrics: [
      ["f1", 0.8, 0, "iris", "d1"],
      ["f1", 0.6, 3, "wine", "w1"],
      ["rmse", 0.5, 0],
      ["rmse", 0.25, 5],
    ],
  },
  { name: "net", experiment: "alpha", type: "pytorch", params: { depth: "50", kind: "it's" }, metrics: [["rmse", 3]] },
  { name: "broken", experiment: "alpha", status: "LOGGED_MODEL_UPLOAD_FAILED", tags: { stage: "Prod" } },
  {
    name: "Net-2",
    experiment: "beta",
    type: "pytorch",
    status: "LOGGED_MODEL_READY",
    metrics: [["f1", 0.95, 0, "iris", "d1"]],
  },
];

interface SeedRegistered {
  readonly name: string;
  readonly tags?: Texts;
  readonly versions?: readonly {
    readonly source: string;
    readonly run?: string;
    readonly tags?: Texts;
    readonly deleted?: boolean;
  }[];
}

export const registered: readonly SeedRegistered[] = [
  {
    name: "churn",
    tags: { team: "growth", tier: "1" },
    versions: [
      { source: "s3://bucket/churn/1", run: "first", tags: { stage: "old" } },
      { source: "s3://bucket/churn/2", run: "second", tags: { stage: "new", "dotted.key": "x" } },
      { source: "gs://other/churn_3" },
    ],
  },
  {
    name: "Churn-Large",
    tags: { team: "Growth" },
    versions: [{ source: "s3://bucket/large", tags: { stage: "new" } }],
  },
  { name: "fraud model", tags: { team: "risk", "spaced key": "1" } },
  {
    name: "100%_sure",
    versions: [
      { source: "dbfs:/x", deleted: true },
      { source: "dbfs:/y", run: "first" },
    ],
  },
  { name: "ünïcode", tags: { team: "it's" } },
  {
    name: "greeting-prompt",
    tags: { "mlflow.prompt.is_prompt": "true", team: "growth", _mlflow_experiment_ids: ",1,2," },
    versions: [
      { source: "prompt-template", tags: { "mlflow.prompt.is_prompt": "true", "mlflow.prompt.text": "Hi {{name}}" } },
      { source: "prompt-template", tags: { "mlflow.prompt.is_prompt": "true", "mlflow.prompt.text": "Hello" } },
    ],
  },
  { name: "bare-prompt", tags: { "mlflow.prompt.is_prompt": "true" } },
];

export const datasets: readonly {
  readonly name: string;
  readonly experiments: readonly string[];
  readonly tags?: Texts;
}[] = [
  { name: "qa-golden", experiments: ["alpha"], tags: { "mlflow.user": "ida", tier: "gold", "dotted.key": "1" } },
  { name: "QA-silver", experiments: ["alpha", "beta"], tags: { "mlflow.user": "bob", tier: "silver" } },
  { name: "chat 100%", experiments: ["beta"], tags: { tier: "Gold" } },
  { name: "orphan", experiments: [] },
];

/** Ids and times of what was made, by kind and name: `run first`, `time experiment beta`. */
export type Names = ReadonlyMap<string, string>;

export async function seed(rest: Rest): Promise<Names> {
  const names = new Map<string, string>();
  // Each millisecond makes one thing of a kind, so that all have an order by their times.
  const pause = () => sleep(4);

  for (const { name, tags = {}, deleted } of experiments) {
    const { experiment_id: id } = await rest.post<{ experiment_id: string }>("2.0/mlflow/experiments/create", {
      name,
      tags: pairs(tags),
    });
    names.set(`experiment ${name}`, id);
    const { experiment } = await rest.get<{ experiment: { creation_time: number } }>("2.0/mlflow/experiments/get", {
      experiment_id: id,
    });
    names.set(`time experiment ${name}`, String(experiment.creation_time));
    if (deleted) await rest.post("2.0/mlflow/experiments/delete", { experiment_id: id });
    await pause();
  }
  for (const run of runs)
    names.set(`run ${run.name}`, await makeRun(rest, run, names.get(`experiment ${run.experiment}`)!));
  for (const model of models) {
    const { id, time } = await makeModel(rest, model, names);
    names.set(`model ${model.name}`, id);
    names.set(`time model ${model.name}`, String(time));
    await pause();
  }
  for (const { name, tags = {}, versions = [] } of registered) {
    await rest.post("2.0/mlflow/registered-models/create", { name, tags: pairs(tags) });
    await pause();
    for (const [i, { source, run, tags = {}, deleted }] of versions.entries()) {
      const run_id = run && names.get(`run ${run}`);
      await rest.post("2.0/mlflow/model-versions/create", { name, source, run_id, tags: pairs(tags) });
      await pause();
      if (deleted) await remove(rest, name, i + 1);
    }
  }
  for (const { name, experiments: of, tags } of datasets) {
    const { dataset } = await rest.post<{ dataset: { dataset_id: string; created_time: number } }>(
      "3.0/mlflow/datasets/create",
      {
        name,
        experiment_ids: of.map((experiment) => names.get(`experiment ${experiment}`)),
        tags: tags && JSON.stringify(tags),
      },
    );
    names.set(`dataset ${name}`, dataset.dataset_id);
    names.set(`time dataset ${name}`, String(dataset.created_time));
    await pause();
  }
  return names;
}

async function makeRun(rest: Rest, run: SeedRun, experimentId: string): Promise<string> {
  const { run: made } = await rest.post<{ run: { info: { run_id: string } } }>("2.0/mlflow/runs/create", {
    experiment_id: experimentId,
    run_name: run.name,
    start_time: run.start,
    user_id: run.user,
  });
  const run_id = made.info.run_id;
  const metrics = Object.entries(run.metrics ?? {}).flatMap(([key, values]) =>
    [values].flat().map((value, step) => ({ key, value, step, timestamp: 1_000 + step })),
  );
  await rest.post("2.0/mlflow/runs/log-batch", {
    run_id,
    metrics,
    params: pairs(run.params ?? {}),
    tags: pairs(run.tags ?? {}),
  });
  const inputs = (run.datasets ?? []).map(([name, digest, context]) => ({
    dataset: { name, digest, source_type: "local", source: "here" },
    tags: context === undefined ? [] : [{ key: "mlflow.data.context", value: context }],
  }));
  if (inputs.length > 0) await rest.post("2.0/mlflow/runs/log-inputs", { run_id, datasets: inputs });
  if (run.status !== undefined || run.end !== undefined) {
    await rest.post("2.0/mlflow/runs/update", { run_id, status: run.status, end_time: run.end });
  }
  if (run.deleted) await rest.post("2.0/mlflow/runs/delete", { run_id });
  return run_id;
}

async function makeModel(rest: Rest, model: SeedModel, names: Names): Promise<{ id: string; time: number }> {
  const { model: made } = await rest.post<{ model: { info: { model_id: string; creation_timestamp_ms: number } } }>(
    "2.0/mlflow/logged-models",
    {
      experiment_id: names.get(`experiment ${model.experiment}`),
      name: model.name,
      model_type: model.type,
      source_run_id: model.run && names.get(`run ${model.run}`),
      params: pairs(model.params ?? {}),
      tags: pairs(model.tags ?? {}),
    },
  );
  const id = made.info.model_id;
  for (const [key, value, step = 0, dataset_name, dataset_digest] of model.metrics ?? []) {
    const point = { key, value, step, timestamp: 1_000 + step, model_id: id, dataset_name, dataset_digest };
    const home = model.experiment === "beta" ? "beta one" : "first";
    await rest.post("2.0/mlflow/runs/log-metric", { run_id: names.get(`run ${home}`), ...point });
  }
  if (model.status) await rest.patch(`2.0/mlflow/logged-models/${id}`, { model_id: id, status: model.status });
  return { id, time: made.info.creation_timestamp_ms };
}

async function remove(rest: Rest, name: string, version: number): Promise<void> {
  const response = await fetch(`${rest.url}/api/2.0/mlflow/model-versions/delete`, {
    method: "DELETE",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ name, version: String(version) }),
  });
  if (!response.ok) throw new Error(`model-versions/delete: ${response.status} ${await response.text()}`);
}

function pairs(texts: Texts): { key: string; value: string }[] {
  return Object.entries(texts).map(([key, value]) => ({ key, value }));
}
