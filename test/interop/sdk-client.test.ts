import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ApiError, type Client, createClient, entries, getActiveRun } from "@spanloom/sdk";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newRandom } from "../harness/random.ts";
import { describeWith } from "../harness/requires.ts";
import { sampleOtlp } from "../harness/sample-otlp.ts";
import { send } from "../harness/send.ts";
import { type AnyServer, bothServers } from "../harness/side-by-side.ts";
import { until } from "../harness/wait.ts";

/** The SDK's client: what it promises holds with this server and with MLflow's own. */
describeWith(["python"], "The SDK's client with", () => {
  describe.each(bothServers)("%s", (_server, start) => {
    let server: AnyServer;
    let client: Client;
    let marker: string;
    beforeAll(async () => {
      server = await start();
      marker = crypto.randomUUID().slice(0, 8);
      client = createClient({ url: server.url, experiment: `sdk ${marker}`, retries: 1 });
    });
    afterAll(() => server?.dispose());

    describe("experiments", () => {
      test("an experiment is made once, however many ask for it at once", async () => {
        const name = `asked for ${marker}`;
        const found = await Promise.all(Array.from({ length: 8 }, () => client.getOrCreateExperiment(name)));
        expect(new Set(found.map(({ experiment_id }) => experiment_id)).size).toBe(1);
        expect(found[0]).toMatchObject({ name, lifecycle_stage: "active" });
      });

      test("tags, names, deletion and restoration", async () => {
        const id = await client.createExperiment(`one ${marker}`, { tags: { team: "support", size: 3, on: true } });
        await client.setExperimentTags(id, { "a/b c": "ü", empty: "" });
        await client.deleteExperimentTag(id, "team");
        await client.renameExperiment(id, `renamed ${marker}`);
        const { name, tags } = await client.getExperiment(id);
        expect(name).toBe(`renamed ${marker}`);
        expect(entries(tags)).toMatchObject({ size: "3", on: "true", "a/b c": "ü" });
        expect(entries(tags)).not.toHaveProperty("team");
        await client.deleteExperiment(id);
        expect((await client.getExperimentByName(`renamed ${marker}`))?.lifecycle_stage).toBe("deleted");
        await expect(client.getOrCreateExperiment(`renamed ${marker}`)).rejects.toThrow("was deleted");
        await client.restoreExperiment(id);
        expect((await client.getExperiment(id)).lifecycle_stage).toBe("active");
      });

      test("search goes through all pages", async () => {
        const names = ["a", "b", "c", "d", "e"].map((letter) => `${letter} page ${marker}`);
        for (const name of names) await client.createExperiment(name);
        const found = await all(
          client.searchExperiments({ filter: `name LIKE '%page ${marker}'`, orderBy: ["name ASC"], pageSize: 2 }),
        );
        expect(found.map(({ name }) => name)).toEqual(names);
      });

      test.each([
        ["an unknown id", () => client.getExperiment("999999999"), "RESOURCE_DOES_NOT_EXIST", 404],
        ["an id that is none", () => client.getExperiment("no id"), "INVALID_PARAMETER_VALUE", 400],
        ["a name that is taken", () => client.createExperiment("Default"), "RESOURCE_ALREADY_EXISTS", 400],
        ["a filter that is none", () => all(client.searchRuns({ filter: "nonsense" })), "INVALID_PARAMETER_VALUE", 400],
        ["no name", () => client.getRegisteredModel(""), "INVALID_PARAMETER_VALUE", 400],
      ])("%s is an ApiError", async (_what, call, code, httpStatus) => {
        const error = await call().then(
          () => undefined,
          (thrown: unknown) => thrown,
        );
        expect(error).toBeInstanceOf(ApiError);
        expect(error).toMatchObject({ code, httpStatus });
      });

      test("a missing one is undefined by its name", async () => {
        expect(await client.getExperimentByName(`nobody made ${marker}`)).toBeUndefined();
      });
    });

    describe("runs", () => {
      test("a run and its child, with what was logged to them", async () => {
        const { parent, child } = await client.startRun(
          { name: "outer", tags: { stage: "test" }, description: "What *it* is" },
          async (outer) => {
            await outer.logParams({ rate: 1e-4, layers: [1, 2], deep: { a: null }, text: "ü 🌧" });
            outer.logMetrics({ loss: 0.5, accuracy: 0.75 }, { step: 1, timestampMs: 1_000 });
            const inner = await client.startRun({ name: "inner" }, async (run) => {
              expect(getActiveRun()).toBe(run);
              return run.runId;
            });
            expect(getActiveRun()).toBe(outer);
            return { parent: outer.runId, child: inner };
          },
        );
        expect(getActiveRun()).toBeUndefined();
        const { info, data } = await client.getRun(parent);
        expect(info).toMatchObject({ run_name: "outer", status: "FINISHED", lifecycle_stage: "active" });
        expect(info!.end_time).toBeGreaterThanOrEqual(info!.start_time!);
        expect(entries(data?.params)).toEqual({
          rate: "0.0001",
          layers: "[1,2]",
          deep: '{"a":null}',
          text: "ü 🌧",
        });
        expect(data?.metrics).toHaveLength(2);
        expect(data?.metrics).toContainEqual(
          expect.objectContaining({ key: "loss", value: 0.5, step: 1, timestamp: 1_000 }),
        );
        expect(entries(data?.tags)).toMatchObject({
          stage: "test",
          "mlflow.note.content": "What *it* is",
          "mlflow.source.type": "LOCAL",
          "mlflow.source.git.commit": expect.stringMatching(/^[0-9a-f]{40}$/),
        });
        expect(entries((await client.getRun(child)).data?.tags)["mlflow.parentRunId"]).toBe(parent);
        const children = await all(client.searchRuns({ filter: `tags.mlflow.parentRunId = '${parent}'` }));
        expect(children.map((run) => run.info?.run_id)).toEqual([child]);
      });

      test("the error of what runs is told, and the run FAILED", async () => {
        let runId = "";
        const failing = client.startRun(async (run) => {
          runId = run.runId;
          run.logMetric("before", 1);
          throw new RangeError("mine");
        });
        await expect(failing).rejects.toThrow(new RangeError("mine"));
        const { info, data } = await client.getRun(runId);
        expect(info?.status).toBe("FAILED");
        expect(data?.metrics).toMatchObject([{ key: "before", value: 1 }]);
      });

      test("a run goes on where it was left", async () => {
        const first = await client.startRun({ name: "again" });
        await first.logParam("a", 1);
        await first.end("KILLED");
        expect((await client.getRun(first.runId)).info?.status).toBe("KILLED");
        await client.startRun({ runId: first.runId, tags: { round: 2 } }, (run) => run.logParam("b", 2));
        const { info, data } = await client.getRun(first.runId);
        expect(info?.status).toBe("FINISHED");
        expect(entries(data?.params)).toEqual({ a: "1", b: "2" });
        expect(entries(data?.tags).round).toBe("2");
      });

      test("64 metrics at once, out of order, with NaN and infinities, are all kept", async () => {
        const runId = await client.startRun(async (run) => {
          await Promise.all(
            Array.from({ length: 64 }, async (_, at) => {
              await null;
              run.logMetric("m", 64 - at, { step: 63 - at, timestampMs: 5_000 - at });
              run.logMetric(`k${at}`, at, { step: -at, timestampMs: 1 });
            }),
          );
          for (const [at, value] of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].entries()) {
            run.logMetric("odd", value, { step: at, timestampMs: 1 + at });
          }
          return run.runId;
        });
        const history = await all(client.getMetricHistory(runId, "m", { pageSize: 10 }));
        expect(history.map(({ step }) => step)).toEqual(Array.from({ length: 64 }, (_, at) => at));
        expect(history.map(({ value }) => value)).toEqual(Array.from({ length: 64 }, (_, at) => at + 1));
        expect((await all(client.getMetricHistory(runId, "odd"))).map(({ value }) => value)).toEqual([
          Number.NaN,
          Number.MAX_VALUE,
          -Number.MAX_VALUE,
        ]);
        expect((await client.getRun(runId)).data?.metrics).toHaveLength(66);
      });

      test("a point that is refused takes no other with it, and the end says so", async () => {
        const run = await client.startRun();
        for (let step = 0; step < 20; step++) run.logMetric("good", step, { step });
        run.logMetric("../bad", 1);
        run.logMetric("good", 20, { step: 20 });
        await expect(run.end()).rejects.toThrow("1 point was not stored, the first of them metric '../bad'");
        expect((await client.getRun(run.runId)).info?.status).toBe("FINISHED");
        expect(await all(client.getMetricHistory(run.runId, "good"))).toHaveLength(21);
      });

      test("more than a request can hold goes in several", async () => {
        const runId = await client.startRun(async (run) => {
          await run.logParams(Object.fromEntries(Array.from({ length: 250 }, (_, at) => [`p${at}`, at])));
          await run.setTags(Object.fromEntries(Array.from({ length: 120 }, (_, at) => [`t${at}`, at])));
          for (let step = 0; step < 2_500; step++) run.logMetric("long", step, { step, timestampMs: step });
          return run.runId;
        });
        const { data } = await client.getRun(runId);
        expect(data?.params).toHaveLength(250);
        expect(entries(data?.tags).t119).toBe("119");
        expect(await all(client.getMetricHistory(runId, "long", { pageSize: 1_000 }))).toHaveLength(2_500);
      });

      test("a parameter never changes", async () => {
        const run = await client.startRun();
        await run.logParam("rate", 1);
        await run.logParam("rate", 1);
        await expect(run.logParam("rate", 2)).rejects.toMatchObject({ code: "INVALID_PARAMETER_VALUE" });
        await run.end();
      });

      test("datasets, models and deletion", async () => {
        const model = await client.createExternalModel({ name: `input-${marker}` });
        const run = await client.startRun();
        await run.logInputs({
          datasets: [
            { dataset: { name: "d", digest: "abc", source_type: "code", source: "{}" }, context: "evaluation" },
          ],
          modelIds: [model.info!.model_id!],
        });
        await run.logOutputs([{ model_id: model.info!.model_id!, step: 3 }]);
        await run.setTag("gone", 1);
        await run.deleteTag("gone");
        await run.end();
        const { inputs, outputs, data } = await client.getRun(run.runId);
        expect(inputs?.dataset_inputs).toMatchObject([
          { dataset: { name: "d", digest: "abc" }, tags: [{ key: "mlflow.data.context", value: "evaluation" }] },
        ]);
        expect(inputs?.model_inputs).toEqual([{ model_id: model.info?.model_id }]);
        expect(outputs?.model_outputs).toMatchObject([{ model_id: model.info?.model_id, step: 3 }]);
        expect(entries(data?.tags)).not.toHaveProperty("gone");
        await client.deleteRun(run.runId);
        expect((await client.getRun(run.runId)).info?.lifecycle_stage).toBe("deleted");
        await client.restoreRun(run.runId);
        expect((await client.getRun(run.runId)).info?.lifecycle_stage).toBe("active");
      });
    });

    describe("hostile keys and values", () => {
      test.each([
        ["slashes", "a/b/c", "x/y"],
        ["spaces and dots", "a b.c-d: e", "  "],
        ["words of other scripts", "schlüssel 鍵", "wert 値 🌧"],
        ["what objects have", "__proto__", "constructor"],
        ["quotes and percents", "quote_key", `'"\`%00%2e\\`],
        ["control characters", "line_key", "a\nb\tc\u0001"],
      ])("%s come back as they are", async (_what, key, value) => {
        const run = await client.startRun();
        await run.setTags({ [key]: value });
        await run.logParams({ [key]: value });
        run.logMetric(key, 1);
        await run.end();
        const { data } = await client.getRun(run.runId);
        expect(Object.entries(entries(data?.tags))).toContainEqual([key, value]);
        expect(data?.params).toEqual([{ key, value }]);
        expect(data?.metrics).toMatchObject([{ key, value: 1 }]);
      });

      test.each([
        ["a step up", "../up"],
        ["an empty key", ""],
        ["a key that is too long", "k".repeat(300)],
        ["two slashes", "a//b"],
      ])("%s is refused with a sentence", async (_what, key) => {
        const run = await client.startRun();
        await expect(run.logParams({ [key]: "v" })).rejects.toMatchObject({ code: "INVALID_PARAMETER_VALUE" });
        await run.end();
      });

      test("whatever they are, they are stored or refused", async () => {
        const random = newRandom();
        const pieces = [
          "a",
          "B",
          "/",
          ".",
          "..",
          " ",
          "_",
          "-",
          ":",
          "ü",
          "鍵",
          "🌧",
          "'",
          '"',
          "`",
          "%",
          "\\",
          "\n",
          "\u0000",
        ];
        const word = () => Array.from({ length: 1 + random.below(4) }, () => random.pick(pieces)).join("");
        const run = await client.startRun();
        let stored = 0;
        for (let at = 0; at < 60; at++) {
          const [key, value] = [`${word()}${at}`, word()];
          const outcome = await run.setTag(key, value).then(
            () => "stored" as const,
            (error: unknown) => error,
          );
          if (outcome === "stored") {
            stored++;
            const { data } = await client.getRun(run.runId);
            const found = entries(data?.tags)[key];
            // Postgres has no NUL; Spanloom keeps U+FFFD in its place.
            expect(found?.replaceAll("\0", "\ufffd"), `seed ${random.seed}`).toBe(value.replaceAll("\0", "\ufffd"));
          } else {
            expect(outcome, `seed ${random.seed}`).toBeInstanceOf(ApiError);
            expect((outcome as ApiError).httpStatus, `seed ${random.seed}`).toBe(400);
          }
        }
        expect(stored).toBeGreaterThan(5);
        await run.end();
      });

      test("NUL and half of a surrogate pair break nothing", async () => {
        const run = await client.startRun();
        const outcome = await run.setTag("odd", "a\u0000b\ud800c").then(
          () => "stored",
          (error: unknown) => (error as ApiError).httpStatus,
        );
        expect(outcome === "stored" || outcome === 400).toBe(true);
        await run.setTag("after", "fine");
        await run.end();
        expect(entries((await client.getRun(run.runId)).data?.tags).after).toBe("fine");
      });
    });

    describe("files of a run", () => {
      let directory: string;
      beforeAll(async () => {
        directory = await mkdtemp(join(tmpdir(), "spanloom-sdk-"));
        await mkdir(join(directory, "sub/deeper"), { recursive: true });
        await writeFile(join(directory, "a ü%?.txt"), "first");
        await writeFile(join(directory, "sub/deeper/b.bin"), new Uint8Array([0, 1, 255]));
        await writeFile(join(directory, "sub/empty"), "");
      });
      afterAll(() => rm(directory, { recursive: true }));

      test("come from paths, bytes, blobs, streams and directories, and back", async () => {
        const run = await client.startRun();
        await run.logArtifacts(directory, { path: "all" });
        await run.logArtifact(join(directory, "sub/deeper/b.bin"));
        await run.logArtifact(new Uint8Array([7, 8]), { path: "bytes/two" });
        await run.logArtifact(new Blob(["blob"], { type: "text/plain" }), { path: "bytes/blob.txt" });
        const stream = new Blob(["streamed"]).stream();
        await run.logArtifact(stream, { path: "bytes/stream" });
        await run.logText("Grüße", "text/hello.txt");
        await run.logJson({ a: [1, null] }, "text/data.json");
        await run.end();

        const paths = async (directory?: string) =>
          (await all(client.listArtifacts(run.runId, directory))).map(({ path }) => path);
        expect(await paths()).toEqual(["all", "b.bin", "bytes", "text"]);
        expect(await paths("bytes")).toEqual(["bytes/blob.txt", "bytes/stream", "bytes/two"]);
        expect(await paths("all/sub")).toEqual(["all/sub/deeper", "all/sub/empty"]);
        expect(await paths("b.bin")).toEqual([]);
        expect(await all(client.listArtifacts(run.runId, "all"))).toContainEqual(
          expect.objectContaining({ path: "all/a ü%?.txt", file_size: 5 }),
        );

        const text = async (path: string) => (await client.downloadArtifact(run.runId, path)).text();
        expect(await text("all/a ü%?.txt")).toBe("first");
        expect(await text("all/sub/empty")).toBe("");
        expect(await text("bytes/stream")).toBe("streamed");
        expect(await text("text/hello.txt")).toBe("Grüße");
        expect(await (await client.downloadArtifact(run.runId, "text/data.json")).json()).toEqual({ a: [1, null] });
        const bytes = await (await run.downloadArtifact("all/sub/deeper/b.bin")).bytes();
        expect([...bytes]).toEqual([0, 1, 255]);
      });

      test("a stream and a file of more than a part arrive whole", async () => {
        const size = 25 * 1024 * 1024;
        const run = await client.startRun();
        await run.logArtifact(numbered(size), { path: "large/stream" });
        const file = join(directory, "large");
        await writeFile(file, await new Response(numbered(size)).bytes());
        await run.logArtifact(file, { path: "large/file" });
        await run.end();
        for (const path of ["large/stream", "large/file"]) {
          const response = await client.downloadArtifact(run.runId, path);
          expect(await isNumbered(response.body!, size)).toBe(true);
        }
      });

      test.each(["../x", "a//b", "", "/a", "a/..", "."])("the path %j is refused and nothing is sent", async (path) => {
        const run = await client.startRun();
        await expect(run.logText("x", path)).rejects.toMatchObject({ code: "INVALID_PARAMETER_VALUE" });
        await run.end();
      });

      test("a missing file is an ApiError", async () => {
        const run = await client.startRun();
        await run.end();
        await expect(client.downloadArtifact(run.runId, "nothing")).rejects.toMatchObject({ httpStatus: 404 });
      });
    });

    describe("logged models", () => {
      test("are made, finished, found and deleted", async () => {
        const made = await client.initializeLoggedModel({
          name: `agent-${marker}`,
          modelType: "agent",
          params: { model: "gpt-4o-mini", temperature: 0.2 },
          tags: { a: "b" },
        });
        const id = made.info!.model_id!;
        expect(made.info?.status).toBe("LOGGED_MODEL_PENDING");
        await client.logModelParams(id, { more: 1 });
        await client.setLoggedModelTags(id, { team: "x" });
        await client.deleteLoggedModelTag(id, "a");
        await client.logModelArtifact(id, new Blob(["card"]), { path: "card.md" });
        const ready = await client.finalizeLoggedModel(id, "READY");
        expect(ready.info?.status).toBe("LOGGED_MODEL_READY");
        const { info, data } = await client.getLoggedModel(id);
        expect(entries(data?.params)).toEqual({ model: "gpt-4o-mini", temperature: "0.2", more: "1" });
        expect(entries(info?.tags)).toMatchObject({ team: "x" });
        expect(entries(info?.tags)).not.toHaveProperty("a");
        const found = await all(client.searchLoggedModels({ filter: `name = 'agent-${marker}'` }));
        expect(found.map((model) => model.info?.model_id)).toEqual([id]);
        await client.deleteLoggedModel(id);
        await expect(client.getLoggedModel(id)).rejects.toMatchObject({ code: "RESOURCE_DOES_NOT_EXIST" });
      });

      test("more parameters than a request can hold", async () => {
        const params = Object.fromEntries(Array.from({ length: 230 }, (_, at) => [`p${at}`, at]));
        const { info } = await client.createExternalModel({ name: `many-${marker}`, params });
        expect(info?.status).toBe("LOGGED_MODEL_READY");
        expect((await client.getLoggedModel(info!.model_id!)).data?.params).toHaveLength(230);
      });

      test("within a run they come from it", async () => {
        await client.startRun(async (run) => {
          const { info } = await client.initializeLoggedModel();
          expect(info).toMatchObject({ source_run_id: run.runId, experiment_id: run.experimentId });
        });
      });
    });

    describe("the registry", () => {
      test("models, versions, aliases, tags and stages", async () => {
        const name = `model ${marker}`;
        await client.createRegisteredModel(name, { description: "d", tags: { a: 1 } });
        const { info } = await client.createExternalModel({ name: `source-${marker}` });
        const source = { source: `models:/${info!.model_id}`, modelId: info!.model_id! };
        const first = await client.createModelVersion(name, { ...source, tags: { v: "one" } });
        await client.createModelVersion(name, { ...source, description: "second" });
        expect(first).toMatchObject({ name, version: "1", status: "READY" });
        await client.setRegisteredModelAlias(name, "champion", 2);
        expect((await client.getModelVersionByAlias(name, "champion")).version).toBe("2");
        expect((await client.getModelVersionByAlias(name, "latest")).description).toBe("second");
        await client.deleteRegisteredModelAlias(name, "champion");
        await expect(client.getModelVersionByAlias(name, "champion")).rejects.toMatchObject({ httpStatus: 400 });
        await client.setModelVersionTags(name, 1, { tested: true });
        await client.deleteModelVersionTag(name, 1, "v");
        expect(entries((await client.getModelVersion(name, "1")).tags)).toEqual({ tested: "true" });
        await client.updateModelVersion(name, 1, { description: "changed" });
        const staged = await client.transitionModelVersionStage(name, 1, "Production");
        expect(staged).toMatchObject({ current_stage: "Production", description: "changed" });
        const versions = await all(client.searchModelVersions({ filter: `name = '${name}'`, pageSize: 1 }));
        expect(versions.map(({ version }) => version).sort()).toEqual(["1", "2"]);
        await client.setRegisteredModelTags(name, { b: 2 });
        await client.deleteRegisteredModelTag(name, "a");
        await client.updateRegisteredModel(name, { description: "new" });
        await client.renameRegisteredModel(name, `${name} renamed`);
        const model = await client.getRegisteredModel(`${name} renamed`);
        expect(model).toMatchObject({ description: "new", tags: [{ key: "b", value: "2" }] });
        expect((await all(client.searchRegisteredModels({ filter: `name LIKE '%${marker}%'` }))).length).toBe(1);
        await client.deleteModelVersion(`${name} renamed`, 1);
        await client.deleteRegisteredModel(`${name} renamed`);
        await expect(client.getRegisteredModel(`${name} renamed`)).rejects.toMatchObject({ httpStatus: 404 });
      });
    });

    describe("prompts", () => {
      test("texts in versions, by name, URI and alias", async () => {
        const name = `greeting-${marker}`;
        const first = await client.registerPrompt({
          name,
          template: "Hello {{name}}, {{ question }}?",
          commitMessage: "first",
          tags: { tone: "warm" },
        });
        expect(first).toMatchObject({ name, version: 1, variables: ["name", "question"], commitMessage: "first" });
        expect(first.uri).toBe(`prompts:/${name}/1`);
        expect(first.tags).toEqual({ tone: "warm" });
        await client.registerPrompt({ name, template: "Hi {{name}}" });
        await client.setPromptAlias(name, "production", 1);
        expect((await client.loadPrompt(name)).version).toBe(2);
        expect((await client.loadPrompt(name, 1)).template).toBe("Hello {{name}}, {{ question }}?");
        expect((await client.loadPrompt(`prompts:/${name}/2`)).template).toBe("Hi {{name}}");
        const production = await client.loadPrompt(`prompts:/${name}@production`);
        expect(production).toMatchObject({ version: 1, aliases: ["production"] });
        expect(production.format({ name: "Ida", question: "how {{name}}" })).toBe("Hello Ida, how {{name}}?");
        expect(() => production.format({ name: "Ida" })).toThrow("'question'");
        await client.deletePromptAlias(name, "production");
        await expect(client.loadPrompt(`prompts:/${name}@production`)).rejects.toMatchObject({ httpStatus: 400 });
      });

      test("chats, with response format and model config", async () => {
        const template = [
          { role: "system", content: "You are {{style}}." },
          { role: "user", content: "{{question}} 🌧" },
        ];
        const responseFormat = { type: "object", properties: { city: { type: "string" } } };
        const modelConfig = { model_name: "gpt-4o-mini", temperature: 0.2 };
        const name = `chat-${marker}`;
        await client.registerPrompt({ name, template, responseFormat, modelConfig });
        const loaded = await client.loadPrompt(name, 1);
        expect(loaded).toMatchObject({ template, responseFormat, modelConfig, variables: ["style", "question"] });
        expect(loaded.format({ style: "kind", question: "Rain?" })).toEqual([
          { role: "system", content: "You are kind." },
          { role: "user", content: "Rain? 🌧" },
        ]);
      });

      test("are found by name and by experiment, and are no models", async () => {
        const name = `found-${marker}`;
        await client.registerPrompt({ name, template: "x", tags: { team: "a" } });
        const { experiment_id } = await client.getOrCreateExperiment(`sdk ${marker}`);
        const found = await all(client.searchPrompts({ filter: `name LIKE '${name}%'`, experimentId: experiment_id! }));
        expect(found).toMatchObject([{ name, tags: { team: "a" } }]);
        expect(await all(client.searchPrompts({ filter: `name = '${name}'`, experimentId: "0" }))).toEqual([]);
        expect(await all(client.searchRegisteredModels({ filter: `name = '${name}'` }))).toEqual([]);
      });

      test.each([
        ["a name with a slash", () => client.registerPrompt({ name: "a/b", template: "x" })],
        ["a text that is too long", () => client.registerPrompt({ name: "long", template: "x".repeat(100_001) })],
        ["a URI that is none", () => client.loadPrompt("prompts:/a/b/c")],
        ["a version beside a URI", () => client.loadPrompt("prompts:/a/1", 1)],
      ])("%s is refused, and leaves nothing behind", async (_what, call) => {
        await expect(call()).rejects.toMatchObject({ code: "INVALID_PARAMETER_VALUE" });
        expect(await all(client.searchPrompts({ filter: "name = 'long'" }))).toEqual([]);
      });

      test("within a run they are linked to it", async () => {
        const name = `linked-${marker}`;
        await client.registerPrompt({ name, template: "x" });
        const runId = await client.startRun(async (run) => {
          await client.loadPrompt(name, 1);
          await client.loadPrompt(name, 1);
          return run.runId;
        });
        const linked = await until("the link", async () => {
          return entries((await client.getRun(runId)).data?.tags)["mlflow.linkedPrompts"];
        });
        expect(JSON.parse(linked)).toEqual([{ name, version: "1" }]);
      });
    });

    describe("traces", () => {
      let traceId: string;
      let experimentId: string;
      beforeAll(async () => {
        experimentId = (await client.getOrCreateExperiment(`traces ${marker}`)).experiment_id!;
        const { traces, sent } = sampleOtlp();
        await send(server.url, traces, { "x-mlflow-experiment-id": experimentId });
        traceId = `tr-${sent.traceId}`;
        for (let at = 0; at < 4; at++) {
          await send(server.url, sampleOtlp().traces, { "x-mlflow-experiment-id": experimentId });
        }
      });

      test("are searched through all pages and read with their spans", async () => {
        const found = await all(client.searchTraces({ experimentIds: [experimentId], pageSize: 2 }));
        expect(found).toHaveLength(5);
        const { info, spans } = await client.getTrace(traceId);
        expect(info.trace_id).toBe(traceId);
        const [root, ...others] = spans;
        expect(root).toMatchObject({ traceId, parentSpanId: undefined, name: "invoke_agent planner" });
        expect(root!.endTimeUnixNano! > root!.startTimeUnixNano).toBe(true);
        expect(String(root?.startTimeUnixNano)).toMatch(/^\d{19}$/);
        expect(others.map(({ parentSpanId }) => parentSpanId)).toContain(root?.spanId);
        const chat = spans.find(({ name }) => name === "chat gpt-4o-mini");
        expect(chat?.attributes).toMatchObject({
          "gen_ai.request.model": "gpt-4o-mini",
          "gen_ai.usage.input_tokens": 12,
        });
      });

      test("tags, also with slashes in their keys", async () => {
        await client.setTraceTags(traceId, { "a/b": "1", "ü key": "2" });
        expect((await client.getTraceInfo(traceId)).tags).toMatchObject({ "a/b": "1", "ü key": "2" });
        await client.deleteTraceTag(traceId, "a/b");
        expect((await client.getTraceInfo(traceId)).tags).not.toHaveProperty("a/b");
      });

      test("feedback and expectations, changed, overridden and deleted", async () => {
        const feedback = await client.logFeedback({
          traceId,
          name: "correct",
          value: false,
          rationale: "It rained.",
          source: { type: "HUMAN", id: "ida" },
          metadata: { round: 1 },
        });
        expect(feedback).toMatchObject({ assessment_name: "correct", feedback: { value: false }, valid: true });
        const id = feedback.assessment_id!;
        const changed = await client.updateAssessment(traceId, id, {
          feedback: { value: 0.5 },
          rationale: "Half.",
          metadata: { more: "x" },
        });
        expect(changed).toMatchObject({
          feedback: { value: 0.5 },
          rationale: "Half.",
          metadata: { round: "1", more: "x" },
        });
        const over = await client.overrideFeedback(traceId, id, { value: true });
        expect(over).toMatchObject({ assessment_name: "correct", overrides: id });
        expect((await client.getAssessment(traceId, id)).valid).toBe(false);
        await client.deleteAssessment(traceId, over.assessment_id!);
        expect((await client.getAssessment(traceId, id)).valid).toBe(true);

        const failed = await client.logFeedback({ traceId, name: "judge", error: new TypeError("no answer") });
        expect(failed.feedback?.error).toMatchObject({ error_code: "TypeError", error_message: "no answer" });
        const expected = await client.logExpectation({ traceId, name: "answer", value: { facts: ["a"] } });
        expect(JSON.parse(expected.expectation!.serialized_value!.value!)).toEqual({ facts: ["a"] });
        const plain = await client.logExpectation({ traceId, name: "word", value: "rain" });
        expect(plain.expectation?.value).toBe("rain");
        const { assessments = [] } = await client.getTraceInfo(traceId);
        expect(assessments.map(({ assessment_name }) => assessment_name).sort()).toEqual([
          "answer",
          "correct",
          "judge",
          "word",
        ]);
        const found = await all(
          client.searchTraces({ experimentIds: [experimentId], filter: "expectation.word = 'rain'" }),
        );
        expect(found.map(({ trace_id }) => trace_id)).toEqual([traceId]);
      });

      test("are linked to a run, and deleted", async () => {
        const run = await client.startRun();
        await client.linkTracesToRun(run.runId, [traceId]);
        await run.end();
        const found = await all(client.searchTraces({ experimentIds: [experimentId], runId: run.runId }));
        expect(found.map(({ trace_id }) => trace_id)).toEqual([traceId]);
        expect(await client.deleteTraces({ experimentId, traceIds: [traceId] })).toBe(1);
        await expect(client.getTraceInfo(traceId)).rejects.toMatchObject({ httpStatus: 404 });
        expect(await client.deleteTraces({ experimentId, upToMs: Date.now() + 1_000, atMost: 2 })).toBe(2);
      });
    });

    test("datasets to evaluate with: records are merged by their inputs", async () => {
      const { dataset_id = "" } = await client.createDataset({ name: `data ${marker}`, tags: { a: 1 } });
      const record = { inputs: { question: "ü?", n: 2n ** 53n + 1n }, expectations: { answer: "a" } };
      expect(await client.mergeRecords(dataset_id, [record, { inputs: { question: "b" } }])).toEqual({
        inserted: 2,
        updated: 0,
      });
      const again = { ...record, expectations: { facts: [1] } };
      expect(await client.mergeRecords(dataset_id, [again])).toEqual({ inserted: 0, updated: 1 });
      const stored = await all(client.listRecords(dataset_id, { pageSize: 1 }));
      expect(stored).toHaveLength(2);
      expect(stored).toContainEqual(
        expect.objectContaining({ inputs: record.inputs, expectations: { answer: "a", facts: [1] } }),
      );
      expect((await all(client.searchDatasets({ filter: `name = 'data ${marker}'` }))).length).toBe(1);
      expect(await client.deleteRecords(dataset_id, [stored[0]!.dataset_record_id])).toBe(1);
      await client.deleteDataset(dataset_id);
      await expect(client.getDataset(dataset_id)).rejects.toMatchObject({ httpStatus: 404 });
    });

    describe("once the server has stopped", () => {
      const name = "kept";
      beforeAll(async () => {
        await client.registerPrompt({ name, template: "Hello {{ name }}" });
        await client.setPromptAlias(name, "production", 1);
        await client.loadPrompt(name, 1);
        await client.loadPrompt(`prompts:/${name}@production`);
        await server.dispose();
      });

      test("a prompt that was loaded is given on, also past its time", async () => {
        expect((await client.loadPrompt(name, 1)).format({ name: "Ida" })).toBe("Hello Ida");
        const old = await client.loadPrompt(`prompts:/${name}@production`, { cacheTtlMs: 1 });
        expect(old.format({ name: "Ida" })).toBe("Hello Ida");
      });

      test("one that was not, and one that must be new, is an error that says so", async () => {
        const unreachable = { code: "TEMPORARILY_UNAVAILABLE", httpStatus: 0 };
        await expect(client.loadPrompt("never-loaded", 1)).rejects.toMatchObject(unreachable);
        await expect(client.loadPrompt(name, 1, { cacheTtlMs: 0 })).rejects.toMatchObject(unreachable);
      });

      test("a run cannot start, and what it was to do is not done", async () => {
        const quick = createClient({ url: client.url, experimentId: "0", retries: 0 });
        let done = false;
        const started = quick.startRun(() => {
          done = true;
        });
        await expect(started).rejects.toMatchObject({ httpStatus: 0 });
        expect(done).toBe(false);
      });
    });
  });
});

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}

/** `size` bytes, each the low byte of its position divided by 251, in chunks of odd lengths. */
function numbered(size: number): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      const length = Math.min(77_777, size - at);
      if (length === 0) return controller.close();
      controller.enqueue(Uint8Array.from({ length }, (_, index) => (at + index) % 251));
      at += length;
    },
  });
}

async function isNumbered(stream: ReadableStream<Uint8Array>, size: number): Promise<boolean> {
  let at = 0;
  for await (const chunk of stream) {
    for (const byte of chunk) if (byte !== at++ % 251) return false;
  }
  return at === size;
}
