import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testApi } from "../testing.ts";
import { code, registryCalls } from "../testing-registry.ts";

let t: Awaited<ReturnType<typeof testApi>>;
beforeAll(async () => {
  t = await testApi();
});
afterAll(async () => {
  expect(t.bugs).toEqual([]);
  await t.close();
});

const { get, newModel, newName, newVersion, patch, post, remove, versionOf } = registryCalls(() => t);

describe("registered models", () => {
  test("are made, read, changed and removed", async () => {
    const name = newName();
    const tags = [{ key: "a", value: "1" }, { key: "b", value: "x" }, { key: "b", value: "2" }, { key: "c" }];
    const made = await post("registered-models/create", { name, description: "d", tags });
    const stored = { a: "1", b: "2", c: "" };
    const seen = (body: { registered_model: { tags: { key: string; value: string }[] } }) => ({
      ...body.registered_model,
      tags: Object.fromEntries(body.registered_model.tags.map(({ key, value }) => [key, value])),
    });
    expect(seen(made.body)).toMatchObject({ name, description: "d", tags: stored });
    expect(seen((await get("registered-models/get", { name })).body)).toMatchObject({
      name,
      description: "d",
      tags: stored,
    });
    const updated = await patch("registered-models/update", { name, description: "e" });
    expect(updated.body.registered_model.description).toBe("e");
    expect(updated.body.registered_model.last_updated_timestamp).toBeGreaterThanOrEqual(
      made.body.registered_model.creation_timestamp,
    );
    await post("registered-models/set-tag", { name, key: "a", value: "3" });
    await remove("registered-models/delete-tag", { name, key: "b" });
    await remove("registered-models/delete-tag", { name, key: "never there" });
    expect(seen((await get("registered-models/get", { name })).body).tags).toEqual({ a: "3", c: "" });
    expect((await remove("registered-models/delete", { name })).status).toBe(200);
    expect(await code(get("registered-models/get", { name }))).toEqual([404, "RESOURCE_DOES_NOT_EXIST"]);
    expect(await code(remove("registered-models/delete", { name }))).toEqual([404, "RESOURCE_DOES_NOT_EXIST"]);
  });

  test("models and prompts share their names, and the error says who has one", async () => {
    const [model, prompt] = [newName(), newName()];
    const isPrompt = [{ key: "mlflow.prompt.is_prompt", value: "true" }];
    await post("registered-models/create", { name: model });
    await post("registered-models/create", { name: prompt, tags: isPrompt });
    const messageOf = async (body: object) => (await post("registered-models/create", body)).body.message;
    expect(await messageOf({ name: model })).toBe(`Registered Model (name=${model}) already exists.`);
    expect(await messageOf({ name: prompt, tags: isPrompt })).toBe(`Prompt (name=${prompt}) already exists.`);
    expect(await messageOf({ name: prompt })).toMatch(
      `Tried to create a registered model with name '${prompt}', but the name is already taken by a prompt`,
    );
    expect(await messageOf({ name: model, tags: isPrompt })).toMatch(
      `Tried to create a prompt with name '${model}', but the name is already taken by a registered model`,
    );
  });

  test.each([
    ["", "no name"],
    ["  ", "blanks"],
    ["a/b", "a slash"],
    ["a:b", "a colon"],
    [".", "this directory"],
    ["..", "the one above"],
    ["..x", "two dots"],
    ["x".repeat(257), "too long"],
  ])("'%s' is no name: %s", async (name) => {
    expect(await code(post("registered-models/create", { name }))).toEqual([400, "INVALID_PARAMETER_VALUE"]);
  });

  test.each([
    "a\\b",
    "é ✓",
    "𝒳".repeat(256),
    "a\0b",
    "\ud800",
    "'; drop table registered_models; --",
    "__proto__",
    "%2e",
  ])("%j is a name that can be used", async (name) => {
    const made = await post("registered-models/create", { name });
    expect(made.status).toBe(200);
    const stored = made.body.registered_model.name;
    await newVersion(name);
    expect((await get("registered-models/get", { name: stored })).body.registered_model.name).toBe(stored);
    expect((await post("registered-models/set-tag", { name, key: "k", value: "\0\ud800" })).status).toBe(200);
    const history = await t.call("GET", `/api/spanloom/v1/registered-models/${encodeURIComponent(stored)}/history`);
    expect(history.body.changes.map(({ kind }: { kind: string }) => kind)).toEqual(["stage", "model"]);
    expect((await post("registered-models/create", { name })).body.error_code).toBe("RESOURCE_ALREADY_EXISTS");
  });

  test("hostile tags", async () => {
    const name = await newModel();
    const set = (key: unknown, value: unknown) => code(post("registered-models/set-tag", { name, key, value }));
    expect(await set("a//b", "x")).toEqual([400, "INVALID_PARAMETER_VALUE"]);
    expect(await set("../x", "x")).toEqual([400, "INVALID_PARAMETER_VALUE"]);
    expect(await set("x".repeat(251), "x")).toEqual([400, "INVALID_PARAMETER_VALUE"]);
    expect(await set("x", "y".repeat(100_001))).toEqual([400, "INVALID_PARAMETER_VALUE"]);
    expect(await set("x", "𝒳".repeat(100_000))).toEqual([200, undefined]);
    expect(await set("", "y")).toEqual([400, "INVALID_PARAMETER_VALUE"]);
    expect(await set("x", { y: 1 })).toEqual([400, "INVALID_PARAMETER_VALUE"]);
    expect(await set("__proto__", "y")).toEqual([200, undefined]);
    expect(await code(post("registered-models/create", { name: newName(), tags: "no list" }))).toEqual([
      400,
      "INVALID_PARAMETER_VALUE",
    ]);
  });

  test("a renamed model keeps versions, aliases, tags, copies and history", async () => {
    const name = await newModel();
    await newVersion(name, { tags: [{ key: "k", value: "v" }] });
    await post("registered-models/alias", { name, alias: "best", version: "1" });
    const other = await newModel();
    await newVersion(other, { source: `models:/${name}/1` });
    const renamed = newName();
    const answer = await post("registered-models/rename", { name, new_name: renamed });
    expect(answer.body.registered_model).toMatchObject({ name: renamed, aliases: [{ alias: "best", version: "1" }] });
    expect(await versionOf(renamed, "1")).toMatchObject({ aliases: ["best"], tags: [{ key: "k", value: "v" }] });
    expect(await code(get("registered-models/get", { name }))).toEqual([404, "RESOURCE_DOES_NOT_EXIST"]);
    const history = await t.call("GET", `/api/spanloom/v1/registered-models/${encodeURIComponent(renamed)}/history`);
    expect(history.body.changes.map(({ kind, new_value }: Record<string, string>) => [kind, new_value])).toEqual([
      ["model", renamed],
      ["alias", "1"],
      ["stage", "None"],
      ["model", name],
    ]);
    const path = `/api/spanloom/v1/registered-models/${encodeURIComponent(other)}/versions/1/lineage`;
    expect((await t.call("GET", path)).body.copied_from).toMatchObject({ name: renamed, version: "1" });
    expect((await post("registered-models/rename", { name: renamed, new_name: renamed })).status).toBe(200);
    expect(await code(post("registered-models/rename", { name: renamed, new_name: other }))).toEqual([
      400,
      "RESOURCE_ALREADY_EXISTS",
    ]);
    expect(await code(post("registered-models/rename", { name: renamed, new_name: "a/b" }))).toEqual([
      400,
      "INVALID_PARAMETER_VALUE",
    ]);
    expect(await code(post("registered-models/rename", { name: "nobody", new_name: "x" }))).toEqual([
      404,
      "RESOURCE_DOES_NOT_EXIST",
    ]);
  });
});

describe("aliases", () => {
  test("point at a version, and elsewhere when set again", async () => {
    const name = await newModel();
    await newVersion(name);
    await newVersion(name);
    const at = async (alias: string) => (await get("registered-models/alias", { name, alias })).body.model_version;
    expect((await at("latest")).version).toBe("2");
    expect((await at("LATEST")).version).toBe("2");
    await post("registered-models/alias", { name, alias: "Best", version: "1" });
    expect(await at("Best")).toMatchObject({ version: "1", aliases: ["Best"] });
    await post("registered-models/alias", { name, alias: "Best", version: "2" });
    expect((await at("Best")).version).toBe("2");
    expect((await versionOf(name, "1")).aliases).toBeUndefined();
    await remove("registered-models/alias", { name, alias: "Best" });
    expect((await remove("registered-models/alias", { name, alias: "Best" })).status).toBe(200);
    const missing = await get("registered-models/alias", { name, alias: "Best" });
    expect([missing.status, missing.body.message]).toEqual([400, "Registered model alias Best not found."]);
    expect(await code(get("registered-models/alias", { name: "nobody", alias: "x" }))).toEqual([
      404,
      "RESOURCE_DOES_NOT_EXIST",
    ]);
    expect(await code(remove("registered-models/alias", { name: "nobody", alias: "x" }))).toEqual([
      404,
      "RESOURCE_DOES_NOT_EXIST",
    ]);
    expect(await code(get("registered-models/alias", { name: await newModel(), alias: "latest" }))).toEqual([
      404,
      "RESOURCE_DOES_NOT_EXIST",
    ]);
  });

  test.each(["latest", "Latest", "v1", "V22", "a b", "a/b", "a\n", "x".repeat(256), "", "a\0"])(
    "%j cannot be set",
    async (alias) => {
      const name = await newModel();
      await newVersion(name);
      expect(await code(post("registered-models/alias", { name, alias, version: "1" }))).toEqual([
        400,
        "INVALID_PARAMETER_VALUE",
      ]);
    },
  );

  test.each(["é", "va", "-", "_", "9", "x".repeat(255), "𝒳".repeat(255)])("%j can", async (alias) => {
    const name = await newModel();
    await newVersion(name);
    expect((await post("registered-models/alias", { name, alias, version: "1" })).status).toBe(200);
    expect((await get("registered-models/alias", { name, alias })).body.model_version.version).toBe("1");
  });

  test("of a version that there is not", async () => {
    const name = await newModel();
    expect(await code(post("registered-models/alias", { name, alias: "x", version: "1" }))).toEqual([
      404,
      "RESOURCE_DOES_NOT_EXIST",
    ]);
  });
});

describe("search", () => {
  test("models without prompts, prompts by their tag, pages", async () => {
    const marker = crypto.randomUUID();
    const prompt = [{ key: "mlflow.prompt.is_prompt", value: "true" }];
    for (const name of ["a", "b", "c"]) await newModel(`${marker} ${name}`);
    await post("registered-models/create", { name: `${marker} p`, tags: prompt });
    const search = (query: Record<string, string>) => get("registered-models/search", query);
    const names = (body: { registered_models?: { name: string }[] }) =>
      (body.registered_models ?? []).map(({ name }) => name.slice(marker.length + 1));
    const filter = `name LIKE '${marker}%'`;
    const first = await search({ filter, max_results: "2", order_by: "name DESC" });
    expect(names(first.body)).toEqual(["c", "b"]);
    const second = await search({
      filter,
      max_results: "2",
      order_by: "name DESC",
      page_token: first.body.next_page_token,
    });
    expect([names(second.body), second.body.next_page_token]).toEqual([["a"], undefined]);
    const prompts = await search({ filter: `${filter} AND tags.\`mlflow.prompt.is_prompt\` = 'true'` });
    expect(names(prompts.body)).toEqual(["p"]);
    for (const max_results of ["0", "-1", "1001", "x"]) {
      expect(await code(search({ max_results }))).toEqual([400, "INVALID_PARAMETER_VALUE"]);
    }
  });

  test("versions with their tags and aliases", async () => {
    const name = await newModel();
    await newVersion(name, { tags: [{ key: "k", value: "v" }] });
    await newVersion(name);
    await post("registered-models/alias", { name, alias: "best", version: "1" });
    const { body } = await get("model-versions/search", { filter: `name = '${name}'`, order_by: "version_number ASC" });
    expect(body.model_versions).toMatchObject([
      { version: "1", tags: [{ key: "k", value: "v" }], aliases: ["best"] },
      { version: "2" },
    ]);
  });
});
