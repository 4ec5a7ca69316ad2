import { TrackingClient } from "./client.ts";
import { type Call, type Measured, measure } from "./measure.ts";

/** A call of training code or of a page, against any server of MLflow's API. */
export interface TrackingCall extends Call {
  readonly name: string;
  /** Reads much, so that fewer of it are made. */
  readonly isLong: boolean;
}

export interface TrackingCalls {
  readonly calls: readonly TrackingCall[];
  close(): void;
}

export type Results = Readonly<Record<string, Measured>>;

const writers = 4;
const searchedRuns = 100;
const historyPoints = 20_000;

/** The calls, once the server has what they write to and read. */
export async function prepareCalls(url: string): Promise<TrackingCalls> {
  const clients = Array.from({ length: writers }, () => new TrackingClient(url));
  const one = clients[0]!;
  const newExperiment = async (name: string): Promise<string> => {
    const answer = await one.post("experiments/create", { name: `${name} ${crypto.randomUUID()}` });
    return JSON.parse(answer).experiment_id;
  };
  const createRun = (client: TrackingClient, experiment_id: string) =>
    client.post("runs/create", { experiment_id, start_time: Date.now(), tags: runTags });
  const newRun = async (experimentId: string) => runIdOf(await createRun(one, experimentId));

  const writtenId = await newExperiment("written");
  const runIds: string[] = [];
  for (const _ of clients) runIds.push(await newRun(writtenId));
  const write = (name: string, ask: Call["ask"]): TrackingCall => ({
    name: `${name}, ${writers} clients`,
    isLong: false,
    clients: writers,
    ask,
    check: (answer) => void JSON.parse(answer),
  });
  const post = (path: string, body: (at: number) => object) => (at: number, client: number) =>
    clients[client]!.post(path, { run_id: runIds[client], ...body(at) });

  const searchedId = await newExperiment("searched");
  for (let at = 0; at < searchedRuns; at++) {
    await one.post("runs/log-batch", { run_id: await newRun(searchedId), ...batch(at) });
  }
  const long = await newRun(searchedId);
  for (let at = 0; at < historyPoints; at += 1000) {
    await one.post("runs/log-batch", { run_id: long, metrics: points("long", at, 1000) });
  }
  const read = (name: string, ask: Call["ask"], list: string, count: number): TrackingCall => ({
    name,
    isLong: true,
    clients: 1,
    ask,
    check: expectCount(list, count),
  });
  const search = (body: object) => () =>
    one.post("runs/search", { experiment_ids: [searchedId], max_results: searchedRuns, ...body });
  const half = searchedRuns / 2;

  return {
    calls: [
      write("create run", (_, client) => createRun(clients[client]!, writtenId)),
      write("log-batch of 10 metrics, params and tags", post("runs/log-batch", batch)),
      write(
        "log-metric",
        post("runs/log-metric", (at) => point("single", at)),
      ),
      write("get run", (_, client) => clients[client]!.get(`runs/get?run_id=${runIds[client]}`)),
      read(`search, ${searchedRuns} runs`, search({}), "runs", searchedRuns),
      read(
        `search, filtered and ordered, ${half} runs`,
        search({
          filter: `metrics.metric_1 >= ${searchedRuns - half} and params.param_1 = 'value 1'`,
          order_by: ["metrics.metric_2 DESC"],
        }),
        "runs",
        half,
      ),
      read(
        `history of ${historyPoints.toLocaleString("en-US")} points`,
        () => one.get(`metrics/get-history?run_id=${long}&metric_key=long`),
        "metrics",
        historyPoints,
      ),
    ],
    close() {
      for (const client of clients) client.close();
    },
  };
}

const runIdOf = (answer: string): string => JSON.parse(answer).run.info.run_id;

/** Those that only Spanloom is asked for: MLflow's server would take minutes to hold as much. */
export async function measureManyRuns(url: string, experimentId: string, reads: number): Promise<Results> {
  const client = new TrackingClient(url);
  const search = (filter: string, order_by: string[]) => {
    const body = { experiment_ids: [experimentId], filter, order_by, max_results: 100 };
    const ask = () => client.post("runs/search", body);
    return measure({ clients: 1, ask, check: expectSome("runs") }, reads);
  };
  const results = {
    "newest 100": await search("", []),
    "a param, ordered by a metric": await search("params.optimizer = 'adam-3'", ["metrics.metric_1 DESC"]),
    "two metrics, ordered by one": await search("metrics.metric_1 > 0.9 and metrics.metric_2 < 0.5", [
      "metrics.metric_1 DESC",
    ]),
    "a rare param": await search("params.param_1 = '77' and params.param_3 = '231'", []),
    "a tag and a metric, ordered by a param": await search("tags.team = 'team7' and metrics.metric_3 > 0.5", [
      "params.param_2",
    ]),
    "a name": await search("attributes.run_name LIKE '%77%'", ["attributes.start_time DESC"]),
  };
  client.close();
  return results;
}

/** A metric of so many points, logged in batches, as a chart reads it. */
export async function measureChart(url: string, count: number, reads: number): Promise<Results> {
  const client = new TrackingClient(url);
  const run_id = runIdOf(await client.post("runs/create", { experiment_id: "0" }));
  for (let at = 0; at < count; at += 1000) {
    await client.post("runs/log-batch", { run_id, metrics: points("chart", at, 1000) });
  }
  const query = `run_ids=${run_id}&metric_key=chart&max_results=2500`;
  const ask = () => client.get(`metrics/get-history-bulk-interval?${query}`);
  const chart = await measure({ clients: 1, ask, check: expectSome("metrics", 1000) }, reads);
  client.close();
  return { [`chart of ${count.toLocaleString("en-US")} points`]: chart };
}

const runTags = [
  { key: "mlflow.user", value: "someone" },
  { key: "mlflow.source.name", value: "/home/someone/train.py" },
  { key: "mlflow.source.type", value: "LOCAL" },
];

const ten = Array.from({ length: 10 }, (_, at) => at);
const point = (key: string, at: number) => ({
  key,
  value: at + Math.sin(at),
  timestamp: 1_700_000_000_000 + at,
  step: at,
});
const points = (key: string, from: number, count: number) =>
  Array.from({ length: count }, (_, i) => point(key, from + i));

function batch(at: number): object {
  return {
    metrics: ten.map((k) => ({ ...point(`metric_${k}`, at), value: at })),
    params: ten.map((k) => ({ key: `param_${k}`, value: `value ${k}` })),
    tags: ten.map((k) => ({ key: `tag_${k}`, value: `${at}` })),
  };
}

function expectCount(list: string, count: number): Call["check"] {
  return (answer) => {
    const items = itemsOf(answer, list);
    if (items.length !== count) throw new Error(`${items.length} ${list} came, not ${count}`);
  };
}

function expectSome(list: string, least = 1): Call["check"] {
  return (answer) => {
    const items = itemsOf(answer, list);
    if (items.length < least) throw new Error(`only ${items.length} ${list} came`);
  };
}

const itemsOf = (answer: string, list: string): readonly unknown[] => JSON.parse(answer)[list] ?? [];
