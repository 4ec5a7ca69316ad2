import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { mlflowA, mlflowB, testApi, traceB } from "../testing.ts";

let server: Awaited<ReturnType<typeof testApi>>;
beforeAll(async () => {
  server = await testApi();
});
afterAll(() => server.close());
beforeEach(async () => {
  await server.report();
});
afterEach(async () => {
  expect(server.bugs.splice(0)).toEqual([]);
  await server.clear();
});

const source = { source_type: "HUMAN", source_id: "ann" };
const pathOf = (id: string, traceId = mlflowA) => `/api/3.0/mlflow/traces/${traceId}/assessments/${id}`;
const post = (assessment: object, traceId = mlflowA) =>
  server.call("POST", `/api/3.0/mlflow/traces/${traceId}/assessments`, { assessment });
const create = async (assessment: object, traceId = mlflowA) => {
  const { status, body } = await post({ assessment_name: "quality", source, ...assessment }, traceId);
  expect([status, body]).toEqual([200, expect.anything()]);
  return body.assessment;
};
const patch = (id: string, assessment: object, update_mask: string) =>
  server.call("PATCH", pathOf(id), { assessment, update_mask });
const get = async (id: string, traceId = mlflowA) => (await server.call("GET", pathOf(id, traceId))).body.assessment;

describe("an assessment", () => {
  test("gets an id and times, and is read back", async () => {
    const made = await create({
      feedback: { value: { score: [1, 2.5, null, true, "ü"] }, error: { error_code: "E", error_message: "m" } },
      rationale: "because",
      metadata: { k: "v" },
      span_id: "0123456789abcdef",
    });
    expect(made).toEqual({
      assessment_id: expect.stringMatching(/^a-[0-9a-f]{32}$/),
      assessment_name: "quality",
      trace_id: mlflowA,
      span_id: "0123456789abcdef",
      source,
      create_time: expect.stringMatching(/^\d{4}-.*Z$/),
      last_update_time: made.create_time,
      feedback: { value: { score: [1, 2.5, null, true, "ü"] }, error: { error_code: "E", error_message: "m" } },
      rationale: "because",
      metadata: { k: "v" },
      valid: true,
    });
    expect(await get(made.assessment_id)).toEqual(made);
  });

  test.each([
    [{ feedback: { value: 5 } }, { feedback: { value: 5 } }],
    [{ feedback: { value: null } }, { feedback: { value: null } }],
    [{ feedback: {} }, { feedback: { value: null } }],
    [{ feedback: { value: false } }, { feedback: { value: false } }],
    [{ feedback: { value: 1e300 } }, { feedback: { value: 1e300 } }],
    [{ feedback: { value: "a\0b\ud800" } }, { feedback: { value: "a\ufffdb\ufffd" } }],
    [{ feedback: { value: { "k\0": ["\ud800"] } } }, { feedback: { value: { "k\ufffd": ["\ufffd"] } } }],
    [{ expectation: { value: "yes" } }, { expectation: { value: "yes" } }],
    [
      { expectation: { value: [1, 2] } },
      { expectation: { serialized_value: { serialization_format: "JSON_FORMAT", value: "[1,2]" } } },
    ],
    [
      {
        expectation: {
          serialized_value: { serialization_format: "JSON_FORMAT", value: '{"big":12345678901234567890,"f":1.0}' },
        },
      },
      {
        expectation: {
          serialized_value: { serialization_format: "JSON_FORMAT", value: '{"big":12345678901234567890,"f":1.0}' },
        },
      },
    ],
    [{ issue: { issue_name: "Bad tone" } }, { issue: { issue_name: "Bad tone" } }],
  ])("%j is kept", async (said, kept) => {
    expect(await create(said)).toMatchObject(kept);
  });

  test.each([
    [{ assessment_name: "q" }, "one of feedback, expectation and issue"],
    [{ expectation: {} }, "`value` field must be specified"],
    [{ expectation: { serialized_value: { serialization_format: "XML", value: "1" } } }, "Only JSON_FORMAT"],
    [{ expectation: { serialized_value: { serialization_format: "JSON_FORMAT", value: '{"a' } } }, "must be JSON"],
    [{ feedback: { value: 1 }, assessment_name: "q".repeat(251) }, "at most 250"],
    [{ feedback: { value: nested(200) } }, "must not nest deeper"],
    [{ feedback: { value: 1 }, create_time: "yesterday" }, "create_time"],
  ])("%j is refused", async (assessment, message) => {
    expect(await post({ source, ...assessment })).toMatchObject({
      status: 400,
      body: { error_code: "INVALID_PARAMETER_VALUE", message: expect.stringContaining(message) },
    });
  });

  test("is of a trace that exists, and found under its own id", async () => {
    const missing = { status: 404, body: { error_code: "RESOURCE_DOES_NOT_EXIST" } };
    expect(await post({ feedback: { value: 1 } }, mlflowB)).toMatchObject(missing);
    expect(await post({ feedback: { value: 1 } }, "tr-none")).toMatchObject(missing);
    expect(await server.call("GET", pathOf("a-none"))).toMatchObject({
      ...missing,
      body: { message: `Assessment with ID 'a-none' not found for trace '${mlflowA}'` },
    });
    expect(await server.call("GET", pathOf("a-none", mlflowB))).toMatchObject({
      ...missing,
      body: { message: expect.stringContaining("Trace") },
    });
    await create({ assessment_id: "a-mine", feedback: { value: 1 }, create_time: "2026-01-02T03:04:05.678Z" });
    expect(await get("a-mine")).toMatchObject({ create_time: "2026-01-02T03:04:05.678Z" });
    expect(await post({ assessment_id: "a-mine", feedback: { value: 2 } })).toMatchObject({
      status: 400,
      body: { error_code: "RESOURCE_ALREADY_EXISTS" },
    });
  });
});

describe("an update", () => {
  test("changes what its mask names, and merges metadata", async () => {
    const made = await create({ feedback: { value: 1 }, metadata: { a: "1", b: "1" }, rationale: "old" });
    const { body } = await patch(
      made.assessment_id,
      { assessment_name: "renamed", metadata: { b: "2" }, rationale: "not named" },
      "assessmentName,metadata",
    );
    expect(body.assessment).toMatchObject({
      assessment_name: "renamed",
      metadata: { a: "1", b: "2" },
      rationale: "old",
      feedback: { value: 1 },
      create_time: made.create_time,
    });
    await patch(
      made.assessment_id,
      { feedback: { value: "new" }, rationale: "" },
      "feedback,rationale,source,nonsense",
    );
    expect(await get(made.assessment_id)).toMatchObject({ feedback: { value: "new" }, rationale: "", source });
  });

  test("never changes the kind", async () => {
    const feedback = await create({ feedback: { value: 1 } });
    const expectation = await create({ expectation: { value: 1 } });
    expect(await patch(feedback.assessment_id, { expectation: { value: 1 } }, "expectation")).toMatchObject({
      status: 400,
      body: { message: "Cannot update expectation value on a Feedback assessment." },
    });
    expect(await patch(expectation.assessment_id, { feedback: { value: 1 } }, "feedback")).toMatchObject({
      status: 400,
      body: { message: "Cannot update feedback value on an Expectation assessment." },
    });
    expect((await patch("a-none", { rationale: "x" }, "rationale")).status).toBe(404);
    expect((await patch(feedback.assessment_id, {}, "")).status).toBe(400);
  });
});

describe("an override", () => {
  test("makes the other one invalid until it is deleted", async () => {
    const ids: string[] = [];
    for (const value of [1, 2, 3])
      ids.push((await create({ feedback: { value }, overrides: ids.at(-1) })).assessment_id);
    const valid = async () => Promise.all(ids.map(async (id) => (await get(id))?.valid));
    expect(await valid()).toEqual([false, false, true]);
    await server.call("DELETE", pathOf(ids[2]!));
    expect(await valid()).toEqual([false, true, undefined]);
    await server.call("DELETE", pathOf(ids[1]!));
    expect(await valid()).toEqual([true, undefined, undefined]);
  });

  test("of what does not exist is not stored", async () => {
    expect((await post({ feedback: { value: 1 }, overrides: "a-none" })).status).toBe(404);
    expect((await server.info(mlflowA)).assessments).toBeUndefined();
  });
});

describe("a trace", () => {
  test("carries its assessments wherever its info is read", async () => {
    await server.report({
      assessments: [{ assessment_id: "a-1", assessment_name: "q", source, feedback: { value: 1 } }],
    });
    await create({ assessment_id: "a-2", expectation: { value: 2 } });
    const names = (info: { assessments?: { assessment_id: string }[] }) =>
      info.assessments?.map((assessment) => assessment.assessment_id);
    const v3 = "/api/3.0/mlflow/traces";
    const locations = [{ type: "MLFLOW_EXPERIMENT", mlflow_experiment: { experiment_id: "0" } }];
    expect(names(await server.info(mlflowA))).toEqual(["a-1", "a-2"]);
    expect(names((await server.call("POST", `${v3}/search`, { locations })).body.traces[0])).toEqual(["a-1", "a-2"]);
    const batch = { trace_ids: [mlflowB, mlflowA] };
    expect(names((await server.call("POST", `${v3}/batchGetInfos`, batch)).body.trace_infos[0])).toEqual([
      "a-1",
      "a-2",
    ]);
    expect(names((await server.call("GET", `${v3}/batchGet?trace_ids=${mlflowA}`)).body.traces[0].trace_info)).toEqual([
      "a-1",
      "a-2",
    ]);
    expect(names((await server.call("GET", `${v3}/get?trace_id=${mlflowA}`)).body.trace.trace_info)).toEqual([
      "a-1",
      "a-2",
    ]);
  });

  test("that is reported again keeps them; one with a known id is replaced", async () => {
    const sent = (value: unknown) => ({
      assessments: [{ assessment_id: "a-1", assessment_name: "q", source, feedback: { value } }],
    });
    await server.report(sent(1));
    await create({ assessment_id: "a-2", feedback: { value: 2 } });
    await server.report(sent("again"));
    await server.report();
    const { assessments } = await server.info(mlflowA);
    expect(assessments.map((each: { feedback: { value: unknown } }) => each.feedback.value).sort()).toEqual([
      2,
      "again",
    ]);
  });

  test("takes them with it when it is deleted, and nobody else's", async () => {
    await server.report({ trace_id: mlflowB });
    await create({ assessment_id: "a-1", feedback: { value: 1 } });
    await create({ assessment_id: "a-1", feedback: { value: 2 } }, mlflowB);
    const deletion = { experiment_id: "0", request_ids: [mlflowA] };
    await server.call("POST", "/api/3.0/mlflow/traces/delete-traces", deletion);
    await server.report();
    expect((await server.info(mlflowA)).assessments).toBeUndefined();
    expect((await get("a-1", mlflowB)).feedback.value).toBe(2);
    await server.store.traces.deleteByIds("0", [traceB]);
  });

  test("has nothing to delete twice", async () => {
    expect(await server.call("DELETE", pathOf("a-none"))).toEqual({ status: 200, body: {} });
    expect(await server.call("DELETE", pathOf("a-none", "tr-none"))).toEqual({ status: 200, body: {} });
  });
});

function nested(levels: number): unknown {
  return levels === 0 ? 1 : [nested(levels - 1)];
}
