import { setTimeout } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { mlflowA, testApi, traceA } from "../testing.ts";

let server: Awaited<ReturnType<typeof testApi>>;
beforeAll(async () => {
  server = await testApi();
});
afterAll(() => server.close());
afterEach(() => expect(server.bugs).toEqual([]));

const models = "/api/2.0/mlflow/logged-models";
const create = async (body: object = {}) =>
  (await server.call("POST", models, { experiment_id: "0", name: "model", ...body })).body.model;
const idOf = (model: { info: { model_id: string } }) => model.info.model_id;
const get = async (modelId: string, query = "") => server.call("GET", `${models}/${modelId}${query}`);

test("a model is made, finalized by name and by number, read, deleted and read with allow_deleted", async () => {
  const made = await create({
    model_type: "agent",
    params: [{ key: "a", value: "1" }],
    tags: [{ key: "t", value: "2" }],
  });
  const id = idOf(made);
  expect(made).toEqual({
    info: {
      model_id: id,
      experiment_id: "0",
      name: "model",
      creation_timestamp_ms: expect.any(Number),
      last_updated_timestamp_ms: made.info.creation_timestamp_ms,
      artifact_uri: `mlflow-artifacts:/0/models/${id}/artifacts`,
      status: "LOGGED_MODEL_PENDING",
      model_type: "agent",
      source_run_id: "",
      tags: [{ key: "t", value: "2" }],
    },
    data: { params: [{ key: "a", value: "1" }] },
  });
  for (const [status, expected] of [
    ["LOGGED_MODEL_READY", "LOGGED_MODEL_READY"],
    [3, "LOGGED_MODEL_UPLOAD_FAILED"],
    ["1", "LOGGED_MODEL_PENDING"],
    [2, "LOGGED_MODEL_READY"],
  ]) {
    const { body } = await server.call("PATCH", `${models}/${id}`, { model_id: id, status });
    expect(body.model.info.status).toBe(expected);
    expect(body.model.info.last_updated_timestamp_ms).toBeGreaterThanOrEqual(made.info.creation_timestamp_ms);
  }
  expect((await get(id)).body.model.data).toEqual(made.data);
  expect(await server.call("DELETE", `${models}/${id}`, { model_id: id })).toEqual({ status: 200, body: {} });
  expect(await get(id)).toEqual({
    status: 404,
    body: { error_code: "RESOURCE_DOES_NOT_EXIST", message: `Logged model with ID '${id}' not found.` },
  });
  expect((await get(id, "?allow_deleted=True")).body.model.info.status).toBe("LOGGED_MODEL_READY");
  expect((await get(id, "?allow_deleted=false")).status).toBe(404);
});

test("params and tags are written and read, keys with slashes included", async () => {
  const id = idOf(await create());
  expect(
    await server.call("POST", `${models}/${id}/params`, { model_id: id, params: [{ key: "p/q", value: "1" }] }),
  ).toEqual({ status: 200, body: {} });
  await server.call("PATCH", `${models}/${id}/tags`, {
    tags: [
      { key: "a/b", value: "1" },
      { key: "c d", value: "2" },
    ],
  });
  expect((await server.call("DELETE", `${models}/${id}/tags/a/b`, {})).status).toBe(200);
  expect((await server.call("DELETE", `${models}/${id}/tags/c%20d`, {})).status).toBe(200);
  expect(await server.call("DELETE", `${models}/${id}/tags/c%20d`, {})).toEqual({
    status: 404,
    body: { error_code: "RESOURCE_DOES_NOT_EXIST", message: `No tag with key 'c d' found for model with ID '${id}'.` },
  });
  const { info, data } = (await get(id)).body.model;
  expect([info.tags, data.params]).toEqual([undefined, [{ key: "p/q", value: "1" }]]);
});

const missing = (name: string) =>
  `Missing value for required parameter '${name}'. See the API docs for more information about request parameters.`;

test.each<[what: string, body: object, code: string, message: unknown]>([
  ["no experiment", { experiment_id: undefined }, "INVALID_PARAMETER_VALUE", missing("experiment_id")],
  ["an unknown experiment", { experiment_id: "987" }, "RESOURCE_DOES_NOT_EXIST", "No Experiment with id=987 exists"],
  [
    "no number as experiment",
    { experiment_id: "abc" },
    "INVALID_PARAMETER_VALUE",
    "Invalid experiment ID 'abc'. Experiment ID must be a valid integer.",
  ],
  ...["/", ":", ".", "%", '"', "'"].map((character): [string, object, string, unknown] => [
    `${character} in the name`,
    { name: `a${character}b` },
    "INVALID_PARAMETER_VALUE",
    expect.stringMatching(/^Invalid model name \(/),
  ]),
  ["a name of 501 characters", { name: "n".repeat(501) }, "INVALID_PARAMETER_VALUE", expect.stringContaining("name")],
  [
    "a type of 501 characters",
    { model_type: "n".repeat(501) },
    "INVALID_PARAMETER_VALUE",
    expect.stringContaining("model_type"),
  ],
  [
    "a run id of 257 characters",
    { source_run_id: "n".repeat(257) },
    "INVALID_PARAMETER_VALUE",
    expect.stringContaining("source_run_id"),
  ],
  [
    "a name that is a number",
    { name: 5 },
    "INVALID_PARAMETER_VALUE",
    expect.stringMatching(/^Invalid value 5 for parameter 'name' supplied: {2}Hint: Value was of type 'int'/),
  ],
  [
    "a param twice",
    {
      params: [
        { key: "a", value: "1" },
        { key: "a", value: "1" },
      ],
    },
    "BAD_REQUEST",
    expect.stringContaining("twice"),
  ],
  [
    "a tag twice",
    {
      tags: [
        { key: "a", value: "1" },
        { key: "a", value: "2" },
      ],
    },
    "BAD_REQUEST",
    expect.stringContaining("twice"),
  ],
  ["a param without a key", { params: [{ value: "1" }] }, "INVALID_PARAMETER_VALUE", missing("params[0].key")],
  [
    "a key of 256 characters",
    { tags: [{ key: "k".repeat(256) }] },
    "INVALID_PARAMETER_VALUE",
    expect.stringContaining("tags[0].key"),
  ],
])("a model with %s is refused", async (_, body, error_code, message) => {
  const answer = await server.call("POST", models, { experiment_id: "0", name: "model", ...body });
  expect(answer).toEqual({
    status: error_code === "RESOURCE_DOES_NOT_EXIST" ? 404 : 400,
    body: { error_code, message },
  });
});

test("the largest names, keys and values that are taken are stored whole", async () => {
  const wide = "🥣".repeat(125);
  const made = await create({
    name: "🥣".repeat(250),
    params: [{ key: wide, value: "v".repeat(500_000) }],
    tags: [{ key: wide, value: "\n\t'\"\\" }],
  });
  expect((await get(idOf(made))).body.model).toEqual(made);
});

test.each([
  ["no status", {}, missing("status")],
  ["an unknown status", { status: "NOPE" }, missing("status")],
  ["an unknown number", { status: 7 }, expect.stringContaining("Invalid value 7 for parameter 'status'")],
])("%s does not finalize", async (_, body, message) => {
  const id = idOf(await create());
  expect(await server.call("PATCH", `${models}/${id}`, { model_id: id, ...body })).toEqual({
    status: 400,
    body: { error_code: "INVALID_PARAMETER_VALUE", message },
  });
});

describe("search", () => {
  let experimentId: string;
  const ids: string[] = [];
  const search = (body: object) => server.call("POST", `${models}/search`, { experiment_ids: [experimentId], ...body });
  const found = async (body: object) =>
    (await search(body)).body.models?.map((model: { info: { model_id: string } }) => ids.indexOf(idOf(model)));
  beforeAll(async () => {
    experimentId = await server.store.experiments.create("searched models");
    const created = await server.call("POST", "/api/2.0/mlflow/runs/create", { experiment_id: experimentId });
    const runId = created.body.run.info.run_id;
    for (const [at, name] of ["first", "second", "third", "fourth"].entries()) {
      const model = await create({
        experiment_id: experimentId,
        name,
        params: [{ key: "depth", value: String(at) }],
        tags: [{ key: "team colour", value: at % 2 ? "blue" : "red" }],
      });
      ids.push(idOf(model));
      await setTimeout(2); // those of one millisecond would go by their ids
    }
    const log = (model: number, value: number, dataset?: string, timestamp = 1) =>
      server.call("POST", "/api/2.0/mlflow/runs/log-metric", {
        run_id: runId,
        key: "acc uracy",
        value,
        timestamp,
        model_id: ids[model],
        ...(dataset && { dataset_name: dataset, dataset_digest: `${dataset}-1` }),
      });
    for (const answer of [
      await log(0, 0.9, "train"),
      await log(1, 0.5, "train"),
      await log(1, 0.95, "test", 2),
      await log(2, 0.7),
    ])
      expect(answer.status).toBe(200);
    await server.call("PATCH", `${models}/${ids[1]}`, { model_id: ids[1], status: 2 });
  });

  test.each<[body: object, expected: number[] | undefined]>([
    [{}, [3, 2, 1, 0]],
    [{ max_results: 0 }, [3, 2, 1, 0]],
    [{ filter: "name = 'second'" }, [1]],
    [{ filter: "name LIKE 'f%'" }, [3, 0]],
    [{ filter: "params.depth IN ('0', '2')" }, [2, 0]],
    [{ filter: "tags.`team colour` = 'blue' AND metrics.`acc uracy` > 0.1" }, [1]],
    [{ filter: "metrics.`acc uracy` > 0.8" }, [1, 0]],
    [{ filter: "metrics.`acc uracy` > 0.8", datasets: [{ dataset_name: "train" }] }, [0]],
    [
      { filter: "metrics.`acc uracy` > 0.8", datasets: [{ dataset_name: "train", dataset_digest: "other" }] },
      undefined,
    ],
    [{ datasets: [{ dataset_name: "test", dataset_digest: "test-1" }] }, [1]],
    [{ order_by: [{ field_name: "name" }] }, [0, 3, 1, 2]],
    [{ order_by: [{ field_name: "creation_time", ascending: true }] }, [0, 1, 2, 3]],
    [{ order_by: [{ field_name: "metrics.acc uracy", ascending: false }] }, [1, 0, 2, 3]],
    [{ order_by: [{ field_name: "metrics.acc uracy", dataset_name: "train" }] }, [1, 0, 3, 2]],
    [{ order_by: [{ field_name: "metrics.none" }, { field_name: "name", ascending: false }] }, [2, 1, 3, 0]],
    [{ experiment_ids: ["987654"] }, undefined],
  ])("%j finds %j", async (body, expected) => {
    expect(await found(body)).toEqual(expected);
  });

  test("pages hold each model once, and their token is good for this search only", async () => {
    const seen: number[] = [];
    let token: string | undefined;
    do {
      const { body } = await search({ max_results: 3, page_token: token });
      seen.push(...body.models.map((model: { info: { model_id: string } }) => ids.indexOf(idOf(model))));
      token = body.next_page_token;
      if (token !== undefined) {
        expect((await search({ page_token: token, filter: "name != ''" })).body.error_code).toBe(
          "INVALID_PARAMETER_VALUE",
        );
      }
    } while (token !== undefined);
    expect(seen).toEqual([3, 2, 1, 0]);
  });

  test("a model that is found has its metrics", async () => {
    const { body } = await search({ filter: "name = 'second'" });
    expect(body.models[0].data.metrics).toEqual([
      expect.objectContaining({
        key: "acc uracy",
        value: 0.5,
        dataset_name: "train",
        dataset_digest: "train-1",
        timestamp: 1,
      }),
      expect.objectContaining({ key: "acc uracy", value: 0.95, dataset_name: "test", model_id: ids[1], timestamp: 2 }),
    ]);
  });

  test.each([
    [{ experiment_ids: [] }, missing("experiment_ids")],
    [{ experiment_ids: ["x"] }, "Invalid experiment ID 'x'. Experiment ID must be a valid integer."],
    [{ datasets: [{ dataset_digest: "d" }] }, "`dataset_name` in the `datasets` clause must be specified."],
    [{ order_by: [{ field_name: "nope" }] }, "Invalid order by field name: nope"],
    [{ order_by: [{}] }, "Invalid order by field name: "],
    [{ order_by: [{ field_name: "params.x" }] }, "Invalid order by field name: params.x. Only metrics are supported."],
    [{ max_results: -1 }, expect.stringContaining("max_results")],
    [{ page_token: "???" }, expect.stringContaining("page_token")],
    [{ filter: "nope = 'x'" }, expect.stringContaining("nope")],
  ])("%j is refused", async (body, message) => {
    expect(await search(body)).toMatchObject({ status: 400, body: { error_code: "INVALID_PARAMETER_VALUE", message } });
  });

  test("hostile texts find nothing and break nothing", async () => {
    for (const text of ["\0", "\ud800", "'; drop table logged_models; --", "%", "🥣".repeat(10_000)]) {
      expect((await search({ datasets: [{ dataset_name: text, dataset_digest: text }] })).status).toBe(200);
      expect((await search({ order_by: [{ field_name: `metrics.${text}`, dataset_name: text }] })).status).toBe(200);
      expect((await get(encodeURIComponent(text.toWellFormed()))).status).toBe(404);
    }
  });
});

test("a trace made under a model belongs to it, sent as spans or reported, and is found by it", async () => {
  const [one, two] = [idOf(await create()), idOf(await create())];
  await server.ingestSpans([{ id: "1", attributes: { "mlflow.modelId": JSON.stringify(one) } }]);
  const other = "2bf7651916cd43dd8448eb211c80319c";
  await server.report({ trace_id: `tr-${other}`, trace_metadata: { "mlflow.modelId": two } });
  const traces = async (modelId: string) => {
    const { body } = await server.call("POST", "/api/3.0/mlflow/traces/search", {
      locations: [{ type: "MLFLOW_EXPERIMENT", mlflow_experiment: { experiment_id: "0" } }],
      filter: `request_metadata.\`mlflow.modelId\` = '${modelId}'`,
    });
    return body.traces?.map((trace: { trace_id: string }) => trace.trace_id);
  };
  expect([await traces(one), await traces(two), await traces("m-none")]).toEqual([
    [mlflowA],
    [`tr-${other}`],
    undefined,
  ]);
  expect((await server.store.traces.get(traceA))!.modelId).toBe(one);
});
