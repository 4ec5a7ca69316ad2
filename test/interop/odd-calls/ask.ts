import { randomUUID } from "node:crypto";
import { type Rest, restOf } from "../search-corpus/rest.ts";

/** A call that no client of MLflow's makes, or that it makes when its user errs. */
export interface OddCall {
  /** Method and path. What stands in braces, here and in the body, is something that `seedOddCalls` made. */
  readonly call: string;
  /** A text is sent as it is. */
  readonly body?: object | string;
  /** In place of the Content-Type of JSON. */
  readonly headers?: Readonly<Record<string, string>>;
  /** "200", the code of the error, or the status where there is no code. */
  readonly answer: string;
  /** What MLflow answers, where that is another. */
  readonly mlflow?: string;
  readonly because?: string;
}

export async function askOddly(url: string, seeded: Seeded, { call, body, headers }: OddCall): Promise<string> {
  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (found, name: string) => seeded[name] ?? found);
  const [method, path] = fill(call).split(" ") as [string, string];
  const isJson = typeof body === "object";
  const response = await fetch(`${url}${path}`, {
    method,
    headers: headers ?? (body === undefined ? {} : { "Content-Type": "application/json" }),
    ...(body !== undefined && { body: fill(isJson ? JSON.stringify(body) : body) }),
  });
  const text = await response.text();
  if (response.status === 200) return "200";
  return text.startsWith("{") ? JSON.parse(text).error_code : String(response.status);
}

export type Seeded = Readonly<Record<string, string>>;

/** One of each thing that the calls are about. */
export async function seedOddCalls(url: string): Promise<Seeded> {
  const rest: Rest = restOf(url);
  const experiment = async (name: string) =>
    (await rest.post<{ experiment_id: string }>("2.0/mlflow/experiments/create", { name })).experiment_id;
  const experiment_id = await experiment("odd");
  const newRun = async (body: object) =>
    (await rest.post<{ run: { info: { run_id: string } } }>("2.0/mlflow/runs/create", { experiment_id, ...body })).run
      .info.run_id;
  const run = await newRun({ run_name: "r1", start_time: 5, tags: [{ key: "a", value: "b" }] });
  await rest.post("2.0/mlflow/runs/log-batch", {
    run_id: run,
    metrics: [1, 2].map((at) => ({ key: "m", value: at, timestamp: at, step: at - 1 })),
    params: [{ key: "p", value: "v" }],
    tags: [{ key: "t", value: "w" }],
  });
  const { model } = await rest.post<{ model: { info: { model_id: string } } }>("2.0/mlflow/logged-models", {
    experiment_id,
    name: "lm",
    source_run_id: run,
    params: [{ key: "x", value: "1" }],
    tags: [{ key: "y", value: "2" }],
  });
  const registered = "odd-model";
  await rest.post("2.0/mlflow/registered-models/create", { name: registered, tags: [{ key: "k", value: "v" }] });
  await rest.post("2.0/mlflow/model-versions/create", { name: registered, source: "s3://b/x", run_id: run });
  await rest.post("2.0/mlflow/registered-models/alias", { name: registered, alias: "champ", version: "1" });
  const trace = `tr-${randomUUID().replaceAll("-", "")}`;
  await rest.post("3.0/mlflow/traces", {
    trace: {
      trace_info: {
        trace_id: trace,
        trace_location: { type: "MLFLOW_EXPERIMENT", mlflow_experiment: { experiment_id } },
        request_time: "2026-01-02T03:04:05.678Z",
        execution_duration: "1.5s",
        state: "OK",
      },
    },
  });
  const { assessment } = await rest.post<{ assessment: { assessment_id: string } }>(
    `3.0/mlflow/traces/${trace}/assessments`,
    { assessment: { assessment_name: "q", source: { source_type: "HUMAN", source_id: "me" }, feedback: { value: 1 } } },
  );
  const { dataset } = await rest.post<{ dataset: { dataset_id: string } }>("3.0/mlflow/datasets/create", {
    name: "odd",
    experiment_ids: [experiment_id],
  });
  return {
    experiment: experiment_id,
    other: await experiment("odd2"),
    run,
    second: await newRun({}),
    model: model.info.model_id,
    registered,
    trace,
    assessment: assessment.assessment_id,
    dataset: dataset.dataset_id,
  };
}
