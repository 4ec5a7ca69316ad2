import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testApi, traceA } from "../testing.ts";

let t: Awaited<ReturnType<typeof testApi>>;
/** A run, a logged model of that run, another run, and where their files are. */
let run: { run_id: string; artifact_uri: string };
let other: { run_id: string; artifact_uri: string };
let logged: { model_id: string; artifact_uri: string };
const name = "model";
beforeAll(async () => {
  t = await testApi();
  const newRun = async () => (await post("runs/create", { experiment_id: "0", start_time: 1 })).body.run.info;
  run = await newRun();
  other = await newRun();
  logged = (await post("logged-models", { experiment_id: "0", name: "lm", source_run_id: run.run_id })).body.model.info;
  await post("registered-models/create", { name });
  await post("registered-models/create", { name: "copies" });
});
afterAll(async () => {
  expect(t.bugs).toEqual([]);
  await t.close();
});

const v2 = "/api/2.0/mlflow";
const post = (path: string, body: object) => t.call("POST", `${v2}/${path}`, body);
const create = (fields: object) => post("model-versions/create", { name, ...fields });
const downloadUri = async (model: string, version: string) =>
  (await t.call("GET", `${v2}/model-versions/get-download-uri?${new URLSearchParams({ name: model, version })}`)).body
    .artifact_uri;
const lineageOf = async (model: string, version: string) =>
  (await t.call("GET", `/api/spanloom/v1/registered-models/${model}/versions/${version}/lineage`)).body;
const versionsOf = async (query: Record<string, string>) =>
  (await t.call("GET", `/api/spanloom/v1/model-versions?${new URLSearchParams(query)}`)).body;

describe("taken", () => {
  test.each([
    ["storage that has its own credentials", () => ({ source: "s3://bucket/model" })],
    ["the same with a query", () => ({ source: "s3://bucket/model?versionId=1" })],
    ["and with slashes", () => ({ source: "gs://bucket//model/" })],
    ["and of a run that is not ours", () => ({ source: "dbfs:/model", run_id: "elsewhere" })],
    ["the run's artifacts", () => ({ source: `${run.artifact_uri}/model`, run_id: run.run_id })],
    ["all of them", () => ({ source: run.artifact_uri, run_id: run.run_id })],
    ["a name of them that needs encoding", () => ({ source: `${run.artifact_uri}/a%20b`, run_id: run.run_id })],
    ["runs:/ of the same run", () => ({ source: `runs:/${run.run_id}/model`, run_id: run.run_id })],
    ["the logged model", () => ({ source: `models:/${logged.model_id}`, model_id: logged.model_id })],
    ["its files", () => ({ source: `${logged.artifact_uri}/x`, model_id: logged.model_id })],
  ])("%s", async (_what, fields) => {
    const { status, body } = await create(fields());
    expect(status, JSON.stringify(body)).toBe(200);
    expect(body.model_version.source).toBe(fields().source);
  });
});

describe("refused", () => {
  test.each([
    ["another run's artifacts", () => ({ source: `${other.artifact_uri}/model`, run_id: run.run_id })],
    ["a run's artifacts without the run", () => ({ source: `${run.artifact_uri}/model` })],
    ["a run whose id starts the same", () => ({ source: `${run.artifact_uri}x/model`, run_id: run.run_id })],
    ["the way up", () => ({ source: `${run.artifact_uri}/../../${"x"}`, run_id: run.run_id })],
    ["the encoded way up", () => ({ source: `${run.artifact_uri}/%2e%2e/x`, run_id: run.run_id })],
    ["the twice encoded way up", () => ({ source: `${run.artifact_uri}/%252e%252e/x`, run_id: run.run_id })],
    ["the encoded slash of it", () => ({ source: `${run.artifact_uri}/..%2fx`, run_id: run.run_id })],
    ["the way up in a bucket", () => ({ source: "s3://bucket/../other" })],
    ["a dot", () => ({ source: "s3://bucket/./model" })],
    ["NUL", () => ({ source: "s3://bucket/model\0" })],
    ["encoded NUL", () => ({ source: "s3://bucket/model%00" })],
    ["a query on artifacts", () => ({ source: `${run.artifact_uri}/model?x=1`, run_id: run.run_id })],
    ["a fragment on artifacts", () => ({ source: `${run.artifact_uri}/model#x`, run_id: run.run_id })],
    ["no path", () => ({ source: "s3://bucket" })],
    ["no absolute path", () => ({ source: "weird:x" })],
    ["the server's disk", () => ({ source: "/etc/passwd", run_id: run.run_id })],
    ["the same as file:", () => ({ source: "file:///etc/passwd", run_id: run.run_id })],
    ["a relative path", () => ({ source: "model", run_id: run.run_id })],
    ["a drive", () => ({ source: "C:\\model" })],
    ["a share", () => ({ source: "\\\\host\\share" })],
    ["a host's file", () => ({ source: "file://host/model" })],
    ["a web address", () => ({ source: "http://169.254.169.254/latest" })],
    ["the same in capitals", () => ({ source: "HTTP://169.254.169.254/latest" })],
    ["an FTP server", () => ({ source: "ftp://host/model" })],
    ["a Hadoop host", () => ({ source: "hdfs://host/model" })],
    ["a proxy elsewhere", () => ({ source: `mlflow-artifacts://host/${"0"}/x`, run_id: run.run_id })],
    ["runs:/ without the run", () => ({ source: `runs:/${run.run_id}/model` })],
    ["runs:/ of another run", () => ({ source: `runs:/${other.run_id}/model`, run_id: run.run_id })],
    ["runs:/ with a host", () => ({ source: `runs://host/${run.run_id}/model`, run_id: run.run_id })],
    ["runs:/ of a logged model", () => ({ source: `runs:/${run.run_id}/model`, model_id: logged.model_id })],
    ["a logged model that is not named", () => ({ source: `models:/${logged.model_id}` })],
    ["another logged model", () => ({ source: "models:/m-1", model_id: logged.model_id })],
    ["nothing", () => ({ source: "models:/" })],
    ["three names", () => ({ source: "models:/a/b/c" })],
    ["a registry elsewhere", () => ({ source: "models://host/model/1" })],
    ["a stage that is none", () => ({ source: `models:/${name}/bogus` })],
    ["a stage with nothing in it", () => ({ source: `models:/${name}/Staging` })],
    ["an alias that there is not", () => ({ source: `models:/${name}@nothing` })],
    ["a very long source", () => ({ source: `s3://bucket/${"x".repeat(2000)}` })],
    ["an empty source", () => ({ source: "" })],
    ["a very long run id", () => ({ source: "s3://bucket/model", run_id: "x".repeat(257) })],
  ])("%s", async (_what, fields) => {
    const { status, body } = await create(fields());
    expect([status, body.error_code], JSON.stringify(body)).toEqual([400, "INVALID_PARAMETER_VALUE"]);
  });

  test.each([
    ["a version that there is not", () => ({ source: `models:/${name}/999` })],
    ["a model that there is not", () => ({ source: "models:/nobody/1" })],
    ["a logged model that there is not", () => ({ source: "s3://bucket/model", model_id: "m-nothing" })],
  ])("as not found: %s", async (_what, fields) => {
    const { status, body } = await create(fields());
    expect([status, body.error_code], JSON.stringify(body)).toEqual([404, "RESOURCE_DOES_NOT_EXIST"]);
  });
});

test("what the pattern of the server does not allow is refused", async () => {
  const { checkSourcePattern } = await import("../model-version-source.ts");
  const pattern = /^s3:\/\/ours\//u;
  expect(() => checkSourcePattern("s3://ours/model", pattern)).not.toThrow();
  expect(() => checkSourcePattern("s3://theirs/model", pattern)).toThrow("Invalid model version source: 's3://theirs");
  expect(() => checkSourcePattern("anything", undefined)).not.toThrow();
});

describe("a prompt", () => {
  const tags = [
    { key: "mlflow.prompt.is_prompt", value: "true" },
    { key: "mlflow.prompt.text", value: "Hello" },
  ];
  test("has a placeholder for a source, and cannot be one", async () => {
    await post("registered-models/create", { name: "prompt", tags: tags.slice(0, 1) });
    const make = (fields: object) => post("model-versions/create", { name: "prompt", tags, ...fields });
    for (const source of ["dummy-source", "prompt-template"]) expect((await make({ source })).status).toBe(200);
    for (const source of ["s3://bucket/x", "/etc/passwd", "dummy-source "]) {
      expect((await make({ source })).body.message).toMatch(`Invalid prompt source: '${source}'.`);
    }
    const copy = await create({ source: "models:/prompt/1" });
    expect([copy.status, copy.body.message]).toEqual([400, expect.stringContaining("models:/prompt/1")]);
    const long = await make({
      source: "dummy-source",
      tags: [...tags.slice(0, 1), { key: "mlflow.prompt.text", value: "x".repeat(100_001) }],
    });
    expect(long.body.message).toBe("Prompt text exceeds max length of 100000 characters.");
  });
});

describe("lineage", () => {
  test("a version of a logged model leads to it, its run and its traces, and back", async () => {
    await t.report({ trace_metadata: { "mlflow.modelId": logged.model_id, "mlflow.sourceRun": other.run_id } });
    const made = (await create({ source: `models:/${logged.model_id}`, model_id: logged.model_id })).body.model_version;
    expect(made).toMatchObject({ run_id: run.run_id, model_id: logged.model_id });
    expect(await downloadUri(name, made.version)).toBe(logged.artifact_uri);
    const model = await t.call("GET", `${v2}/logged-models/${logged.model_id}`);
    const tag = model.body.model.info.tags.find(({ key }: { key: string }) => key === "mlflow.modelVersions");
    expect(JSON.parse(tag.value)).toContainEqual({ name, version: Number(made.version) });

    const lineage = await lineageOf(name, made.version);
    expect(lineage).toMatchObject({
      version: { name, version: made.version, stage: "None", run_id: run.run_id, model_id: logged.model_id },
      logged_model: { model_id: logged.model_id, name: "lm", experiment_id: "0", lifecycle_stage: "active" },
      run: { run_id: run.run_id, experiment_id: "0", lifecycle_stage: "active" },
      traces: { count: 1, count_is_lower_bound: false, newest_trace_ids: [traceA] },
    });
    const newest = (answer: { versions: { version: string }[] }) => answer.versions.map(({ version }) => version);
    const queries: Record<string, string>[] = [
      { run_id: run.run_id },
      { model_id: logged.model_id },
      { trace_id: `tr-${traceA}` },
    ];
    for (const query of queries) {
      expect(newest(await versionsOf(query))).toContain(made.version);
    }
    expect(newest(await versionsOf({ run_id: "nobody" }))).toEqual([]);
    expect((await versionsOf({})).error_code).toBe("INVALID_PARAMETER_VALUE");
    expect((await versionsOf({ run_id: "a", model_id: "b" })).error_code).toBe("INVALID_PARAMETER_VALUE");
    expect((await versionsOf({ trace_id: "tr-unknown" })).error_code).toBe("RESOURCE_DOES_NOT_EXIST");
  });

  test("a copy has the run, the model and the files of what it was made from", async () => {
    const original = (await create({ source: `models:/${logged.model_id}`, model_id: logged.model_id })).body
      .model_version;
    await post("registered-models/alias", { name, alias: "best", version: original.version });
    const copy = (fields: object) => post("model-versions/create", { name: "copies", ...fields });
    for (const source of [`models:/${name}/${original.version}`, `models:/${name}@best`, `models:/${name}@latest`]) {
      const { body } = await copy({ source });
      expect(body.model_version).toMatchObject({
        source: `models:/${name}/${original.version}`,
        run_id: run.run_id,
        model_id: logged.model_id,
      });
      expect(await downloadUri("copies", body.model_version.version)).toBe(logged.artifact_uri);
    }
    expect((await copy({ source: `models:/${name}@best`, run_id: run.run_id })).status).toBe(200);
    expect((await copy({ source: `models:/${name}@best`, run_id: other.run_id })).status).toBe(400);
    expect((await copy({ source: `models:/${name}@best`, run_id: "" })).status).toBe(400);
    const copies = (await lineageOf(name, original.version)).copies;
    expect(copies.map(({ version }: { version: string }) => version)).toEqual(["4", "3", "2", "1"]);
    expect((await lineageOf("copies", "1")).copied_from).toMatchObject({ name, version: original.version });
    await t.call("DELETE", `${v2}/model-versions/delete`, { name, version: original.version });
    expect((await lineageOf("copies", "1")).copied_from).toBeUndefined();
    expect(await downloadUri("copies", "1")).toBe(logged.artifact_uri);
  });

  test("of a version without any, and of none", async () => {
    const { version } = (await create({ source: "s3://bucket/model" })).body.model_version;
    const lineage = await lineageOf(name, version);
    expect(lineage).toMatchObject({
      version: { run_id: "", model_id: "" },
      traces: { count: 0, newest_trace_ids: [] },
      copies: [],
    });
    expect([lineage.run, lineage.logged_model, lineage.copied_from]).toEqual([undefined, undefined, undefined]);
    expect((await lineageOf(name, "999")).error_code).toBe("RESOURCE_DOES_NOT_EXIST");
  });
});
