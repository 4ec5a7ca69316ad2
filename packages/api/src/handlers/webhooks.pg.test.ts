import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testApi } from "../testing.ts";

let t: Awaited<ReturnType<typeof testApi>>;
beforeAll(async () => {
  t = await testApi();
});
afterAll(async () => {
  expect(t.bugs).toEqual([]);
  await t.close();
});

const v2 = "/api/2.0/mlflow";
const made = { entity: "REGISTERED_MODEL", action: "CREATED" };
const create = (fields: object = {}) =>
  t.call("POST", `${v2}/webhooks`, { name: "hook", url: "https://example.com/hook", events: [made], ...fields });
const newWebhook = async (fields: object = {}) => (await create(fields)).body.webhook.webhook_id as string;
const get = (id: string) => t.call("GET", `${v2}/webhooks/${id}`);
const update = (id: string, fields: object) => t.call("PATCH", `${v2}/webhooks/${id}`, fields);

test("a webhook as clients read it, without its secret", async () => {
  const { body } = await create({ description: "words", secret: "s" });
  expect(body.webhook).toEqual({
    webhook_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    name: "hook",
    description: "words",
    url: "https://example.com/hook",
    events: [made],
    status: "ACTIVE",
    creation_timestamp: expect.any(Number),
    last_updated_timestamp: expect.any(Number),
  });
  expect((await get(body.webhook.webhook_id)).body).toEqual(body);
});

test("what is given changes, the rest stays", async () => {
  const id = await newWebhook({ description: "words", secret: "s" });
  const secretOf = async () => (await t.store.webhooks.target(id)).secret;
  expect((await update(id, { name: "other" })).body.webhook).toMatchObject({ name: "other", description: "words" });
  expect((await update(id, { events: [], url: "", name: "" })).body.webhook).toMatchObject({
    name: "other",
    url: "https://example.com/hook",
    events: [made],
  });
  expect(await secretOf()).toBe("s");
  const changed = await update(id, { description: "", secret: "", status: "DISABLED", url: "https://example.com/2" });
  expect(changed.body.webhook).toMatchObject({ status: "DISABLED", url: "https://example.com/2" });
  expect(changed.body.webhook.description).toBeUndefined();
  expect(await secretOf()).toBeUndefined();
});

test.each([
  ["no name", { name: "" }],
  ["a name that starts with a dash", { name: "-x" }],
  ["a name with a space", { name: "a b" }],
  ["a name with a line break", { name: "ab\n" }],
  ["a long name", { name: "x".repeat(64) }],
  ["no address", { url: "" }],
  ["an address that the server does not send to", { url: "https://example.com:1/" }],
  ["a very long address", { url: `https://example.com/${"x".repeat(2000)}` }],
  ["no events", { events: [] }],
  ["an event that there is not", { events: [{ entity: "REGISTERED_MODEL", action: "SET" }] }],
  ["an entity that there is not", { events: [{ entity: "EXPERIMENT", action: "CREATED" }] }],
  ["half an event", { events: [{ entity: "REGISTERED_MODEL" }] }],
  ["an event of nothing", { events: [{}] }],
  ["events of another type", { events: "registered_model.created" }],
  ["a long secret", { secret: "x".repeat(1001) }],
])("%s is refused, when made and when changed", async (_what, fields) => {
  expect(await create(fields)).toMatchObject({ status: 400, body: { error_code: "INVALID_PARAMETER_VALUE" } });
  const [value] = Object.values(fields);
  if (value === "" || (Array.isArray(value) && value.length === 0)) return; // in an update: left as it was
  expect(await update(await newWebhook(), fields)).toMatchObject({
    status: 400,
    body: { error_code: "INVALID_PARAMETER_VALUE" },
  });
});

test.each(["nothing", "00000000-0000-0000-0000-000000000000", "'; --", "a%00b"])("'%s' is not found", async (id) => {
  const missing = { status: 404, body: { error_code: "RESOURCE_DOES_NOT_EXIST" } };
  const answers = await Promise.all([
    get(id),
    update(id, { name: "x" }),
    t.call("DELETE", `${v2}/webhooks/${id}`, {}),
    t.call("POST", `${v2}/webhooks/${id}/test`, {}),
  ]);
  for (const answer of answers) if (answer.status !== 400) expect(answer).toMatchObject(missing);
});

async function removeAll(): Promise<void> {
  for (const { webhook_id } of (await t.call("GET", `${v2}/webhooks?max_results=1000`)).body.webhooks ?? []) {
    await t.call("DELETE", `${v2}/webhooks/${webhook_id}`, {});
  }
}

test("pages, newest first", async () => {
  await removeAll();
  const ids: string[] = [];
  for (let i = 0; i < 5; i++) ids.push(await newWebhook());
  const seen: string[] = [];
  for (let token = ""; ; ) {
    const { body } = await t.call("GET", `${v2}/webhooks?max_results=2&page_token=${token}`);
    seen.push(...body.webhooks.map(({ webhook_id }: { webhook_id: string }) => webhook_id));
    token = body.next_page_token;
    if (token === undefined) break;
  }
  expect([...seen].sort()).toEqual([...ids].sort());
  expect((await t.call("GET", `${v2}/webhooks?page_token=zz`)).status).toBe(400);
  expect((await t.call("GET", `${v2}/webhooks?max_results=1001`)).status).toBe(400);
  expect((await t.call("GET", `${v2}/webhooks?max_results=-1`)).status).toBe(400);
});

test("a test sends an example of the first event, or of the one that is named", async () => {
  const id = await newWebhook({ secret: "s", events: [{ entity: "PROMPT_TAG", action: "SET" }, made] });
  const tried = await t.call("POST", `${v2}/webhooks/${id}/test`, {});
  expect(tried.body).toEqual({ result: { success: true, response_status: 200, response_body: "thanks" } });
  await t.call("POST", `${v2}/webhooks/${id}/test`, { event: { entity: "PROMPT_VERSION", action: "CREATED" } });
  const sent = t.sentWebhooks.slice(-2);
  expect(sent.map(({ url, secret }) => [url, secret])).toEqual(Array(2).fill(["https://example.com/hook", "s"]));
  expect(sent.map(({ body }) => JSON.parse(body))).toMatchObject([
    { entity: "prompt_tag", action: "set", timestamp: expect.any(String), data: { key: "team" } },
    { entity: "prompt_version", action: "created", data: { template: expect.any(String) } },
  ]);
  const wrong = await t.call("POST", `${v2}/webhooks/${id}/test`, { event: { entity: "PROMPT", action: "SET" } });
  expect(wrong.body.message).toBe("Invalid action 'set' for entity 'prompt'. Valid actions are: created");
});

describe("deliveries", () => {
  const { sql } = { sql: (text: string) => ({ text, values: [] }) };
  const makeModel = (name: string = crypto.randomUUID()) => t.call("POST", `${v2}/registered-models/create`, { name });
  const claim = (more: object = {}) =>
    t.store.webhookDeliveries.claim({ limit: 1000, perWebhook: 1000, busy: [], claimSeconds: 60, ...more });
  const claimAll = () => claim();

  test("are claimed by one, fall due again when nothing came of it, and end", async () => {
    await claimAll();
    const id = await newWebhook({ secret: "s", url: "https://example.com/claimed" });
    const ours = async () => (await claimAll()).filter(({ url }) => url === "https://example.com/claimed");
    for (let i = 0; i < 20; i++) await makeModel();
    const claims = (await Promise.all(Array.from({ length: 8 }, ours))).flat();
    expect(new Set(claims.map(({ deliveryId }) => deliveryId)).size).toBe(20);
    expect(claims).toHaveLength(20);
    expect(claims.every(({ attempts, secret }) => attempts === 1 && secret === "s")).toBe(true);

    const [delivered, failed, givenUp, ...silent] = claims;
    await t.store.webhookDeliveries.delivered(delivered!);
    await t.store.webhookDeliveries.failed(failed!, "The webhook answered 503.\0\ud800", 0);
    await t.store.webhookDeliveries.failed(givenUp!, "The webhook answered 404.", undefined);
    const again = await ours();
    expect(again).toMatchObject([{ deliveryId: failed!.deliveryId, attempts: 2 }]);
    await t.store.db.execute(sql("update webhook_deliveries set due_at = now() where due_at is not null"));
    const due = await ours();
    expect(due.map(({ deliveryId }) => deliveryId).sort()).toEqual(
      [failed!, ...silent].map(({ deliveryId }) => deliveryId).sort(),
    );
    // One that was slow and is thought dead changes nothing any more.
    await t.store.webhookDeliveries.failed(silent[0]!, "late", 0);
    expect(await ours()).toEqual([]);

    await update(id, { status: "DISABLED" });
    await t.store.db.execute(sql("update webhook_deliveries set due_at = now() where due_at is not null"));
    expect(await ours()).toEqual([]);
    await update(id, { status: "ACTIVE" });
    expect(await ours()).toEqual([]);
    const before = await t.store.webhookDeliveries.clean(7);
    await t.store.db.execute(sql("update webhook_deliveries set created_at = now() - interval '8 days'"));
    expect([before, await t.store.webhookDeliveries.clean(7)]).toEqual([0, 20]);
  });

  test("of one webhook are claimed a few at a time, and none while it is busy", async () => {
    await removeAll();
    const [slow, other] = [await newWebhook({ url: "https://example.com/slow" }), await newWebhook()];
    for (let i = 0; i < 5; i++) await makeModel();
    const of = (claimed: { webhookId: string }[], id: string) => claimed.filter(({ webhookId }) => webhookId === id);
    const first = await claim({ perWebhook: 2 });
    expect([of(first, slow).length, of(first, other).length]).toEqual([2, 2]);
    const second = await claim({ busy: [slow] });
    expect([of(second, slow).length, of(second, other).length]).toEqual([0, 3]);
    expect(of(await claim({ limit: 1 }), slow)).toHaveLength(1);
    expect(of(await claimAll(), slow)).toHaveLength(2);
    for (const id of [slow, other]) await t.call("DELETE", `${v2}/webhooks/${id}`, {});
  });

  test("a webhook that is removed while a change is made does not disturb the change", async () => {
    const ids = await Promise.all(Array.from({ length: 10 }, () => newWebhook()));
    const [made] = await Promise.all([
      Promise.all(Array.from({ length: 30 }, () => makeModel())),
      ...ids.map((id) => t.call("DELETE", `${v2}/webhooks/${id}`, {})),
    ]);
    expect(made.map(({ status }) => status)).toEqual(Array(30).fill(200));
  });

  test("of a removed webhook go with it", async () => {
    const id = await newWebhook({ url: "https://example.com/removed" });
    await makeModel();
    await t.call("DELETE", `${v2}/webhooks/${id}`, {});
    expect((await claimAll()).filter(({ url }) => url === "https://example.com/removed")).toEqual([]);
  });

  test("are not written for a change that failed", async () => {
    await makeModel("taken");
    await newWebhook({ url: "https://example.com/failed" });
    expect((await makeModel("taken")).status).toBe(400);
    expect((await claimAll()).filter(({ url }) => url === "https://example.com/failed")).toEqual([]);
  });
});
