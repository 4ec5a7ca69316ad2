import { createHash } from "node:crypto";
import { type ExactObject, parseExact } from "@spanloom/wire";
import { afterEach, beforeEach, expect, test } from "vitest";
import { leastPointsWithBlocks } from "../metric-blocks.ts";
import { sql } from "../postgres/sql.ts";
import { type FreshStore, freshStore } from "../testing.ts";
import { MlflowImports } from "./mlflow-imports.ts";
import type { ImportedRow } from "./mlflow-table.ts";

let fresh: FreshStore;
let imports: MlflowImports;
beforeEach(async () => {
  fresh = await freshStore();
  imports = new MlflowImports(fresh.store.db);
});
afterEach(() => fresh.drop());

async function put(name: string, ...rows: ImportedRow[]): Promise<void> {
  const table = imports.tables.find((candidate) => candidate.name === name)!;
  await imports.put("a test", table, { rows, next: undefined });
}

test("records that are merged again after the import are the same records", async () => {
  const inputs = `{"q": "\\u00fc", "f": 1.0, "deep": {"n": NaN}}`;
  await put("evaluation_datasets", { dataset_id: "d-1", name: "d", tags: "{}", created_time: 1 });
  await put("evaluation_dataset_records", {
    dataset_id: "d-1",
    dataset_record_id: "dr-1",
    inputs,
    tags: "null",
    outputs: `{"mlflow_wrapped": [1.0]}`,
    input_hash: createHash("sha256").update(inputs).digest("hex"), // MLflow's, of its own text
  });
  const again = { inputs: parseExact(`{"f": 1.0, "deep": {"n": null}, "q": "ü"}`) as ExactObject };
  expect(await fresh.store.evaluationDatasets.upsertRecords("d-1", [again])).toEqual({ inserted: 0, updated: 1 });
  const [row] = await fresh.store.db.query(sql`select outputs::text, tags::text from evaluation_dataset_records`);
  expect(row).toEqual({ outputs: "[1.0]", tags: "{}" });
});

test("the default experiment takes over what the other one was called, and its old name is free", async () => {
  const rows = [
    { experiment_id: 0, name: "ours", creation_time: 7 },
    { experiment_id: 5, name: "Default", creation_time: 8 },
  ];
  expect(await imports.conflicts(rows)).toEqual([]);
  await put("experiments", ...rows);
  expect(
    await fresh.store.db.query(sql`select experiment_id::int as id, name from experiments order by experiment_id`),
  ).toEqual([
    { id: 0, name: "ours" },
    { id: 5, name: "Default" },
  ]);
  expect(await imports.conflicts([{ experiment_id: 6, name: "ours" }])).toHaveLength(1);
});

test("deleted versions keep their number only, and copies know what they are copies of", async () => {
  await put("registered_models", { name: "m" }, { name: "copy" });
  await put(
    "model_versions",
    { name: "m", version: 1, source: "s3://b/1", current_stage: "None" },
    {
      name: "m",
      version: 2,
      source: "REDACTED-SOURCE-PATH",
      run_id: "REDACTED-RUN-ID",
      current_stage: "Deleted_Internal",
    },
    { name: "copy", version: 1, source: "models:/m/1", storage_location: "s3://b/1", current_stage: "None" },
  );
  await imports.finish();
  expect(
    await fresh.store.db.query(sql`
      select name, version, stage, source, run_id, copied_from_name || copied_from_version as copied
      from model_versions order by name, version`),
  ).toEqual([
    { name: "copy", version: 1, stage: "None", source: "models:/m/1", run_id: null, copied: "m1" },
    { name: "m", version: 1, stage: "None", source: "s3://b/1", run_id: null, copied: null },
    { name: "m", version: 2, stage: "Deleted", source: null, run_id: null, copied: null },
  ]);
});

test("the blocks that a chart of a long metric is drawn from are made by the import", async () => {
  await put("runs", { run_uuid: "r", experiment_id: 0, status: "FINISHED" });
  await put("latest_metrics", { run_uuid: "r", key: "loss", value: 1, step: 0, timestamp: 0 });
  const points = Array.from({ length: leastPointsWithBlocks + 1 }, (_, step) => ({
    run_uuid: "r",
    key: "loss",
    value: step,
    timestamp: step,
    step,
  }));
  await put("metrics", ...points);
  await imports.finish();
  const [row] = await fresh.store.db.query(sql`select count(*)::int as n from metric_blocks`);
  expect(row).toEqual({ n: Math.ceil((leastPointsWithBlocks + 1) / 64) });
});
