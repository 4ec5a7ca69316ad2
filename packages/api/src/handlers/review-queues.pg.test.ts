import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { testApi } from "../testing.ts";
import { reviewingCalls } from "../testing-reviewing.ts";

/** The queues of what reviewers are to look at. */
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

const { ask, newExperiment, newTrace, post } = reviewingCalls(() => server);
const trace = (experimentId = experiment) => newTrace(experimentId);

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
