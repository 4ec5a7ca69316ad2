import {
  endpointsOf,
  type Field,
  type MessageType,
  type RouteRow,
  type RpcName,
  routeTable,
  rpcs,
} from "@spanloom/wire";
import { afterAll, beforeAll, expect, test } from "vitest";
import { mlflowA, testApi, traceA } from "./testing.ts";

let server: Awaited<ReturnType<typeof testApi>>;
beforeAll(async () => {
  server = await testApi();
  await server.ingestSpans([{ id: "1", attributes: { "gen_ai.operation.name": "chat" } }]);
  await server.report();
});
afterAll(() => server.close());

const texts = [
  "",
  "\0",
  "a\0b",
  "\ud800",
  "'; drop table traces; --",
  "9".repeat(40),
  "-1",
  "NaN",
  "../../etc",
  "%",
  "x".repeat(100_000),
  "ünïcödé 🥣",
  "tr-",
  traceA,
  mlflowA,
  "\n",
];
const values: unknown[] = [
  ...texts,
  null,
  true,
  0,
  -1,
  1.5,
  1e308,
  2 ** 53,
  [],
  [[]],
  {},
  { a: { b: [] } },
  [null],
  ["\0"],
  [{}],
  [mlflowA],
];

/** What the other fields of a request hold, so that it gets as far as the field under test. */
const plausible: Record<string, unknown> = {
  trace_id: mlflowA,
  request_id: mlflowA,
  experiment_id: "0",
  experiment_ids: ["0"],
  locations: [{ type: "MLFLOW_EXPERIMENT", mlflow_experiment: { experiment_id: "0" } }],
  trace_ids: [mlflowA],
  span_ids: ["0000000000000001"],
  max_results: 5,
  name: "name",
  experiment_name: "Default",
  key: "key",
  value: "value",
  run_id: "run",
  text: "text",
  field: "span.name",
  filter_string1: "name = 'x'",
  filter_string2: "status = 'OK'",
  view_type: "TRACES",
  metric_name: "latency",
  aggregations: [{ aggregation_type: "AVG" }],
  prompt_versions: [{ name: "p", version: "1" }],
};

const rpcRows = Object.entries(routeTable as Record<string, RouteRow>).filter(([name]) => name in rpcs);

const cases = rpcRows.flatMap(([name, row]) => {
  const { fields } = rpcs[name as RpcName].request as MessageType<object>;
  const { method, path } = endpointsOf(row)[0]!;
  return fields.map((field) => ({ name, method, path, fields, field, fieldName: field.name }));
});

test.each(cases)(
  "$name answers whatever is sent as $fieldName, and no answer is a bug",
  async ({ method, path, fields, field }) => {
    for (const value of values) {
      const { status } = await server.raw(...requestWith(method, path, fields, field, value));
      expect({ value, status, bugs: server.bugs.splice(0) }).toEqual({ value, status: expect.any(Number), bugs: [] });
    }
  },
);

function requestWith(
  method: string,
  path: string,
  fields: readonly Field[],
  field: Field,
  value: unknown,
): [string, string, unknown] {
  const message: Record<string, unknown> = {};
  for (const { name } of fields) if (name in plausible) message[name] = plausible[name];
  message[field.name] = value;
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(textOf(message[name])) || "-");
  if (method !== "GET") return [method, filled, message];
  const query = Object.entries(message).flatMap(([name, given]) =>
    [given].flat().map((item) => `${name}=${encodeURIComponent(textOf(item))}`),
  );
  return [method, `${filled}?${query.join("&")}`, undefined];
}

const textOf = (value: unknown): string =>
  typeof value === "string" ? value.toWellFormed() : String(JSON.stringify(value));
