import { afterAll, beforeAll, expect, test } from "vitest";
import { testApi } from "../testing.ts";

let server: Awaited<ReturnType<typeof testApi>>;
let runId: string;
const traceId = `tr-${"a".repeat(32)}`;

beforeAll(async () => {
  server = await testApi({ truncateLongValues: false });
  runId = (await post("2.0", "runs/create", { experiment_id: "0" })).body.run.info.run_id;
  expect((await startTrace(traceId, "kept")).status).toBe(200);
});
afterAll(async () => {
  expect(server.bugs).toEqual([]);
  await server.close();
});

const post = (version: string, path: string, body: object) =>
  server.call("POST", `/api/${version}/mlflow/${path}`, body);
const startTrace = (trace_id: string, value: string, field = "tags") => {
  const trace_location = { type: "MLFLOW_EXPERIMENT", mlflow_experiment: { experiment_id: "0" } };
  const trace_info = {
    trace_id,
    trace_location,
    state: "OK",
    request_time: "2026-01-01T00:00:00Z",
    [field]: { t: value },
  };
  return post("3.0", "traces", { trace: { trace_info } });
};

// What MLflow's server says where MLFLOW_TRUNCATE_LONG_VALUES is false.
test.each<
  [what: string, limit: number, said: string, give: (value: string) => Promise<{ status: number; body: unknown }>]
>([
  [
    "a param",
    6000,
    "Param value",
    (value) => post("2.0", "runs/log-parameter", { run_id: runId, key: `${value.length}`, value }),
  ],
  ["a param of a batch", 6000, "Param value", (value) => batch({ params: [{ key: `b${value.length}`, value }] })],
  ["a run's tag", 8000, "value", (value) => post("2.0", "runs/set-tag", { run_id: runId, key: "t", value })],
  ["a tag of a batch", 8000, "tags[0].value", (value) => batch({ tags: [{ key: "t", value }] })],
  [
    "a tag of a new run",
    8000,
    "tags[0].value",
    (value) => post("2.0", "runs/create", { experiment_id: "0", tags: [{ key: "t", value }] }),
  ],
  [
    "a trace's tag",
    8000,
    "value",
    (value) => server.call("PATCH", `/api/3.0/mlflow/traces/${traceId}/tags`, { key: "t", value }),
  ],
  ["a tag of a new trace", 8000, "value", (value) => startTrace(`tr-${"b".repeat(32)}`, value)],
  ["metadata of a new trace", 8000, "value", (value) => startTrace(`tr-${"b".repeat(32)}`, value, "trace_metadata")],
])("%s is taken up to %i characters and refused beyond", async (_, limit, said, give) => {
  expect(await give("🎈".repeat(limit + 1))).toEqual({
    status: 400,
    body: {
      error_code: "INVALID_PARAMETER_VALUE",
      message: `'${said}' exceeds the maximum length of ${limit} characters`,
    },
  });
  expect(await give("🎈".repeat(limit))).toMatchObject({ status: 200 });
});

const batch = (logged: object) => post("2.0", "runs/log-batch", { run_id: runId, ...logged });
