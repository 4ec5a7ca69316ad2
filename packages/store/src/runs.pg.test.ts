import { decodeRestJson, encodeRestJson, GetRunResponse, parseJson } from "@spanloom/wire";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sql } from "./postgres/sql.ts";
import type { RunLog } from "./run-log.ts";
import { type FreshStore, freshStore } from "./testing.ts";

let fresh: FreshStore;
beforeAll(async () => {
  fresh = await freshStore();
});
afterAll(() => fresh.drop());

const runs = () => fresh.store.runs;
const newRun = async (name?: string) => {
  const run = await runs().create({ experimentId: "0", userId: "me", startTimeMs: 5, tags: [], ...(name && { name }) });
  return run.info!.run_id!;
};
const dataOf = async (runId: string) => {
  const answer = encodeRestJson(GetRunResponse, { run: await runs().get(runId) });
  const { metrics, params, tags } = decodeRestJson(GetRunResponse, parseJson(answer)).run!.data!;
  return {
    metrics: metrics.map(({ key, value, timestamp, step }) => [key, value, timestamp, step]),
    params: Object.fromEntries(params.map(({ key, value }) => [key, value])),
    tags: Object.fromEntries(tags.map(({ key, value }) => [key, value])),
  };
};
const point = (key: string, value: number, step: number | bigint = 0, timestampMs = 1) => ({
  key,
  value,
  step,
  timestampMs,
});
const pointsOf = async (runId: string) =>
  (
    await fresh.store.db.query<{ value: number; is_nan: boolean; step: bigint }>(sql`
      select points.value, points.is_nan, points.step from latest_metrics join metric_points as points using (metric_id)
      where run_id = ${runId} order by key, points.step, points.timestamp_ms, points.value, points.is_nan`)
  ).map(({ value, is_nan, step }) => [is_nan ? Number.NaN : value, step]);

test("a run has what was logged, its name as a tag, and the latest point of each metric", async () => {
  const runId = await newRun("first");
  await runs().log(runId, {
    metrics: [
      point("loss", 3, 1),
      point("loss", 1, 3),
      point("loss", 2, 2),
      point("neg", 1, -5),
      point("nan", Number.NaN),
    ],
    params: [{ key: "lr", value: "0.1" }],
    tags: [
      { key: "t", value: "1" },
      { key: "t", value: "2" },
    ],
  });
  expect(await dataOf(runId)).toEqual({
    metrics: [
      ["loss", 1, 1, 3],
      ["nan", Number.NaN, 1, 0],
      ["neg", 1, 1, -5],
    ],
    params: { lr: "0.1" },
    tags: { "mlflow.runName": "first", t: "2" },
  });
});

test.each([
  ["no quotes", ["", "a", "a b, c", "[]", "|", "ü", "\u2028", "\u{1f600}", "\u007f", "__proto__"]],
  ["what JSON escapes", ['"', "\\", '", "', '\\", "', "\n", "\r\n\t\b\f", "\u0001", "\u001f", "/", "\\u0041"]],
])("keys and values come back as they were logged: %s", async (_, texts) => {
  const runId = await newRun("first");
  const pairs = texts.map((text) => ({ key: `k${text}`, value: text }));
  await runs().log(runId, { params: pairs, tags: pairs, metrics: pairs.map(({ key }, at) => point(key, at - 0.5)) });
  const values = Object.fromEntries(pairs.map(({ key, value }) => [key, value]));
  const data = await dataOf(runId);
  expect(data).toMatchObject({ params: values, tags: { ...values, "mlflow.runName": "first" } });
  expect(data.metrics.toSorted((a, b) => Number(a[1]) - Number(b[1]))).toEqual(
    pairs.map(({ key }, at) => [key, at - 0.5, 1, 0]),
  );
});

const batch: RunLog = {
  metrics: [
    point("a", 1),
    point("a", 1),
    point("b", Number.NaN, 2n ** 62n),
    point("c", Infinity, -1),
    point("c", -Infinity, -2),
  ],
  params: [{ key: "p", value: "" }],
  tags: [{ key: "t", value: "x" }],
};

test("a batch that is sent again adds nothing", async () => {
  const runId = await newRun();
  await runs().log(runId, batch);
  const before = [await dataOf(runId), await pointsOf(runId)];
  await runs().log(runId, batch);
  expect([await dataOf(runId), await pointsOf(runId)]).toEqual(before);
  expect(before[1]).toEqual([
    [1, 0n],
    [Number.NaN, 2n ** 62n],
    [-Number.MAX_VALUE, -2n],
    [Number.MAX_VALUE, -1n],
  ]);
});

test("a param that would change refuses the whole batch, and says all that would", async () => {
  const runId = await newRun();
  await runs().log(runId, {
    params: [
      { key: "p", value: "1" },
      { key: "q", value: "1" },
    ],
  });
  await expect(
    runs().log(runId, {
      metrics: [point("m", 1)],
      params: [
        { key: "p", value: "1" },
        { key: "q", value: "2" },
        { key: "r", value: "3" },
      ],
      tags: [{ key: "t", value: "1" }],
    }),
  ).rejects.toThrow(
    `Changing param values is not allowed. Params were already logged='[{'key': 'q', 'old_value': '1', 'new_value': '2'}]' for run ID='${runId}'.`,
  );
  await expect(runs().log(runId, { params: [{ key: "p", value: "2" }] })).rejects.toThrow(
    `Param with key='p' was already logged with value='1' for run ID='${runId}'. Attempted logging new value '2'.`,
  );
  const { metrics, params, tags } = await dataOf(runId);
  expect({ metrics, params, tags: Object.keys(tags) }).toEqual({
    metrics: [],
    params: { p: "1", q: "1" },
    tags: ["mlflow.runName"],
  });
});

test("writers on one run at once lose nothing and do not block each other in a circle", async () => {
  const runId = await newRun();
  const keys = ["a", "b", "c", "d", "e"];
  await Promise.all(
    Array.from({ length: 64 }, (_, writer) =>
      runs().log(runId, {
        metrics: keys.map((_, at) => point(keys[(at + writer) % 5]!, writer, writer)),
        params: [
          { key: `p${writer}`, value: "1" },
          { key: "shared", value: "1" },
        ],
        tags: [
          { key: `t${writer % 3}`, value: String(writer) },
          { key: "mlflow.runName", value: "same" },
        ],
      }),
    ),
  );
  const { metrics, params } = await dataOf(runId);
  expect(metrics).toEqual(keys.map((key) => [key, 63, 1, 63]));
  expect(Object.keys(params).length).toBe(65);
  expect((await pointsOf(runId)).length).toBe(64 * 5);
});

test("logs that arrive together share a commit", async () => {
  const runIds = await Promise.all(Array.from({ length: 5 }, () => newRun()));
  const metrics = [point("loss", Number.NaN, 3), point("loss", 2, 1), point("acc", 1)];
  const tags = [{ key: "t", value: "1" }];
  await Promise.all(
    Array.from({ length: 20 }, (_, at) =>
      runs().log(runIds[at % 5]!, {
        metrics: metrics.map((metric) => ({ ...metric, timestampMs: at })),
        params: [{ key: "p", value: "same" }],
        tags: at < 15 ? tags : [...tags, { key: "mlflow.runName", value: `named ${at}` }],
      }),
    ),
  );
  for (const [at, runId] of runIds.entries()) {
    expect(await dataOf(runId)).toEqual({
      metrics: [
        ["acc", 1, at + 15, 0],
        ["loss", Number.NaN, at + 15, 3],
      ],
      params: { p: "same" },
      tags: { "mlflow.runName": `named ${at + 15}`, t: "1" },
    });
    expect((await runs().get(runId))?.info?.run_name).toBe(`named ${at + 15}`);
    expect((await pointsOf(runId)).length).toBe(12);
  }
  const [commits] = await fresh.store.db.query<{ count: bigint; points: bigint }>(sql`
    select count(distinct xmin::text), sum(points)::bigint as points from latest_metrics where run_id = any(${runIds}::text[])`);
  expect(commits).toEqual({ count: 1n, points: 60n });
});

test("of logs that arrive together, each hears of its own fault only", async () => {
  const [good, other, deleted] = [await newRun(), await newRun(), await newRun()];
  await runs().log(good, { params: [{ key: "p", value: "1" }] });
  await runs().delete(deleted);
  const outcomes = await Promise.allSettled([
    runs().log(good, { metrics: [point("m", 1)] }),
    runs().log(good, { metrics: [point("lost", 1)], params: [{ key: "p", value: "2" }] }),
    runs().log(deleted, { metrics: [point("m", 1)] }),
    runs().log(other, { params: [{ key: "q", value: "1" }] }),
    runs().log("nobody", { tags: [{ key: "t", value: "1" }] }),
    runs().log(other, { metrics: [point("lost", 1)], params: [{ key: "q", value: "2" }] }),
    runs().log(other, { metrics: [point("m", 2)] }),
  ]);
  const faults = outcomes.map((outcome) => (outcome.status === "rejected" ? outcome.reason.message : "stored"));
  const changed = (runId: string, key: string) =>
    `Changing param values is not allowed. Param with key='${key}' was already logged with value='1' for run ID='${runId}'. ` +
    "Attempted logging new value '2'.";
  expect(faults).toEqual([
    "stored",
    changed(good, "p"),
    `The run ${deleted} must be in the 'active' state. Current state is deleted.`,
    "stored",
    "Run with id=nobody not found",
    changed(other, "q"),
    "stored",
  ]);
  expect(await dataOf(good)).toMatchObject({ metrics: [["m", 1, 1, 0]], params: { p: "1" } });
  expect(await dataOf(other)).toMatchObject({ metrics: [["m", 2, 1, 0]], params: { q: "1" } });
});

test("logs that arrive together and wait in a circle with somebody else's writes are stored all the same", async () => {
  const [first, second] = [await newRun(), await newRun()].sort() as [string, string];
  const { db } = fresh.store;
  const rename = (run: string, name: string) => sql`update runs set name = ${name} where run_id = ${run}`;
  const isWaiting = sql`select from pg_locks where not granted`;
  let logged: Promise<unknown> | undefined;
  await db.transaction(async (other) => {
    await other.execute(rename(second, "other"));
    logged = Promise.all(
      [first, second].map((run) => runs().log(run, { tags: [{ key: "mlflow.runName", value: "logged" }] })),
    );
    while ((await db.query(isWaiting)).length === 0);
    await other.execute(rename(first, "other"));
  });
  await logged;
  // Whose name is the last, nobody can say.
  for (const run of [first, second]) expect((await dataOf(run)).tags).toEqual({ "mlflow.runName": "logged" });
});

test("deleted runs take no writes; what they logged goes when they are removed", async () => {
  const runId = await newRun();
  await runs().log(runId, batch);
  await runs().delete(runId);
  await runs().delete(runId);
  const message = `The run ${runId} must be in the 'active' state. Current state is deleted.`;
  await expect(runs().log(runId, batch)).rejects.toThrow(message);
  await expect(runs().update(runId, { name: "x" })).rejects.toThrow(message);
  await expect(runs().deleteTag(runId, "t")).rejects.toThrow(message);
  await runs().restore(runId);
  await runs().deleteTag(runId, "t");
  await expect(runs().deleteTag(runId, "t")).rejects.toThrow(`No tag with name: t in run with id ${runId}`);
  await fresh.store.db.execute(sql`delete from runs where run_id = ${runId}`);
  const [left] = await fresh.store.db.query<{ count: bigint }>(sql`
    select (select count(*) from run_params where run_id = ${runId}) + (select count(*) from run_tags where run_id = ${runId})
      + (select count(*) from latest_metrics where run_id = ${runId})
      + (select count(*) from metric_points where metric_id not in (select metric_id from latest_metrics)) as count`);
  expect(left?.count).toBe(0n);
});

test("a name is the tag and the tag is the name", async () => {
  const runId = await newRun("one");
  await runs().log(runId, { tags: [{ key: "mlflow.runName", value: "two" }] });
  expect((await runs().get(runId))?.info?.run_name).toBe("two");
  const info = await runs().update(runId, { name: "three", status: "FINISHED", endTimeMs: 9 });
  expect(info).toMatchObject({ run_name: "three", status: "FINISHED", end_time: 9, start_time: 5, user_id: "me" });
  expect((await dataOf(runId)).tags).toEqual({ "mlflow.runName": "three" });
  expect((await runs().update(runId, { name: "" })).run_name).toBe("three");
});

test("text that Postgres refuses is stored as near to it as can be", async () => {
  const runId = await newRun("nul\0 half \ud800");
  await runs().log(runId, {
    params: [{ key: "k\0", value: "\ud800" }],
    tags: [{ key: "'; drop table runs; --", value: "\0" }],
  });
  const { params, tags } = await dataOf(runId);
  expect({ params, tags }).toEqual({
    params: { "k\ufffd": "\ufffd" },
    tags: { "'; drop table runs; --": "\ufffd", "mlflow.runName": "nul\ufffd half \ufffd" },
  });
  expect(await runs().get("\0")).toBeUndefined();
});

test("many runs come in the order that was asked for, without the unknown ones", async () => {
  const ids = [await newRun("x"), await newRun("y"), await newRun("z")].reverse();
  const found = await runs().getMany([...ids, "nobody"]);
  expect(found.map(({ info }) => info?.run_id)).toEqual(ids);
});
