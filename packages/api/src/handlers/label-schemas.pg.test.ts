import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { testApi } from "../testing.ts";
import { reviewingCalls, v3 } from "../testing-reviewing.ts";

/** The questions for reviewers. */
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

const { ask, newExperiment, post } = reviewingCalls(() => server);

const create = (more: object = {}) =>
  post("/label-schemas/create", {
    experiment_id: experiment,
    name: "A",
    type: "FEEDBACK",
    input: { text: {} },
    ...more,
  });
const made = async (more: object = {}) => (await create(more)).body.label_schema;
const update = (body: object) => server.call("PATCH", `${v3}/label-schemas/update`, body);
const remove = (schema_id: string) => server.call("DELETE", `${v3}/label-schemas/delete`, { schema_id });
const list = async (more: Record<string, string> = {}) =>
  (await ask("/label-schemas/list", { experiment_id: experiment, ...more })).body;

test("are made with each kind of input, and read by id and name", async () => {
  const schema = await made({
    input: { categorical: { options: ["a", "b"] } },
    instruction: "do",
    enable_comment: true,
  });
  expect(schema).toEqual({
    schema_id: expect.stringMatching(/^ls-[0-9a-f]{32}$/),
    experiment_id: experiment,
    name: "A",
    type: "FEEDBACK",
    instruction: "do",
    enable_comment: true,
    input: { categorical: { options: ["a", "b"], multi_select: false } },
    created_at: expect.any(Number),
    last_updated_at: schema.created_at,
    is_default: false,
  });
  expect((await ask("/label-schemas/get", { schema_id: schema.schema_id })).body.label_schema).toEqual(schema);
  const byName = await ask("/label-schemas/get-by-name", { experiment_id: experiment, name: "A" });
  expect(byName.body.label_schema).toEqual(schema);
  const inputs = [
    { pass_fail: { positive_label: "P", negative_label: "N" } },
    { numeric: { min_value: 0, max_value: 1.5 } },
    { text: { max_length: 5 } },
  ];
  for (const [i, input] of inputs.entries()) expect((await made({ name: `i${i}`, input })).input).toEqual(input);
});

test("are listed the newest first, with the question that every experiment has", async () => {
  const { label_schemas, next_page_token } = await list();
  expect(next_page_token).toBe("");
  expect(label_schemas).toMatchObject([
    { name: "Feedback", type: "FEEDBACK", is_default: true, input: { text: {} }, instruction: expect.any(String) },
  ]);
  await made({ name: "B" });
  expect((await list()).label_schemas).toHaveLength(2);
  const first = await list({ max_results: "1" });
  const second = await list({ max_results: "1", page_token: first.next_page_token });
  expect([first, second].map((page) => page.label_schemas[0].name)).toEqual(["B", "Feedback"]);
  const [standard] = label_schemas;
  expect((await update({ schema_id: standard.schema_id, instruction: "x" })).status).toBe(400);
  expect((await remove(standard.schema_id)).status).toBe(400);
});

test("change what may change", async () => {
  const { schema_id } = await made({ input: { categorical: { options: ["a"] } } });
  const { schema_id: other } = await made({ name: "other" });
  const { body } = await update({ schema_id, name: "B", input: { categorical: { options: ["x", "y"] } } });
  expect(body.label_schema).toMatchObject({ name: "B", input: { categorical: { options: ["x", "y"] } } });
  expect((await update({ schema_id, input: { text: {} } })).body.message).toContain("input type cannot be changed");
  const several = { categorical: { options: ["x"], multi_select: true } };
  expect((await update({ schema_id, input: several })).body.message).toContain("multi_select");
  expect(await update({ schema_id: other, name: "B" })).toMatchObject({
    body: { error_code: "RESOURCE_ALREADY_EXISTS" },
  });
  expect((await update({ schema_id: "no", name: "x" })).status).toBe(404);
  for (let i = 0; i < 2; i++) expect(await remove(other)).toEqual({ status: 200, body: {} });
});

test.each([
  [{ name: "feedback" }, "reserved"],
  [{ name: "n".repeat(251) }, "at most 250"],
  [{ type: "LABEL_SCHEMA_TYPE_UNSPECIFIED" }, "`type`"],
  [{ input: undefined }, "exactly one of"],
  [{ input: {} }, "exactly one of"],
  [{ input: { categorical: { options: [] } } }, "non-empty list"],
  [{ input: { categorical: { options: ["a", "a"] } } }, "twice"],
  [{ input: { categorical: { options: Array.from("abcdefghijk") } } }, "at most 10"],
  [{ input: { numeric: { min_value: 2, max_value: 1 } } }, "strictly less"],
  [{ input: { numeric: { min_value: "NaN" } } }, "must be a number"],
  [{ input: { text: { max_length: 0 } } }, "at least 1"],
  [{ input: { pass_fail: { positive_label: "x", negative_label: "x" } } }, "distinct"],
  [{ input: { pass_fail: {} } }, "non-empty string"],
  [{ instruction: "x".repeat(1001) }, "at most 1000"],
])("%j is refused", async (wrong, message) => {
  expect(await create(wrong)).toMatchObject({
    status: 400,
    body: { error_code: "INVALID_PARAMETER_VALUE", message: expect.stringContaining(message) },
  });
});

test("a name is one question's", async () => {
  const answers = await Promise.all(Array.from({ length: 6 }, () => create({ name: "same" })));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(answers.find(({ status }) => status !== 200)?.body.error_code).toBe("RESOURCE_ALREADY_EXISTS");
});
