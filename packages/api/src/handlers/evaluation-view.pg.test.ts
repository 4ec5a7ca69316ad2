import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testApi, textOf } from "../testing.ts";

const tagged = [{ key: "mlflow.runType", value: "genai_evaluate" }];

describe("evaluations", () => {
  let api: Awaited<ReturnType<typeof testApi>>;
  beforeAll(async () => {
    api = await testApi();
  });
  afterAll(async () => {
    expect(api.bugs).toEqual([]);
    await api.close();
  });

  const post = async (path: string, body: object) => {
    const answer = await api.call("POST", path, body);
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
    return answer.body;
  };
  const get = (path: string, parameters: Record<string, string> = {}) =>
    api.call("GET", `/api/spanloom/v1/${path}?${new URLSearchParams(parameters)}`);
  const names = (body: { runs: { info: { run_name: string } }[] }) => body.runs.map(({ info }) => info.run_name);

  async function newExperiment(name: string): Promise<string> {
    return (await post("/api/2.0/mlflow/experiments/create", { name })).experiment_id;
  }

  let clock = 1_000;
  async function newRun(experiment: string, name: string, tags: object[] = tagged): Promise<string> {
    clock += 1_000;
    const run = { experiment_id: experiment, run_name: name, start_time: clock, tags };
    return (await post("/api/2.0/mlflow/runs/create", run)).run.info.run_id;
  }

  let count = 0;
  /** A trace of a run, a minute after the one before. Resolves to its id. */
  async function newTrace(run: string, question: string, more: Record<string, unknown> = {}): Promise<string> {
    count += 1;
    const id = count.toString(16).padStart(32, "e");
    const inputs = JSON.stringify({ question });
    await api.report({
      trace_id: `tr-${id}`,
      request_time: new Date(Date.UTC(2026, 10, 21, 12, count)).toISOString(),
      request_preview: inputs,
      response_preview: `"${question}!"`,
      trace_metadata: { "mlflow.sourceRun": run, "mlflow.traceInputs": inputs },
      tags: {},
      ...more,
    });
    return id;
  }

  const say = (trace: string, name: string, said: object, more: object = {}) =>
    post(`/api/3.0/mlflow/traces/tr-${trace}/assessments`, {
      assessment: { assessment_name: name, source: { source_type: "CODE", source_id: name }, ...said, ...more },
    });
  const by = (run: string) => ({ metadata: { "mlflow.assessment.sourceRunId": run } });

  const matrixOf = async (run: string) => (await get(`evaluations/${run}`)).body;
  const rowsOf = async (run: string, ids: string[]) =>
    (await post(`/api/spanloom/v1/evaluations/${run}/rows`, { trace_ids: ids })).rows;

  describe("the list", () => {
    let experiment: string;
    beforeAll(async () => {
      experiment = await newExperiment("listed");
      const plain = await newRun(experiment, "plain", []);
      const scored = await newRun(experiment, "scored by an old client", []);
      await say(await newTrace(scored, "q"), "exact", { feedback: { value: true } }, by(scored));
      await newTrace(plain, "q");
      const named = await newRun(experiment, "100% of them");
      const dataset = { name: "golden", digest: "1", source_type: "code", source: "{}" };
      await post("/api/2.0/mlflow/runs/log-inputs", { run_id: named, datasets: [{ dataset }] });
      const gone = await newRun(experiment, "gone");
      await post("/api/2.0/mlflow/runs/delete", { run_id: gone });
      await newRun(experiment, "newest");
      await newRun(await newExperiment("another"), "elsewhere");
    });

    test("has the runs that are marked and those that scored, the newest first, and no deleted ones", async () => {
      const { body } = await get("evaluations", { experiment_ids: experiment });
      expect(names(body)).toEqual(["newest", "100% of them", "scored by an old client"]);
      expect(body.row_counts).toEqual([0, 0, 1]);
      expect(body.next_page_token).toBe("");
    });

    test("goes on where a page ended", async () => {
      const first = (await get("evaluations", { experiment_ids: experiment, max_results: "2" })).body;
      const page_token = first.next_page_token;
      const second = (await get("evaluations", { experiment_ids: experiment, max_results: "2", page_token })).body;
      expect([...names(first), ...names(second)]).toEqual(["newest", "100% of them", "scored by an old client"]);
      expect((await get("evaluations", { experiment_ids: "0", page_token })).status).toBe(400);
    });

    test.each([
      ["OLD CLIENT", ["scored by an old client"]],
      ["gold", ["100% of them"]],
      ["0%", ["100% of them"]],
      ["_", []],
      ["'; drop table runs; --", []],
    ])("is narrowed to names of runs and datasets with %j in them", async (text, expected) => {
      expect(names((await get("evaluations", { experiment_ids: experiment, text })).body)).toEqual(expected);
    });

    test.each([
      [{}],
      [{ experiment_ids: "x" }],
      [{ experiment_ids: "0", max_results: "501" }],
      [{ experiment_ids: "0", text: "a\0" }],
      [{ experiment_ids: "0", page_token: "x" }],
    ])("refuses %j", async (parameters: Record<string, string>) => {
      expect((await get("evaluations", parameters)).status).toBe(400);
    });
  });

  describe("the matrix", () => {
    test("has the run's scores, trace by trace, the last that was said, and tells failures from missing values", async () => {
      const run = await newRun("0", "run");
      const [a, b, c] = [
        await newTrace(run, "a"),
        await newTrace(run, "b"),
        await newTrace(run, "c", { state: "ERROR" }),
      ];
      await say(a, "exact", { feedback: { value: false } }, by(run));
      await say(a, "exact", { feedback: { value: true } }, by(run));
      await say(b, "exact", { feedback: { error: { error_code: "SCORER_ERROR", error_message: "no" } } }, by(run));
      await say(b, "words", { feedback: { value: 2.5 } }, by(run));
      await say(c, "note", { feedback: { value: "x".repeat(500) } }, by(run));
      await say(a, "answer", { expectation: { value: "A" } });
      const matrix = await matrixOf(run);
      expect(matrix.trace_ids).toEqual([a, b, c]);
      expect(matrix.failed).toEqual([2]);
      expect(matrix.durations_ms).toEqual([1_500, 1_500, 1_500]);
      expect(matrix.tokens).toEqual([-1, -1, -1]);
      expect(matrix.truncated).toBe(false);
      expect(matrix.scores).toEqual([
        { name: "exact", values: ["true", "", ""], errors: [1], others: [] },
        { name: "note", values: ["", "", `"${"x".repeat(99)}`], errors: [], others: [] },
        { name: "words", values: ["", "2.5", ""], errors: [], others: [] },
      ]);
    });

    test("leaves out what another run said and what was overridden, and keeps what people said", async () => {
      const [first, second] = [await newRun("0", "first"), await newRun("0", "second")];
      const shared = await newTrace(first, "shared");
      await post("/api/2.0/mlflow/traces/link-to-run", { trace_ids: [`tr-${shared}`], run_id: second });
      const said = await say(shared, "exact", { feedback: { value: false } }, by(first));
      await say(shared, "exact", { feedback: { value: 1 } }, by(second));
      await say(
        shared,
        "exact",
        { feedback: { value: true } },
        { overrides: said.assessment.assessment_id, source: { source_type: "HUMAN", source_id: "ann" } },
      );
      expect((await matrixOf(first)).scores).toEqual([{ name: "exact", values: ["true"], errors: [], others: [0] }]);
      expect((await matrixOf(second)).scores).toEqual([{ name: "exact", values: ["true"], errors: [], others: [0] }]);
    });

    test("gives equal inputs one hash in every evaluation, whatever the order of their keys", async () => {
      const [first, second] = [await newRun("0", "first"), await newRun("0", "second")];
      const inputs = (text: string) => ({ trace_metadata: undefined, request_preview: text });
      const of = (run: string, text: string) =>
        newTrace(run, "", { ...inputs(text), trace_metadata: { "mlflow.sourceRun": run, "mlflow.traceInputs": text } });
      for (const text of ['{"a": 1, "b": [2]}', '{"a": "cut off", "b": "xxx...', "plain", '{"a": 1.0}', '{"a": 1}'])
        await of(first, text);
      for (const text of ['{"b":[2],"a":1}', '{"a": "cut off", "b": "xxx...', "plain", '{"__proto__": 1}'])
        await of(second, text);
      const [left, right] = [(await matrixOf(first)).inputs_hashes, (await matrixOf(second)).inputs_hashes];
      expect(left.slice(0, 3)).toEqual(right.slice(0, 3));
      expect(new Set([...left, ...right]).size).toBe(6);
    });

    test("has no traces in which scorers did their work", async () => {
      const run = await newRun("0", "run");
      const trace = await newTrace(run, "a");
      await newTrace(run, "judge", { tags: { "mlflow.trace.sourceScorer": "exact" } });
      expect((await matrixOf(run)).trace_ids).toEqual([trace]);
    });

    test("of a run without traces is empty, and of no run is an error", async () => {
      const run = await newRun("0", "empty");
      expect(await matrixOf(run)).toMatchObject({ trace_ids: [], scores: [], truncated: false });
      for (const id of ["none", "%00", "..%2f"]) expect((await get(`evaluations/${id}`)).status).toBe(404);
    });
  });

  describe("rows", () => {
    test("have texts, expectations and rationales, in the order asked for, and only of the run's traces", async () => {
      const run = await newRun("0", "run");
      const [a, b] = [await newTrace(run, "a"), await newTrace(run, "b")];
      const stranger = await newTrace(await newRun("0", "other"), "c");
      await say(a, "exact", { feedback: { value: "yes" } }, { ...by(run), rationale: "The same." });
      await say(
        a,
        "broken",
        { feedback: { error: { error_code: "SCORER_ERROR", error_message: "no time" } } },
        by(run),
      );
      await say(a, "answer", { expectation: { value: "A" } });
      const facts = { serialized_value: { serialization_format: "JSON_FORMAT", value: "[12345678901234567890]" } };
      await say(a, "facts", { expectation: facts });
      const rows = await rowsOf(run, [b, stranger, a]);
      expect(rows.map(({ trace_id }: { trace_id: string }) => trace_id)).toEqual([b, a]);
      expect(rows[0]).toMatchObject({ input_preview: '{"question":"b"}', expectations: "{}", scores: [] });
      expect(rows[1]).toMatchObject({
        output_preview: '"a!"',
        expectations: '{"answer": "A", "facts": [12345678901234567890]}',
        scores: [
          { name: "broken", value: "", error: "no time" },
          { name: "exact", value: '"yes"', rationale: "The same.", error: "", source_type: "CODE" },
        ],
      });
    });

    test.each([[[]], [Array.from({ length: 201 }, () => "a".repeat(32))], [["x"]], [["a\0"]]])(
      "refuses %#",
      async (trace_ids) => {
        const run = await newRun("0", "run");
        expect((await api.call("POST", `/api/spanloom/v1/evaluations/${run}/rows`, { trace_ids })).status).toBe(400);
      },
    );
  });

  test("assessments are summed up by name, without those that were overridden", async () => {
    const experiment = await newExperiment("summed");
    const location = { type: "MLFLOW_EXPERIMENT", mlflow_experiment: { experiment_id: experiment } };
    const run = await newRun(experiment, "run");
    const [a, b] = [
      await newTrace(run, "a", { trace_location: location }),
      await newTrace(run, "b", { trace_location: location }),
    ];
    const first = await say(a, "exact", { feedback: { value: "no" } });
    await say(a, "exact", { feedback: { value: true } }, { overrides: first.assessment.assessment_id });
    await say(b, "exact", { feedback: { value: "no" } }, { source: { source_type: "HUMAN", source_id: "ann" } });
    await say(b, "exact", { feedback: { error: { error_code: "E" } } });
    await say(a, "words", { feedback: { value: 1 } });
    await say(b, "words", { feedback: { value: 4 } });
    await say(b, "tone", { feedback: { value: "rude" } });
    await say(a, "answer", { expectation: { value: "A" } });
    const { body } = await get("assessments/summary", { experiment_ids: experiment });
    const of = (name: string) => body.summaries.find((summary: { name: string }) => summary.name === name);
    expect(body.is_of_newest).toBe(false);
    expect(body.summaries.map(({ name }: { name: string }) => name)).toEqual(["exact", "tone", "words", "answer"]);
    expect(of("exact")).toMatchObject({ kind: "feedback", count: 3, trace_count: 2, error_count: 1, score_count: 2 });
    expect(of("exact")).toMatchObject({ pass_fail_count: 2, pass_count: 1, mean: 0.5 });
    expect(of("exact").sources).toEqual([
      { source_type: "CODE", count: 2 },
      { source_type: "HUMAN", count: 1 },
    ]);
    expect(of("words")).toMatchObject({ mean: 2.5, min: 1, max: 4, pass_fail_count: 0, pass_count: 0 });
    expect(of("tone").mean).toBeUndefined();
    expect((await get("assessments/summary")).status).toBe(400);
  });

  describe("datasets", () => {
    const newDataset = async (name: string, experiments: string[]) =>
      (await post("/api/3.0/mlflow/datasets/create", { name, experiment_ids: experiments })).dataset.dataset_id;
    const addRecords = (id: string, records: object[]) =>
      post(`/api/3.0/mlflow/datasets/${id}/records`, { records: JSON.stringify(records) });
    const recordsOf = async (id: string) =>
      JSON.parse((await api.call("GET", `/api/3.0/mlflow/datasets/${id}/records`)).body.records);
    const patch = (id: string, record: string, body: object) =>
      api.call("PATCH", `/api/spanloom/v1/datasets/${id}/records/${record}`, body);

    test("tell which experiments and runs use them", async () => {
      const experiment = await newExperiment("using");
      const [used, unused] = [await newDataset("used", ["0", experiment]), await newDataset("unused", [])];
      const source = JSON.stringify({ dataset_id: used }).replace(":", ": ");
      const taken = { name: "used", source_type: "mlflow_evaluation_dataset", source };
      const [first, second, gone] = [await newRun("0", "1"), await newRun(experiment, "2"), await newRun("0", "3")];
      for (const [run, digest] of [
        [first, "a"],
        [first, "b"],
        [second, "a"],
        [gone, "a"],
      ] as const) {
        const datasets = [{ dataset: { ...taken, digest } }];
        await post("/api/2.0/mlflow/runs/log-inputs", { run_id: run, datasets });
      }
      await post("/api/2.0/mlflow/runs/delete", { run_id: gone });
      const { uses } = await post("/api/spanloom/v1/datasets/uses", { dataset_ids: [unused, "d-none", used, "a\0"] });
      expect(uses).toEqual([
        { dataset_id: unused, experiment_ids: [], run_count: 0 },
        { dataset_id: used, experiment_ids: ["0", experiment], run_count: 2 },
      ]);
      expect(names((await get(`datasets/${used}/runs`)).body)).toEqual(["2", "1"]);
      expect((await get(`datasets/${used}/runs`)).body.row_counts).toEqual([0, 0]);
      expect((await get(`datasets/${unused}/runs`)).body.runs).toEqual([]);
    });

    test("expectations and tags of a record are set as a whole, digits kept, and the record keeps its place", async () => {
      const id = await newDataset("edited", []);
      await addRecords(id, [
        { inputs: { q: 1 }, expectations: { answer: "A", old: 1 }, tags: { a: "1" } },
        { inputs: { q: 2 } },
      ]);
      const [{ dataset_record_id: record }] = await recordsOf(id);
      const answer = await patch(id, record, { expectations: '{"answer": "B", "n": 12345678901234567890}' });
      expect(answer.body.record).toContain('"expectations": {"answer":"B","n":12345678901234567890}');
      const [first, second] = await recordsOf(id);
      expect(first).toMatchObject({ dataset_record_id: record, inputs: { q: 1 }, tags: { a: "1" } });
      expect(first.expectations).toEqual({ answer: "B", n: expect.anything() });
      expect(second.inputs).toEqual({ q: 2 });
      await patch(id, record, { tags: "{}" });
      expect((await recordsOf(id))[0]).toMatchObject({ tags: {}, expectations: { answer: "B" } });
      const { schema } = (await api.call("GET", `/api/3.0/mlflow/datasets/${id}`)).body.dataset;
      expect(JSON.parse(schema).expectations).toEqual({ answer: "string", old: "integer", n: "integer" });
    });

    test("one record is read as it is now", async () => {
      const id = await newDataset("read one", []);
      await addRecords(id, [{ inputs: { q: 1 } }, { inputs: { q: 2 }, tags: { a: "1" } }]);
      const [, { dataset_record_id: record }] = await recordsOf(id);
      const read = (dataset: string, name: string) =>
        get(`datasets/${encodeURIComponent(dataset)}/records/${encodeURIComponent(name)}`);
      await patch(id, record, { tags: '{"a": "2"}' });
      expect(JSON.parse((await read(id, record)).body.record)).toEqual((await recordsOf(id))[1]);
      for (const [dataset, name] of [
        [id, "dr-none"],
        ["d-none", record],
        [id, "a\0' or 1=1"],
      ] as const)
        expect((await read(dataset, name)).status).toBe(404);
    });

    test.each([
      ["no JSON", { expectations: "{" }, 400],
      ["no object", { expectations: "[1]" }, 400],
      ["empty", { tags: "" }, 400],
      ["nothing to set", {}, 200],
    ])("a record that is to have %s", async (_, body, status) => {
      const id = await newDataset("refused", []);
      await addRecords(id, [{ inputs: { q: 1 } }]);
      const [{ dataset_record_id: record }] = await recordsOf(id);
      expect((await patch(id, record, body)).status).toBe(status);
      expect((await patch(id, "dr-none", {})).status).toBe(404);
      expect((await patch("d-none", record, {})).status).toBe(404);
    });

    test("are downloaded as lines that can be added again as they are", async () => {
      const id = await newDataset("grüße/../1", []);
      const records = [
        { inputs: { q: "line\nbreak" }, outputs: "o", expectations: { n: 1.5 }, tags: { t: "1" } },
        { inputs: { q: 2 }, source: { source_type: "TRACE", source_data: { trace_id: "tr-1" } } },
      ];
      await addRecords(id, records);
      const answer = await api.raw("GET", `/api/spanloom/v1/datasets/${id}/jsonl`);
      expect(answer.headers["Content-Disposition"]).toBe("attachment; filename*=UTF-8''gr%C3%BC%C3%9Fe%2F..%2F1.jsonl");
      const lines = (await textOf(answer.body)).trimEnd().split("\n");
      expect(lines.map((line) => JSON.parse(line))).toMatchObject(records);
      const copy = await newDataset("copy", []);
      await addRecords(
        copy,
        lines.map((line) => JSON.parse(line)),
      );
      expect((await recordsOf(copy)).map(({ inputs }: { inputs: unknown }) => inputs)).toEqual(
        records.map((r) => r.inputs),
      );
      expect((await get("datasets/d-none/jsonl")).status).toBe(404);
    });
  });
});
