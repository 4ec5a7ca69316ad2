import { type ActiveRun, type Client, createClient, entries } from "@spanloom/sdk";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runMlflowScript, type ScriptResults, seenBy } from "../harness/mlflow-script.ts";
import { describeWith } from "../harness/requires.ts";
import { sampleOtlp } from "../harness/sample-otlp.ts";
import { send } from "../harness/send.ts";
import { type AnyServer, bothServers } from "../harness/side-by-side.ts";

/** What the SDK's client writes, MLflow's Python client reads, and the reverse, over either server. */
describeWith(["python"], "Beside MLflow's Python client, over", () => {
  describe.each(bothServers)("%s", (_server, start) => {
    const marker = crypto.randomUUID().slice(0, 8);
    let server: AnyServer;
    let client: Client;
    afterAll(() => server?.dispose());

    let results: ScriptResults;
    let run: ActiveRun;
    let traceId: string;
    beforeAll(async () => {
      server = await start();
      client = createClient({ url: server.url, experiment: `sdk ${marker}` });
      await client.registerPrompt({
        name: `text-${marker}`,
        template: "Hello {{name}} – ü",
        commitMessage: "first",
        tags: { tone: "warm" },
      });
      await client.setPromptAlias(`text-${marker}`, "production", 1);
      await client.registerPrompt({
        name: `chat-${marker}`,
        template: [{ role: "user", content: "{{question}}" }],
        responseFormat: { type: "object" },
        modelConfig: { model_name: "m", temperature: 0.5 },
      });
      run = await client.startRun({ name: "of the SDK" });
      await run.logParams({ rate: 0.1, text: "ü" });
      for (const [step, value] of [3, Number.NaN, 1].entries()) {
        run.logMetric("loss", value, { step, timestampMs: 1_000 + step });
      }
      await run.logInputs({
        datasets: [{ dataset: { name: "d", digest: "1", source_type: "code", source: "{}" }, context: "evaluation" }],
      });
      await client.startRun({ name: "child", parent: run }, () => undefined);
      await run.logText("Grüße", "notes/ü.txt");
      await run.logJson({ a: [1] }, "data.json");
      await run.end();
      const model = await client.createExternalModel({ name: `agent-${marker}`, params: { a: 1 } });
      await client.createRegisteredModel(`registered-${marker}`);
      await client.createModelVersion(`registered-${marker}`, {
        source: `models:/${model.info!.model_id}`,
        modelId: model.info!.model_id!,
        tags: { b: 2 },
      });
      await client.setRegisteredModelAlias(`registered-${marker}`, "champion", 1);
      const { traces, sent } = sampleOtlp();
      await send(server.url, traces, { "x-mlflow-experiment-id": run.experimentId });
      traceId = `tr-${sent.traceId}`;
      await client.setTraceTags(traceId, { checked: "yes" });
      await client.logFeedback({ traceId, name: "correct", value: true, rationale: "It was." });
      await client.logExpectation({ traceId, name: "answer", value: { a: [1] } });
      results = await runMlflowScript("python", "sdk_client.py", [server.url, marker, run.runId, traceId]);
    });

    test("it sees our prompts", () => {
      expect(seenBy(results, "prompts")).toMatchObject({
        text: {
          template: "Hello {{name}} – ü",
          version: 1,
          message: "first",
          tags: { tone: "warm" },
          aliases: ["production"],
          variables: ["name"],
        },
        formatted: "Hello Ida – ü",
        chat: {
          template: [{ role: "user", content: "{{question}}" }],
          "response format": { type: "object" },
          "model config": { model_name: "m", temperature: 0.5 },
        },
        "of the experiment": expect.arrayContaining(["chat", "text"]),
      });
    });

    test("it sees our runs and their files", () => {
      expect(seenBy(results, "run")).toEqual({
        status: "FINISHED",
        name: "of the SDK",
        params: { rate: "0.1", text: "ü" },
        history: [
          [0, 3],
          [1, "NaN"],
          [2, 1],
        ],
        child: "child",
        dataset: [["d", "1", "evaluation"]],
        files: ["data.json", "notes"],
        text: "Grüße",
        json: { a: [1] },
      });
    });

    test("it sees our models, and loads their description", () => {
      expect(seenBy(results, "models")).toEqual({
        status: "READY",
        params: { a: "1" },
        active: true,
        version: [1, { b: "2" }, "READY"],
        mlmodel: true,
      });
    });

    test("it sees what we said of a trace", () => {
      expect(seenBy(results, "trace")).toEqual({
        found: true,
        assessments: [
          ["answer", { a: [1] }, null, "HUMAN", null],
          ["correct", true, "It was.", "CODE", true],
        ],
        tags: { checked: "yes" },
      });
    });

    test("we see its prompts, runs, files and assessments", async () => {
      const { run: runId } = seenBy(results, "written") as { run: string };
      const prompt = await client.loadPrompt(`prompts:/python-${marker}@staging`);
      expect(prompt).toMatchObject({
        template: [{ role: "user", content: "{{ question }} – ü" }],
        commitMessage: "of Python",
        tags: { by: "python" },
        responseFormat: { type: "object" },
        modelConfig: { model_name: "m", temperature: 0.5 },
        aliases: ["staging"],
        variables: ["question"],
      });
      const { info, data } = await client.getRun(runId);
      expect(info).toMatchObject({ run_name: "python", status: "FINISHED" });
      expect(entries(data?.params)).toEqual({ rate: "0.1", on: "True" });
      const history = await all(client.getMetricHistory(runId, "loss"));
      expect(history.map(({ step, value }) => [step, value])).toEqual([
        [1, Number.NaN],
        [2, 0.25],
      ]);
      expect(await (await client.downloadArtifact(runId, "a b/c.txt")).text()).toBe("Grüße");
      const { assessments = [] } = await client.getTraceInfo(traceId);
      const named = (name: string) => assessments.find(({ assessment_name }) => assessment_name === name);
      expect(named("python")?.feedback?.value).toEqual({ score: [1, 2] });
      expect(JSON.parse(named("facts")!.expectation!.serialized_value!.value!)).toEqual(["a", { b: null }]);
    });
  });
});

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}
