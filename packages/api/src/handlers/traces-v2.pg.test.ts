import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { epochMs, mlflowA, testApi } from "../testing.ts";

let server: Awaited<ReturnType<typeof testApi>>;
beforeAll(async () => {
  server = await testApi();
});
afterAll(() => server.close());
beforeEach(async () => {
  await server.clear();
  expect(server.bugs).toEqual([]);
});

test("the v2 form starts, ends and shows a trace", async () => {
  const begun = await server.call("POST", "/api/2.0/mlflow/traces", {
    experiment_id: "0",
    timestamp_ms: epochMs,
    request_metadata: [{ key: "m", value: "1" }],
    tags: [{ key: "t", value: "2" }],
  });
  const { request_id } = begun.body.trace_info;
  expect(begun.body.trace_info).toMatchObject({ experiment_id: "0", timestamp_ms: epochMs, status: "IN_PROGRESS" });
  await server.call("PATCH", `/api/2.0/mlflow/traces/${request_id}`, {
    timestamp_ms: epochMs + 42,
    status: "ERROR",
    tags: [{ key: "u", value: "3" }],
  });
  const { body } = await server.call("GET", `/api/2.0/mlflow/traces/${request_id}/info`);
  expect(body.trace_info).toMatchObject({ execution_time_ms: 42, status: "ERROR" });
  expect(body.trace_info.tags).toEqual(
    expect.arrayContaining([
      { key: "t", value: "2" },
      { key: "u", value: "3" },
    ]),
  );
  expect(body.trace_info.request_metadata).toEqual(expect.arrayContaining([{ key: "m", value: "1" }]));
});

test("prompts are linked once each", async () => {
  await server.report();
  const link = () =>
    server.call("POST", "/api/2.0/mlflow/traces/link-prompts", {
      trace_id: mlflowA,
      prompt_versions: [{ name: "p", version: "1" }],
    });
  await link();
  await link();
  expect((await server.info(mlflowA)).tags["mlflow.linkedPrompts"]).toBe('[{"name":"p","version":"1"}]');
});
