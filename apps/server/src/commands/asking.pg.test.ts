import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type FreshStore, freshStore } from "@spanloom/store/testing";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { type RunningServer, start } from "../start.ts";
import { runCommand } from "./commands.ts";

/** The commands that ask: over REST, and on a database beside the running server. */
let database: FreshStore;
let server: RunningServer;
let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "spanloom-asking-"));
  database = await freshStore();
  server = await start({
    port: 0,
    otlpHttpPort: 0,
    otlpGrpcPort: 0,
    dataDir,
    backendStoreUri: database.connectionString,
  });
});
afterAll(async () => {
  await server.close();
  await database.drop();
  await rm(dataDir, { recursive: true });
});
afterEach(() => vi.restoreAllMocks());

async function printed(words: readonly string[]): Promise<string> {
  const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  expect(await runCommand(words)).toBe(0);
  const text = write.mock.calls.map(([part]) => part).join("");
  write.mockRestore();
  return text.trimEnd();
}

const remotely = (command: string, ...flags: string[]) =>
  printed([...command.split(" "), ...flags, "--tracking-uri", server.url]);
const here = (command: string, ...flags: string[]) =>
  printed([...command.split(" "), ...flags, "--backend-store-uri", database.connectionString, "--data-dir", dataDir]);

async function described(runId: string): Promise<{ info: Record<string, string>; data: { tags: object } }> {
  return JSON.parse(await remotely("runs describe", "--run-id", runId));
}

test.each([
  ["over REST", remotely],
  ["on the database", here],
])("%s, an experiment is made, renamed, deleted and restored", async (place, ask) => {
  const said = await ask("experiments create", "-n", `made ${place}`);
  const [, id] = /with id (\d+)$/.exec(said)!;
  expect(await ask("experiments rename", "-x", id!, "--new-name", `renamed ${place}`)).toBe(
    `Experiment with id ${id} has been renamed to 'renamed ${place}'.`,
  );
  expect(await ask("experiments delete", "-x", id!)).toBe(`Experiment with ID ${id} has been deleted.`);
  expect(await ask("experiments search")).not.toContain(`renamed ${place}`);
  expect(await ask("experiments search", "-v", "deleted_only")).toContain(`renamed ${place}`);
  await expect(ask("experiments rename", "-x", id!, "--new-name", "x")).rejects.toThrow(/deleted|active/);
  expect(await ask("experiments restore", "-x", id!)).toBe(`Experiment with id ${id} has been restored.`);
  expect(await ask("experiments get", "-n", `renamed ${place}`)).toMatch(/Lifecycle Stage\s*: active/);
  await expect(ask("experiments restore", "-x", "987654321")).rejects.toThrow(/987654321/);
});

test("a run is made as it ended, deleted and restored", async () => {
  const flags = [
    "--experiment-name",
    "scripted",
    "--run-name",
    "baseline",
    "--status",
    "FAILED",
    "--description",
    "why",
  ];
  const made = JSON.parse(await remotely("runs create", ...flags, "-t", "env=prod", "--tags", "formula=a=b,c"));
  expect(made).toMatchObject({ status: "FAILED", run_name: "baseline" });
  expect(await described(made.run_id)).toMatchObject({
    info: { status: "FAILED", run_name: "baseline", experiment_id: made.experiment_id },
    data: { tags: { env: "prod", formula: "a=b,c", "mlflow.note.content": "why" } },
  });
  expect(await here("runs list", "--experiment-id", made.experiment_id)).toContain("baseline");

  const nested = ["--experiment-name", "scripted", "--parent-run-id", made.run_id];
  const child = JSON.parse(await here("runs create", ...nested));
  expect(child).toMatchObject({ status: "FINISHED", experiment_id: made.experiment_id });
  expect(await described(child.run_id)).toMatchObject({ data: { tags: { "mlflow.parentRunId": made.run_id } } });

  expect(await remotely("runs delete", "--run-id", made.run_id)).toBe(`Run with ID ${made.run_id} has been deleted.`);
  expect(await remotely("runs list", "--experiment-id", made.experiment_id)).not.toContain(made.run_id);
  expect(await remotely("runs restore", "--run-id", made.run_id)).toBe(`Run with id ${made.run_id} has been restored.`);
  expect(await remotely("runs list", "--experiment-id", made.experiment_id)).toContain(made.run_id);
  await expect(remotely("runs restore", "--run-id", "0".repeat(32))).rejects.toThrow(/not found/);
});

test.each([
  [["--run-name", "x"], /--experiment-id or by --experiment-name/],
  [["--experiment-id", "0", "--experiment-name", "x"], /--experiment-id or by --experiment-name/],
  [["--experiment-id", "0", "-t", "a=1", "-t", "a=2"], /'a' twice/],
  [["--experiment-id", "0", "-t", "a"], /-t must be of the form key=value, not 'a'/],
  [["--experiment-id", "0", "--status", "running"], /one of finished, failed, killed/],
  [["--experiment-id", "0", "--parent-run-id", "0".repeat(32)], /not found/],
])("runs create %j is refused", async (flags, sentence) => {
  await expect(remotely("runs create", ...flags)).rejects.toThrow(sentence);
});

test("traces are linked to a run", async () => {
  const { run_id } = JSON.parse(await remotely("runs create", "--experiment-id", "0"));
  const ids = ["1", "2", "3"].map((digit) => `tr-${digit.repeat(32)}`);
  for (const trace_id of ids) {
    const trace_location = { type: "MLFLOW_EXPERIMENT", mlflow_experiment: { experiment_id: "0" } };
    const trace_info = { trace_id, trace_location, request_time: new Date().toISOString(), state: "OK" };
    const body = JSON.stringify({ trace: { trace_info } });
    const headers = { "Content-Type": "application/json" };
    const made = await fetch(`${server.url}/api/3.0/mlflow/traces`, { method: "POST", headers, body });
    expect(made.status).toBe(200);
  }
  expect(await remotely("runs link-traces", "--run-id", run_id, "-t", ids[0]!, "--trace-id", ids[1]!)).toBe(
    `Successfully linked 2 trace(s) to run '${run_id}'`,
  );
  const locations = [{ type: "MLFLOW_EXPERIMENT", mlflow_experiment: { experiment_id: "0" } }];
  const found = await fetch(`${server.url}/api/3.0/mlflow/traces/search`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ locations, filter: `attributes.run_id = '${run_id}'` }),
  });
  const { traces } = (await found.json()) as { traces: { trace_id: string }[] };
  expect(traces.map(({ trace_id }) => trace_id).toSorted()).toEqual(ids.slice(0, 2));
  await expect(remotely("runs link-traces", "--run-id", run_id)).rejects.toThrow(/--trace-id is required/);
});

test("gc removes deleted logged models with their files, those that are named or all", async () => {
  const model = async (name: string) => {
    const { info } = await database.store.loggedModels.create({
      experimentId: "0",
      name,
      modelType: "",
      sourceRunId: "",
      params: [],
      tags: [],
    });
    const put = await fetch(`${server.url}/api/2.0/mlflow-artifacts/artifacts/0/models/${info!.model_id}/artifacts/f`, {
      method: "PUT",
      body: "x",
    });
    expect(put.status).toBe(200);
    return info!.model_id!;
  };
  const [kept, named, other] = [await model("kept"), await model("named"), await model("other")];
  await database.store.loggedModels.delete(named);
  await database.store.loggedModels.delete(other);
  await expect(here("gc", "--logged-model-ids", kept)).rejects.toThrow(/is not deleted/);
  await expect(here("gc", "--logged-model-ids", "m-unknown")).rejects.toThrow(/does not exist/);
  expect(await here("gc", "--logged-model-ids", named)).toContain(
    `Logged model with ID ${named} has been permanently deleted.`,
  );
  const models = join(dataDir, "artifacts/0/models");
  expect(await readdir(models)).toEqual([kept, other].toSorted());
  expect(await here("gc")).toContain(`Logged model with ID ${other} has been permanently deleted.`);
  expect(await readFile(join(models, kept, "artifacts/f"), "utf8")).toBe("x");
  expect(await readdir(models)).toEqual([kept]);
  expect((await database.store.loggedModels.get(kept)).info?.name).toBe("kept");
});

test("gc removes deleted runs and experiments with their files: those deleted long enough ago, those that are named, or all", async () => {
  const experiment = async (name: string) => / (\d+)$/.exec(await remotely("experiments create", "-n", name))![1]!;
  const run = async (experimentId: string) => {
    const { run_id } = JSON.parse(await remotely("runs create", "--experiment-id", experimentId)) as { run_id: string };
    const path = `${experimentId}/${run_id}/artifacts/f`;
    const body = { method: "PUT", body: "x" };
    expect((await fetch(`${server.url}/api/2.0/mlflow-artifacts/artifacts/${path}`, body)).status).toBe(200);
    return run_id;
  };
  /** The server is in this process, so it takes the time from here. */
  const daysAgo = async (days: number, ...command: Parameters<typeof remotely>) => {
    const clock = vi.spyOn(Date, "now").mockReturnValue(Date.now() - days * 86_400_000);
    await remotely(...command);
    clock.mockRestore();
  };
  const left = async (experimentId: string) =>
    (await readdir(join(dataDir, "artifacts", experimentId)).catch(() => [])).toSorted();
  const removed = (kind: "Run" | "Experiment", id: string) => `${kind} with ID ${id} has been permanently deleted.`;

  const [home, old, recent] = [await experiment("gc home"), await experiment("gc old"), await experiment("gc recent")];
  const [kept, oldest, older, fresh, named] = [
    await run(home),
    await run(home),
    await run(home),
    await run(home),
    await run(home),
  ];
  const [inOld, inRecent] = [await run(old), await run(recent)];
  await daysAgo(8, "runs delete", "--run-id", oldest);
  await daysAgo(2, "runs delete", "--run-id", older);
  for (const id of [fresh, named]) await remotely("runs delete", "--run-id", id);
  await daysAgo(8, "experiments delete", "-x", old);
  await remotely("experiments delete", "-x", recent);

  await expect(here("gc", "--older-than", "a week")).rejects.toThrow(/a duration such as 7d/);
  await expect(here("gc", "--older-than", "7d", "--run-ids", older)).rejects.toThrow(/later than --older-than says/);
  await expect(here("gc", "--experiment-ids", `${old},${home}`)).rejects.toThrow(/is not deleted/);
  await expect(here("gc", "--run-ids", kept)).rejects.toThrow(/is not deleted/);
  expect(await left(home)).toEqual([kept, oldest, older, fresh, named].toSorted());

  const weekly = await here("gc", "--older-than", "7d");
  for (const line of [removed("Run", oldest), removed("Run", inOld), removed("Experiment", old)]) {
    expect(weekly).toContain(line);
  }
  expect(weekly).toContain("Removed 2 runs, 0 logged models and 1 experiments.");
  expect([await left(home), await left(old)]).toEqual([[kept, older, fresh, named].toSorted(), []]);
  await expect(described(inOld)).rejects.toThrow(/not found/);

  expect(await here("gc", "--older-than", "1d12h")).toContain(removed("Run", older));
  expect(await here("gc", "--run-ids", named)).not.toContain(fresh);
  expect(await left(home)).toEqual([kept, fresh].toSorted());
  expect(await here("gc", "--experiment-ids", recent)).toContain(removed("Experiment", recent));
  await expect(described(inRecent)).rejects.toThrow(/not found/);
  expect(await here("gc")).toContain(removed("Run", fresh));
  expect([await left(home), await left(recent)]).toEqual([[kept], []]);
  expect(await described(kept)).toMatchObject({ info: { lifecycle_stage: "active" } });
});
