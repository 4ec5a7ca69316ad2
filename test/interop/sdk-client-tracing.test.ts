import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  type Client,
  clearActiveModel,
  createClient,
  createExternalModel,
  enableGitVersion,
  entries,
  flush,
  getActiveModel,
  getLastActiveTraceId,
  init,
  logModelParams,
  MlflowClient,
  setActiveModel,
  shutdown,
  withActiveModel,
  withSpan,
} from "@spanloom/sdk";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { runProgram } from "../harness/process.ts";
import { describeWith } from "../harness/requires.ts";
import { type AnyServer, bothServers } from "../harness/side-by-side.ts";
import { until } from "../harness/wait.ts";

/** Where the SDK's client and its tracing meet: runs, prompts and models that traces are linked to. */
describeWith(["python"], "The SDK's client and traces with", () => {
  describe.each(bothServers)("%s", (title, start) => {
    // MLflow's OTLP endpoint has no way to say the model of a trace.
    const linksModels = title === "Spanloom";
    let server: AnyServer;
    let client: Client;
    let experimentId: string;
    const marker = crypto.randomUUID().slice(0, 8);
    beforeAll(async () => {
      server = await start();
      client = createClient({ url: server.url, experiment: `linked ${marker}` });
      experimentId = (await client.getOrCreateExperiment(`linked ${marker}`)).experiment_id!;
      init({ url: server.url, experimentId });
    });
    afterEach(() => clearActiveModel());
    afterAll(async () => {
      await shutdown();
      await server?.dispose();
    });

    /** Makes a trace and resolves to its id once the server has it. */
    async function traced(fn: () => unknown = () => undefined): Promise<string> {
      await withSpan(async () => withSpan(async () => fn(), { name: "inner" }), { name: "outer" });
      const traceId = getLastActiveTraceId()!;
      await flush();
      return traceId;
    }
    const found = async (search: Parameters<Client["searchTraces"]>[0]) => {
      const ids: (string | undefined)[] = [];
      for await (const { trace_id } of client.searchTraces(search)) ids.push(trace_id);
      return ids;
    };

    test("traces that are made in a run's scope are linked to it, and others are not", async () => {
      const outside = await traced();
      const { runId, inside } = await client.startRun(async (run) => ({ runId: run.runId, inside: await traced() }));
      expect(await found({ runId })).toEqual([inside]);
      expect(await found({ experimentIds: [experimentId] })).toContain(outside);
    });

    test("a prompt that is loaded within a trace is linked to its span and to the trace", async () => {
      const name = `linked-${marker}`;
      await client.registerPrompt({ name, template: "x" });
      await client.registerPrompt({ name, template: "y" });
      const traceId = await traced(async () => {
        await client.loadPrompt(name, 1);
        await client.loadPrompt(name, 1);
        await client.loadPrompt(`prompts:/${name}@latest`);
      });
      const both = [
        { name, version: "1" },
        { name, version: "2" },
      ];
      const { info, spans } = await client.getTrace(traceId);
      expect(JSON.parse(info.tags?.["mlflow.linkedPrompts"] ?? "")).toEqual(both);
      const inner = spans.find((span) => span.name === "inner");
      const attribute = inner?.attributes["mlflow.linkedPrompts"];
      expect(typeof attribute === "string" ? JSON.parse(attribute) : attribute).toEqual(both);
      await until("the trace to be found by its prompt", async () => {
        const ids = await found({ filter: `prompt = '${name}/2'` });
        return ids.includes(traceId) ? ids : undefined;
      });
    });

    test("a model is found by its name, or made, and traces are linked to it", async () => {
      const name = `agent-${marker}`;
      const made = await setActiveModel({ name, params: { a: 1 } });
      expect(made).toMatchObject({ name, modelId: expect.stringMatching(/^m-/) });
      expect(getActiveModel()).toEqual(made);
      const linked = await traced();
      clearActiveModel();
      const other = await createExternalModel({ name: `other-${marker}` });
      const within = await withActiveModel(other, async () => traced());
      expect(await setActiveModel({ name })).toEqual(made);
      await logModelParams({ b: 2 });
      expect(await found({ modelId: made!.modelId })).toEqual(linksModels ? [linked] : []);
      expect(await found({ modelId: other.info!.model_id! })).toEqual(linksModels ? [within] : []);
      expect(entries((await client.getLoggedModel(made!.modelId)).data?.params)).toEqual({ a: "1", b: "2" });
    });

    test.each(["", "a'b", "a/b", "x` = '1' OR"])(
      "the model name %j changes nothing and throws nothing",
      async (name) => {
        expect(await setActiveModel({ name })).toBeUndefined();
        expect(getActiveModel()).toBeUndefined();
      },
    );

    test("the version of a program is its commit, and each state of it has one model", async () => {
      const directory = await mkdtemp(join(tmpdir(), "spanloom-git-"));
      const git = (...args: string[]) =>
        runProgram("git", ["-C", directory, "-c", "user.name=t", "-c", "user.email=t@example.com", ...args]);
      try {
        await git("init", "--initial-branch", "main");
        await git("remote", "add", "origin", "https://user:secret@example.com/repo.git");
        await git("commit", "--allow-empty", "-m", "first");
        const first = await enableGitVersion({ directory });
        expect(first).toMatchObject({
          branch: "main",
          commit: (await git("rev-parse", "HEAD")).trim(),
          repositoryUrl: "https://example.com/repo.git",
          dirty: false,
        });
        const { model_id } = first!.model.info!;
        expect(getActiveModel()?.modelId).toBe(model_id);
        expect((await enableGitVersion({ directory }))?.model.info?.model_id).toBe(model_id);
        await git("commit", "--allow-empty", "-m", "second");
        const second = await enableGitVersion({ directory });
        expect(second?.model.info?.model_id).not.toBe(model_id);
        expect(entries(second?.model.info?.tags)).toMatchObject({
          "mlflow.source.git.commit": second?.commit,
          "mlflow.source.git.branch": "main",
          "mlflow.source.git.dirty": "false",
        });
      } finally {
        await rm(directory, { recursive: true });
      }
    });

    test("what MLflow's TypeScript SDK does with its client works by the same names", async () => {
      const old = new MlflowClient({ trackingUri: server.url });
      const experiment = await old.createExperiment(`by the old client ${marker}`);
      const id = crypto.randomUUID().replaceAll("-", "");
      const info = await old.createTrace({
        traceId: `tr-${id}`,
        traceLocation: { type: "MLFLOW_EXPERIMENT", mlflowExperiment: { experimentId: experiment } },
        requestTime: 1_767_323_045_678,
        executionDuration: 1_234,
        state: "OK",
        requestPreview: "Hello?",
        traceMetadata: { "mlflow.trace_schema.version": "3" },
        tags: { plan: "pro" },
      });
      expect(info.tags?.["mlflow.artifactLocation"]).toMatch(/^mlflow-artifacts:/);
      const base64 = (hex: string) => Buffer.from(hex, "hex").toString("base64");
      const span = {
        trace_id: base64(id),
        span_id: base64("0123456789abcdef"),
        parent_span_id: "",
        name: "root",
        start_time_unix_nano: 1767323045678000001n,
        end_time_unix_nano: 1767323046912000003n,
        attributes: { "mlflow.spanType": "LLM", "mlflow.spanInputs": { q: "Hello?" } },
        status: { code: "STATUS_CODE_OK", message: "" },
        events: [],
      };
      await old.uploadTraceData(info, { spans: [span] });
      const read = await until("the spans of the file", async () => {
        const trace = await old.getTrace(info.traceId);
        return trace.data.spans.length > 0 ? trace : undefined;
      });
      expect(read.info).toMatchObject({
        traceId: info.traceId,
        requestTime: 1_767_323_045_678,
        executionDuration: 1_234,
        state: "OK",
        requestPreview: "Hello?",
        tags: { plan: "pro" },
      });
      expect(read.data.spans).toMatchObject([
        {
          spanId: "0123456789abcdef",
          name: "root",
          startTimeUnixNano: span.start_time_unix_nano,
          endTimeUnixNano: span.end_time_unix_nano,
          status: { code: "OK" },
        },
      ]);
      await old.deleteExperiment(experiment);
      expect((await client.getExperiment(experiment)).lifecycle_stage).toBe("deleted");
    });

    test.each(["SIGTERM", "SIGINT"] as const)(
      "%s ends a run as KILLED, its metrics stored, and the program",
      async (signal) => {
        const script = `
        import { createClient } from ${JSON.stringify(fileURLToPath(import.meta.resolve("@spanloom/sdk")))};
        const client = createClient({ url: ${JSON.stringify(server.url)}, experimentId: "${experimentId}" });
        await client.startRun(async (run) => {
          for (let step = 0; step < 10; step++) run.logMetric("m", step, { step });
          process.stdout.write(run.runId + "\\n");
          await new Promise((resolve) => setTimeout(resolve, 60_000));
        });`;
        const program = spawn(process.execPath, ["--input-type=module-typescript", "-e", script], {
          stdio: ["ignore", "pipe", "inherit"],
        });
        const [first] = await once(program.stdout, "data");
        const runId = String(first).trim();
        program.kill(signal);
        expect(await once(program, "exit")).toEqual([null, signal]);
        const { info, data } = await client.getRun(runId);
        expect(info?.status).toBe("KILLED");
        expect(data?.metrics).toMatchObject([{ key: "m", value: 9, step: 9 }]);
      },
    );
  });
});
