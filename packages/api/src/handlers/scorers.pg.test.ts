import { afterAll, beforeAll, expect, test } from "vitest";
import { testApi } from "../testing.ts";

let server: Awaited<ReturnType<typeof testApi>>;
beforeAll(async () => {
  server = await testApi();
});
afterAll(() => {
  expect(server.bugs).toEqual([]);
  return server.close();
});

const root = "/api/3.0/mlflow/scorers";
const safety = JSON.stringify({ name: "s", builtin_scorer_class: "Safety", builtin_scorer_pydantic_data: {} });
const register = (request: object = {}) =>
  server.call("POST", `${root}/register`, { experiment_id: "0", name: "s", serialized_scorer: safety, ...request });
const ask = (verb: string, query: string) => server.call("GET", `${root}/${verb}?${query}`);
const remove = (request: object) =>
  server.call("DELETE", `${root}/delete`, { experiment_id: "0", name: "s", ...request });

test("versions count up, and each is read, listed and deleted", async () => {
  const { body: first } = await register();
  expect(first).toEqual({
    version: 1,
    scorer_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    experiment_id: "0",
    name: "s",
    serialized_scorer: safety,
    creation_time: expect.any(Number),
  });
  expect((await register()).body).toMatchObject({ version: 2, scorer_id: first.scorer_id });
  await register({ name: "Z" });
  const { body } = await ask("list", "experiment_id=0");
  expect(body.scorers).toMatchObject([
    { experiment_id: 0, scorer_name: "Z", scorer_version: 1 },
    { experiment_id: 0, scorer_name: "s", scorer_version: 2, serialized_scorer: safety, scorer_id: first.scorer_id },
  ]);
  expect((await ask("list", "experiment_ids=0&experiment_ids=99")).body).toEqual(body);
  expect((await ask("list", "")).body).toEqual(body);
  const versions = (await ask("versions", "experiment_id=0&name=s")).body.scorers;
  expect(versions.map((each: { scorer_version: number }) => each.scorer_version)).toEqual([1, 2]);
  expect((await ask("get", "experiment_id=0&name=s")).body.scorer.scorer_version).toBe(2);
  expect((await ask("get", "experiment_id=0&name=s&version=1")).body.scorer.scorer_version).toBe(1);
  expect(await ask("get", "experiment_id=0&name=s&version=9")).toMatchObject({
    status: 404,
    body: { message: "Scorer with name 's' and version 9 not found for experiment 0." },
  });
  expect((await remove({ version: 1 })).status).toBe(200);
  expect((await remove({ version: 1 })).status).toBe(404);
  expect((await register()).body.version).toBe(3);
  expect((await remove({})).status).toBe(200);
  expect((await remove({})).status).toBe(404);
  expect((await ask("versions", "experiment_id=0&name=s")).status).toBe(404);
});

test("versions registered at the same time are all different", async () => {
  const made = await Promise.all(Array.from({ length: 10 }, () => register({ name: "many" })));
  expect(made.map(({ body }) => body.version).sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(new Set(made.map(({ body }) => body.scorer_id)).size).toBe(1);
});

test.each([
  [{ serialized_scorer: '{"call_source":"x"}' }, 400, "MLFLOW_SERVER_ENABLE_CUSTOM_SCORERS"],
  [{ serialized_scorer: '{"ensemble":[{"call_source":"x"}]}' }, 400, "MLFLOW_SERVER_ENABLE_CUSTOM_SCORERS"],
  [{ serialized_scorer: "nope" }, 400, "must be JSON"],
  [{ serialized_scorer: "5" }, 400, "must be a JSON object"],
  [{ name: " " }, 400, "whitespace"],
  [{ name: "n".repeat(251) }, 400, "250"],
  [{ experiment_id: "99" }, 404, "No Experiment with id=99"],
  [{ experiment_id: "abc" }, 400, "valid integer"],
  [{ serialized_scorer: '{"instructions_judge_pydantic_data":{"model":" "}}' }, 400, "Scorer model"],
  [{ serialized_scorer: '{"instructions_judge_pydantic_data":{"model":"gateway:/e"}}' }, 404, "GatewayEndpoint"],
])("%j is refused", async (request, status, message) => {
  expect(await register(request)).toMatchObject({ status, body: { message: expect.stringContaining(message) } });
});

test("hostile names and texts", async () => {
  const serialized_scorer = JSON.stringify({ note: "a\0b'; drop table scorers; --" });
  expect((await register({ name: "x\0'; --", serialized_scorer })).status).toBe(200);
  expect((await ask("get", "experiment_id=0&name=x%00%27%3B+--")).body.scorer.serialized_scorer).toBe(
    serialized_scorer,
  );
  expect((await register({ serialized_scorer: '{"call_source":null}' })).status).toBe(200);
});

test("no scorer runs by itself", async () => {
  expect((await ask("online-configs", "scorer_ids=a&scorer_ids=b")).body).toEqual({ configs: [] });
  expect((await ask("online-configs", "")).status).toBe(400);
  await register({ name: "online" });
  const config = { experiment_id: "0", name: "online", sample_rate: 0.5 };
  expect(await server.call("PUT", `${root}/online-config`, config)).toMatchObject({
    status: 400,
    body: { message: expect.stringContaining("does not use a gateway model") },
  });
});
