import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { epochMs, testApi, traceA, traceB } from "../testing.ts";

let server: Awaited<ReturnType<typeof testApi>>;
let other: string;
const traceC = "2bf7651916cd43dd8448eb211c80319c";

beforeAll(async () => {
  server = await testApi();
  other = (await server.call("POST", "/api/2.0/mlflow/experiments/create", { name: "other" })).body.experiment_id;
  await server.ingestSpans([
    { id: "1", name: "first", start: 0, end: 100, attributes: { "session.id": "s-1", env: "prod" } },
  ]);
  await server.ingestSpans([{ trace: traceB, id: "1", name: "second", start: 1000, end: 1010, status: 2 }]);
  await server.ingestSpans([{ trace: traceC, id: "1", name: "third", start: 2000, end: null }], other);
  await server.call("PATCH", `/api/3.0/mlflow/traces/tr-${traceA}/tags`, { key: "team", value: "blue" });
  await server.call("POST", "/api/2.0/mlflow/traces/link-to-run", { trace_ids: [`tr-${traceB}`], run_id: "run-7" });
});
afterAll(async () => {
  expect(server.bugs).toEqual([]);
  await server.close();
});

const idsOf = (traces: { trace_id?: string; request_id?: string }[] = []) =>
  traces
    .map(
      (trace) =>
        ({ [traceA]: "a", [traceB]: "b", [traceC]: "c" })[
          (trace.trace_id ?? trace.request_id ?? "").replace("tr-", "")
        ],
    )
    .join("");
const location = (id: string) => ({ type: "MLFLOW_EXPERIMENT", mlflow_experiment: { experiment_id: id } });
const searchV3 = (request: object) =>
  server.call("POST", "/api/3.0/mlflow/traces/search", { locations: [location("0"), location(other)], ...request });

describe("searching by v3", () => {
  test.each([
    ["", "cba"],
    ["name = 'first'", "a"],
    ["status = 'ERROR'", "b"],
    ["status = 'IN_PROGRESS'", "c"],
    ["tags.team = 'blue'", "a"],
    ["metadata.`mlflow.trace.session` = 's-1'", "a"],
    ["span.attributes.env = 'prod'", "a"],
    ["span.name LIKE 'sec%'", "b"],
    ["execution_time_ms > 50", "a"],
    [`timestamp_ms >= ${epochMs + 1000}`, "cb"],
    [`request_id = 'tr-${traceB}'`, "b"],
    ["run_id = 'run-7'", "b"],
    ["metadata.`mlflow.sourceRun` = 'run-7'", "b"],
  ])("%s", async (filter, expected) => {
    const { status, body } = await searchV3({ filter });
    expect(status).toBe(200);
    expect(idsOf(body.traces)).toBe(expected);
  });

  test("orders, and pages to the end without a repetition", async () => {
    const first = await searchV3({ order_by: ["timestamp_ms ASC"], max_results: 2 });
    const second = await searchV3({
      order_by: ["timestamp_ms ASC"],
      max_results: 2,
      page_token: first.body.next_page_token,
    });
    expect(idsOf(first.body.traces) + idsOf(second.body.traces)).toBe("abc");
    expect(second.body.next_page_token).toBeUndefined();
  });

  test("stays inside the experiments", async () => {
    expect(idsOf((await searchV3({ locations: [location(other)] })).body.traces)).toBe("c");
  });

  test.each([
    [{ filter: "nonsense = 1" }, "nonsense"],
    [{ filter: "name =" }, ""],
    [{ max_results: 501 }, "at most 500"],
    [{ page_token: "made up" }, "page_token"],
    [{ locations: [location("x")] }, "Invalid experiment ID 'x'"],
  ])("%j is refused", async (request, message) => {
    expect(await searchV3(request)).toMatchObject({
      status: 400,
      body: { error_code: "INVALID_PARAMETER_VALUE", message: expect.stringContaining(message) },
    });
  });
});

test("searching by v2 gives the same traces in its own form", async () => {
  const { body } = await server.call(
    "GET",
    `/api/2.0/mlflow/traces?experiment_ids=0&experiment_ids=${other}&filter=name+%3D+%27second%27`,
  );
  expect(body.traces).toMatchObject([
    { request_id: `tr-${traceB}`, timestamp_ms: epochMs + 1000, execution_time_ms: 10, status: "ERROR" },
  ]);
});

test("listing for the web app has summaries, a total and the time range", async () => {
  const { body } = await server.call("GET", `/api/spanloom/v1/traces?start_time_to_ms=${epochMs + 2000}&max_results=1`);
  expect(body).toMatchObject({
    traces: [{ trace_id: traceB, state: "ERROR", name: "second", duration_ns: 10_000_000, error_count: 1 }],
    total_count: 2,
    total_is_lower_bound: false,
  });
  const rest = await server.call(
    "GET",
    `/api/spanloom/v1/traces?start_time_to_ms=${epochMs + 2000}&max_results=1&page_token=${body.next_page_token}`,
  );
  expect(rest.body).toMatchObject({ traces: [{ trace_id: traceA, session: "s-1", tags: { team: "blue" } }] });
  expect(rest.body).not.toHaveProperty("total_count");
});

test("filters that never meet correlate with -1, those that always do with 1", async () => {
  const correlation = async (filter_string1: string, filter_string2: string) =>
    (
      await server.call("POST", "/api/3.0/mlflow/traces/calculate-filter-correlation", {
        experiment_ids: ["0"],
        filter_string1,
        filter_string2,
      })
    ).body;
  expect(await correlation("name = 'first'", "tags.team = 'blue'")).toMatchObject({
    npmi: 1,
    filter1_count: 1,
    joint_count: 1,
    total_count: 2,
  });
  expect(await correlation("name = 'first'", "status = 'ERROR'")).toMatchObject({ npmi: -1, joint_count: 0 });
  expect(await correlation("name = 'nothing'", "status = 'ERROR'")).not.toHaveProperty("npmi");
});

describe("suggestions", () => {
  test.each([
    ["span.name", "", ["first", "second", "third"]],
    ["name", "SE", ["second"]],
    ["tags.team", "", ["blue"]],
    ["span.attributes.env", "p", ["prod"]],
    ["span.status", "", ["ERROR", "UNSET"]],
    ["no.such'field", "", []],
    ["span.attributes.a\0b", "\0", []],
  ])("for %j beginning with %j", async (field, prefix, expected) => {
    const { body } = await server.call(
      "GET",
      `/api/spanloom/v1/suggest/values?field=${encodeURIComponent(field)}&prefix=${encodeURIComponent(prefix)}`,
    );
    expect([...body.values].sort()).toEqual(expected);
  });

  test("name the keys that occur", async () => {
    const { body } = await server.call("GET", "/api/spanloom/v1/suggest/keys?experiment_ids=0");
    expect(body).toMatchObject({ span_attributes: expect.arrayContaining(["env", "session.id"]), tags: ["team"] });
  });
});
