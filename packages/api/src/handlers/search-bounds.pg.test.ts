import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testApi } from "../testing.ts";

/** The longest searches that are read are answered, in every list, on the first page and on the next. */
const maxConditions = 1_000;
const maxKeys = 64;

let server: Awaited<ReturnType<typeof testApi>>;
let experiment: string;
beforeAll(async () => {
  server = await testApi();
  const post = async (path: string, body: object) => (await server.call("POST", `/api/2.0/mlflow${path}`, body)).body;
  experiment = (await post("/experiments/create", { name: "searched 0" })).experiment_id;
  for (let i = 0; i < 3; i++) {
    await post("/experiments/create", { name: `searched ${i + 1}` });
    await post("/registered-models/create", { name: `m${i}`, tags: [{ key: "k", value: "v" }] });
    const { run } = await post("/runs/create", { experiment_id: experiment });
    const point = { key: "m", value: i, timestamp: 1, step: 0 };
    await post("/runs/log-batch", { run_id: run.info.run_id, metrics: [point], params: [{ key: "p", value: "v" }] });
    await post("/logged-models", { experiment_id: experiment, params: [{ key: "p", value: "v" }] });
    await server.ingestSpans([{ trace: `${i + 1}`.padStart(32, "0"), id: "1", attributes: { a: "v" } }], experiment);
  }
});
afterAll(async () => {
  expect(server.bugs).toEqual([]);
  await server.close();
});

interface List {
  /** Asks for a page. */
  search(fields: {
    filter?: string;
    order_by?: readonly string[];
    page_token?: string;
  }): ReturnType<typeof server.call>;
  /** Where the answer has what was found. */
  readonly found: string;
}

const lists: Readonly<Record<string, List>> = {
  runs: {
    search: (fields) => ask("/api/2.0/mlflow/runs/search", { ...fields, experiment_ids: [experiment] }),
    found: "runs",
  },
  experiments: { search: (fields) => ask("/api/2.0/mlflow/experiments/search", fields), found: "experiments" },
  "registered models": {
    search: ({ filter = "" }) =>
      server.call("GET", `/api/2.0/mlflow/registered-models/search?max_results=2&filter=${encodeURIComponent(filter)}`),
    found: "registered_models",
  },
  "logged models": {
    search: ({ order_by = [], ...fields }) =>
      ask("/api/2.0/mlflow/logged-models/search", {
        ...fields,
        experiment_ids: [experiment],
        order_by: order_by.map((field_name) => ({ field_name })),
      }),
    found: "models",
  },
  traces: {
    search: (fields) => {
      const locations = [{ type: "MLFLOW_EXPERIMENT", mlflow_experiment: { experiment_id: experiment } }];
      return ask("/api/3.0/mlflow/traces/search", { ...fields, locations });
    },
    found: "traces",
  },
};

const ask = (path: string, fields: object) => server.call("POST", path, { ...fields, max_results: 2 });

describe.each([
  ["runs", (i: number) => `params.p != 'q${i}'`],
  ["runs", (i: number) => `metrics.m > ${-i - 1}`],
  ["experiments", (i: number) => `name != 'q${i}'`],
  ["registered models", (i: number) => `tags.k != 'q${i}'`],
  ["logged models", (i: number) => `params.p != 'q${i}'`],
  ["traces", (i: number) => `span.attributes.a != 'q${i}'`],
  ["traces", (i: number) => `span(attributes.a != 'q${i}')`],
])("%s by many conditions, case %#", (kind, condition) => {
  const { search, found } = lists[kind]!;
  const filterOf = (length: number) => Array.from({ length }, (_, i) => condition(i)).join(" and ");

  test("as many as are read", async () => {
    const { status, body } = await search({ filter: filterOf(maxConditions) });
    expect([status, body[found]?.length]).toEqual([200, 2]);
  });

  test("one more", async () => {
    const { status, body } = await search({ filter: filterOf(maxConditions + 1) });
    expect([status, body.message]).toEqual([400, expect.stringContaining(`At most ${maxConditions} conditions`)]);
  });
});

describe.each([
  ["runs", "metrics.m"],
  ["runs", "params.p"],
  ["logged models", "metrics.m"],
  ["traces", "tags.t"],
])("%s in the order of many %s", (kind, key) => {
  const { search, found } = lists[kind]!;
  const keysOf = (length: number) => Array.from({ length }, (_, i) => `${key}${i}`);

  test("as many as are read, page by page", async () => {
    const order_by = keysOf(maxKeys);
    const first = await search({ order_by });
    expect([first.status, first.body[found]?.length]).toEqual([200, 2]);
    const { status, body } = await search({ order_by, page_token: first.body.next_page_token });
    expect([status, body[found]?.length]).toEqual([200, 1]);
  });

  test("one more", async () => {
    const { status, body } = await search({ order_by: keysOf(maxKeys + 1) });
    expect([status, body.message]).toEqual([400, expect.stringMatching(`t most ${maxKeys} fields`)]);
  });
});
