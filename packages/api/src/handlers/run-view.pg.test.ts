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

  describe("of a comparison", () => {
    let long: string;
    let odd: string;

    beforeAll(async () => {
      const create = async () =>
        (await post("/api/2.0/mlflow/runs/create", { experiment_id: experiment })).body.run.info.run_id as string;
      [long, odd] = [await create(), await create()];
      const points = Array.from({ length: 1_000 }, (_, step) => ({
        key: "curve",
        value: step === 617 ? 99 : Math.sin(step / 50),
        timestamp: 5_000 + step,
        step,
      }));
      await post("/api/2.0/mlflow/runs/log-batch", { run_id: long, metrics: points });
      const values = [1, "NaN", "Infinity"].map((value, step) => ({ key: "curve", value, timestamp: 7, step }));
      await post("/api/2.0/mlflow/runs/log-batch", { run_id: odd, metrics: values });
      await post("/api/2.0/mlflow/runs/delete", { run_id: odd });
    });

    const asked = (ids: readonly string[], more: Record<string, string> = {}) =>
      new URLSearchParams([...ids.map((id): [string, string] => ["run_ids", id]), ...Object.entries(more)]).toString();

    test("runs come in the order of their ids, each once, deleted ones too, and unknown ones are left out", async () => {
      const { body } = await get(`by-id?${asked([odd, "unknown", long, odd, "x\0", "__proto__"])}`);
      expect(body.runs.map((run: { info: { run_id: string } }) => run.info.run_id)).toEqual([odd, long]);
      expect(body.runs[1].data.metrics).toMatchObject([{ key: "curve", step: 999 }]);
    });

    test("points come as columns by step, of many a sample that has the peak", async () => {
      const { body } = await get(
        `metric-lines?${asked([long, odd, "unknown"], { metric_key: "curve", max_points: "50" })}`,
      );
      const [line, short] = body.lines;
      expect(body.lines).toHaveLength(2);
      expect(line.run_id).toBe(long);
      expect(line.steps.length).toBeLessThanOrEqual(50);
      expect(line.steps).toEqual(line.steps.toSorted((a: number, b: number) => a - b));
      expect(line.values[line.steps.indexOf(617)]).toBe(99);
      expect(line.times_ms[line.steps.indexOf(617)]).toBe(5_617);
      expect(short).toEqual({
        run_id: odd,
        steps: [0, 1, 2],
        times_ms: [7, 7, 7],
        values: [1, "NaN", Number.MAX_VALUE],
      });
    });

    test.each([
      ["a part", { first_step: "100", last_step: "102" }, [100, 101, 102]],
      ["no part that there is", { first_step: "-9007199254740991", last_step: "-1" }, []],
    ])("of steps %s is read alone", async (_, part, steps) => {
      const { body } = await get(`metric-lines?${asked([long], { metric_key: "curve", ...part })}`);
      expect(body.lines).toMatchObject([{ steps }]);
    });

    test("of a metric that no run has there are no lines", async () => {
      const { body } = await get(`metric-lines?${asked([long], { metric_key: "__proto__" })}`);
      expect(body).toEqual({ lines: [] });
    });

    test.each([
      ["by-id", [], {}],
      ["by-id", Array.from({ length: 101 }, (_, at) => `r${at}`), {}],
      ["metric-lines", [], { metric_key: "curve" }],
      ["metric-lines", ["r"], {}],
      ["metric-lines", ["r"], { metric_key: "curve", max_points: "2501" }],
      ["metric-lines", ["r"], { metric_key: "curve", max_points: "-1" }],
      ["metric-lines", ["r"], { metric_key: "curve", first_step: "1" }],
      ["metric-lines", ["r"], { metric_key: "curve", last_step: "1" }],
      ["metric-lines", ["r"], { metric_key: "curve", first_step: "one", last_step: "2" }],
    ])("%s of %j with %j is refused with a sentence", async (path, ids, more) => {
      const { status, body } = await get(`${path}?${asked(ids, more as Record<string, string>)}`);
      expect([status, body.error_code]).toEqual([400, "INVALID_PARAMETER_VALUE"]);
    });
  });
});
