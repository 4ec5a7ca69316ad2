import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testApi } from "./testing.ts";

async function* noBody(): AsyncGenerator<Uint8Array> {}

let server: Awaited<ReturnType<typeof testApi>>;
beforeAll(async () => {
  server = await testApi();
});
afterAll(() => server.close());

describe("errors", () => {
  test.each([
    ["GET", "/api/3.0/mlflow/nothing", 404, "ENDPOINT_NOT_FOUND", "There is no endpoint at /api/3.0/mlflow/nothing."],
    ["DELETE", "/api/3.0/mlflow/traces/search", 405, "BAD_REQUEST", "does not take DELETE, but POST"],
    ["GET", "/api/2.0/mlflow/unified-traces", 501, "NOT_IMPLEMENTED", "Databricks only"],
    [
      "GET",
      "/api/3.0/mlflow/traces/get",
      400,
      "INVALID_PARAMETER_VALUE",
      "Missing value for required parameter 'trace_id'.",
    ],
    ["GET", "/api/3.0/mlflow/traces/get?trace_id=tr-1", 404, "RESOURCE_DOES_NOT_EXIST", "tr-1"],
    [
      "GET",
      "/api/2.0/mlflow/experiments/get?experiment_id=abc",
      400,
      "INVALID_PARAMETER_VALUE",
      "Invalid experiment ID 'abc'. Experiment ID must be a valid integer.",
    ],
    [
      "GET",
      "/api/2.0/mlflow/experiments/get?experiment_id=99999999999999999999",
      400,
      "INVALID_PARAMETER_VALUE",
      "valid integer",
    ],
    [
      "GET",
      "/api/2.0/mlflow/experiments/get?experiment_id=7",
      404,
      "RESOURCE_DOES_NOT_EXIST",
      "No Experiment with id=7 exists",
    ],
    [
      "GET",
      "/api/2.0/mlflow/experiments/get-by-name?experiment_name=a%00b",
      404,
      "RESOURCE_DOES_NOT_EXIST",
      "Could not find",
    ],
    [
      "GET",
      "/api/2.0/mlflow/experiments/search?max_results=0",
      400,
      "INVALID_PARAMETER_VALUE",
      "It must be a positive integer",
    ],
    [
      "GET",
      "/api/2.0/mlflow/experiments/search?max_results=5&page_token=x",
      400,
      "INVALID_PARAMETER_VALUE",
      "next_page_token",
    ],
    ["GET", "/api/spanloom/v1/traces/nonsense/skeleton", 404, "RESOURCE_DOES_NOT_EXIST", "nonsense"],
    [
      "GET",
      "/api/2.0/mlflow-artifacts/artifacts/0/run/artifacts/model.pkl",
      404,
      "RESOURCE_DOES_NOT_EXIST",
      "No such artifact: '0/run/artifacts/model.pkl'",
    ],
    ["GET", "/api/2.0/mlflow-artifacts/artifacts/0/../x", 400, "INVALID_PARAMETER_VALUE", "Invalid path"],
  ])("%s %s is %s %s", async (method, url, status, code, message) => {
    const answer = await server.call(method, url);
    expect(answer).toMatchObject({ status, body: { error_code: code, message: expect.stringContaining(message) } });
    expect(Object.keys(answer.body)).toEqual(["error_code", "message"]);
    expect(server.bugs).toEqual([]);
  });

  test("a mistake in a search text comes with its place", async () => {
    const { status, body } = await server.call("GET", "/api/spanloom/v1/traces?filter=name+%3D+5+and+nonsense+%3D+1");
    expect(status).toBe(400);
    expect(body).toEqual({
      error_code: "INVALID_PARAMETER_VALUE",
      message: expect.any(String),
      position: expect.any(Number),
      end: expect.any(Number),
    });
  });

  test("a POST must say that it carries JSON", async () => {
    const url = "/api/3.0/mlflow/traces/search";
    expect(await server.raw("POST", url, "{}", "text/plain")).toMatchObject({
      status: 400,
      body: expect.stringContaining("Content-Type must be one of"),
    });
    expect(await server.raw("POST", url, '{"locations":[]}', "application/json; charset=utf-8")).toMatchObject({
      status: 400,
      body: expect.stringContaining("Missing value for required parameter 'locations'"),
    });
  });

  test("what is no error of a client is a bug, and its cause stays here", async () => {
    const readBody = async () => {
      throw new TypeError("secret");
    };
    const request = {
      method: "POST",
      path: "/api/3.0/mlflow/traces",
      query: "",
      headers: { "content-type": "application/json" },
      body: noBody(),
      readBody,
    };
    expect(await server.api.dispatch(request)).toMatchObject({
      status: 500,
      body: expect.not.stringContaining("secret"),
    });
    expect(server.bugs.splice(0)).toEqual([new TypeError("secret")]);
  });
});

describe("the server", () => {
  test("says its version and health in plain text", async () => {
    expect(await server.raw("GET", "/version")).toMatchObject({
      status: 200,
      body: "3.17.2",
      headers: { "Content-Type": expect.stringContaining("text/plain") },
    });
    expect(await server.raw("GET", "/health")).toMatchObject({ status: 200, body: "OK" });
  });

  test("has one workspace: who asks for another changes nothing here", async () => {
    const get = (name: string) =>
      server.call("GET", "/api/2.0/mlflow/experiments/get?experiment_id=0", undefined, { "x-mlflow-workspace": name });
    expect((await get("team-a")).body).toEqual({
      error_code: "NOT_IMPLEMENTED",
      message: "There is no workspace 'team-a': everything is in the one named default.",
    });
    expect([(await get("")).status, (await get("default")).status]).toEqual([200, 200]);
    const info = await server.call("GET", "/api/3.0/mlflow/server-info", undefined, { "x-mlflow-workspace": "team-a" });
    expect(info.body).toMatchObject({ workspaces_enabled: false });
  });

  test("says what it can do", async () => {
    const { body } = await server.call("GET", "/ajax-api/3.0/mlflow/server-info");
    expect(body).toMatchObject({
      store_type: "SqlStore",
      workspaces_enabled: false,
      features_enabled: { gateway: false },
    });
    expect((await server.call("GET", "/api/spanloom/v1/server")).body).toEqual({
      version: "0.0.0",
      otlp_http_port: 4318,
      otlp_grpc_port: 0,
      idle_seconds: 300,
      max_body_bytes: 1048576,
    });
  });
});

describe("experiments", () => {
  test("are made once, and found by id, by name and page by page", async () => {
    const { body: made } = await server.call("POST", "/api/2.0/mlflow/experiments/create", { name: "näme '; drop" });
    const { body: found } = await server.call(
      "GET",
      `/api/2.0/mlflow/experiments/get?experiment_id=${made.experiment_id}`,
    );
    expect(found.experiment).toMatchObject({
      name: "näme '; drop",
      lifecycle_stage: "active",
      artifact_location: `mlflow-artifacts:/${made.experiment_id}`,
    });
    const { body: named } = await server.call(
      "GET",
      "/api/2.0/mlflow/experiments/get-by-name?experiment_name=n%C3%A4me+%27%3B+drop",
    );
    expect(named).toEqual(found);
    expect(await server.call("POST", "/api/2.0/mlflow/experiments/create", { name: "näme '; drop" })).toMatchObject({
      status: 400,
      body: { error_code: "RESOURCE_ALREADY_EXISTS", message: expect.stringContaining("already exists.") },
    });
    const first = await server.call("POST", "/api/2.0/mlflow/experiments/search", { max_results: 1 });
    const second = await server.call(
      "GET",
      `/api/2.0/mlflow/experiments/search?max_results=1&page_token=${first.body.next_page_token}`,
    );
    const names = [first, second].map(({ body }) => body.experiments[0].name);
    expect(names).toEqual(["näme '; drop", "Default"]);
    expect(second.body.next_page_token).toBeUndefined();
  });
});
