import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { testApi } from "../testing.ts";

let server: Awaited<ReturnType<typeof testApi>>;
let id: string;
beforeAll(async () => {
  server = await testApi();
});
afterAll(() => server.close());
beforeEach(async () => {
  id = (await create({ experiment_ids: ["0"] })).dataset_id;
});
afterEach(() => {
  expect(server.bugs.splice(0)).toEqual([]);
});

const root = "/api/3.0/mlflow/datasets";
const create = async (request: object) =>
  (await server.call("POST", `${root}/create`, { name: "golden", ...request })).body.dataset;
const get = async () => (await server.call("GET", `${root}/${id}`)).body.dataset;
const upsert = (records: unknown, dataset = id) =>
  server.call("POST", `${root}/${dataset}/records`, {
    records: typeof records === "string" ? records : JSON.stringify(records),
  });
const read = async (query = "") => (await server.call("GET", `${root}/${id}/records${query}`)).body;
const records = async () => JSON.parse((await read()).records);

describe("a dataset", () => {
  test("is made, read and deleted; its name is free for others", async () => {
    const tags = JSON.stringify({ "mlflow.user": "ann", n: 5, none: null, "k\0": "v\ud800" });
    const made = await create({ experiment_ids: ["0", "99", "0"], tags });
    expect(made).toEqual({
      dataset_id: expect.stringMatching(/^d-[0-9a-f]{32}$/),
      name: "golden",
      tags: expect.any(String),
      digest: expect.stringMatching(/^[0-9a-f]{8}$/),
      created_time: expect.any(Number),
      last_update_time: made.created_time,
      created_by: "ann",
      last_updated_by: "ann",
      experiment_ids: ["0", "99"],
    });
    expect(JSON.parse(made.tags)).toEqual({ "mlflow.user": "ann", n: "5", "k\ufffd": "v\ufffd" });
    const path = `${root}/${made.dataset_id}`;
    const { experiment_ids, ...rest } = made;
    expect((await server.call("GET", path)).body.dataset).toEqual(rest);
    expect((await server.call("GET", `${path}/experiment-ids`)).body).toEqual({ experiment_ids });
    for (let i = 0; i < 2; i++) expect(await server.call("DELETE", path)).toEqual({ status: 200, body: {} });
    expect(await server.call("GET", path)).toMatchObject({
      status: 404,
      body: { error_code: "RESOURCE_DOES_NOT_EXIST", message: expect.stringContaining("not found") },
    });
  });

  test.each([
    [{ name: "" }, "'name'"],
    [{ experiment_ids: ["abc"] }, "valid integer"],
    [{ experiment_ids: "0" }, "experiment_ids"],
    [{ tags: "{nope" }, "must be JSON"],
    [{ tags: "[1]" }, "must be an object"],
  ])("%j is refused", async (request, message) => {
    expect(await server.call("POST", `${root}/create`, { name: "x", ...request })).toMatchObject({
      status: 400,
      body: { error_code: "INVALID_PARAMETER_VALUE", message: expect.stringContaining(message) },
    });
  });

  test("keeps tags that are not named", async () => {
    const set = (tags: object, dataset = id) =>
      server.call("PATCH", `${root}/${dataset}/tags`, { tags: JSON.stringify(tags) });
    await set({ a: "1", b: "1" });
    await set({ b: "2", c: { x: 1 }, d: null });
    expect(JSON.parse((await get()).tags)).toEqual({ a: "1", b: "2", c: '{"x":1}' });
    for (let i = 0; i < 2; i++) expect((await server.call("DELETE", `${root}/${id}/tags/a`)).status).toBe(200);
    expect(JSON.parse((await get()).tags)).toEqual({ b: "2", c: '{"x":1}' });
    expect((await set({}, "d-none")).status).toBe(404);
    expect((await server.call("DELETE", `${root}/d-none/tags/a`)).status).toBe(200);
  });

  test("is used in experiments", async () => {
    const other = (await server.call("POST", "/api/2.0/mlflow/experiments/create", { name: "other" })).body
      .experiment_id;
    const change = (verb: string, experiment_ids: string[], dataset = id) =>
      server.call("POST", `${root}/${dataset}/${verb}-experiments`, { experiment_ids });
    const ids = async () => (await server.call("GET", `${root}/${id}/experiment-ids`)).body.experiment_ids;
    expect((await change("add", [other, "0", other])).body.dataset.dataset_id).toBe(id);
    expect(await ids()).toEqual(["0", other]);
    expect(await change("add", ["0", "999"])).toMatchObject({
      status: 404,
      body: { message: "No Experiment with id=999" },
    });
    await change("remove", ["0", "777"]);
    expect(await ids()).toEqual([other]);
    expect((await change("add", ["0"], "d-none")).status).toBe(404);
    expect((await change("remove", ["0"], "d-none")).status).toBe(404);
    const found = await server.call("POST", `${root}/search`, { experiment_ids: [other] });
    expect(found.body.datasets).toEqual([await get()]);
  });

  test("is found by name and tag, a page at a time", async () => {
    const a = await create({ name: "find me", tags: '{"team":"x"}' });
    const b = await create({ name: "find me" });
    const search = async (request: object) => (await server.call("POST", `${root}/search`, request)).body;
    const first = await search({ filter_string: "name = 'find me'", max_results: 1, order_by: ["created_time ASC"] });
    expect(first).toEqual({
      datasets: [expect.objectContaining({ name: "find me" })],
      next_page_token: expect.any(String),
    });
    const second = await server.call(
      "GET",
      `${root}/search?filter_string=name+%3D+%27find+me%27&max_results=1&order_by=created_time+ASC&page_token=${first.next_page_token}`,
    );
    expect([first.datasets[0].dataset_id, second.body.datasets[0].dataset_id].sort()).toEqual(
      [a.dataset_id, b.dataset_id].sort(),
    );
    expect((await search({ filter_string: "tags.team = 'x'" })).datasets).toHaveLength(1);
    expect((await search({ filter_string: "nonsense" })).error_code).toBe("INVALID_PARAMETER_VALUE");
    expect((await search({ max_results: 0 })).error_code).toBe("INVALID_PARAMETER_VALUE");
  });
});

describe("records", () => {
  test("come back as they were, in their order", async () => {
    const text =
      '[{"inputs": {"q": "a", "b": [1, 1.0, 12345678901234567890, 1e-7]}, "expectations": {"e": 1}, "tags": {"t": "1"}, ' +
      '"source": {"source_type": "human", "source_data": {"source_id": "s1"}}}, {"inputs": {"q": "é\\u0000\\ud800"}, "outputs": null}]';
    expect((await upsert(text)).body).toEqual({ inserted_count: 2, updated_count: 0 });
    const { records } = await read();
    expect(records).toContain('"inputs": {"q":"a","b":[1,1.0,12345678901234567890,1e-7]}');
    const [one, two] = JSON.parse(records);
    expect(one).toMatchObject({
      dataset_record_id: expect.stringMatching(/^dr-[0-9a-f]{32}$/),
      dataset_id: id,
      outputs: {},
      expectations: { e: 1 },
      tags: { t: "1" },
      source: { source_type: "HUMAN", source_data: { source_id: "s1" } },
      source_type: "HUMAN",
      source_id: "s1",
      created_time: expect.any(Number),
    });
    expect(two).toMatchObject({ inputs: { q: "é\0\ud800" }, tags: {} });
    expect(two).not.toHaveProperty("outputs");
    expect(two).not.toHaveProperty("expectations");
  });

  test("with the same inputs are one, merged key by key", async () => {
    await upsert([{ inputs: { q: "a", k: [1, 2] }, outputs: "old", expectations: { e: 1, f: 1 }, tags: { t: "1" } }]);
    const again = { inputs: { k: [1, 2], q: "a" }, expectations: { e: 9 }, tags: { "mlflow.user": "bob" } };
    expect((await upsert([again, { inputs: { q: 1 } }])).body).toEqual({ inserted_count: 1, updated_count: 1 });
    const [merged, other] = await records();
    expect(merged).toMatchObject({
      inputs: { q: "a", k: [1, 2] },
      outputs: "old",
      expectations: { e: 9, f: 1 },
      tags: { t: "1", "mlflow.user": "bob" },
      last_updated_by: "bob",
    });
    expect(merged.created_by).toBeUndefined();
    expect(other.inputs).toEqual({ q: 1 });
    await upsert([{ inputs: { q: "a", k: [1, 2] }, outputs: null }]);
    expect((await records())[0]).not.toHaveProperty("outputs");
    expect(await get()).not.toHaveProperty("last_updated_by");
  });

  test("given twice at once are inserted once", async () => {
    expect((await upsert([{ inputs: { d: 1 } }, { inputs: { d: 1 }, outputs: 5 }])).body).toEqual({
      inserted_count: 1,
      updated_count: 1,
    });
    expect(await records()).toEqual([expect.objectContaining({ outputs: 5 })]);
  });

  test("of writers at the same time are all kept", async () => {
    const writes = Array.from({ length: 12 }, (_, i) => upsert([{ inputs: { n: i % 4 }, tags: { [`t${i}`]: "x" } }]));
    const answers = await Promise.all(writes);
    expect(answers.map(({ body }) => body.inserted_count).reduce((a, b) => a + b)).toBe(4);
    expect(JSON.parse((await get()).profile)).toEqual({ num_records: 4 });
    const tags = (await records()).flatMap((record: { tags: object }) => Object.keys(record.tags));
    expect(new Set(tags).size).toBe(12);
  });

  test("make the dataset's schema, profile and digest", async () => {
    const { digest } = await get();
    await upsert(
      '[{"inputs": {"s": "x", "i": 1, "f": 1.0, "b": true, "n": null, "l": [], "o": {}}, "outputs": {"a": 1}}]',
    );
    await upsert([{ inputs: { s: 5 }, outputs: "text", expectations: { e: "x" } }]);
    const dataset = await get();
    expect(JSON.parse(dataset.schema)).toEqual({
      inputs: { s: "string", i: "integer", f: "float", b: "boolean", n: "null", l: "array", o: "object" },
      outputs: { a: "integer" },
      expectations: { e: "string" },
      version: "1.0",
    });
    expect(JSON.parse(dataset.profile)).toEqual({ num_records: 2 });
    expect(dataset.digest).not.toBe(digest);
  });

  test("are read page by page", async () => {
    await upsert(Array.from({ length: 5 }, (_, n) => ({ inputs: { n } })));
    const seen: number[] = [];
    for (let token = ""; ; ) {
      const page = await read(`?max_results=2${token && `&page_token=${token}`}`);
      seen.push(...JSON.parse(page.records).map((record: { inputs: { n: number } }) => record.inputs.n));
      token = page.next_page_token ?? "";
      if (token === "") break;
    }
    expect(seen).toEqual([0, 1, 2, 3, 4]);
    expect((await read("?max_results=-1")).error_code).toBe("INVALID_PARAMETER_VALUE");
    expect((await read("?page_token=zzz")).error_code).toBe("INVALID_PARAMETER_VALUE");
    expect((await server.call("GET", `${root}/d-none/records`)).body).toEqual({ records: "[]" });
  });

  test("are deleted by their ids", async () => {
    await upsert([{ inputs: { n: 1 } }, { inputs: { n: 2 } }]);
    const [first] = await records();
    const remove = async (dataset_record_ids: string[]) =>
      (await server.call("DELETE", `${root}/${id}/records`, { dataset_record_ids })).body;
    expect(await remove([first.dataset_record_id, "dr-none"])).toEqual({ deleted_count: 1 });
    expect(await remove([first.dataset_record_id])).toEqual({ deleted_count: 0 });
    expect(JSON.parse((await get()).profile)).toEqual({ num_records: 1 });
    await remove([(await records())[0].dataset_record_id]);
    expect(await get()).not.toHaveProperty("profile");
  });

  test("that Python writes with NaN have none there", async () => {
    await upsert('[{"inputs": {"q": "NaN \\" Infinity", "n": NaN, "l": [-Infinity, 1]}}]');
    expect((await records())[0].inputs).toEqual({ q: 'NaN " Infinity', n: null, l: [null, 1] });
  });

  test.each([
    ["{nope", "must be JSON"],
    ['{"a": 1}', "list of records"],
    ["[5]", "records[0]"],
    ['[{"inputs": "str"}]', "inputs"],
    ['[{"inputs": null}]', "inputs"],
    ['[{"inputs": {}, "expectations": "str"}]', "expectations"],
    ['[{"inputs": {}, "tags": [1]}]', "tags"],
    ['[{"inputs": {}, "source": {"source_type": "nope"}}]', "Invalid dataset record source type: NOPE"],
    [`[{"inputs": {"d": ${"[".repeat(200)}${"]".repeat(200)}}}]`, "must not nest deeper"],
    ["", "Missing value for required parameter 'records'"],
  ])("%s is refused, and nothing is stored", async (text, message) => {
    expect(await upsert(text)).toMatchObject({
      status: 400,
      body: { error_code: "INVALID_PARAMETER_VALUE", message: expect.stringContaining(message) },
    });
    expect(await records()).toEqual([]);
  });

  test("of a dataset that is missing", async () => {
    expect((await upsert([{ inputs: {} }], "d-none")).status).toBe(404);
  });
});
