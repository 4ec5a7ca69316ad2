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

const { get, newModel, newVersion, patch, post, remove, versionOf } = registryCalls(() => t);

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
      (await patch("model-versions/update", { ...key, ...body })).body.model_version.description;
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
