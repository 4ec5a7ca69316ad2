import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { testApi } from "../testing.ts";
import { reviewingCalls, v3 } from "../testing-reviewing.ts";

/** What is wrong with traces of an experiment. */
let server: Awaited<ReturnType<typeof testApi>>;
let experiment: string;
beforeAll(async () => {
  server = await testApi();
});
afterAll(() => {
  expect(server.bugs).toEqual([]);
  return server.close();
});
beforeEach(async () => {
  experiment = await newExperiment();
});

const { newExperiment, newTrace, post } = reviewingCalls(() => server);
const trace = (experimentId = experiment) => newTrace(experimentId);

async function run(): Promise<string> {
  const made = await server.call("POST", "/api/2.0/mlflow/runs/create", { experiment_id: experiment });
  return made.body.run.info.run_id;
}

const create = async (more: object = {}) =>
  (await post("/issues", { experiment_id: experiment, name: "n", description: "d", ...more })).body.issue;
const search = async (more: object = {}) => (await post("/issues/search", { experiment_id: experiment, ...more })).body;

test("are noted, read and changed", async () => {
  const more = {
    severity: "low",
    root_causes: ["a", "b\0"],
    categories: ["c"],
    source_run_id: await run(),
    created_by: "me",
  };
  const made = await create(more);
  expect(made).toEqual({
    issue_id: expect.stringMatching(/^iss-[0-9a-f]{32}$/),
    experiment_id: experiment,
    name: "n",
    description: "d",
    status: "pending",
    ...more,
    root_causes: ["a", "b\ufffd"],
    created_timestamp: expect.any(Number),
    last_updated_timestamp: made.created_timestamp,
  });
  const path = `${v3}/issues/${made.issue_id}`;
  expect((await server.call("GET", path)).body.issue).toEqual(made);
  const { body } = await server.call("PATCH", path, { issue_id: made.issue_id, status: "resolved", name: "" });
  expect(body.issue).toMatchObject({ status: "resolved", name: "n", severity: "low" });
  expect((await server.call("PATCH", path, { severity: "nope" })).status).toBe(400);
  expect((await server.call("GET", `${v3}/issues/iss-no`)).status).toBe(404);
  expect((await server.call("PATCH", `${v3}/issues/iss-no`, { status: "resolved" })).status).toBe(404);
});

test("name a run that there is", async () => {
  const issue = { experiment_id: experiment, name: "n", description: "d", source_run_id: "0".repeat(32) };
  const { status, body } = await post("/issues", issue);
  expect([status, body.message]).toEqual([404, `Run with id=${issue.source_run_id} not found`]);
});

test("are listed by severity and then by age, with their traces", async () => {
  const source_run_id = await run();
  const low = await create({ severity: "low", source_run_id });
  const high = await create({ severity: "high", status: "resolved" });
  const none = await create();
  for (let i = 0; i < 2; i++) {
    await post(`/traces/${await trace()}/assessments`, {
      assessment: { assessment_name: none.issue_id, source: { source_type: "HUMAN" }, issue: { issue_name: "n" } },
    });
  }
  const ids = (body: { issues?: { issue_id: string }[] }) => body.issues?.map((issue) => issue.issue_id);
  expect(ids(await search())).toEqual([high.issue_id, low.issue_id, none.issue_id]);
  const counted = await search({ include_trace_count: true });
  expect(counted.issues.map((issue: { trace_count: number }) => issue.trace_count)).toEqual([0, 0, 2]);
  expect(ids(await search({ filter_string: "status = 'resolved'" }))).toEqual([high.issue_id]);
  expect(ids(await search({ filter_string: `status != 'resolved' AND source_run_id = '${source_run_id}'` }))).toEqual([
    low.issue_id,
  ]);
  expect(ids(await search({ filter_string: `source_run_id != '${source_run_id}'` }))).toBeUndefined();
  const first = await search({ max_results: 2 });
  const second = await search({ max_results: 2, page_token: first.next_page_token });
  expect([ids(first), ids(second)]).toEqual([[high.issue_id, low.issue_id], [none.issue_id]]);
  expect(second.next_page_token).toBe("");
});

test.each([
  ["/issues", { name: "" }],
  ["/issues", { description: "" }],
  ["/issues", { status: "nope" }],
  ["/issues", { experiment_id: "abc" }],
  ["/issues/search", { filter_string: "name = 'n'" }],
  ["/issues/search", { filter_string: "status LIKE 'r%'" }],
  ["/issues/search", { max_results: 0 }],
  ["/issues/search", { page_token: "zz" }],
])("%s with %j is refused", async (path, wrong) => {
  expect(await post(path, { experiment_id: experiment, name: "n", description: "d", ...wrong })).toMatchObject({
    status: 400,
    body: { error_code: "INVALID_PARAMETER_VALUE" },
  });
});
