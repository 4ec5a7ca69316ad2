import { afterAll, beforeAll, expect, test } from "vitest";
import { testApi } from "../testing.ts";

let server: Awaited<ReturnType<typeof testApi>>;
beforeAll(async () => {
  server = await testApi();
});
afterAll(async () => {
  expect(server.bugs).toEqual([]);
  await server.close();
});

const post = (path: string, body: object) => server.call("POST", `/api/2.0/mlflow/${path}`, body);
const create = async (name: string, body: object = {}): Promise<string> =>
  (await post("experiments/create", { name, ...body })).body.experiment_id;
const read = async (id: string) =>
  (await server.call("GET", `/api/2.0/mlflow/experiments/get?experiment_id=${id}`)).body.experiment;
const refused = (message: unknown) => ({ status: 400, body: { error_code: "INVALID_PARAMETER_VALUE", message } });
const notFound = (id: string) => ({
  status: 404,
  body: { error_code: "RESOURCE_DOES_NOT_EXIST", message: `No Experiment with id=${id} exists` },
});
const missing = (name: string) =>
  `Missing value for required parameter '${name}'. See the API docs for more information about request parameters.`;

test("an experiment as it is made, and the one that is there from the start", async () => {
  const id = await create("made", { tags: [{ key: "a", value: "b" }] });
  const made = await read(id);
  expect(made).toEqual({
    experiment_id: id,
    name: "made",
    artifact_location: `mlflow-artifacts:/${id}`,
    lifecycle_stage: "active",
    creation_time: expect.any(Number),
    last_update_time: made.creation_time,
    tags: [{ key: "a", value: "b" }],
    workspace: "default",
  });
  expect(await read("0")).toMatchObject({ name: "Default", artifact_location: "mlflow-artifacts:/0" });
  const { body } = await server.call("GET", "/api/2.0/mlflow/experiments/get-by-name?experiment_name=made");
  expect(body.experiment).toEqual(made);
});

test.each([
  ["s3://bucket/path?region=x", "s3://bucket/path?region=x", "s3://bucket/path/RUN/artifacts?region=x"],
  ["/absolute/path/", "/absolute/path/", "/absolute/path/RUN/artifacts"],
  ["relative/path", `${process.cwd()}/relative/path`, `${process.cwd()}/relative/path/RUN/artifacts`],
  ["file:relative", `file://${process.cwd()}/relative`, `file://${process.cwd()}/relative/RUN/artifacts`],
  ["s3://bucket;x", "s3://bucket;x", "s3://bucket;x/RUN/artifacts"],
])("the artifacts of %s", async (given, location, artifacts) => {
  const id = await create(`at ${given}`, { artifact_location: given });
  expect((await read(id)).artifact_location).toBe(location);
  const { body } = await post("runs/create", { experiment_id: id });
  const { run_id, artifact_uri } = body.run.info;
  expect(artifact_uri).toBe(artifacts.replace("RUN", run_id));
});

test.each([
  [{ artifact_location: "runs:/x" }, "Artifact location cannot be a runs:/ URI. Given: 'runs:/x'"],
  [{ artifact_location: "file:///tmp/a#b" }, "'artifact_location' URL can't include fragments or params."],
  [{ artifact_location: "http://h/p;q=1" }, "'artifact_location' URL can't include fragments or params."],
  [{ artifact_location: "s3://b/p?a=.." }, "Invalid query string"],
  [{ artifact_location: "s3://b/p?%252e%252e%2f" }, "Invalid query string"],
  [{ artifact_location: "x".repeat(2049) }, expect.stringContaining("Invalid artifact path length")],
  [{ name: "" }, missing("name")],
  [{ name: "x".repeat(501) }, "'name' exceeds the maximum length of 500 characters"],
  [{ tags: [{ key: "a//b" }] }, expect.stringContaining("This name would resolve to 'a/b'")],
  [{ tags: [{ value: "b" }] }, expect.stringContaining("This name would resolve to '.'")],
  [{ tags: [{ key: "k".repeat(251) }] }, "'key' exceeds the maximum length of 250 characters"],
  [{ tags: [{ key: "a", value: "b".repeat(20_001) }] }, "'value' exceeds the maximum length of 20000 characters"],
  [
    { tags: Array.from({ length: 51 }, (_, at) => ({ key: `mlflow.customView.view${at}` })) },
    expect.stringContaining("custom view"),
  ],
])("create with %j is refused", async (body, message) => {
  expect(await post("experiments/create", { name: "refused", ...body })).toEqual(refused(message));
});

test("a name belongs to one experiment, a deleted one too", async () => {
  const id = await create("taken");
  const again = {
    status: 400,
    body: { error_code: "RESOURCE_ALREADY_EXISTS", message: "Experiment(name=taken) already exists." },
  };
  expect(await post("experiments/create", { name: "taken" })).toEqual(again);
  await post("experiments/delete", { experiment_id: id });
  expect(await post("experiments/create", { name: "taken" })).toEqual(again);
  const other = await create("free");
  expect(await post("experiments/update", { experiment_id: other, new_name: "taken" })).toEqual(again);
  expect(await post("experiments/update", { experiment_id: other, new_name: "renamed" })).toEqual({
    status: 200,
    body: {},
  });
  expect((await read(other)).name).toBe("renamed");
});

test("deleting takes all runs with it, and restoring brings all back", async () => {
  const id = await create("with runs");
  const runs = [];
  for (const _ of [1, 2]) runs.push((await post("runs/create", { experiment_id: id })).body.run.info.run_id);
  await post("runs/delete", { run_id: runs[0] });
  const stages = async () => {
    const { body } = await post("runs/search", { experiment_ids: [id], run_view_type: "ALL" });
    return body.runs.map((run: { info: { lifecycle_stage: string } }) => run.info.lifecycle_stage);
  };
  const both = { experiment_id: id };
  expect(await post("experiments/restore", both)).toEqual(notFound(id));
  expect((await post("experiments/delete", both)).status).toBe(200);
  expect(await stages()).toEqual(["deleted", "deleted"]);
  expect(await post("experiments/delete", both)).toEqual(notFound(id));
  expect(await post("experiments/update", { ...both, new_name: "x" })).toMatchObject({
    status: 500,
    body: { error_code: "INVALID_STATE", message: "Cannot rename a non-active experiment." },
  });
  const inactive = refused(`The experiment ${id} must be in the 'active' state. Current state is deleted.`);
  expect(await post("experiments/set-experiment-tag", { ...both, key: "k", value: "v" })).toEqual(inactive);
  expect(await post("experiments/delete-experiment-tag", { ...both, key: "k" })).toEqual(inactive);
  expect(await post("runs/create", both)).toEqual(inactive);
  expect((await post("experiments/restore", both)).status).toBe(200);
  expect(await stages()).toEqual(["active", "active"]);
});

test("the default experiment can be deleted and restored", async () => {
  expect((await post("experiments/delete", { experiment_id: "0" })).status).toBe(200);
  expect((await post("experiments/restore", { experiment_id: "0" })).status).toBe(200);
});

test.each(["delete", "restore", "update", "set-experiment-tag", "delete-experiment-tag"])(
  "%s of an unknown experiment",
  async (path) => {
    const body = { new_name: "n", key: "k", value: "v" };
    expect(await post(`experiments/${path}`, { experiment_id: "99999", ...body })).toEqual(notFound("99999"));
    expect(await post(`experiments/${path}`, body)).toEqual(refused(missing("experiment_id")));
    expect(await post(`experiments/${path}`, { experiment_id: "1e3", ...body })).toEqual(
      refused("Invalid experiment ID '1e3'. Experiment ID must be a valid integer."),
    );
  },
);

const retention = "mlflow.trace.archivalRetention";
const now = "mlflow.trace.archiveNow";
const form = "Trace archival retention must be in the form `<int><unit>`, where unit is one of 'm', 'h', or 'd'.";
test.each([
  ["k", "v", undefined],
  ["k", undefined, undefined],
  ["__proto__", "v\0", undefined],
  ["", "v", missing("key")],
  ["a/../b", "x", expect.stringContaining("This name would resolve to 'b'")],
  ["k", "x".repeat(20_001), "'value' exceeds the maximum length of 20000 characters"],
  [retention, '{"type":"duration","value":"30d"}', undefined],
  [retention, "x", "Trace archival config must be encoded as a JSON object."],
  [retention, "[]", "Trace archival config must be encoded as a JSON object."],
  [retention, "{}", "Trace archival config must use type 'duration'."],
  [retention, '{"type":"duration","value":"30"}', form],
  [retention, '{"type":"duration","value":5}', form],
  [now, "{}", undefined],
  [now, '{"older_than":"-1d"}', form],
])("tag %s = %j", async (key, value, message) => {
  const id = await create(`tag ${key} ${Math.random()}`);
  const answer = await post("experiments/set-experiment-tag", { experiment_id: id, key, value });
  expect(answer).toEqual(message === undefined ? { status: 200, body: {} } : refused(message));
  const tags = message === undefined ? [{ key, value: (value ?? "").replace("\0", "\ufffd") }] : undefined;
  expect((await read(id)).tags).toEqual(tags);
});

test("tags are set anew and deleted, and there is room for fifty custom views", async () => {
  const id = await create("tags");
  const set = (key: string, value: string) => post("experiments/set-experiment-tag", { experiment_id: id, key, value });
  await set("a", "1");
  await set("a", "2");
  await set("b", "1");
  expect((await post("experiments/delete-experiment-tag", { experiment_id: id, key: "b" })).status).toBe(200);
  expect((await read(id)).tags).toEqual([{ key: "a", value: "2" }]);
  expect((await post("experiments/delete-experiment-tag", { experiment_id: id, key: "b" })).body.message).toBe(
    `No tag with name: b in experiment with id ${id}`,
  );
  for (let at = 0; at < 50; at++) expect((await set(`mlflow.customView.view${at}`, "v")).status).toBe(200);
  expect((await set("mlflow.customView.view49", "changed")).status).toBe(200);
  expect(await set("mlflow.customView.view50", "v")).toEqual(
    refused(expect.stringContaining("maximum number of custom views")),
  );
});

test("searches by filter, order and page", async () => {
  for (const at of [1, 2, 3]) await create(`searched ${at}`);
  const search = async (query: string) =>
    (await server.call("GET", `/api/2.0/mlflow/experiments/search?${query}`)).body;
  const names = (body: { experiments: { name: string }[] }) => body.experiments.map(({ name }) => name);
  const filter = encodeURIComponent("name LIKE 'searched%'");
  const first = await search(`max_results=2&filter=${filter}&order_by=name`);
  expect(names(first)).toEqual(["searched 1", "searched 2"]);
  expect(
    names(await search(`max_results=2&filter=${filter}&order_by=name&page_token=${first.next_page_token}`)),
  ).toEqual(["searched 3"]);
  expect(names(await search("max_results=500&view_type=DELETED_ONLY"))).toEqual(["taken"]);
  expect((await search("")).message).toBe(
    "Invalid value 0 for parameter 'max_results' supplied. It must be a positive integer",
  );
});
