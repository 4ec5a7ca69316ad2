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
const post = (path: string, body: object, headers?: Record<string, string>) =>
  t.call("POST", `${v2}/${path}`, body, headers);
const remove = (path: string, body: object) => t.call("DELETE", `${v2}/${path}`, body);
const get = (path: string, query: Record<string, string> | [string, string][] = {}) =>
  t.call("GET", `${v2}/${path}?${new URLSearchParams(query)}`);
const code = async (answer: Promise<{ status: number; body: { error_code?: string } }>) => {
  const { status, body } = await answer;
  return [status, body.error_code];
};

let last = 0;
const newName = (): string => `model ${++last}`;
async function newModel(name = newName()): Promise<string> {
  const { status } = await post("registered-models/create", { name });
  expect(status).toBe(200);
  return name;
}
async function newVersion(name: string, fields: object = {}): Promise<string> {
  const { status, body } = await post("model-versions/create", { name, source: "s3://bucket/model", ...fields });
  expect(status, JSON.stringify(body)).toBe(200);
  return body.model_version.version;
}
const versionOf = async (name: string, version: string) =>
  (await get("model-versions/get", { name, version })).body.model_version;

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
    const updated = await t.call("PATCH", `${v2}/registered-models/update`, { name, description: "e" });
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

describe("versions", () => {
  test("a new one, as clients read it", async () => {
    const name = await newModel();
    const { body } = await post("model-versions/create", { name, source: "s3://bucket/model" });
    expect(body.model_version).toEqual({
      name,
      version: "1",
      creation_timestamp: expect.any(Number),
      last_updated_timestamp: expect.any(Number),
      current_stage: "None",
      description: "",
      source: "s3://bucket/model",
      run_id: "",
      status: "READY",
      run_link: "",
    });
  });

  test("many made at once get consecutive numbers", async () => {
    const name = await newModel();
    const versions = await Promise.all(Array.from({ length: 40 }, () => newVersion(name)));
    expect(versions.map(Number).sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
  });

  test("a number is never given twice, and a deleted version is gone with its aliases", async () => {
    const name = await newModel();
    await newVersion(name);
    await newVersion(name);
    await post("registered-models/alias", { name, alias: "best", version: "2" });
    expect((await remove("model-versions/delete", { name, version: "2" })).status).toBe(200);
    const missing = await get("model-versions/get", { name, version: "2" });
    expect([missing.status, missing.body.message]).toEqual([404, `Model Version (name=${name}, version=2) not found`]);
    expect(await code(remove("model-versions/delete", { name, version: "2" }))).toEqual([
      404,
      "RESOURCE_DOES_NOT_EXIST",
    ]);
    const model = (await get("registered-models/get", { name })).body.registered_model;
    expect(model.aliases).toBeUndefined();
    expect(model.latest_versions.map(({ version }: { version: string }) => version)).toEqual(["1"]);
    expect(await newVersion(name)).toBe("3");
  });

  test.each(["abc", "1.0", "1e0", "0x1", "", "--1"])("'%s' is no version", async (version) => {
    const name = await newModel();
    expect(await code(get("model-versions/get", { name, version }))).toEqual([400, "INVALID_PARAMETER_VALUE"]);
  });

  test.each(["77", "-1", "0", "2147483648", "9".repeat(40)])("'%s' is one that there is not", async (version) => {
    const name = await newModel();
    expect(await code(get("model-versions/get", { name, version }))).toEqual([404, "RESOURCE_DOES_NOT_EXIST"]);
  });

  test("description, tags and download URI", async () => {
    const name = await newModel();
    await newVersion(name, { description: "d" });
    const key = { name, version: "1" };
    const update = async (body: object) =>
      (await t.call("PATCH", `${v2}/model-versions/update`, { ...key, ...body })).body.model_version.description;
    expect(await update({ description: "e" })).toBe("e");
    expect(await update({ description: "" })).toBe("");
    expect(await update({})).toBeUndefined();
    await post("model-versions/set-tag", { ...key, key: "k", value: "v" });
    await post("model-versions/set-tag", { ...key, key: "l" });
    await remove("model-versions/delete-tag", { ...key, key: "nothing" });
    expect((await versionOf(name, "1")).tags).toEqual([
      { key: "k", value: "v" },
      { key: "l", value: "" },
    ]);
    expect(await code(remove("model-versions/delete-tag", { name, version: "9", key: "k" }))).toEqual([
      404,
      "RESOURCE_DOES_NOT_EXIST",
    ]);
    expect((await get("model-versions/get-download-uri", key)).body).toEqual({ artifact_uri: "s3://bucket/model" });
    expect(await code(get("model-versions/get-download-uri"))).toEqual([400, "INVALID_PARAMETER_VALUE"]);
  });

  test("of a model that there is not", async () => {
    expect(await code(post("model-versions/create", { name: "nobody", source: "s3://b/m" }))).toEqual([
      404,
      "RESOURCE_DOES_NOT_EXIST",
    ]);
  });
});

describe("stages", () => {
  test("a version moves, and archives what was there when asked to", async () => {
    const name = await newModel();
    for (let i = 0; i < 3; i++) await newVersion(name);
    const move = (version: string, stage: string, archive?: boolean) =>
      post("model-versions/transition-stage", { name, version, stage, archive_existing_versions: archive });
    expect((await move("1", "production")).body.model_version.current_stage).toBe("Production");
    await move("2", "PRODUCTION");
    const latest = async (...wanted: string[]) =>
      (
        (
          await get("registered-models/get-latest-versions", [
            ["name", name],
            ...wanted.map((stage): [string, string] => ["stages", stage]),
          ])
        ).body.model_versions ?? []
      ).map(({ version, current_stage }: Record<string, string>) => `${version} ${current_stage}`);
    expect(await latest()).toEqual(["2 Production", "3 None"]);
    expect(await latest("production")).toEqual(["2 Production"]);
    expect(await latest("Staging")).toEqual([]);
    await move("3", "Production", true);
    expect(await latest()).toEqual(["2 Archived", "3 Production"]);
    const posted = await post("registered-models/get-latest-versions", { name, stages: ["archived"] });
    expect(posted.body.model_versions.map(({ version }: { version: string }) => version)).toEqual(["2"]);
  });

  test("what cannot be", async () => {
    const name = await newModel();
    await newVersion(name);
    const move = (body: object) => post("model-versions/transition-stage", { name, version: "1", ...body });
    const bogus = await move({ stage: "bogus" });
    expect([bogus.status, bogus.body.message]).toEqual([
      400,
      "Invalid Model Version stage: bogus. Value must be one of None, Staging, Production, Archived.",
    ]);
    expect((await move({ stage: "None", archive_existing_versions: true })).body.message).toMatch(
      "Model version transition cannot archive existing model versions because 'None' is not an Active stage",
    );
    expect(await code(move({ stage: "Deleted" }))).toEqual([400, "INVALID_PARAMETER_VALUE"]);
    expect(await code(move({ version: "9", stage: "None" }))).toEqual([404, "RESOURCE_DOES_NOT_EXIST"]);
    expect(await code(get("registered-models/get-latest-versions", { name: "nobody" }))).toEqual([
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

describe("history", () => {
  const ida = { authorization: `Basic ${Buffer.from("ida:secret:with:colons").toString("base64")}` };
  const history = async (name: string, query: Record<string, string> = {}) =>
    (
      await t.call(
        "GET",
        `/api/spanloom/v1/registered-models/${encodeURIComponent(name)}/history?${new URLSearchParams(query)}`,
      )
    ).body;

  test("tells who did what when, newest first, and outlives the model", async () => {
    const name = newName();
    await post("registered-models/create", { name }, ida);
    await newVersion(name);
    await newVersion(name);
    await post("registered-models/alias", { name, alias: "best", version: "1" }, ida);
    await post("registered-models/alias", { name, alias: "best", version: "1" }, ida);
    await post("registered-models/alias", { name, alias: "best", version: "2" });
    await post("model-versions/transition-stage", { name, version: "1", stage: "Production" }, ida);
    await post("model-versions/transition-stage", {
      name,
      version: "2",
      stage: "Production",
      archive_existing_versions: true,
    });
    await remove("model-versions/delete", { name, version: "2" });
    await remove("registered-models/delete", { name });
    const { changes } = await history(name);
    const short = changes.map((change: Record<string, string>) =>
      [change.kind, change.alias || change.version, change.old_value, change.new_value, change.changed_by].join("|"),
    );
    expect(short).toEqual([
      `model||${name}||`,
      "stage|2|Production||",
      "alias|best|2||",
      "stage|2|None|Production|",
      "stage|1|Production|Archived|",
      "stage|1|None|Production|ida",
      "alias|best|1|2|",
      "alias|best||1|ida",
      "stage|2||None|",
      "stage|1||None|",
      `model|||${name}|ida`,
    ]);
    expect(changes[0].changed_at_ms).toBeGreaterThan(Date.now() - 60_000);
  });

  test("in pages, of one alias, of one version", async () => {
    const name = await newModel();
    await newVersion(name);
    await newVersion(name);
    for (const version of ["1", "2", "1"]) await post("registered-models/alias", { name, alias: "a", version });
    await post("registered-models/alias", { name, alias: "b", version: "2" });
    const seen: number[] = [];
    for (let page_token = ""; ; ) {
      const page = await history(name, { max_results: "3", page_token });
      seen.push(...page.changes.map(({ change_id }: { change_id: number }) => change_id));
      page_token = page.next_page_token;
      if (page_token === "") break;
    }
    expect(seen).toHaveLength(7);
    expect(seen).toEqual([...seen].sort((a, b) => b - a));
    const values = (page: { changes: { old_value: string; new_value: string }[] }) =>
      page.changes.map(({ old_value, new_value }) => `${old_value}→${new_value}`);
    expect(values(await history(name, { alias: "a" }))).toEqual(["2→1", "1→2", "→1"]);
    expect(values(await history(name, { version: "2" }))).toEqual(["→2", "2→1", "1→2", "→None"]);
    expect(await history("nobody")).toEqual({ changes: [], next_page_token: "" });
    expect((await history(name, { page_token: "x" })).error_code).toBe("INVALID_PARAMETER_VALUE");
    expect((await history(name, { max_results: "1001" })).error_code).toBe("INVALID_PARAMETER_VALUE");
  });

  test.each(["Bearer x", "Basic", "Basic !!", `Basic ${Buffer.from(":x").toString("base64")}`, "nonsense"])(
    "'%s' names nobody",
    async (authorization) => {
      const name = newName();
      await post("registered-models/create", { name }, { authorization });
      expect((await history(name)).changes[0].changed_by).toBe("");
    },
  );
});
