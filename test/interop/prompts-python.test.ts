import { expect, test } from "vitest";
import { describeClients } from "../harness/mlflow-clients.ts";

/**
 * The prompt registry through MLflow's released Python clients. What is expected here is what `python/mlflow_prompts.py`
 * prints against MLflow's own server of 3.17.2.
 */
describeClients("The prompt registry of MLflow's Python client", "mlflow_prompts.py", {}, ({ seen }) => {
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
    expect(seen("text")).toMatchObject({
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
    expect(seen("chat")).toMatchObject({
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
    expect(seen("formats")).toEqual({
      "response format": ["city", "degrees"],
      "model config": { provider: "openai", model_name: "gpt-4o-mini", temperature: 0.2, max_tokens: 100 },
      changed: { model_name: "gpt-4o", temperature: 0.7 },
      left: null,
    });
  });

  test("aliases", () => {
    expect(seen("aliases")).toEqual({
      first: [1, ["production"]],
      second: "Version 2",
      gone: "INVALID_PARAMETER_VALUE",
      missing: true,
    });
  });

  test("tags of prompts and of versions", () => {
    expect(seen("tags")).toEqual({ prompt: { team: "support" }, version: { tested: "yes" } });
  });

  test("names are shared with models, and texts have a limit", () => {
    expect(seen("names")).toEqual({
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
    expect(seen("search")).toEqual({
      "of the experiment": ["a", "b", "c"],
      elsewhere: [],
      "by name": ["a", "b", "c"],
      pages: [["a", "b"], ["c"]],
      exact: [true],
    });
  });

  test("prompts are linked to the traces and runs that use them, and found by them", () => {
    expect(seen("links")).toEqual({ trace: true, "linked once": true, run: true, search: true });
  });

  test("versions and prompts are deleted", () => {
    expect(seen("deletion")).toEqual({ version: true, next: 3, prompt: true });
  });
});
