import { TrackingClient } from "./client.ts";
import { type Measured, measure } from "./measure.ts";

interface RunAnswer {
  readonly run: { readonly info: { readonly run_id: string } };
}

export interface CallCounts {
  /** Of each call that writes or reads one run. */
  readonly calls: number;
  /** Of each call that reads much. */
  readonly reads: number;
}

export type Results = Readonly<Record<string, Measured>>;

const writers = 4;
const searchedRuns = 100;
const historyPoints = 20_000;

/** The calls of training code and of a page, against any server of MLflow's API. */
export async function measureCalls(url: string, { calls, reads }: CallCounts): Promise<Results> {
  const clients = Array.from({ length: writers }, () => new TrackingClient(url));
  const one = clients[0]!;
  const newExperiment = async (name: string) =>
    (await one.post<{ experiment_id: string }>("experiments/create", { name: `${name} ${crypto.randomUUID()}` }))
      .experiment_id;
  const newRun = async (client: TrackingClient, experiment_id: string) =>
    (await client.post<RunAnswer>("runs/create", { experiment_id, start_time: Date.now(), tags: runTags })).run.info
      .run_id;

  const experimentId = await newExperiment("written");
  const created = await measure(writers, calls, (_, at) => newRun(clients[at]!, experimentId));
  const runIds = await Promise.all(clients.map((client) => newRun(client, experimentId)));
  const post = (path: string, body: (at: number) => object) => (at: number, client: number) =>
    clients[client]!.post(path, { run_id: runIds[client], ...body(at) });
  const batched = await measure(writers, calls, post("runs/log-batch", batch));
  const logged = await measure(
    writers,
    calls,
    post("runs/log-metric", (at) => point("single", at)),
  );
  const got = await measure(writers, calls, (_, client) => clients[client]!.get(`runs/get?run_id=${runIds[client]}`));

  const searchedId = await newExperiment("searched");
  for (let at = 0; at < searchedRuns; at++) {
    const run_id = await newRun(one, searchedId);
    await one.post("runs/log-batch", { run_id, ...batch(at) });
  }
  const search = (body: object) =>
    one.post<{ runs: unknown[] }>("runs/search", { experiment_ids: [searchedId], ...body });
  const searched = await measure(1, reads, async () => {
    expectCount((await search({ max_results: searchedRuns })).runs, searchedRuns);
  });
  const filtered = await measure(1, reads, async () => {
    const filter = `metrics.metric_1 >= ${searchedRuns / 2} and params.param_1 = 'value 1'`;
    const { runs } = await search({ filter, order_by: ["metrics.metric_2 DESC"], max_results: searchedRuns });
    expectCount(runs, searchedRuns / 2);
  });

  const long = await newRun(one, searchedId);
  for (let at = 0; at < historyPoints; at += 1000) {
    const metrics = Array.from({ length: 1000 }, (_, i) => point("long", at + i));
    await one.post("runs/log-batch", { run_id: long, metrics });
  }
  const read = await measure(1, reads, async () => {
    const query = `run_id=${long}&metric_key=long`;
    expectCount((await one.get<{ metrics: unknown[] }>(`metrics/get-history?${query}`)).metrics, historyPoints);
  });
  for (const client of clients) client.close();
  return {
    [`create run, ${writers} clients`]: created,
    [`log-batch of 10 metrics, params and tags, ${writers} clients`]: batched,
    [`log-metric, ${writers} clients`]: logged,
    [`get run, ${writers} clients`]: got,
    [`search, ${searchedRuns} runs`]: searched,
    [`search, filtered and ordered, ${searchedRuns / 2} runs`]: filtered,
    [`history of ${historyPoints.toLocaleString("en-US")} points`]: read,
  };
}

/** Those that only Spanloom is asked for: MLflow's server would take minutes to hold as much. */
export async function measureManyRuns(url: string, experimentId: string, reads: number): Promise<Results> {
  const client = new TrackingClient(url);
  const search = (filter: string, order_by: string[]) =>
    measure(1, reads, async () => {
      const { runs } = await client.post<{ runs: unknown[] }>("runs/search", {
        experiment_ids: [experimentId],
        filter,
        order_by,
        max_results: 100,
      });
      if (runs.length === 0) throw new Error(`no run for ${filter}`);
    });
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
export async function measureChart(url: string, points: number, reads: number): Promise<Results> {
  const client = new TrackingClient(url);
  const { run } = await client.post<RunAnswer>("runs/create", { experiment_id: "0" });
  const { run_id } = run.info;
  for (let at = 0; at < points; at += 1000) {
    await client.post("runs/log-batch", {
      run_id,
      metrics: Array.from({ length: 1000 }, (_, i) => point("chart", at + i)),
    });
  }
  const chart = await measure(1, reads, async () => {
    const query = `run_ids=${run_id}&metric_key=chart&max_results=2500`;
    const { metrics } = await client.get<{ metrics: unknown[] }>(`metrics/get-history-bulk-interval?${query}`);
    if (metrics.length < 1000) throw new Error(`a chart of ${metrics.length} points`);
  });
  client.close();
  return { [`chart of ${points.toLocaleString("en-US")} points`]: chart };
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

function batch(at: number): object {
  return {
    metrics: ten.map((k) => ({ ...point(`metric_${k}`, at), value: at })),
    params: ten.map((k) => ({ key: `param_${k}`, value: `value ${k}` })),
    tags: ten.map((k) => ({ key: `tag_${k}`, value: `${at}` })),
  };
}

function expectCount(items: readonly unknown[] | undefined, count: number): void {
  if (items?.length !== count) throw new Error(`${items?.length} came, not ${count}`);
}
