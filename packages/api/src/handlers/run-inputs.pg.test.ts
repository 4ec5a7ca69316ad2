import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { hexId, testApi, traceA } from "../testing.ts";

let server: Awaited<ReturnType<typeof testApi>>;
beforeAll(async () => {
  server = await testApi();
});
afterAll(() => server.close());
afterEach(() => expect(server.bugs).toEqual([]));

const runs = "/api/2.0/mlflow/runs";
const post = (path: string, body: object) => server.call("POST", path, body);
const get = async (runId: string) => (await server.call("GET", `${runs}/get?run_id=${runId}`)).body.run;

async function newRun(experimentId = "0"): Promise<string> {
  return (await post(`${runs}/create`, { experiment_id: experimentId, run_name: "run" })).body.run.info.run_id;
}

async function newModel(body: object = {}): Promise<string> {
  const created = await post("/api/2.0/mlflow/logged-models", { experiment_id: "0", name: "model", ...body });
  return created.body.model.info.model_id;
}

const dataset = (changes: object = {}) => ({
  name: "iris",
  digest: "1a2b",
  source_type: "local",
  source: "{}",
  schema: "[]",
  profile: '{"num_rows":2}',
  ...changes,
});

test("inputs and outputs are logged to a run and stand in it", async () => {
  const runId = await newRun();
  const tags = [{ key: "mlflow.data.context", value: "training" }];
  const inputs = { run_id: runId, datasets: [{ dataset: dataset(), tags }], models: [{ model_id: "m-in" }] };
  expect(await post(`${runs}/log-inputs`, inputs)).toEqual({ status: 200, body: {} });
  const outputs = { run_id: runId, models: [{ model_id: "m-out", step: "7" }, { model_id: "m-out2" }] };
  expect(await post(`${runs}/outputs`, outputs)).toEqual({ status: 200, body: {} });
  expect(await get(runId)).toMatchObject({
    inputs: { dataset_inputs: [{ dataset: dataset(), tags }], model_inputs: [{ model_id: "m-in" }] },
    outputs: {
      model_outputs: [
        { model_id: "m-out", step: 7 },
        { model_id: "m-out2", step: 0 },
      ],
    },
  });
});

test("search finds runs by their datasets and shows them", async () => {
  const experimentId = await server.store.experiments.create("runs with datasets");
  const [first, second] = [await newRun(experimentId), await newRun(experimentId)];
  const tags = [{ key: "mlflow.data.context", value: "eval" }];
  await post(`${runs}/log-inputs`, { run_id: first, datasets: [{ dataset: dataset(), tags }] });
  await post(`${runs}/log-inputs`, { run_id: second, datasets: [{ dataset: dataset() }] });
  const found = await post(`${runs}/search`, {
    experiment_ids: [experimentId],
    filter: "dataset.name = 'iris' and dataset.context = 'eval'",
  });
  expect(found.body.runs.map((run: { info: { run_id: string } }) => run.info.run_id)).toEqual([first]);
  expect(found.body.runs[0].inputs.dataset_inputs[0].dataset).toEqual(dataset());
});

test("datasets of experiments are summed up at each of the paths", async () => {
  const experimentId = await server.store.experiments.create("datasets summed up");
  const tags = [{ key: "mlflow.data.context", value: "training" }];
  await post(`${runs}/log-inputs`, {
    run_id: await newRun(experimentId),
    datasets: [{ dataset: dataset(), tags }, { dataset: dataset({ digest: "other" }) }],
  });
  const summary = { experiment_id: experimentId, name: "iris" };
  for (const path of [
    "/ajax-api/2.0/mlflow/experiments/search-datasets",
    "/api/2.0/mlflow/experiments/search-datasets",
    "/api/2.0mlflow/experiments/search-datasets",
    "/ajax-api/2.0mlflow/experiments/search-datasets",
  ]) {
    expect((await post(path, { experiment_ids: [experimentId, "987654"] })).body).toEqual({
      dataset_summaries: [
        { ...summary, digest: "1a2b", context: "training" },
        { ...summary, digest: "other" },
      ],
    });
  }
});

test.each([
  [{}, "SearchDatasets request must specify at least one experiment_id."],
  [
    { experiment_ids: Array.from({ length: 21 }, (_, n) => String(n)) },
    "SearchDatasets request cannot specify more than 20 experiment_ids. Received 21 experiment_ids.",
  ],
  [{ experiment_ids: ["x"] }, "Invalid experiment ID 'x'. Experiment ID must be a valid integer."],
])("datasets of %j are not searched", async (body, message) => {
  expect(await post("/ajax-api/2.0/mlflow/experiments/search-datasets", body)).toEqual({
    status: 400,
    body: { error_code: "INVALID_PARAMETER_VALUE", message },
  });
});

const missing = (name: string) =>
  `Missing value for required parameter '${name}'. See the API docs for more information about request parameters.`;
const tooLong = (name: string, limit: number) => `'${name}' exceeds the maximum length of ${limit} characters`;

test.each([
  [{ datasets: [{}] }, missing("datasets[0].dataset.name")],
  [{ datasets: [{ dataset: dataset({ digest: "" }) }] }, missing("datasets[0].dataset.digest")],
  [{ datasets: [{ dataset: dataset({ name: "n".repeat(501) }) }] }, tooLong("name", 500)],
  [{ datasets: [{ dataset: dataset({ digest: "n".repeat(37) }) }] }, tooLong("digest", 36)],
  [{ datasets: [{ dataset: dataset({ source: "n".repeat(65_536) }) }] }, tooLong("source", 65_535)],
  [{ datasets: [{ dataset: dataset({ schema: "n".repeat(1_048_576) }) }] }, tooLong("schema", 1_048_575)],
  [{ datasets: [{ dataset: dataset(), tags: [{ value: "v" }] }] }, missing("datasets[0].tags[0].key")],
  [{ datasets: [{ dataset: dataset(), tags: [{ key: "k".repeat(256) }] }] }, tooLong("key", 255)],
  [{ datasets: [{ dataset: dataset(), tags: [{ key: "k", value: "v".repeat(501) }] }] }, tooLong("value", 500)],
  [
    { datasets: [{ dataset: dataset(), tags: [{ key: "k" }, { key: "k" }] }] },
    expect.stringContaining("datasets[0].tags[1].key"),
  ],
  [{ models: [{}] }, missing("models[0].model_id")],
  [{ datasets: "x" }, expect.stringMatching(/^Invalid value .*datasets/)],
])("what is wrong with inputs is said (%#), and none of them is logged", async (body, message) => {
  const runId = await newRun();
  const inputs = { run_id: runId, models: [{ model_id: "m-in" }], ...body };
  expect(await post(`${runs}/log-inputs`, inputs)).toEqual({
    status: 400,
    body: { error_code: "INVALID_PARAMETER_VALUE", message },
  });
  expect((await get(runId)).inputs ?? {}).toEqual({});
});

test("a dataset of the largest sizes is taken", async () => {
  const runId = await newRun();
  const largest = dataset({
    name: "🥣".repeat(250),
    digest: "🥣".repeat(18),
    source: "s".repeat(65_535),
    schema: "s".repeat(1_048_575),
    profile: "p".repeat(2_000_000),
  });
  expect((await post(`${runs}/log-inputs`, { run_id: runId, datasets: [{ dataset: largest }] })).status).toBe(200);
  expect((await get(runId)).inputs.dataset_inputs[0].dataset).toEqual(largest);
});

test.each(["log-inputs", "outputs", "log-model"])("%s needs a run that is there and active", async (path) => {
  const body = { model_json: JSON.stringify(mlmodel()) };
  const deleted = await newRun();
  await post(`${runs}/delete`, { run_id: deleted });
  expect(await post(`${runs}/${path}`, body)).toMatchObject({ status: 400, body: { message: missing("run_id") } });
  expect(await post(`${runs}/${path}`, { ...body, run_id: "none" })).toEqual({
    status: 404,
    body: { error_code: "RESOURCE_DOES_NOT_EXIST", message: "Run with id=none not found" },
  });
  expect(await post(`${runs}/${path}`, { ...body, run_id: deleted })).toEqual({
    status: 400,
    body: {
      error_code: "INVALID_PARAMETER_VALUE",
      message: `The run ${deleted} must be in the 'active' state. Current state is deleted.`,
    },
  });
});

const mlmodel = (changes: object = {}) => ({
  artifact_path: "model",
  run_id: "r",
  utc_time_created: "2026-01-01",
  model_uuid: "u",
  flavors: { python_function: { config: { secret: 1 }, loader_module: "x" }, sklearn: {} },
  signature: { inputs: "[]" },
  ...changes,
});

test("models of old clients are appended to the run's history", async () => {
  const runId = await newRun();
  for (const changes of [{}, { artifact_path: "second", model_uuid: null }]) {
    const model_json = JSON.stringify(mlmodel(changes)).replace('"sklearn":{}', '"sklearn":{"rate":1.0}');
    const answer = await post(`${runs}/log-model`, { run_id: runId, model_json });
    expect(answer).toEqual({ status: 200, body: {} });
  }
  const tag = (await get(runId)).data.tags.find(({ key }: { key: string }) => key === "mlflow.log-model.history");
  const flavors = { python_function: { loader_module: "x" }, sklearn: { rate: 1 } };
  const first = { run_id: "r", artifact_path: "model", utc_time_created: "2026-01-01", model_uuid: "u", flavors };
  expect(JSON.parse(tag.value)).toEqual([first, { ...first, artifact_path: "second", model_uuid: null }]);
  expect(tag.value.match(/"rate":1\.0/g)).toHaveLength(2);
});

test.each([
  ["{nope", "Malformed model info. \n {nope \n is not a valid JSON."],
  ["[1]", expect.stringContaining("must be a JSON object")],
  ["null", expect.stringContaining("must be a JSON object")],
  ["{}", "Model json is missing mandatory fields: {'artifact_path', 'flavors', 'utc_time_created', 'run_id'}"],
  [JSON.stringify(mlmodel({ flavors: "x" })), expect.stringContaining("flavors")],
  ["[".repeat(100_000) + "]".repeat(100_000), expect.any(String)],
  [JSON.stringify(mlmodel()).replace('"x"', `${"[".repeat(100_000)}${"]".repeat(100_000)}`), expect.any(String)],
])("%.20s is no model (%#)", async (model_json, message) => {
  expect(await post(`${runs}/log-model`, { run_id: await newRun(), model_json })).toEqual({
    status: 400,
    body: { error_code: "INVALID_PARAMETER_VALUE", message },
  });
});

test("a metric that names a model is the run's and the model's; an unknown model keeps all of it out", async () => {
  const runId = await newRun();
  const modelId = await newModel();
  const point = { key: "acc", value: 0.5, timestamp: 3, step: 1 };
  const ofModel = { model_id: modelId, dataset_name: "iris", dataset_digest: "1a2b" };
  expect((await post(`${runs}/log-batch`, { run_id: runId, metrics: [{ ...point, ...ofModel }] })).status).toBe(200);
  const { data } = (await server.call("GET", `/api/2.0/mlflow/logged-models/${modelId}`)).body.model;
  expect(data.metrics).toEqual([{ ...point, ...ofModel, run_id: runId }]);
  expect((await get(runId)).data.metrics).toMatchObject([point]);
  const refused = await post(`${runs}/log-batch`, {
    run_id: runId,
    metrics: [
      { ...point, key: "other" },
      { ...point, model_id: "m-none" },
    ],
    tags: [{ key: "not", value: "stored" }],
  });
  expect(refused).toMatchObject({ status: 400, body: { error_code: "BAD_REQUEST" } });
  expect(await get(runId)).toMatchObject({ data: { metrics: [point], tags: [{ key: "mlflow.runName" }] } });
});

test("lineage goes from a run to its models and traces, and from a model to its runs and traces", async () => {
  const [maker, user] = [await newRun(), await newRun()];
  const made = await newModel({ name: "made", source_run_id: maker });
  const checkpoint = await newModel({ name: "checkpoint", source_run_id: maker });
  await post(`${runs}/outputs`, { run_id: maker, models: [{ model_id: checkpoint, step: 10 }] });
  await post(`${runs}/log-inputs`, { run_id: user, models: [{ model_id: made }] });
  await server.ingestSpans([{ id: "1", attributes: { "mlflow.modelId": JSON.stringify(made) } }]);
  const spanless = "2bf7651916cd43dd8448eb211c80319c";
  await server.report({ trace_id: `tr-${spanless}`, trace_metadata: { "mlflow.sourceRun": user } });
  await post("/api/2.0/mlflow/traces/link-to-run", { run_id: user, trace_ids: [`tr-${traceA}`] });

  const lineage = async (path: string) => (await server.call("GET", `/api/spanloom/v1/${path}/lineage`)).body;
  const run = (id: string) => ({ run_id: id, name: "run", experiment_id: "0", lifecycle_stage: "active" });
  const model = (id: string, name: string) => ({ model_id: id, name, experiment_id: "0", lifecycle_stage: "active" });
  const none = { count: 0, count_is_lower_bound: false, newest_trace_ids: [] };
  expect(await lineage(`logged-models/${made}`)).toEqual({
    source_run: run(maker),
    input_of: [run(user)],
    traces: { count: 1, count_is_lower_bound: false, newest_trace_ids: [traceA] },
  });
  expect(await lineage(`runs/${maker}`)).toEqual({
    models: [
      { model: model(checkpoint, "checkpoint"), status: "LOGGED_MODEL_PENDING", direction: "output", step: 10 },
      { model: model(made, "made"), status: "LOGGED_MODEL_PENDING", direction: "output", step: 0 },
    ],
    traces: none,
  });
  expect(await lineage(`runs/${user}`)).toMatchObject({
    models: [{ model: model(made, "made"), direction: "input" }],
    traces: { count: 2, newest_trace_ids: expect.arrayContaining([traceA, spanless]) },
  });
  expect(await lineage(`logged-models/${await newModel()}`)).toEqual({ input_of: [], traces: none });
  for (const path of ["runs/none", "logged-models/none", `runs/${hexId("0")}`]) {
    expect((await lineage(path)).error_code).toBe("RESOURCE_DOES_NOT_EXIST");
  }
});

test("whatever is sent to a run and a model that are there, no answer is a bug", async () => {
  const runId = await newRun();
  const modelId = await newModel({ source_run_id: runId });
  const texts = [
    "",
    "\0",
    "a\0b",
    "\ud800",
    "'; drop table runs; --",
    "..",
    "/",
    "%",
    "x".repeat(70_000),
    "🥣".repeat(300),
  ];
  const values: unknown[] = [...texts, null, true, -1, 1.5, 1e308, 2 ** 63, "9".repeat(30), [], {}, [[]], [null], [{}]];
  for (const value of values) {
    const bodies: [method: string, path: string, body: object][] = [
      ...["name", "digest", "source_type", "source", "schema", "profile"].map((field): [string, string, object] => [
        "POST",
        `${runs}/log-inputs`,
        { run_id: runId, datasets: [{ dataset: dataset({ [field]: value }) }] },
      ]),
      ...["key", "value"].map((field): [string, string, object] => [
        "POST",
        `${runs}/log-inputs`,
        { run_id: runId, datasets: [{ dataset: dataset(), tags: [{ key: "k", value: "v", [field]: value }] }] },
      ]),
      ["POST", `${runs}/log-inputs`, { run_id: runId, datasets: value, models: [{ model_id: value }] }],
      ["POST", `${runs}/outputs`, { run_id: runId, models: [{ model_id: value, step: 1 }] }],
      ["POST", `${runs}/outputs`, { run_id: runId, models: [{ model_id: "m", step: value }] }],
      [
        "POST",
        `${runs}/log-model`,
        { run_id: runId, model_json: JSON.stringify(mlmodel({ artifact_path: value, run_id: value })) },
      ],
      [
        "POST",
        `${runs}/log-batch`,
        { run_id: runId, metrics: [{ key: "k", value: 1, timestamp: 1, model_id: value }] },
      ],
      [
        "POST",
        `${runs}/log-metric`,
        {
          run_id: runId,
          key: "k",
          value: 1,
          timestamp: 1,
          model_id: modelId,
          dataset_name: value,
          dataset_digest: value,
        },
      ],
      [
        "POST",
        "/api/2.0/mlflow/logged-models",
        { experiment_id: "0", name: value, model_type: value, source_run_id: value },
      ],
      ["POST", `/api/2.0/mlflow/logged-models/${modelId}/params`, { params: [{ key: value, value }] }],
      ["PATCH", `/api/2.0/mlflow/logged-models/${modelId}/tags`, { tags: [{ key: value, value }] }],
      ["PATCH", `/api/2.0/mlflow/logged-models/${modelId}`, { status: value }],
    ];
    for (const [method, path, body] of bodies) {
      const { status } = await server.call(method, path, body);
      expect({ body, status, bugs: server.bugs.splice(0) }).toEqual({ body, status: expect.any(Number), bugs: [] });
    }
  }
  expect((await server.call("GET", `/api/2.0/mlflow/logged-models/${modelId}`)).status).toBe(200);
  expect((await get(runId)).info.run_id).toBe(runId);
});
