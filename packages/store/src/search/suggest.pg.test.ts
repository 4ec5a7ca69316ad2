import { afterAll, beforeAll, expect, test } from "vitest";
import { type FreshStore, freshStore } from "../testing.ts";
import { insertTraces } from "./testing.ts";

let fresh: FreshStore;

beforeAll(async () => {
  fresh = await freshStore();
  const startMs = Date.UTC(2026, 10, 20);
  await insertTraces(fresh.store.db, [
    {
      id: 1,
      startMs,
      row: { name: "chat", session: "s1", tags: { env: "prod" }, models: ["gpt-4o"] },
      spans: [
        { name: "search", type: "TOOL", attributes: { "http.status_code": 200, $odd: "x", text: "long ".repeat(100) } },
        { name: "Searching", type: "TOOL", attributes: { city: "Rome" } },
        { name: "search", type: "TOOL" },
      ],
    },
    {
      id: 2,
      startMs,
      row: { tags: { env: "dev" }, metadata: { team: "blue" } },
      spans: [{ name: "other", service: "billing" }],
    },
    { id: 3, startMs, row: { experiment_id: 5, name: "elsewhere" }, spans: [{ name: "search elsewhere" }] },
  ]);
});
afterAll(() => fresh?.drop());

test.each<[field: string, prefix: string, values: string[]]>([
  ["span.name", "sea", ["search", "Searching"]],
  ["span.attributes.city", "", ["Rome"]],
  ["span.attributes.http.status_code", "2", ["200"]],
  ["span.attributes.none", "", []],
  ["resource.service.name", "", ["shop", "billing"]],
  ["scope.name", "te", ["tests"]],
  ["tags.env", "p", ["prod"]],
  ["metadata.team", "", ["blue"]],
  ["session", "S", ["s1"]],
  ["name", "", ["chat"]],
  ["model", "gpt", ["gpt-4o"]],
  ["state", "in", ["incomplete"]],
  ["span.status", "", ["UNSET"]],
  ["span.attributes.`city`", "", ["Rome"]],
  ["no.such'field", "", []],
  ["duration", "", []],
  ["span.name", "%", []],
  ["span.name", "\0", []],
])("values of %s that begin with '%s'", async (field, prefix, values) => {
  expect(await fresh.store.suggest.values(["0"], field, prefix)).toEqual(values);
});

test("without an experiment the sample is of all", async () => {
  expect(await fresh.store.suggest.values([], "name", "")).toEqual(["chat", "elsewhere"]);
});

test("keys that occur", async () => {
  expect(await fresh.store.suggest.keys(["0"])).toEqual({
    spanAttributes: ["$odd", "city", "http.status_code", "text"],
    resourceAttributes: ["replicas", "service.name"],
    tags: ["env"],
    metadata: ["team"],
  });
  expect(await fresh.store.suggest.keys(["99"])).toMatchObject({ spanAttributes: [], tags: [] });
});
