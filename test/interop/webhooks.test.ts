import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pythonClients } from "../harness/mlflow-clients.ts";
import { runMlflowScript, type ScriptResults, seenBy } from "../harness/mlflow-script.ts";
import { type ExternalPostgres, startPostgres } from "../harness/postgres.ts";
import { describeWith } from "../harness/requires.ts";
import { startServer, type TestServer } from "../harness/server.ts";
import { until } from "../harness/wait.ts";
import { isSignedWith, never, startWebhookReceiver } from "../harness/webhook-receiver.ts";

/** Two replicas on one database, and a program that their webhooks call. */
let postgres: ExternalPostgres;
let receiver: Awaited<ReturnType<typeof startWebhookReceiver>>;
let servers: [TestServer, TestServer];
beforeAll(async () => {
  receiver = await startWebhookReceiver({
    flaky: (seen) => (seen <= 2 ? 503 : 200),
    gone: () => 404,
    busy: (seen) => (seen === 1 ? { status: 429, headers: { "Retry-After": "3" } } : 200),
    moved: () => ({ status: 307, headers: { Location: `${receiver.url}/landed` } }),
    silent: (seen) => (seen === 1 ? never : 200),
    broken: () => 500,
  });
  postgres = await startPostgres();
  const options = {
    backendStoreUri: postgres.uri,
    // MLflow's own variables, as an operator who moves from it has them.
    env: {
      MLFLOW_WEBHOOK_ALLOWED_SCHEMES: "http,https",
      MLFLOW_WEBHOOK_ALLOW_PRIVATE_IPS: "true",
      MLFLOW_WEBHOOK_REQUEST_TIMEOUT: "2",
      MLFLOW_WEBHOOK_REQUEST_MAX_RETRIES: "2",
    },
  };
  servers = await Promise.all([startServer(options), startServer(options)]);
});
afterAll(async () => {
  await Promise.all((servers ?? []).map((server) => server.dispose()));
  await postgres?.dispose();
  receiver?.close();
});

describeWith(["python", "python38"], "webhooks of MLflow's Python client", () => {
  describe.each(pythonClients)("%s", (_version, tool) => {
    const marker = crypto.randomUUID().slice(0, 8);
    const secret = "a secret ü";
    let results: ScriptResults;
    beforeAll(async () => {
      results = await runMlflowScript(tool, "mlflow_webhooks.py", [servers[0].url, marker, receiver.url, secret]);
    });

    test("are made, read, changed, listed and removed; the secret never comes back", () => {
      const first = {
        name: "first",
        url: `/${marker}/crud`,
        events: ["registered_model.created"],
        status: "ACTIVE",
        description: "words",
        secret: null,
      };
      expect(seenBy(results, "crud")).toEqual({
        made: first,
        read: first,
        updated: { ...first, name: "second", events: ["prompt.created", "prompt_tag.set"], status: "DISABLED" },
        "newest first": ["third", "second"],
        deleted: "RESOURCE_DOES_NOT_EXIST",
        "deleted twice": "RESOURCE_DOES_NOT_EXIST",
        "bad name": "INVALID_PARAMETER_VALUE",
        "bad scheme": "INVALID_PARAMETER_VALUE",
        "no events": "INVALID_PARAMETER_VALUE",
      });
    });

    test("are tested with an example, which is signed, too", () => {
      expect(seenBy(results, "trial")).toEqual({ good: [true, 200, "thanks"], other: true, refused: [false, 404] });
      const tested = receiver.at(`/${marker}/test`);
      expect(tested.map(({ entity, action }) => `${entity}.${action}`)).toEqual([
        "registered_model.created",
        "prompt_version.created",
      ]);
      expect(tested.every((webhook) => isSignedWith(secret, webhook))).toBe(true);
    });

    test("tell of every event, once, signed", async () => {
      seenBy(results, "changes");
      const [model, prompt] = [`model ${marker}`, `prompt-${marker}`];
      const expected = {
        "registered_model.created": { name: model, tags: { t: "1" }, description: "a model" },
        "model_version.created": {
          name: model,
          version: "1",
          source: "s3://bucket/model",
          run_id: null,
          tags: { t: "2" },
          description: "a version",
        },
        "model_version_tag.set": { name: model, version: "1", key: "k", value: "v ü" },
        "model_version_tag.deleted": { name: model, version: "1", key: "k" },
        "model_version_alias.created": { name: model, alias: "best", version: "1" },
        "model_version_alias.deleted": { name: model, alias: "best" },
        "prompt.created": expect.objectContaining({ name: prompt }),
        "prompt_version.created": expect.objectContaining({
          name: prompt,
          version: "1",
          template: "Hello {{name}}",
          tags: { t: "3" },
          description: "a commit",
        }),
        "prompt_tag.set": { name: prompt, key: "k", value: "v" },
        "prompt_tag.deleted": { name: prompt, key: "k" },
        "prompt_version_tag.set": { name: prompt, version: "1", key: "k", value: "v" },
        "prompt_version_tag.deleted": { name: prompt, version: "1", key: "k" },
        "prompt_alias.created": { name: prompt, alias: "live", version: "1" },
        "prompt_alias.deleted": { name: prompt, alias: "live" },
      };
      // The client links a new prompt to its experiment by one more tag, at a time of its choosing.
      const told = () => receiver.at(`/${marker}/all`).filter(({ data }) => data.key !== "_mlflow_experiment_ids");
      await until("all events", () => (told().length >= Object.keys(expected).length ? true : undefined));
      expect(Object.fromEntries(told().map(({ entity, action, data }) => [`${entity}.${action}`, data]))).toEqual(
        expected,
      );
      expect(told()).toHaveLength(Object.keys(expected).length);
      expect(told().every((webhook) => isSignedWith(secret, webhook))).toBe(true);
      expect(told().some((webhook) => isSignedWith("another", webhook))).toBe(false);
    });
  });
});

describe("delivery", () => {
  const call = async (method: string, path: string, body: object, server = servers[0]) => {
    const response = await fetch(`${server.url}/api/2.0/mlflow/${path}`, {
      method,
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    // biome-ignore lint/suspicious/noExplicitAny: tests look into any answer
    return { status: response.status, body: (await response.json()) as any };
  };
  /** A webhook for new models, at a path of its own that ends in `kind`. */
  const newWebhook = async (kind: string, more: object = {}) => {
    const path = `/${crypto.randomUUID()}/${kind}`;
    const events = [{ entity: "REGISTERED_MODEL", action: "CREATED" }];
    const { body } = await call("POST", "webhooks", { name: kind, url: receiver.url + path, events, ...more });
    const remove = () => call("DELETE", `webhooks/${body.webhook.webhook_id}`, {});
    return { id: body.webhook.webhook_id as string, path, remove };
  };
  const newModel = async (server = servers[0]) => {
    const name = crypto.randomUUID();
    expect((await call("POST", "registered-models/create", { name }, server)).status).toBe(200);
    return name;
  };
  const arrived = (path: string, count: number) =>
    until(`${count} at ${path}`, () => (receiver.at(path).length >= count ? receiver.at(path) : undefined));

  test("is prompt", async () => {
    const webhook = await newWebhook("prompt");
    const start = performance.now();
    const name = await newModel();
    const [first] = await arrived(webhook.path, 1);
    expect(performance.now() - start).toBeLessThan(3000);
    expect(first!.data).toMatchObject({ name });
    await webhook.remove();
  });

  test("happens once, whichever replica makes the change and whichever delivers", async () => {
    const webhook = await newWebhook("once");
    const names = await Promise.all(Array.from({ length: 60 }, (_, index) => newModel(servers[index % 2])));
    await arrived(webhook.path, names.length);
    await sleep(1500);
    const told = receiver.at(webhook.path);
    expect(told.map(({ data }) => data.name).sort()).toEqual([...names].sort());
    expect(new Set(told.map(({ deliveryId }) => deliveryId)).size).toBe(names.length);
    await webhook.remove();
  });

  test("is tried again where the receiver has trouble, with the same id and body and a fresh time", async () => {
    const [flaky, silent] = [await newWebhook("flaky", { secret: "s" }), await newWebhook("silent")];
    await newModel();
    const tries = await arrived(flaky.path, 3);
    expect(new Set(tries.map(({ deliveryId }) => deliveryId)).size).toBe(1);
    expect(new Set(tries.map(({ body }) => body)).size).toBe(1);
    expect(tries.every((webhook) => isSignedWith("s", webhook))).toBe(true);
    const times = tries.map(({ timestamp }) => Number(timestamp));
    expect(times.at(-1)! - times[0]!).toBeGreaterThanOrEqual(2); // 1 s and 2 s of back-off at least
    await arrived(silent.path, 2);
    await Promise.all([flaky.remove(), silent.remove()]);
  });

  test("waits as long as a busy receiver asks", async () => {
    const webhook = await newWebhook("busy");
    await newModel();
    const [first, second] = await arrived(webhook.path, 2);
    expect(Number(second!.timestamp) - Number(first!.timestamp)).toBeGreaterThanOrEqual(3);
    await webhook.remove();
  });

  test("is given up after the retries, and at once where another try would change nothing", async () => {
    const webhooks = [await newWebhook("broken"), await newWebhook("gone"), await newWebhook("moved")];
    await newModel();
    await arrived(webhooks[0]!.path, 3);
    await sleep(3000);
    expect(webhooks.map(({ path }) => receiver.at(path).length)).toEqual([3, 1, 1]);
    expect(receiver.at("/landed")).toEqual([]);
    await Promise.all(webhooks.map(({ remove }) => remove()));
  });

  test("stops when the webhook is disabled or removed, and is not owed for the time between", async () => {
    const disabled = await newWebhook("disabled", { status: "DISABLED" });
    const [paused, removed] = [await newWebhook("flaky"), await newWebhook("flaky")];
    await newModel();
    await Promise.all([arrived(paused.path, 1), arrived(removed.path, 1)]);
    await call("PATCH", `webhooks/${paused.id}`, { status: "DISABLED" });
    await removed.remove();
    await sleep(4000);
    expect([disabled, paused, removed].map(({ path }) => receiver.at(path).length)).toEqual([0, 1, 1]);
    await call("PATCH", `webhooks/${paused.id}`, { status: "ACTIVE" });
    const name = await newModel(servers[1]);
    const later = await arrived(paused.path, 2);
    expect(later.at(-1)!.data.name).toBe(name);
    await Promise.all([disabled.remove(), paused.remove()]);
  });

  test("does not happen for a change that failed", async () => {
    const name = await newModel();
    const webhook = await newWebhook("failed");
    expect((await call("POST", "registered-models/create", { name })).status).toBe(400);
    await newModel();
    const told = await arrived(webhook.path, 1);
    expect(told.map(({ data }) => data.name)).not.toContain(name);
    await webhook.remove();
  });

  test("goes on after a replica was killed", async () => {
    const webhook = await newWebhook("survivor");
    const names = await Promise.all(Array.from({ length: 10 }, () => newModel(servers[1])));
    await servers[1].kill();
    names.push(await newModel());
    // What the dead one had claimed falls due 32 seconds later.
    await until(
      "every model",
      () => {
        const told = new Set(receiver.at(webhook.path).map(({ data }) => data.name));
        return names.every((name) => told.has(name)) ? true : undefined;
      },
      { timeoutMs: 60_000 },
    );
  });
});
