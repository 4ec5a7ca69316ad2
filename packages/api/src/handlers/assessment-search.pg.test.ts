import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testApi } from "../testing.ts";

/** What is expected here is what MLflow 3.17.2 answers to the same, except where a line says otherwise. */
let server: Awaited<ReturnType<typeof testApi>>;
const nameOf = new Map<string, string>();
beforeAll(async () => {
  server = await testApi();
  const values = { yes: "yes", no: "no", true: true, false: false, five: 5, tenhalf: 10.5, fivestr: "5" };
  const others = { obj: { a: 1 }, null: null, list: ["yes"] };
  for (const [name, value] of Object.entries({ ...values, ...others })) await say(await trace(name), "q", { value });
  await trace("none");
  await say(await trace("exp"), "q", undefined, { expectation: { value: "yes" } });
  await say(await trace("expobj"), "q", undefined, { expectation: { value: { k: "yes" } } });
  const inval = await trace("inval");
  const old = await say(inval, "q", { value: "old" });
  await say(inval, "q", { value: "new" }, { overrides: old });
  const s1 = await trace("s1", { "mlflow.trace.session": "S" });
  await trace("s2", { "mlflow.trace.session": "S" });
  await say(s1, "sess", { value: "good" }, { metadata: { "mlflow.trace.session": "S" } });
  await say(s1, "own", { value: "good" });
  await say(await trace("iss"), "iss-1", undefined, { issue: { issue_name: "x" } });
  await say(await trace("key"), "my key.x", { value: "v" });
  await say(await trace("hostile"), "it's; drop--", { value: "'; drop table assessments; --" });
});
afterAll(() => server.close());

const all = [
  "exp",
  "expobj",
  "false",
  "five",
  "fivestr",
  "hostile",
  "inval",
  "iss",
  "key",
  "list",
  "no",
  "none",
  "null",
];
all.push("obj", "s1", "s2", "tenhalf", "true", "yes");
const withQ = ["false", "five", "fivestr", "inval", "list", "no", "null", "obj", "tenhalf", "true", "yes"];
const without = (names: readonly string[], ...gone: string[]) => names.filter((name) => !gone.includes(name));

describe("traces are found by", () => {
  test.each<[string, readonly string[]]>([
    ["feedback.q = 'yes'", ["yes"]],
    ["feedback.q != 'yes'", without(withQ, "yes")],
    [`feedback.q = '"yes"'`, ["yes"]],
    ["feedback.q LIKE '%yes%'", ["list", "yes"]],
    ["feedback.q ILIKE '%YES%'", ["list", "yes"]],
    ["feedback.q RLIKE 'ye'", ["list", "yes"]],
    ["feedback.q = 'true'", ["true"]],
    ["feedback.q = 'false'", ["false"]],
    ["feedback.q != 'true'", without(withQ, "true")],
    ["feedback.q = '5.0'", ["five", "fivestr"].slice(0, 1)],
    ["feedback.q > 4", ["five", "tenhalf"]],
    ["feedback.q >= 5", ["five", "tenhalf"]],
    ["feedback.q < 11", ["five", "tenhalf"]],
    ["feedback.q < 5", []],
    ["feedback.q IS NOT NULL", withQ],
    ["feedback.q IS NULL", without(all, ...withQ)],
    ["feedback.q = 'null'", ["null"]],
    ["feedback.q = 'old'", []],
    ["feedback.q = 'new'", ["inval"]],
    ["feedback.q = 'yes' AND feedback.q = 'no'", []],
    [`feedback.q = '{"a": 1.0}'`, ["obj"]],
    ["expectation.q = 'yes'", ["exp"]],
    ["expectation.q IS NOT NULL", ["exp", "expobj"]],
    ["expectation.q LIKE '%yes%'", ["exp", "expobj"]],
    ["feedback.sess = 'good'", ["s1", "s2"]],
    ["feedback.sess IS NOT NULL", ["s1", "s2"]],
    ["feedback.sess IS NULL", without(all, "s1", "s2")],
    ["feedback.sess != 'good'", []],
    ["feedback.own = 'good'", ["s1"]],
    ["issue.id = 'iss-1'", ["iss"]],
    ["issue.id = 'iss'", []],
    ["feedback.`my key.x` = 'v'", ["key"]],
    ["feedback.\"my key.x\" = 'v'", ["key"]],
  ])("%s", async (filter, expected) => {
    expect(await search(filter)).toEqual([...expected].sort());
  });

  // MLflow compares the JSON text only, lets a number equal "5.0" alone, and refuses what is below.
  test.each<[string, readonly string[]]>([
    ["feedback.q LIKE 'y%'", ["yes"]],
    ["feedback.q RLIKE '^ye'", ["yes"]],
    ["feedback.q = '5'", ["five", "fivestr"]],
    ["feedback.q = 5", ["five"]],
    ["feedback.q = true", ["true"]],
    ["feedback.q IN ('yes', 'no', 5)", ["five", "no", "yes"]],
    ["feedback.q NOT IN ('yes', 'no')", without(withQ, "yes", "no")],
    ["assessment.q = 'yes'", ["exp", "yes"]],
    ["not feedback.q exists", without(all, ...withQ)],
    ["feedback.q = 'yes' or expectation.q = 'yes' or tags.none = 'x'", ["exp", "yes"]],
    ["(feedback.q = 'yes' and name = 'yes') or issue.id = 'iss-1'", ["iss", "yes"]],
    ["feedback.`it's; drop--` = \"'; drop table assessments; --\"", ["hostile"]],
    ["feedback.q > -1e300", ["five", "tenhalf"]],
  ])("%s, as MLflow does not have it", async (filter, expected) => {
    expect(await search(filter)).toEqual([...expected].sort());
  });

  test("texts that Postgres would refuse match nothing", async () => {
    const brackets = "[".repeat(2000) + "]".repeat(2000);
    for (const filter of [`feedback.q = '["\\u0000"]'`, `feedback.q = '${brackets}'`]) {
      expect(await search(filter)).toEqual([]);
    }
  });

  test("a value of which one trace in thousands has it, by the index", async () => {
    await server.store.db.execute(
      sqlOf(`
      insert into traces (trace_id, day, experiment_id, start_ns, updated_at, span_count, error_count)
      select gen_random_uuid(), '2026-11-21', 0, 1e18 + i, now(), 0, 0 from generate_series(1, 5000) as i`),
    );
    await server.store.db.execute(
      sqlOf(`
      insert into assessments (trace_id, assessment_id, name, kind, value, score, source_type, create_time_ms, update_time_ms)
      select trace_id, 'a-1', 'often', 'feedback', case when start_ns = 1e18 + 17 then '"rare"' else to_json(start_ns % 7) end,
        start_ns % 7, 'CODE', 0, 0 from traces where start_ns > 1e18 and span_count = 0 and name = ''`),
    );
    expect(await search("feedback.often = 'rare'")).toHaveLength(1);
    expect(await search("feedback.often = 3")).toHaveLength(100);
  });

  test("refuses what no assessment has", async () => {
    for (const filter of [
      "feedback.`a\0b` = 'c\0d'",
      "feedback.q = '\ud800'",
      "feedback.q > 'a'",
      "issue.id LIKE 'i%'",
      "feedback.q RLIKE '('",
      "feedback = 'x'",
    ]) {
      expect(await searchAnswer(filter)).toMatchObject({
        status: 400,
        body: { error_code: "INVALID_PARAMETER_VALUE" },
      });
    }
    expect(server.bugs).toEqual([]);
  });
});

describe("charts of assessments", () => {
  const query = async (request: object) =>
    (
      await server.call("POST", "/api/3.0/mlflow/traces/metrics", {
        experiment_ids: ["0"],
        view_type: "ASSESSMENTS",
        filters: ["assessment.name = 'q'"],
        ...request,
      })
    ).body;
  const count = [{ aggregation_type: "COUNT" }];

  test("count the valid ones", async () => {
    expect(await query({ metric_name: "assessment_count", aggregations: count })).toEqual({
      data_points: [{ metric_name: "assessment_count", values: { COUNT: 13 } }],
    });
    expect(
      await query({
        metric_name: "assessment_count",
        aggregations: count,
        filters: ["assessment.type = 'expectation'", "trace.status = 'OK'"],
      }),
    ).toEqual({ data_points: [{ metric_name: "assessment_count", values: { COUNT: 2 } }] });
    const { data_points } = await query({
      metric_name: "assessment_count",
      aggregations: count,
      dimensions: ["assessment_name", "assessment_value"],
    });
    const values = data_points.map(
      (point: { dimensions: Record<string, string> }) => point.dimensions.assessment_value,
    );
    expect(values.sort()).toEqual(
      [
        '"5"',
        '"new"',
        '"no"',
        '"yes"',
        '["yes"]',
        '{"a": 1}',
        '{"k": "yes"}',
        "10.5",
        "5",
        "false",
        "null",
        "true",
      ].sort(),
    );
  });

  test("average numbers, booleans and yes and no", async () => {
    const { data_points } = await query({
      metric_name: "assessment_value",
      aggregations: [{ aggregation_type: "AVG" }, { aggregation_type: "PERCENTILE", percentile_value: 50 }],
      dimensions: ["assessment_name"],
    });
    expect(data_points).toEqual([
      {
        metric_name: "assessment_value",
        dimensions: { assessment_name: "q" },
        values: { AVG: expect.closeTo(2.642857142857143), "P50.0": 1 },
      },
    ]);
  });

  test.each([
    [{ metric_name: "assessment_value", aggregations: count, dimensions: ["assessment_value"] }],
    [{ metric_name: "assessment_value", aggregations: [{ aggregation_type: "SUM" }] }],
    [{ metric_name: "nope", aggregations: count }],
    [{ metric_name: "assessment_count", aggregations: [{ aggregation_type: "AVG" }] }],
    [{ view_type: "TRACES", metric_name: "trace_count", aggregations: count }],
  ])("refuse %j", async (request) => {
    expect(await query(request)).toMatchObject({ error_code: "INVALID_PARAMETER_VALUE" });
  });
});

async function trace(name: string, trace_metadata: Record<string, string> = {}): Promise<string> {
  const trace_id = `tr-${crypto.randomUUID().replaceAll("-", "")}`;
  nameOf.set(trace_id, name);
  await server.report({ trace_id, tags: { "mlflow.traceName": name }, trace_metadata });
  return trace_id;
}

async function say(traceId: string, assessment_name: string, feedback: object | undefined, more: object = {}) {
  const { status, body } = await server.call("POST", `/api/3.0/mlflow/traces/${traceId}/assessments`, {
    assessment: { assessment_name, source: { source_type: "HUMAN", source_id: "ann" }, feedback, ...more },
  });
  expect([status, body]).toEqual([200, expect.anything()]);
  return body.assessment.assessment_id;
}

const searchAnswer = (filter: string) =>
  server.call("POST", "/api/3.0/mlflow/traces/search", {
    locations: [{ type: "MLFLOW_EXPERIMENT", mlflow_experiment: { experiment_id: "0" } }],
    filter,
  });

async function search(filter: string): Promise<(string | undefined)[]> {
  const { status, body } = await searchAnswer(filter);
  expect([filter, status, body.message]).toEqual([filter, 200, undefined]);
  return (body.traces ?? []).map((info: { trace_id: string }) => nameOf.get(info.trace_id)).sort();
}

const sqlOf = (text: string) => ({ text, values: [] });
