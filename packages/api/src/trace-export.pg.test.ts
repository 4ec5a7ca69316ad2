import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { hexId, testApi, textOf, traceA, traceB } from "./testing.ts";

let server: Awaited<ReturnType<typeof testApi>>;
beforeAll(async () => {
  server = await testApi();
});
afterAll(() => server.close());
beforeEach(async () => {
  await server.clear();
  expect(server.bugs).toEqual([]);
});

const exported = async (query: Record<string, string | string[]>) => {
  const search = new URLSearchParams();
  for (const [name, values] of Object.entries(query)) for (const value of [values].flat()) search.append(name, value);
  const answer = await server.raw("GET", `/api/spanloom/v1/traces/export?${search}`);
  return { ...answer, text: await textOf(answer.body) };
};
const lines = (text: string) => text.split("\n").filter(Boolean);

async function twoTraces() {
  await server.ingestSpans([
    { id: "1", name: "=cmd()", start: 0, end: 10, attributes: { tier: "gold" } },
    { id: "2", parent: "1", name: "below", start: 1, end: 2, status: 2 },
  ]);
  await server.ingestSpans([{ id: "1", trace: traceB, name: 'says "no", twice', start: 1_000, end: null }]);
  await server.call("PATCH", `/api/3.0/mlflow/traces/tr-${traceA}/tags`, { key: "team", value: "x,y" });
  await server.call("POST", `/api/3.0/mlflow/traces/tr-${traceA}/assessments`, {
    assessment: {
      assessment_name: "right",
      source: { source_type: "HUMAN", source_id: "a" },
      feedback: { value: true },
    },
  });
}

test("a line of JSON for each trace, with its spans, as it is read by getTrace's clients", async () => {
  await twoTraces();
  const { headers, text } = await exported({ format: "jsonl", order_by: "start_time asc" });
  expect(headers["Content-Disposition"]).toBe('attachment; filename="traces.jsonl"');
  const [first, second] = lines(text).map((line) => JSON.parse(line));
  expect(first.info).toMatchObject({ trace_id: `tr-${traceA}`, tags: { team: "x,y" } });
  expect(first.info.assessments[0]).toMatchObject({ assessment_name: "right", feedback: { value: true } });
  expect(first.data.spans.map((span: { name: string }) => span.name)).toEqual(["=cmd()", "below"]);
  expect(second.info.trace_id).toBe(`tr-${traceB}`);
  expect(lines(text)).toHaveLength(2);
});

test("a line of CSV for each, in the columns that were asked for, no formula among them", async () => {
  await twoTraces();
  const columns = [
    "name",
    "duration_ms",
    "error_count",
    "tags.team",
    "assessments.right",
    "attributes.tier",
    "tags.__proto__",
  ];
  const { text } = await exported({ format: "csv", order_by: "start_time asc", columns });
  expect(text.split("\r\n")).toEqual([
    columns.join(","),
    `'=cmd(),10,1,"x,y",true,gold,`,
    '"says ""no"", twice",,0,,,,',
    "",
  ]);
});

test("only what the filter and the time leave, or the traces that are named", async () => {
  await twoTraces();
  const ids = async (query: Record<string, string | string[]>) =>
    (await exported({ format: "csv", columns: "trace_id", headless: "1", ...query })).text
      .split("\r\n")
      .filter(Boolean);
  expect(await ids({ filter: "errors:>0" })).toEqual([traceA]);
  expect(await ids({ start_time_to_ms: "1" })).toEqual([]);
  expect(await ids({ experiment_ids: "77" })).toEqual([]);
  expect(await ids({ trace_ids: [`tr-${traceB}`, hexId("9").repeat(2)] })).toEqual([traceB]);
});

test.each([
  [{ format: "xml" }, "format"],
  [{ format: "csv", columns: "constructor" }, "constructor"],
  [{ format: "csv", filter: "nonsense = 1" }, "nonsense"],
  [{ format: "csv", start_time_from_ms: "-1" }, "start_time_from_ms"],
  [{ format: "csv", trace_ids: Array.from({ length: 201 }, () => traceA) }, "trace_ids"],
])("%j is refused with what is wrong", async (query, named) => {
  const { status, text } = await exported(query);
  expect(status).toBe(400);
  expect(text).toContain(named);
});
