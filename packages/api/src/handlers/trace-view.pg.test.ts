import { sourcesFromOtlpJson } from "@spanloom/conventions";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { hexId, type TestSpan, testApi, textOf, traceA, traceB } from "../testing.ts";

let server: Awaited<ReturnType<typeof testApi>>;
beforeAll(async () => {
  server = await testApi();
});
afterAll(() => server.close());
beforeEach(async () => {
  await server.clear();
  expect(server.bugs).toEqual([]);
});

const url = `/api/spanloom/v1/traces/${traceA}`;
const spanNames = (text: string) => sourcesFromOtlpJson(JSON.parse(text)).map((source) => source.name);

describe("the skeleton", () => {
  test("has columns in pre-order, with a placeholder for a missing parent", async () => {
    await server.ingestSpans([
      { id: "3", parent: "1", name: "late", start: 50, end: 60, status: 2 },
      { id: "2", parent: "1", name: "early", start: 10, end: 20 },
      { id: "5", parent: "9", name: "orphan", start: 30, end: null },
      { id: "1", name: "root", start: 0, end: 100 },
    ]);
    const { body } = await server.call("GET", `${url}/skeleton`);
    expect(body.trace).toMatchObject({ trace_id: traceA, state: "OK", span_count: 4, root_span_id: hexId("1") });
    expect(body.count).toBe(5);
    expect(body.ids).toBe(["1", "2", "3", "9", "5"].map(hexId).join(""));
    expect(body.name.map((index: number) => body.names[index])).toEqual(["root", "early", "late", "", "orphan"]);
    expect(body.depth).toEqual([0, 1, 1, 0, 1]);
    expect(body.start_us).toEqual([0, 10_000, 50_000, 30_000, 30_000]);
    expect(body.duration_us).toEqual([100_000, 10_000, 10_000, -1, -1]);
    expect(body.status).toEqual([0, 0, 2, 0, 0]);
    expect(body.flags).toEqual([0, 0, 0, 2, 0]);
    expect(body.input_tokens).toEqual([]);
  });

  test("cuts a loop of parents and says where", async () => {
    await server.ingestSpans([
      { id: "1", parent: "2", start: 5 },
      { id: "2", parent: "1", start: 0 },
    ]);
    const { body } = await server.call("GET", `${url}/skeleton`);
    expect(body.ids).toBe(hexId("2") + hexId("1"));
    expect(body.flags[0] & 8).toBe(8);
  });

  test("holds every span of a large trace, each below its parent", async () => {
    const parentOf = (i: number) => Math.floor((i - 1) / 4);
    const spans = Array.from(
      { length: 5000 },
      (_, i): TestSpan => ({
        id: (i + 1).toString(16),
        parent: i === 0 ? undefined : (parentOf(i) + 1).toString(16),
        start: i,
      }),
    );
    await server.ingestSpans(spans.toReversed());
    const { body } = await server.call("GET", `${url}/skeleton`);
    expect([body.count, Math.max(...body.depth)]).toEqual([5000, 6]);
    const indices = body.ids.match(/.{16}/g).map((id: string) => Number.parseInt(id, 16) - 1);
    expect(new Set(indices).size).toBe(5000);
    // The path from the root to the row before.
    const path: number[] = [];
    for (let row = 0; row < body.count; row++) {
      path.length = body.depth[row];
      if (row > 0) expect(parentOf(indices[row])).toBe(path.at(-1));
      path.push(indices[row]);
    }
  });
});

describe("reading spans", () => {
  beforeEach(async () => {
    await server.ingestSpans([{ id: "1", name: "root", attributes: { question: "Wie heißt du?" } }], undefined, {
      "service.name": "shop",
    });
    await server.ingestSpans([
      { id: "2", parent: "1", name: "two", start: 2 },
      { id: "3", parent: "1", name: "three", start: 3, attributes: { note: "42 Ärzte" } },
    ]);
  });

  test("gives the chosen ones as they came, with their resource", async () => {
    const { body } = await server.call("POST", `${url}/spans`, { span_ids: [hexId("3"), hexId("1"), hexId("77")] });
    expect(spanNames(body.trace).sort()).toEqual(["root", "three"]);
    const root = sourcesFromOtlpJson(JSON.parse(body.trace)).find((source) => source.name === "root");
    expect(root).toMatchObject({ attributes: { question: "Wie heißt du?" }, resource: { "service.name": "shop" } });
    expect(JSON.parse(body.logs)).toEqual({});
    expect(body.notes).toEqual([]);
  });

  test("gives the newest version of a span that came twice", async () => {
    await server.ingestSpans([{ id: "2", parent: "1", name: "two", start: 2, end: 500, attributes: { more: "now" } }]);
    const { body } = await server.call("POST", `${url}/spans`, { span_ids: [hexId("2")] });
    expect(sourcesFromOtlpJson(JSON.parse(body.trace))).toMatchObject([{ attributes: { more: "now" } }]);
  });

  test.each([
    [{}, "between 1 and 200"],
    [{ span_ids: ["xyz"] }, "span_ids[0]"],
    [{ span_ids: "all" }, "Value was of type 'str'"],
  ])("%j is refused", async (request, message) => {
    expect(await server.call("POST", `${url}/spans`, request)).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining(message) },
    });
  });

  test.each([
    ["heißt", ["1"]],
    ["ÄRZTE", ["3"]],
    ["t", ["1", "2", "3"]],
    ["nowhere", []],
  ])("finds %j in any case", async (text, expected) => {
    const { body } = await server.call("GET", `${url}/find?text=${encodeURIComponent(text)}`);
    expect({ ...body, span_ids: body.span_ids.toSorted() }).toEqual({
      span_ids: expected.map(hexId),
      truncated: false,
    });
  });

  test("downloads the whole trace as OTLP/JSON", async () => {
    const answer = await server.raw("GET", `${url}/otlp`);
    expect(answer.headers["Content-Disposition"]).toContain(traceA);
    const text = await textOf(answer.body);
    expect(spanNames(text).sort()).toEqual(["root", "three", "two"]);
    expect(JSON.parse(text).resourceLogs).toEqual([]);
  });
});

test("a trace id may be tr- and hex, in either case; one that is not there is said so", async () => {
  await server.ingestSpans([{ id: "1" }]);
  for (const id of [traceA, `tr-${traceA}`, traceA.toUpperCase()]) {
    expect((await server.call("GET", `/api/spanloom/v1/traces/${id}`)).body.trace.trace_id).toBe(traceA);
  }
  expect(await server.call("GET", `/api/spanloom/v1/traces/${traceB}`)).toMatchObject({
    status: 404,
    body: { error_code: "RESOURCE_DOES_NOT_EXIST" },
  });
});

test("a list and a trace have the assessments and the root's attributes that are asked for, cut to a cell", async () => {
  await server.ingestSpans([
    { id: "1", attributes: { tier: "gold", long: "x".repeat(1_000), level: 3 } },
    { id: "2", parent: "1", attributes: { tier: "silver" } },
  ]);
  await server.call("POST", `/api/3.0/mlflow/traces/tr-${traceA}/assessments`, {
    assessment: {
      assessment_name: "tone",
      source: { source_type: "HUMAN", source_id: "a" },
      feedback: { value: "dry" },
    },
  });
  const names = ["assessments.tone", "attributes.tier", "attributes.level", "attributes.long", "attributes.__proto__"];
  const query = names.map((name) => `columns=${encodeURIComponent(name)}`).join("&");
  const listed = await server.call("GET", `/api/spanloom/v1/traces?${query}`);
  const expected = { "assessments.tone": "dry", "attributes.tier": "gold", "attributes.level": "3" };
  expect(listed.body.traces[0].columns).toEqual({ ...expected, "attributes.long": "x".repeat(300) });
  expect((await server.call("GET", `${url}?${query}`)).body.trace.columns).toMatchObject(expected);
  expect((await server.call("GET", "/api/spanloom/v1/traces")).body.traces[0].columns).toEqual({});
  expect((await server.call("GET", "/api/spanloom/v1/traces?columns=cost")).status).toBe(400);
});

test("a list gives as much of input and output as is asked for, and never half a character", async () => {
  const said = "ä🩺".repeat(40);
  await server.ingestSpans([{ id: "1", attributes: { "input.value": said, "output.value": "short" } }]);
  const previews = async (query: string) => {
    const { body } = await server.call("GET", `/api/spanloom/v1/traces?${query}`);
    return [body.traces[0].input_preview, body.traces[0].output_preview];
  };
  expect(await previews("")).toEqual([said, "short"]);
  expect(await previews("preview_length=7")).toEqual([`${said.slice(0, 6)}…`, "short"]);
  expect(await previews("preview_length=6")).toEqual([`${said.slice(0, 4)}…`, "short"]);
  const refused = await server.call("GET", "/api/spanloom/v1/traces?preview_length=-1");
  expect(refused.body).toMatchObject({ error_code: "INVALID_PARAMETER_VALUE" });
});
