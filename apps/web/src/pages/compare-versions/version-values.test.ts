import { expect, test } from "vitest";
import type { LoggedModel, Run } from "../../data/messages.ts";
import { factsOf, metricsOf, paramsOf, signatureOf, type VersionSources } from "./version-values.ts";

const sources: VersionSources = {
  version: {
    name: "bot",
    version: "2",
    aliases: ["champion"],
    current_stage: "None",
    run_id: "r",
    source: "runs:/r/m",
  },
  model: undefined,
  run: {
    info: { run_id: "r", experiment_id: "1", run_name: "training" },
    data: {
      params: [{ key: "lr", value: "0.1" }],
      metrics: [
        { key: "loss", value: 0.5 },
        { key: "system/cpu", value: 1 },
      ],
    },
  } as unknown as Run,
  signature: {
    inputs: [
      { name: "ticket", type: "string", required: true },
      { name: "", type: "long", required: false },
    ],
    outputs: [],
    params: [{ name: "stop", type: "string", required: false, byDefault: '"."' }],
  },
};

test("params and metrics are those of the run while there is no logged model", () => {
  expect([...paramsOf(sources)]).toEqual([["lr", "0.1"]]);
  expect([...metricsOf(sources)]).toEqual([["loss", "0.5"]]);
});

test("of a logged model the last value on each dataset counts", () => {
  const metrics = [
    { key: "f1", value: 0.75, timestamp: 2, dataset_name: "tickets" },
    { key: "f1", value: 0.5, timestamp: 1, dataset_name: "tickets" },
    { key: "f1", value: 0.25, timestamp: 1 },
  ];
  const model = { info: { model_id: "m", experiment_id: "1" }, data: { metrics } } as unknown as LoggedModel;
  const values = metricsOf({ ...sources, model });
  expect(Object.fromEntries(values)).toEqual({ f1: "0.25", "f1 on tickets": "0.75" });
});

test("what is not known of a version is no fact", () => {
  expect([...factsOf(sources)]).toEqual([
    ["Aliases", "@champion"],
    ["Run", "training"],
    ["Source", "runs:/r/m"],
  ]);
});

test("a signature is compared field by field", () => {
  expect([...signatureOf(sources)]).toEqual([
    ["input ticket", "string"],
    ["input 2", "long, optional"],
    ["param stop", 'string = "."'],
  ]);
});
