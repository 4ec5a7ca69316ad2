import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { testApi } from "../testing.ts";

/** Issues, the questions for reviewers, and the queues of what they are to look at. */
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
  const name = crypto.randomUUID();
  experiment = (await server.call("POST", "/api/2.0/mlflow/experiments/create", { name })).body.experiment_id;
});

const v3 = "/api/3.0/mlflow";
const post = (path: string, body: object) => server.call("POST", `${v3}${path}`, body);
const ask = (path: string, query: Record<string, string>) =>
  server.call("GET", `${v3}${path}?${new URLSearchParams(query)}`);

async function trace(experimentId = experiment): Promise<string> {
  const trace_id = `tr-${crypto.randomUUID().replaceAll("-", "")}`;
  const trace_location = { type: "MLFLOW_EXPERIMENT", mlflow_experiment: { experiment_id: experimentId } };
  expect((await server.report({ trace_id, trace_location })).status).toBe(200);
  return trace_id;
}

async function run(): Promise<string> {
  const made = await server.call("POST", "/api/2.0/mlflow/runs/create", { experiment_id: experiment });
  return made.body.run.info.run_id;
}

describe("issues", () => {
  const create = async (more: object = {}) =>
    (await post("/issues", { experiment_id: experiment, name: "n", description: "d", ...more })).body.issue;
  const search = async (more: object = {}) =>
    (await post("/issues/search", { experiment_id: experiment, ...more })).body;

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
    expect(ids(await search({ filter_string: `status != 'resolved' AND source_run_id = '${source_run_id}'` }))).toEqual(
      [low.issue_id],
    );
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
});

describe("label schemas", () => {
  const create = (more: object = {}) =>
    post("/label-schemas/create", {
      experiment_id: experiment,
      name: "A",
      type: "FEEDBACK",
      input: { text: {} },
      ...more,
    });
  const made = async (more: object = {}) => (await create(more)).body.label_schema;
  const update = (body: object) => server.call("PATCH", `${v3}/label-schemas/update`, body);
  const remove = (schema_id: string) => server.call("DELETE", `${v3}/label-schemas/delete`, { schema_id });
  const list = async (more: Record<string, string> = {}) =>
    (await ask("/label-schemas/list", { experiment_id: experiment, ...more })).body;

  test("are made with each kind of input, and read by id and name", async () => {
    const schema = await made({
      input: { categorical: { options: ["a", "b"] } },
      instruction: "do",
      enable_comment: true,
    });
    expect(schema).toEqual({
      schema_id: expect.stringMatching(/^ls-[0-9a-f]{32}$/),
      experiment_id: experiment,
      name: "A",
      type: "FEEDBACK",
      instruction: "do",
      enable_comment: true,
      input: { categorical: { options: ["a", "b"], multi_select: false } },
      created_at: expect.any(Number),
      last_updated_at: schema.created_at,
      is_default: false,
    });
    expect((await ask("/label-schemas/get", { schema_id: schema.schema_id })).body.label_schema).toEqual(schema);
    const byName = await ask("/label-schemas/get-by-name", { experiment_id: experiment, name: "A" });
    expect(byName.body.label_schema).toEqual(schema);
    const inputs = [
      { pass_fail: { positive_label: "P", negative_label: "N" } },
      { numeric: { min_value: 0, max_value: 1.5 } },
      { text: { max_length: 5 } },
    ];
    for (const [i, input] of inputs.entries()) expect((await made({ name: `i${i}`, input })).input).toEqual(input);
  });

  test("are listed the newest first, with the question that every experiment has", async () => {
    const { label_schemas, next_page_token } = await list();
    expect(next_page_token).toBe("");
    expect(label_schemas).toMatchObject([
      { name: "Feedback", type: "FEEDBACK", is_default: true, input: { text: {} }, instruction: expect.any(String) },
    ]);
    await made({ name: "B" });
    expect((await list()).label_schemas).toHaveLength(2);
    const first = await list({ max_results: "1" });
    const second = await list({ max_results: "1", page_token: first.next_page_token });
    expect([first, second].map((page) => page.label_schemas[0].name)).toEqual(["B", "Feedback"]);
    const [standard] = label_schemas;
    expect((await update({ schema_id: standard.schema_id, instruction: "x" })).status).toBe(400);
    expect((await remove(standard.schema_id)).status).toBe(400);
  });

  test("change what may change", async () => {
    const { schema_id } = await made({ input: { categorical: { options: ["a"] } } });
    const { schema_id: other } = await made({ name: "other" });
    const { body } = await update({ schema_id, name: "B", input: { categorical: { options: ["x", "y"] } } });
    expect(body.label_schema).toMatchObject({ name: "B", input: { categorical: { options: ["x", "y"] } } });
    expect((await update({ schema_id, input: { text: {} } })).body.message).toContain("input type cannot be changed");
    const several = { categorical: { options: ["x"], multi_select: true } };
    expect((await update({ schema_id, input: several })).body.message).toContain("multi_select");
    expect(await update({ schema_id: other, name: "B" })).toMatchObject({
      body: { error_code: "RESOURCE_ALREADY_EXISTS" },
    });
    expect((await update({ schema_id: "no", name: "x" })).status).toBe(404);
    for (let i = 0; i < 2; i++) expect(await remove(other)).toEqual({ status: 200, body: {} });
  });

  test.each([
    [{ name: "feedback" }, "reserved"],
    [{ name: "n".repeat(251) }, "at most 250"],
    [{ type: "LABEL_SCHEMA_TYPE_UNSPECIFIED" }, "`type`"],
    [{ input: undefined }, "exactly one of"],
    [{ input: {} }, "exactly one of"],
    [{ input: { categorical: { options: [] } } }, "non-empty list"],
    [{ input: { categorical: { options: ["a", "a"] } } }, "twice"],
    [{ input: { categorical: { options: Array.from("abcdefghijk") } } }, "at most 10"],
    [{ input: { numeric: { min_value: 2, max_value: 1 } } }, "strictly less"],
    [{ input: { numeric: { min_value: "NaN" } } }, "must be a number"],
    [{ input: { text: { max_length: 0 } } }, "at least 1"],
    [{ input: { pass_fail: { positive_label: "x", negative_label: "x" } } }, "distinct"],
    [{ input: { pass_fail: {} } }, "non-empty string"],
    [{ instruction: "x".repeat(1001) }, "at most 1000"],
  ])("%j is refused", async (wrong, message) => {
    expect(await create(wrong)).toMatchObject({
      status: 400,
      body: { error_code: "INVALID_PARAMETER_VALUE", message: expect.stringContaining(message) },
    });
  });

  test("a name is one question's", async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => create({ name: "same" })));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.find(({ status }) => status !== 200)?.body.error_code).toBe("RESOURCE_ALREADY_EXISTS");
  });
});

describe("review queues", () => {
  const create = (more: object = {}) =>
    post("/review-queues/create", { experiment_id: experiment, name: "Q", queue_type: "CUSTOM", ...more });
  const made = async (more: object = {}) => (await create(more)).body.review_queue;
  const add = (queue_id: string, item_ids: string[]) => post("/review-queues/items/add", { queue_id, item_ids });
  const items = async (queue_id: string, more: Record<string, string> = {}) =>
    (await ask("/review-queues/items/list", { queue_id, ...more })).body;

  test("are made, found and listed", async () => {
    const question = (
      await post("/label-schemas/create", {
        experiment_id: experiment,
        name: "A",
        type: "FEEDBACK",
        input: { text: {} },
      })
    ).body.label_schema.schema_id;
    const queue = await made({ name: " My Q ", users: ["Bob ", "bob", "ann"], schema_ids: [question] });
    expect(queue).toEqual({
      queue_id: expect.stringMatching(/^rq-[0-9a-f]{32}$/),
      experiment_id: experiment,
      name: "My Q",
      queue_type: "CUSTOM",
      creation_time_ms: expect.any(Number),
      last_update_time_ms: queue.creation_time_ms,
      users: ["ann", "bob"],
      schema_ids: [question],
    });
    expect((await ask("/review-queues/get", { queue_id: queue.queue_id })).body.review_queue).toEqual(queue);
    const byName = await ask("/review-queues/get-by-name", { experiment_id: experiment, name: "MY q" });
    expect(byName.body.review_queue).toEqual(queue);
    expect(await create({ name: "my q" })).toMatchObject({
      status: 400,
      body: { error_code: "RESOURCE_ALREADY_EXISTS" },
    });
    const mine = async () =>
      (await post("/review-queues/get-or-create-user", { experiment_id: experiment, user: " Zoe" })).body.review_queue;
    const own = await mine();
    expect(own).toMatchObject({ name: "zoe", queue_type: "USER", created_by: "zoe", users: ["zoe"] });
    expect(await mine()).toEqual(own);
    const list = async (more: Record<string, string>) =>
      (await ask("/review-queues/list", { experiment_id: experiment, ...more })).body;
    expect((await list({})).review_queues).toEqual([own, queue]);
    expect((await list({ user: "BOB" })).review_queues).toEqual([queue]);
    const first = await list({ max_results: "1" });
    expect((await list({ max_results: "1", page_token: first.next_page_token })).review_queues).toEqual([queue]);
    expect((await post("/review-queues/get-or-create-user", { experiment_id: experiment, user: "my q" })).status).toBe(
      400,
    );
  });

  test("hold traces of their experiment, until these are deleted", async () => {
    const { queue_id } = await made();
    const [one, two, elsewhere] = [await trace(), await trace(), await trace("0")];
    expect((await add(queue_id, [one, ` ${two} `, one])).body.items).toMatchObject([
      { queue_id, item_type: "TRACE", item_id: one, status: "PENDING" },
      { queue_id, item_type: "TRACE", item_id: two, status: "PENDING" },
    ]);
    expect((await add(queue_id, [one])).body.items).toHaveLength(1);
    expect((await items(queue_id)).items.map((item: { item_id: string }) => item.item_id).sort()).toEqual(
      [one, two].sort(),
    );
    const holding = await ask("/review-queues/list", { experiment_id: experiment, item_id: one });
    expect(holding.body.review_queues).toHaveLength(1);
    for (const wrong of [elsewhere, "tr-no", `tr-${"0".repeat(31)}1`]) {
      expect(await add(queue_id, [one, wrong])).toMatchObject({
        status: 404,
        body: { message: expect.stringContaining(wrong) },
      });
    }
    expect((await add(queue_id, [])).status).toBe(400);
    expect((await add("no", [one])).status).toBe(404);
    await post("/traces/delete-traces", { experiment_id: experiment, request_ids: [one] });
    expect((await items(queue_id)).items).toHaveLength(1);
    expect(await post("/review-queues/items/remove", { queue_id, item_ids: [two, "no"] })).toEqual({
      status: 200,
      body: {},
    });
    expect(await items(queue_id)).toEqual({ next_page_token: "" });
    expect((await post("/review-queues/items/remove", { queue_id: "no", item_ids: [two] })).status).toBe(404);
  });

  test("say who reviewed what", async () => {
    const { queue_id } = await made();
    const item_id = await trace();
    await add(queue_id, [item_id]);
    const set = (status: string | undefined, completed_by?: string) =>
      post("/review-queues/items/set-status", { queue_id, item_id, status, completed_by });
    const { item } = (await set("COMPLETE", " Bob")).body;
    expect(item).toMatchObject({ status: "COMPLETE", completed_by: "bob", completed_time_ms: expect.any(Number) });
    expect((await set("COMPLETE", "ann")).body.item).toEqual(item);
    expect((await set("DECLINED", "ann")).body.item).toMatchObject({ status: "DECLINED", completed_by: "ann" });
    expect((await items(queue_id, { status: "PENDING" })).items).toBeUndefined();
    expect((await set("PENDING", "ann")).status).toBe(400);
    const reopened = (await set("PENDING")).body.item;
    expect(reopened).not.toHaveProperty("completed_by");
    expect(reopened).not.toHaveProperty("completed_time_ms");
    expect((await set("COMPLETE")).status).toBe(400);
    expect((await set(undefined)).status).toBe(400);
    const missing = { queue_id, item_id: "no", status: "PENDING" };
    expect((await post("/review-queues/items/set-status", missing)).status).toBe(404);
  });

  test("tell how far they are, and what became of them since one looked", async () => {
    const { queue_id } = await made();
    const view = "/api/spanloom/v1/review-queues";
    const progress = async () => (await server.call("GET", `${view}/progress?experiment_id=${experiment}`)).body.queues;
    const changes = (since: number | string) => server.call("GET", `${view}/${queue_id}/changes?since_ms=${since}`);
    const set = (item_id: string, status: string) =>
      post("/review-queues/items/set-status", { queue_id, item_id, status, completed_by: "ann" });
    expect(await progress()).toEqual([]);
    const none = { queue_id, pending_count: 0, complete_count: 0, declined_count: 0 };
    expect((await changes(0)).body).toMatchObject({ items: [], progress: none });
    const [one, two, three] = [await trace(), await trace(), await trace()];
    await add(queue_id, [one, two, three]);
    await set(one, "COMPLETE");
    await set(two, "DECLINED");
    const now = { queue_id, pending_count: 1, complete_count: 1, declined_count: 1 };
    expect(await progress()).toEqual([now]);
    const { items: changed, progress: said, read_at_ms } = (await changes(0)).body;
    expect(said).toEqual(now);
    expect(changed).toHaveLength(3);
    expect(changed.find((item: { item_id: string }) => item.item_id === one)).toMatchObject({
      item_type: "TRACE",
      status: "COMPLETE",
      completed_by: "ann",
    });
    // What was committed late is told once more, and nothing older.
    expect((await changes(read_at_ms)).body.items).toHaveLength(3);
    expect((await changes(read_at_ms + 60_000)).body.items).toEqual([]);
    await post("/review-queues/items/remove", { queue_id, item_ids: [three] });
    expect((await changes(read_at_ms + 60_000)).body.progress).toEqual({ ...now, pending_count: 0 });
    expect((await changes("x")).status).toBe(400);
    expect((await server.call("GET", `${view}/rq-no/changes`)).status).toBe(404);
    expect((await server.call("GET", `${view}/progress`)).status).toBe(400);
  });

  test("keep their questions once they have items", async () => {
    const queue = await made();
    const update = (body: object, queue_id = queue.queue_id) => post("/review-queues/update", { queue_id, ...body });
    const { schema_id } = (await ask("/label-schemas/list", { experiment_id: experiment })).body.label_schemas[0];
    const questions = { update_schema_ids: true, schema_ids: [schema_id] };
    expect((await update(questions)).body.review_queue.schema_ids).toEqual([schema_id]);
    await add(queue.queue_id, [await trace()]);
    expect((await update(questions)).body.message).toContain("locked");
    const renamed = await update({ update_users: true, users: ["Carl"], name: "Renamed", new_owner: " Own " });
    expect(renamed.body.review_queue).toMatchObject({ name: "Renamed", users: ["carl"], created_by: "Own" });
    expect((await update({})).body).toEqual(renamed.body);
    const other = await made({ name: "other" });
    expect(await update({ name: "renamed" }, other.queue_id)).toMatchObject({
      body: { error_code: "RESOURCE_ALREADY_EXISTS" },
    });
    expect((await update({ update_schema_ids: true, schema_ids: ["no"] }, other.queue_id)).status).toBe(400);
    expect((await update({ name: "x" }, "no")).status).toBe(404);
    const own = (await post("/review-queues/get-or-create-user", { experiment_id: experiment, user: "zoe" })).body;
    expect((await update({ name: "x" }, own.review_queue.queue_id)).body.message).toContain("fixed");
    for (let i = 0; i < 2; i++)
      expect((await post("/review-queues/delete", { queue_id: queue.queue_id })).status).toBe(200);
    expect((await ask("/review-queues/get", { queue_id: queue.queue_id })).status).toBe(404);
  });

  test.each([
    [{ name: "Default" }, "reserved"],
    [{ name: " " }, "non-empty"],
    [{ queue_type: undefined }, "`queue_type`"],
    [{ schema_ids: ["no"] }, "not found for experiment"],
    [{ users: Array.from("abcdefghijk") }, "at most 10"],
    [{ users: [""] }, "non-empty"],
    [{ queue_type: "USER", users: ["x"] }, "exactly one assigned user"],
    [{ queue_type: "USER", schema_ids: ["ls-1"] }, "cannot have explicitly-attached"],
  ])("%j is refused", async (wrong, message) => {
    expect(await create(wrong)).toMatchObject({
      status: 400,
      body: { error_code: "INVALID_PARAMETER_VALUE", message: expect.stringContaining(message) },
    });
  });
});
