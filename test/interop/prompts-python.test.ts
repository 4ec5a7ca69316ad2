import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runMlflowScript, type ScriptResults, seenBy } from "../harness/mlflow-script.ts";
import { describeWith, type Tool } from "../harness/requires.ts";
import { startServer, type TestServer } from "../harness/server.ts";

/**
 * The prompt registry through MLflow's released Python clients. What is expected here is what `python/mlflow_prompts.py`
 * prints against MLflow's own server of 3.17.2.
 */
const clients: [string, Tool][] = [
  ["3.17.2", "python"],
  ["3.8.1", "python38"],
];

describeWith(["python", "python38"], "The prompt registry of MLflow's Python client", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server?.dispose());

  describe.each(clients)("%s", (_version, tool) => {
    let results: ScriptResults;
    beforeAll(async () => {
      results = await runMlflowScript(tool, "mlflow_prompts.py", [server.url, crypto.randomUUID().slice(0, 8)]);
    });

    test("text prompts in versions, with commit messages and tags", () => {
      const first = {
        name: "greeting",
        version: 1,
        template: "Hello {{name}}",
        message: "first",
        tags: { tone: "warm" },
        aliases: [],
        variables: ["name"],
        text: true,
      };
      const second = {
        ...first,
        version: 2,
        template: "Hi {{ name }}, {{question}}?",
        message: "second",
        tags: {},
        variables: ["name", "question"],
      };
      expect(seenBy(results, "text")).toMatchObject({
        registered: [first, second],
        loaded: first,
        "by name and version": second,
        latest: 2,
        formatted: "Hello Ida",
        missing: true,
        "missing, loudly": "RESOURCE_DOES_NOT_EXIST",
      });
    });

    test("chat prompts", () => {
      expect(seenBy(results, "chat")).toMatchObject({
        seen: {
          template: [
            { role: "system", content: "You are {{style}}." },
            { role: "user", content: "{{question}} 🌧" },
          ],
          variables: ["question", "style"],
          text: false,
        },
        formatted: [
          { role: "system", content: "You are kind." },
          { role: "user", content: "Rain? 🌧" },
        ],
      });
    });

    test("response format and model config", () => {
      expect(seenBy(results, "formats")).toEqual({
        "response format": ["city", "degrees"],
        "model config": { provider: "openai", model_name: "gpt-4o-mini", temperature: 0.2, max_tokens: 100 },
        changed: { model_name: "gpt-4o", temperature: 0.7 },
        left: null,
      });
    });

    test("aliases", () => {
      expect(seenBy(results, "aliases")).toEqual({
        first: [1, ["production"]],
        second: "Version 2",
        gone: "INVALID_PARAMETER_VALUE",
        missing: true,
      });
    });

    test("tags of prompts and of versions", () => {
      expect(seenBy(results, "tags")).toEqual({ prompt: { team: "support" }, version: { tested: "yes" } });
    });

    test("names are shared with models, and texts have a limit", () => {
      expect(seenBy(results, "names")).toEqual({
        "prompt over model": "INVALID_PARAMETER_VALUE", // what the client makes of it
        "model over prompt": "RESOURCE_ALREADY_EXISTS",
        "model not a prompt": "INVALID_PARAMETER_VALUE",
        "too long": {
          code: "INVALID_PARAMETER_VALUE",
          message: "INVALID_PARAMETER_VALUE: Prompt text exceeds max length of 100000 characters.",
        },
        "as long as may be": 100_000,
        models: [],
      });
    });

    test("search by name and by experiment, in pages", () => {
      expect(seenBy(results, "search")).toEqual({
        "of the experiment": ["a", "b", "c"],
        elsewhere: [],
        "by name": ["a", "b", "c"],
        pages: [["a", "b"], ["c"]],
        exact: [true],
      });
    });

    test("prompts are linked to the traces and runs that use them, and found by them", () => {
      expect(seenBy(results, "links")).toEqual({ trace: true, "linked once": true, run: true, search: true });
    });

    test("versions and prompts are deleted", () => {
      expect(seenBy(results, "deletion")).toEqual({ version: true, next: 3, prompt: true });
    });
  });
});
