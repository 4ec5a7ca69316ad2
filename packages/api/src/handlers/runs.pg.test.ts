import { afterAll, beforeAll, expect, test } from "vitest";
import { testApi } from "../testing.ts";

let server: Awaited<ReturnType<typeof testApi>>;
let runId: string;
beforeAll(async () => {
  server = await testApi();
  runId = await create({ run_name: "shared" });
});
afterAll(async () => {
  expect(server.bugs).toEqual([]);
  await server.close();
});

const post = (path: string, body: object) => server.call("POST", `/api/2.0/mlflow/${path}`, body);
const create = async (body: object = {}): Promise<string> => {
  const { body: answer } = await post("runs/create", { experiment_id: "0", ...body });
  return answer.run.info.run_id;
};
const read = async (id: string) => (await server.call("GET", `/api/2.0/mlflow/runs/get?run_id=${id}`)).body.run;
const point = { key: "m", value: 1, timestamp: 1 };
const long = (length: number) => "k".repeat(length);
const times = <T>(count: number, item: (at: number) => T) => Array.from({ length: count }, (_, at) => item(at));

test("a run as it is made", async () => {
  const { body } = await post("runs/create", {
    experiment_id: "0",
    user_id: "me",
    start_time: 7,
    run_name: "first",
    tags: [{ key: "mlflow.parentRunId", value: "x" }],
  });
  const { run_id } = body.run.info;
  expect(run_id).toMatch(/^[0-9a-f]{32}$/);
  expect(body.run).toEqual({
    info: {
      run_id,
      run_uuid: run_id,
      run_name: "first",
      experiment_id: "0",
      user_id: "me",
      status: "RUNNING",
      start_time: 7,
      artifact_uri: `mlflow-artifacts:/0/${run_id}/artifacts`,
      lifecycle_stage: "active",
    },
    data: {
      tags: [
        { key: "mlflow.parentRunId", value: "x" },
        { key: "mlflow.runName", value: "first" },
      ],
    },
    inputs: {},
  });
  expect(await read(run_id)).toEqual({ ...body.run, outputs: {} });
});

test("a run without a name gets one, and a name may come as its tag", async () => {
  expect((await read(await create())).info.run_name).toMatch(/^[a-z]+-[a-z]+-\d+$/);
  const named = await read(await create({ tags: [{ key: "mlflow.runName", value: "tagged" }] }));
  expect(named.info).toMatchObject({ run_name: "tagged", start_time: 0, user_id: "" });
});

test.each([
  [
    { experiment_id: "abc" },
    400,
    "INVALID_PARAMETER_VALUE",
    "Invalid experiment ID 'abc'. Experiment ID must be a valid integer.",
  ],
  [{ experiment_id: "999" }, 404, "RESOURCE_DOES_NOT_EXIST", "No Experiment with id=999 exists"],
  [{ experiment_id: "-5" }, 404, "RESOURCE_DOES_NOT_EXIST", "No Experiment with id=-5 exists"],
  [
    { experiment_id: 0 },
    400,
    "INVALID_PARAMETER_VALUE",
    "Invalid value 0 for parameter 'experiment_id' supplied:  Hint: Value was of type 'int'. See the API docs for more information about request parameters.",
  ],
  [
    { start_time: "abc" },
    400,
    "INVALID_PARAMETER_VALUE",
    "Invalid value \"abc\" for parameter 'start_time' supplied:  Hint: Value was of type 'str'. See the API docs for more information about request parameters.",
  ],
  [
    { run_name: "a", tags: [{ key: "mlflow.runName", value: "b" }] },
    400,
    "INVALID_PARAMETER_VALUE",
    "Both 'run_name' argument and 'mlflow.runName' tag are specified, but with different values (run_name='a', mlflow.runName='b').",
  ],
])("create %j is refused", async (changes, status, error_code, message) => {
  expect(await post("runs/create", { experiment_id: "0", ...changes })).toEqual({
    status,
    body: { error_code, message },
  });
});

test("run_uuid is an alias of run_id everywhere", async () => {
  const id = await create({ run_name: "alias" });
  for (const [path, body] of [
    ["update", { status: 3, end_time: -1, run_name: "" }],
    ["log-metric", point],
    ["log-parameter", { key: "p", value: "1" }],
    ["set-tag", { key: "t", value: "1" }],
    ["delete-tag", { key: "t" }],
    ["log-batch", { tags: [{ key: "u" }] }],
    ["delete", {}],
    ["restore", {}],
  ] as const) {
    expect([path, (await post(`runs/${path}`, { run_uuid: id, ...body })).status]).toEqual([path, 200]);
  }
  const { body } = await server.call("GET", `/ajax-api/2.0/mlflow/runs/get?run_uuid=${id}`);
  expect(body.run.info).toMatchObject({
    status: "FINISHED",
    end_time: -1,
    run_name: "alias",
    lifecycle_stage: "active",
  });
  expect(body.run.data).toMatchObject({
    metrics: [{ ...point, step: 0 }],
    params: [{ key: "p", value: "1" }],
    tags: [
      { key: "mlflow.runName", value: "alias" },
      { key: "u", value: "" },
    ],
  });
});

test("an update with a status that does not exist changes the rest; a number that does not is refused", async () => {
  const id = await create();
  expect((await post("runs/update", { run_id: id, status: "NOPE", end_time: 7 })).body.run_info).toMatchObject({
    status: "RUNNING",
    end_time: 7,
  });
  expect(await post("runs/update", { run_id: id, status: 77 })).toMatchObject({ status: 400 });
  expect(await post("runs/update", { run_id: id, runId: id })).toMatchObject({
    status: 400,
    body: { message: "Request specifies both 'run_id' and 'runId'; provide only one of them." },
  });
});

const missing = (name: string) =>
  `Missing value for required parameter '${name}'. See the API docs for more information about request parameters.`;
const wouldBe = (path: string, key: string, normal: string) =>
  `Invalid value "${key}" for parameter '${path}' supplied: Names may be treated as files in certain cases, and must not resolve to other names when treated as such. This name would resolve to '${normal}'`;
const wrong = (path: string, json: string, type: string) =>
  `Invalid value ${json} for parameter '${path}' supplied:  Hint: Value was of type '${type}'. See the API docs for more information about request parameters.`;
const tooMany = (limit: number, what: string, got: number) =>
  `A batch logging request can contain at most ${limit} ${what}. Got ${got} ${what}. Please split up ${what} across multiple requests and try again.`;

test.each([
  ["log-metric", { value: 1, timestamp: 1 }, missing("key")],
  ["log-metric", { key: "m", timestamp: 1 }, missing("value")],
  ["log-metric", { key: "m", value: 1 }, missing("timestamp")],
  ["log-metric", { ...point, value: "abc" }, wrong("value", '"abc"', "str")],
  ["log-metric", { ...point, step: 1.5 }, wrong("step", "1.5", "float")],
  [
    "log-metric",
    { ...point, timestamp: -1 },
    "Invalid value -1 for parameter 'timestamp' supplied: metric 'm' (value=1.0). Timestamp must be a nonnegative long (64-bit integer) ",
  ],
  ["log-metric", { ...point, key: "a//b" }, wouldBe("name", "a//b", "a/b")],
  ["log-metric", { ...point, key: "." }, wouldBe("name", ".", ".")],
  ["log-metric", { ...point, key: "../x" }, wouldBe("name", "../x", "../x")],
  ["log-metric", { ...point, key: "a/../../b/" }, wouldBe("name", "a/../../b/", "../b")],
  [
    "log-metric",
    { ...point, key: "a€" },
    "Invalid value \"a€\" for parameter 'name' supplied: Names may only contain alphanumerics, underscores (_), dashes (-), periods (.), spaces ( ), colon(:) and slashes (/).",
  ],
  ["log-metric", { ...point, key: "a\n" }, expect.stringContaining("Names may only contain")],
  ["log-metric", { ...point, key: "a\0" }, expect.stringContaining("Names may only contain")],
  ["log-metric", { ...point, key: long(251) }, "'Metric name' exceeds the maximum length of 250 characters"],
  ["log-metric", { ...point, step: "9223372036854775808" }, expect.stringContaining("64 bits")],
  ["log-parameter", { value: "1" }, missing("key")],
  ["log-parameter", { key: "q", value: 5 }, wrong("value", "5", "int")],
  ["log-parameter", { key: long(251), value: "x" }, "'Param key' exceeds the maximum length of 250 characters"],
  ["set-tag", { value: "1" }, missing("key")],
  ["set-tag", { key: "/a" }, wouldBe("key", "/a", "/a")],
  ["set-tag", { key: long(251) }, "'key' exceeds the maximum length of 250 characters"],
  ["delete-tag", {}, missing("key")],
  ["log-batch", { metrics: [{ value: 1, timestamp: 1 }] }, missing("metrics[0].key")],
  ["log-batch", { metrics: [point, { key: "a", timestamp: 1 }] }, missing("metrics[1].value")],
  ["log-batch", { metrics: [{ key: "a", value: 1 }] }, missing("metrics[0].timestamp")],
  ["log-batch", { metrics: [point, { ...point, key: "/b" }] }, wouldBe("metrics[1].name", "/b", "/b")],
  ["log-batch", { metrics: [{ ...point, timestamp: -1 }] }, expect.stringContaining("'metrics[0].timestamp'")],
  ["log-batch", { metrics: 5 }, wrong("metrics", "5", "int")],
  ["log-batch", { params: { a: 1 } }, wrong("params", '{"a":1}', "dict")],
  ["log-batch", { params: [{ value: "x" }] }, missing("params[0].key")],
  ["log-batch", { params: [{ key: "a//b" }] }, wouldBe("params[0].key", "a//b", "a/b")],
  ["log-batch", { tags: [{ value: "x" }] }, missing("tags[0].key")],
  ["log-batch", { tags: [{ key: "ok" }, { key: ".." }] }, wouldBe("tags[1].key", "..", "..")],
  ["log-batch", { tags: [{ key: long(251) }] }, "'tags[0].key' exceeds the maximum length of 250 characters"],
  [
    "log-batch",
    { params: [{ key: "d" }, { key: "e" }, { key: "d" }] },
    "Duplicate parameter keys have been submitted: ['d']. Please ensure the request contains only one param value per param key.",
  ],
  ["log-batch", { params: times(101, (at) => ({ key: `p${at}` })) }, tooMany(100, "params", 101)],
  ["log-batch", { tags: times(101, (at) => ({ key: `t${at}` })) }, tooMany(100, "tags", 101)],
  ["log-batch", { metrics: times(1001, () => point) }, tooMany(1000, "metrics", 1001)],
  [
    "log-batch",
    { metrics: times(950, () => point), params: times(51, (at) => ({ key: `p${at}` })) },
    tooMany(1000, "metrics, params, and tags", 1001),
  ],
  ["log-batch", { run_id: "a b" }, "Invalid value \"a b\" for parameter 'run_id' supplied."],
])("%s %j is refused and stores nothing", async (path, body, message) => {
  const before = await read(runId);
  expect(await post(`runs/${path}`, { run_id: runId, ...body })).toEqual({
    status: 400,
    body: { error_code: "INVALID_PARAMETER_VALUE", message },
  });
  expect(await read(runId)).toEqual(before);
});

test.each(["update", "log-metric", "log-parameter", "set-tag", "delete-tag", "log-batch", "delete", "restore"])(
  "%s of a run that is not there, and of none",
  async (path) => {
    const body = { key: "k", value: path === "log-metric" ? 1 : "1", timestamp: 1 };
    expect(await post(`runs/${path}`, { run_id: "nope", ...body })).toEqual({
      status: 404,
      body: { error_code: "RESOURCE_DOES_NOT_EXIST", message: "Run with id=nope not found" },
    });
    expect(await post(`runs/${path}`, body)).toMatchObject({ status: 400, body: { message: missing("run_id") } });
    expect((await post(`runs/${path}`, { run_id: "'; drop table runs; --\0", ...body })).status).toBeOneOf([400, 404]);
  },
);

test("a deleted run can be read, and takes no writes until it is restored", async () => {
  const id = await create();
  for (const path of ["delete", "delete"]) expect((await post(`runs/${path}`, { run_id: id })).status).toBe(200);
  expect((await read(id)).info.lifecycle_stage).toBe("deleted");
  for (const [path, body] of [
    ["log-metric", point],
    ["log-parameter", { key: "a" }],
    ["set-tag", { key: "a" }],
    ["delete-tag", { key: "a" }],
    ["log-batch", {}],
    ["update", {}],
  ] as const) {
    expect(await post(`runs/${path}`, { run_id: id, ...body })).toEqual({
      status: 400,
      body: {
        error_code: "INVALID_PARAMETER_VALUE",
        message: `The run ${id} must be in the 'active' state. Current state is deleted.`,
      },
    });
  }
  for (const path of ["restore", "restore"]) expect((await post(`runs/${path}`, { run_id: id })).status).toBe(200);
  expect((await post("runs/log-batch", { run_id: id })).status).toBe(200);
});

test("values that are too long are cut at whole characters", async () => {
  const id = await create();
  await post("runs/log-batch", {
    run_id: id,
    params: [{ key: "p", value: "🎈".repeat(6001) }],
    tags: [{ key: "t", value: `a${"🎈".repeat(8000)}` }],
  });
  const { data } = await read(id);
  expect(data.params[0].value).toBe("🎈".repeat(6000));
  expect(data.tags.find(({ key }: { key: string }) => key === "t").value).toBe(`a${"🎈".repeat(7999)}`);
});

test("numbers that JSON does not have come back as MLflow gives them", async () => {
  const id = await create();
  const body = `{"run_id": "${id}", "metrics": [
    {"key": "bare", "value": NaN, "timestamp": 1}, {"key": "text", "value": "NaN", "timestamp": 1},
    {"key": "high", "value": Infinity, "timestamp": 1}, {"key": "low", "value": "-Infinity", "timestamp": "1"},
    {"key": "steps", "value": 1, "timestamp": 1, "step": 9223372036854775807}, {"key": "steps", "value": 2, "timestamp": 9, "step": -9223372036854775808}]}`;
  expect((await server.call("POST", "/api/2.0/mlflow/runs/log-batch", body)).status).toBe(200);
  const answer = await server.raw("GET", `/api/2.0/mlflow/runs/get?run_id=${id}`);
  const { metrics } = JSON.parse(String(answer.body)).run.data;
  expect(metrics.map(({ key, value }: { key: string; value: unknown }) => [key, value])).toEqual([
    ["bare", "NaN"],
    ["high", Number.MAX_VALUE],
    ["low", -Number.MAX_VALUE],
    ["steps", 1],
    ["text", "NaN"],
  ]);
  expect(String(answer.body)).toContain('"step":9223372036854775807');
});

test("searches find by filter and order, page by page", async () => {
  const { body } = await post("experiments/create", { name: "searched" });
  const { experiment_id } = body;
  const ids: string[] = [];
  for (const at of [0, 1, 2, 3]) {
    const id = await create({ experiment_id, start_time: at });
    await post("runs/log-batch", {
      run_id: id,
      metrics: [{ ...point, value: at }],
      params: [{ key: "even", value: String(at % 2) }],
    });
    ids.push(id);
  }
  await post("runs/delete", { run_id: ids[3] });
  const found = async (search: object) => {
    const { body: answer } = await post("runs/search", { experiment_ids: [experiment_id], ...search });
    return { at: answer.runs?.map((run: { info: { run_id: string } }) => ids.indexOf(run.info.run_id)), ...answer };
  };
  expect((await found({})).at).toEqual([2, 1, 0]);
  expect((await found({ filter: "params.even = '0' and metrics.m > 0.5" })).at).toEqual([2]);
  expect((await found({ order_by: ["metrics.m ASC"], run_view_type: "ALL" })).at).toEqual([0, 1, 2, 3]);
  expect((await found({ run_view_type: 2 })).at).toEqual([3]);
  const first = await found({ max_results: 2 });
  expect(first.at).toEqual([2, 1]);
  expect((await found({ max_results: 2, page_token: first.next_page_token })).at).toEqual([0]);
  expect(await post("runs/search", {})).toEqual({ status: 200, body: {} });
  expect((await found({ max_results: 0 })).message).toBe(
    "Invalid value 0 for parameter 'max_results' supplied. It must be a positive integer",
  );
});
