import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testApi } from "../testing.ts";

describe("places by name", () => {
  let api: Awaited<ReturnType<typeof testApi>>;
  let runId: string;

  const mlflow = async (path: string, body: object) => (await api.call("POST", `/api/2.0/mlflow/${path}`, body)).body;

  beforeAll(async () => {
    api = await testApi();
    const { experiment_id } = await mlflow("experiments/create", { name: "support agent 100%" });
    const { run } = await mlflow("runs/create", { experiment_id, run_name: "brave-Fox support", start_time: 5 });
    runId = run.info.run_id;
    await mlflow("runs/create", { experiment_id, run_name: "an old fox", start_time: 1 });
    const gone = await mlflow("runs/create", { experiment_id, run_name: "deleted fox", start_time: 9 });
    await mlflow("runs/delete", { run_id: gone.run.info.run_id });
    await mlflow("registered-models/create", { name: "support-ranker" });
    const tags = [{ key: "mlflow.prompt.is_prompt", value: "true" }];
    await mlflow("registered-models/create", { name: "support-prompt", tags });
    for (const session of ["sess-1", "sess-2", "other"]) {
      const trace = `${session.length}${session.at(-1)!.charCodeAt(0)}`.padEnd(32, "a");
      await api.ingestSpans([{ trace, id: "00f067aa0ba902b7", attributes: { "session.id": session } }]);
    }
  });
  afterAll(() => api?.close());

  const find = async (query: Record<string, string>) => {
    const { body } = await api.call("GET", `/api/spanloom/v1/places?${new URLSearchParams(query)}`);
    return (body.places as { kind: string; name: string }[]).map(({ kind, name }) => `${kind} ${name}`);
  };

  test("a word is looked for in every kind, and what begins with it comes first", async () => {
    expect(await find({ text: "SUPPORT" })).toEqual([
      "experiment support agent 100%",
      "run brave-Fox support",
      "model support-ranker",
      "prompt support-prompt",
    ]);
  });

  test.each([
    ["all words must be there, in any order", "support brave", ["run brave-Fox support"]],
    ["signs of patterns mean themselves", "100%", ["experiment support agent 100%"]],
    ["an underscore is no wildcard", "a_ent", []],
    ["sessions by their beginning", "sess-", ["session sess-1", "session sess-2"]],
    ["deleted runs are not found", "deleted", []],
    ["what Postgres cannot store", "\0", ["any"]],
  ])("%s", async (_, text, names) => {
    const found = await find({ text });
    if (names[0] === "any") expect(found).toBeInstanceOf(Array);
    else expect(found).toEqual(names);
  });

  test("a run by the beginning of its id", async () => {
    expect(await find({ text: runId.slice(0, 12) })).toEqual(["run brave-Fox support"]);
  });

  test("no text: the newest, as many as asked for", async () => {
    expect(await find({ kinds: "run", max_results: "1" })).toEqual(["run brave-Fox support"]);
    expect(await find({ kinds: "run" })).toEqual(["run brave-Fox support", "run an old fox"]);
  });

  test.each([{ kinds: "planet" }, { max_results: "21" }, { max_results: "-1" }, { text: "x".repeat(501) }])(
    "%j is refused",
    async (query) => {
      const answer = await api.call("GET", `/api/spanloom/v1/places?${new URLSearchParams(query as never)}`);
      expect([answer.status, answer.body.error_code]).toEqual([400, "INVALID_PARAMETER_VALUE"]);
    },
  );
});
