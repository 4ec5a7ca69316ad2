import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testApi, textOf } from "../testing.ts";

describe("tables of runs", () => {
  let api: Awaited<ReturnType<typeof testApi>>;
  let experiment: string;

  beforeAll(async () => {
    api = await testApi();
    experiment = (await post("/api/2.0/mlflow/experiments/create", { name: "tables" })).body.experiment_id;
    const rows = [
      { name: "a", model: "small", loss: 1, team: "x" },
      { name: "b", model: "small", loss: 3, team: "=1+1" },
      { name: 'c "quoted", twice', model: "large", loss: "NaN" },
      { name: "d", loss: 5 },
    ];
    for (const [index, { name, model, loss, team }] of rows.entries()) {
      const created = await post("/api/2.0/mlflow/runs/create", {
        experiment_id: experiment,
        run_name: name,
        start_time: 1_000 + index,
      });
      await post("/api/2.0/mlflow/runs/log-batch", {
        run_id: created.body.run.info.run_id,
        metrics: [{ key: "loss", value: loss, timestamp: 1, step: 0 }],
        params: model ? [{ key: "model", value: model }] : [],
        tags: team ? [{ key: "team", value: team }] : [],
      });
    }
  });
  afterAll(() => api?.close());

  const post = (path: string, body: object) => api.call("POST", path, body);
  const get = (path: string) => api.call("GET", `/api/spanloom/v1/runs/${path}`);

  test("the keys are those that occur in the experiment", async () => {
    const { body } = await get(`keys?experiment_ids=${experiment}`);
    expect(body).toMatchObject({ metrics: ["loss"], params: ["model"] });
    expect(body.tags).toContain("team");
    expect((await get("keys?experiment_ids=0")).body).toEqual({ metrics: [], params: [], tags: [] });
  });

  test.each([
    ["params.model", "", ["large", "small"]],
    ["params.model", "LA", ["large"]],
    ["run_name", "a", ["a"]],
    ["dataset.name", "", []],
    ["params.absent", "", []],
    ["no such field", "", []],
    ["__proto__", "", []],
  ])("values of %s that begin with %j", async (field, prefix, values) => {
    const query = new URLSearchParams({ experiment_ids: experiment, field, prefix });
    expect((await get(`values?${query}`)).body).toEqual({ values });
  });

  test.each([
    ["", 4],
    ["params.model = 'small'", 2],
    ["metrics.loss > 2", 2],
  ])("the runs that match %j are counted", async (filter, count) => {
    const query = new URLSearchParams({ experiment_ids: experiment, filter });
    expect((await get(`count?${query}`)).body).toEqual({ count });
  });

  test("children are counted for each parent, without deleted ones", async () => {
    const create = async (name: string, parent?: string): Promise<string> => {
      const tags = parent ? [{ key: "mlflow.parentRunId", value: parent }] : [];
      const { body } = await post("/api/2.0/mlflow/runs/create", { experiment_id: "0", run_name: name, tags });
      return body.run.info.run_id;
    };
    const parent = await create("parent");
    await create("child", parent);
    await create("another child", parent);
    const childless = await create("childless");
    await post("/api/2.0/mlflow/runs/delete", { run_id: await create("deleted child", parent) });
    const asked = { experiment_ids: ["0"], run_ids: [parent, childless, "unknown\0"] };
    const { body } = await post("/api/spanloom/v1/runs/children", asked);
    expect(body).toEqual({ counts: [{ run_id: parent, count: 2 }] });
  });

  test("groups are the largest first, those without a value among them, and NaN counts as no value", async () => {
    const { body } = await post("/api/spanloom/v1/runs/groups", {
      experiment_ids: [experiment],
      by: ["params.model"],
      metrics: ["loss"],
    });
    expect(body).toEqual({
      groups: [
        {
          values: [{ value: "small" }],
          run_count: 2,
          last_start_time: 1_001,
          metrics: [{ key: "loss", count: 2, mean: 2, min: 1, max: 3 }],
        },
        { values: [{ value: "large" }], run_count: 1, last_start_time: 1_002, metrics: [] },
        {
          values: [{}],
          run_count: 1,
          last_start_time: 1_003,
          metrics: [{ key: "loss", count: 1, mean: 5, min: 5, max: 5 }],
        },
      ],
      truncated: false,
    });
  });

  test.each([
    { by: [] },
    { by: ["metrics.loss"] },
    { by: ["params."] },
    { by: ["params.a", "params.b", "params.c", "params.d"] },
    { by: ["tags.a\0"], view: "everything" },
    { by: ["tags.a"], filter: "nonsense" },
  ])("%j is refused with a sentence", async (request) => {
    const { status, body } = await post("/api/spanloom/v1/runs/groups", { experiment_ids: [experiment], ...request });
    expect([status, body.error_code]).toEqual([400, "INVALID_PARAMETER_VALUE"]);
  });

  test("all matching runs come as one CSV file, quoted, and a formula is a text in it", async () => {
    const query = new URLSearchParams({ experiment_ids: experiment, order_by: "start_time ASC" });
    for (const column of ["run_name", "start_time", "params.model", "metrics.loss", "tags.team"])
      query.append("columns", column);
    const answer = await api.raw("GET", `/api/spanloom/v1/runs/csv?${query}`);
    expect((await textOf(answer.body)).split("\r\n")).toEqual([
      "run_name,start_time,params.model,metrics.loss,tags.team",
      "a,1970-01-01T00:00:01.000Z,small,1,x",
      "b,1970-01-01T00:00:01.001Z,small,3,'=1+1",
      '"c ""quoted"", twice",1970-01-01T00:00:01.002Z,large,NaN,',
      "d,1970-01-01T00:00:01.003Z,,5,",
      "",
    ]);
  });
});
