import { afterAll, beforeAll, expect, test } from "vitest";
import { testApi } from "../testing.ts";

let server: Awaited<ReturnType<typeof testApi>>;
let runId: string;
beforeAll(async () => {
  server = await testApi();
  runId = await newRun([
    ["m", 1, 3, 1],
    ["m", 2, 1, 2],
    ["m", 3, 2, 1],
    ["m", 2, 2, 1],
    ["n", "NaN", 0, 0],
  ]);
});
afterAll(async () => {
  expect(server.bugs).toEqual([]);
  await server.close();
});

const post = (path: string, body: object) => server.call("POST", `/api/2.0/mlflow/${path}`, body);
type Logged = [key: string, value: number | string, timestamp: number, step: number];
const newRun = async (points: readonly Logged[]): Promise<string> => {
  const { body } = await post("runs/create", { experiment_id: "0" });
  const { run_id } = body.run.info;
  for (let at = 0; at < points.length; at += 1000) {
    const metrics = points
      .slice(at, at + 1000)
      .map(([key, value, timestamp, step]) => ({ key, value, timestamp, step }));
    expect((await post("runs/log-batch", { run_id, metrics })).status).toBe(200);
  }
  return run_id;
};
const history = (query: string) => server.call("GET", `/api/2.0/mlflow/metrics/get-history?${query}`);
const interval = (query: string) => server.call("GET", `/api/2.0/mlflow/metrics/get-history-bulk-interval?${query}`);
const bulk = (query: string) => server.raw("GET", `/ajax-api/2.0/mlflow/metrics/get-history-bulk?${query}`);
const points = (body: { metrics?: { value: unknown; timestamp: number; step: number }[] }) =>
  body.metrics?.map(({ value, timestamp, step }) => [value, timestamp, step]);
const inOrder = [
  [2, 1, 2],
  [2, 2, 1],
  [3, 2, 1],
  [1, 3, 1],
];

test("a history is by timestamp, step and value, all of it or by pages", async () => {
  expect(points((await history(`run_id=${runId}&metric_key=m`)).body)).toEqual(inOrder);
  const paged = [];
  for (let token = ""; ; ) {
    const { body } = await history(`run_uuid=${runId}&metric_key=m&max_results=3&page_token=${token}`);
    paged.push(...points(body)!);
    if (!body.next_page_token) break;
    token = body.next_page_token;
  }
  expect(paged).toEqual(inOrder);
  expect((await history(`run_id=${runId}&metric_key=n`)).body).toEqual({
    metrics: [{ key: "n", value: "NaN", timestamp: 0, step: 0 }],
  });
  for (const query of [`run_id=${runId}&metric_key=none`, "run_id=nope&metric_key=m"]) {
    expect(await history(query)).toEqual({ status: 200, body: {} });
  }
});

const positive = (value: number) =>
  `Invalid value ${value} for parameter 'max_results' supplied. It must be a positive integer`;
test.each([
  ["metric_key=m", "Missing value for required parameter 'run_id'"],
  ["run_id=x", "Missing value for required parameter 'metric_key'"],
  ["run_id=x&metric_key=m&max_results=0", positive(0)],
  ["run_id=x&metric_key=m&max_results=-1", positive(-1)],
  ["run_id=x&metric_key=m&page_token=zz", "page_token"],
])("history of %s is refused", async (query, message) => {
  expect(await history(query)).toMatchObject({ status: 400, body: { message: expect.stringContaining(message) } });
});

test("numbers and order of a history are kept: long steps, small and great values, steps against time, NaN beside 0", async () => {
  const given: Logged[] = [
    ["m", 1e300, 1, 9],
    ["m", 5e-324, 2, 8],
    ["m", -1.25, 3, -(2 ** 52)],
    ["m", 0, 4, 4],
    ["m", "NaN", 4, 4],
    ["m", 0.1, 4, 5],
    ["m", 3, 2 ** 53 - 1, 2 ** 53 - 1],
  ];
  const run = await newRun(given.toReversed());
  const expected = given.map(([, value, timestamp, step]) => [value, timestamp, step]);
  expect(points((await history(`run_id=${run}&metric_key=m`)).body)).toEqual(expected);
  expect(points((await history(`run_id=${run}&metric_key=m&max_results=100`)).body)).toEqual(expected);
});

test("a token is good for its own history only", async () => {
  const { body } = await history(`run_id=${runId}&metric_key=m&max_results=1`);
  expect((await history(`run_id=${runId}&metric_key=n&max_results=1&page_token=${body.next_page_token}`)).status).toBe(
    400,
  );
});

test("the history of several runs has NaN as Python writes it", async () => {
  const other = await newRun([["n", 1.5, 1, 1]]);
  const answer = await bulk(`run_id=${runId}&run_id=${other}&run_id=nope&metric_key=n`);
  const [first, second] = [
    `{"key": "n", "value": NaN, "timestamp": 0, "step": 0, "run_id": "${runId}"}`,
    `{"key": "n", "value": 1.5, "timestamp": 1, "step": 1, "run_id": "${other}"}`,
  ];
  const inOrderOfIds = runId < other ? [first, second] : [second, first];
  expect(answer.body).toBe(`{"metrics": [${inOrderOfIds.join(", ")}]}`);
  expect((await bulk(`run_id=${runId}&metric_key=m&max_results=2`)).body).toContain('"value": 2, "timestamp": 2');
  expect((await bulk(`run_id=${runId}&metric_key=m&max_results=0`)).body).toBe('{"metrics": []}');
});

test.each([
  ["", "must specify at least one run_id"],
  ["run_id=x", "must specify a metric_key"],
  [`${"run_id=x&".repeat(101)}metric_key=m`, "cannot specify more than 100 run_ids. Received 101 run_ids."],
  ["run_id=x&metric_key=m&max_results=abc", "must be an integer"],
])("bulk history of %s is refused", async (query, message) => {
  const answer = await bulk(query);
  expect({ status: answer.status, body: answer.body }).toEqual({ status: 400, body: expect.stringContaining(message) });
});

test.each([
  ["metric_key=m", "Missing value for required parameter 'run_ids'"],
  ["run_ids=x", "Missing value for required parameter 'metric_key'"],
  ["run_ids=x&metric_key=m&max_results=0", "max_results must be between 1 and 2500."],
  ["run_ids=x&metric_key=m&max_results=2501", "max_results must be between 1 and 2500."],
  ["run_ids=x&metric_key=m&start_step=1", "both must be specified"],
  [
    "run_ids=x&metric_key=m&start_step=5&end_step=1",
    "end_step must be greater than start_step. Found start_step=5 and end_step=1.",
  ],
  [`${"run_ids=x&".repeat(101)}metric_key=m`, "must specify at most 100 run_ids. Received 101 run_ids."],
])("a sample of %s is refused", async (query, message) => {
  expect(await interval(query)).toMatchObject({ status: 400, body: { message: expect.stringContaining(message) } });
});

test("a sample is by step, with first and last; runs may repeat", async () => {
  const ten = await newRun(Array.from({ length: 10 }, (_, at): Logged => ["m", at, 1, at]));
  const steps = async (query: string) =>
    (await interval(`run_ids=${ten}&metric_key=m${query}`)).body.metrics?.map(({ step }: { step: number }) => step);
  expect(await steps("")).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(await steps("&max_results=1")).toEqual([9]);
  expect(await steps("&max_results=3")).toEqual([0, 4, 9]);
  expect(await steps("&max_results=6&start_step=2&end_step=4")).toEqual([2, 3, 4]);
  expect(await steps("&max_results=6&start_step=20&end_step=40")).toBeUndefined();
  const both = await interval(`run_ids=${ten}&run_ids=nope&run_ids=${runId}&run_ids=${ten}&metric_key=m&max_results=2`);
  expect(both.body.metrics.map(({ run_id, step }: { run_id: string; step: number }) => [run_id === ten, step])).toEqual(
    [
      [true, 0],
      [true, 9],
      [false, 1],
      [false, 2],
      [true, 0],
      [true, 9],
    ],
  );
});

test("a long history keeps its peaks, its first and its last point in a sample", async () => {
  const count = 30_000;
  const long = await newRun(
    Array.from(
      { length: count },
      (_, at): Logged => ["m", at === 12_345 ? 99 : at === 20_001 ? -99 : Math.sin(at / 500), at, at],
    ),
  );
  const { body } = await interval(`run_ids=${long}&metric_key=m&max_results=320`);
  const sampled = body.metrics.map(({ step }: { step: number }) => step);
  expect(sampled.length).toBeLessThanOrEqual(320);
  expect(sampled).toEqual(expect.arrayContaining([0, 12_345, 20_001, count - 1]));
  expect(sampled).toEqual([...new Set(sampled)].sort((a, b) => Number(a) - Number(b)));
});
