import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Artifacts, openArtifacts } from "@spanloom/api";
import type { Store } from "@spanloom/store";
import { freshStore } from "@spanloom/store/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { collectGarbage } from "./gc.ts";

let directory: string;
let store: Store;
let artifacts: Artifacts;
let drop: () => Promise<void>;
let said: string[];
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "spanloom-gc-"));
  ({ store, drop } = await freshStore());
  artifacts = await openArtifacts({ destination: directory, defaultRoot: "mlflow-artifacts:", serve: true });
  said = [];
});
afterEach(async () => {
  await drop();
  await rm(directory, { recursive: true });
});

async function run(experimentId: string): Promise<string> {
  const { info } = await store.runs.create({ experimentId, startTimeMs: 0, userId: "", tags: [] });
  await file(`${experimentId}/${info!.run_id}/artifacts/f`);
  return info!.run_id!;
}

async function file(path: string): Promise<void> {
  await mkdir(dirname(join(directory, path)), { recursive: true });
  await writeFile(join(directory, path), "x");
}

const collect = (named: Partial<Record<"run" | "loggedModel" | "experiment", string[]>> = {}, olderThanMs = 0) =>
  collectGarbage(
    store,
    artifacts,
    { named: { run: [], loggedModel: [], experiment: [], ...named }, olderThanMs },
    (line) => said.push(line),
  );

test("deleted runs go with their files, and others stay", async () => {
  const [kept, gone] = [await run("0"), await run("0")];
  await store.runs.delete(gone);
  expect(await collect()).toMatchObject({ removed: { run: 1, loggedModel: 0, experiment: 0 }, failed: 0 });
  expect(said).toContain(`Run with ID ${gone} has been permanently deleted.`);
  expect(await readdir(join(directory, "0"))).toEqual([kept]);
  expect(await store.runs.getMany([kept, gone])).toHaveLength(1);
});

test("a deleted experiment goes with its runs and its directory; the first one stays", async () => {
  const experimentId = await store.experiments.create("gone");
  await run(experimentId);
  await store.experiments.delete(experimentId);
  await store.experiments.delete("0");
  await file("0/kept");
  expect(await collect()).toMatchObject({ removed: { run: 1, experiment: 1 } });
  expect(await readdir(directory)).toEqual(["0"]);
  expect(await store.experiments.get(experimentId)).toBeUndefined();
  expect(await store.experiments.get("0")).toBeDefined();
  await expect(collect({ experiment: ["0"] })).rejects.toThrow(/Experiment 0 stays/);
});

test("an experiment in a place that others may share takes only what is its own", async () => {
  const experimentId = await store.experiments.create("shared", "mlflow-artifacts:/shared");
  const created = await store.runs.create({ experimentId, startTimeMs: 0, userId: "", tags: [] });
  const id = created.info!.run_id!;
  await file(`shared/${id}/artifacts/f`);
  await file("shared/of somebody else");
  await store.experiments.delete(experimentId);
  await collect();
  expect(await readdir(join(directory, "shared"))).toEqual(["of somebody else"]);
});

test("only what is named, and only what was deleted long enough ago", async () => {
  const [active, first, second] = [await run("0"), await run("0"), await run("0")];
  await store.runs.delete(first);
  await store.runs.delete(second);
  await expect(collect({ run: [active] })).rejects.toThrow(/is not deleted/);
  await expect(collect({ run: ["unknown"] })).rejects.toThrow(/does not exist/);
  await expect(collect({ run: [first] }, 60_000)).rejects.toThrow(/--older-than/);
  expect(await collect({}, 60_000)).toMatchObject({ removed: { run: 0 } });
  expect(await collect({ run: [first] })).toMatchObject({ removed: { run: 1 } });
  expect(await readdir(join(directory, "0"))).toEqual([active, second].toSorted());
});

test("files out of reach are named and left, and the run goes", async () => {
  const experimentId = await store.experiments.create("elsewhere", "s3://bucket/x");
  const created = await store.runs.create({ experimentId, startTimeMs: 0, userId: "", tags: [] });
  await store.runs.delete(created.info!.run_id!);
  expect(await collect()).toMatchObject({ removed: { run: 1 }, failed: 0 });
  expect(said[0]).toMatch(/s3:\/\/bucket\/x.* are left where they are/);
});
