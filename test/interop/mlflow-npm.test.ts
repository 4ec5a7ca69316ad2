import mlflow from "mlflow";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { describeWith } from "../harness/requires.ts";
import { type BothOutputs, runSideBySide } from "../harness/side-by-side.ts";

/** The package is CommonJS, and its types say otherwise. */
const Mlflow = mlflow as unknown as typeof mlflow.default;

/**
 * The REST client that is called `mlflow` on npm, unmodified. Its `Experiments.list` and `setExperimentTag` call paths
 * that no current MLflow has, so they are left out.
 */
async function program(url: string): Promise<string> {
  const lines: string[] = [];
  const client = new Mlflow({ endpoint: url });
  const step = async (name: string, work: () => Promise<unknown>) => {
    const outcome = await work().catch((error: unknown) => `raised ${JSON.stringify(error)} ${String(error)}`);
    lines.push(`STEP ${name}: ${typeof outcome === "string" ? outcome : JSON.stringify(outcome)}`);
  };
  const name = `npm ${crypto.randomUUID()}`;
  const { experiment_id } = await client.Experiments.create({ name, artifact_location: "" });
  await step("experiment", async () => {
    const { experiment } = await client.Experiments.get({ experiment_id });
    return [experiment.name === name, experiment.lifecycle_stage];
  });
  await step("experiment of the same name", () => client.Experiments.create({ name, artifact_location: "" }));
  await step("renamed", async () => {
    await client.Experiments.update({ experiment_id, new_name: `${name} 2` });
    return (await client.Experiments.get({ experiment_id })).experiment.name === `${name} 2`;
  });
  await step("deleted and restored", async () => {
    await client.Experiments.delete({ experiment_id });
    const { experiment } = await client.Experiments.get({ experiment_id });
    await client.Experiments.restore({ experiment_id });
    return experiment.lifecycle_stage;
  });
  const created = await client.Runs.create({
    experiment_id,
    user_id: "npm",
    start_time: 1_000,
    tags: [{ key: "a", value: "b" }],
  });
  const run_id = created.run.info.run_id;
  const seen = async () => {
    const { run } = await client.Runs.get({ run_id });
    return {
      status: run.info.status,
      stage: run.info.lifecycle_stage,
      user: run.info.user_id,
      times: [run.info.start_time, run.info.end_time],
      metrics: run.data.metrics,
      params: run.data.params,
      tags: run.data.tags.filter(({ key }: { key: string }) => key !== "mlflow.runName"),
    };
  };
  await step("a new run", seen);
  await step("logged", async () => {
    await client.Runs.logMetric({ run_id, key: "m", value: 0.5, timestamp: 1, step: 0 });
    await client.Runs.logMetric({ run_id, key: "m", value: 0.25, timestamp: 2, step: 1 });
    await client.Runs.logParameter({ run_id, key: "p", value: "1" });
    await client.Runs.setTag({ run_id, key: "t", value: "x" });
    await client.Runs.logBatch({
      run_id,
      metrics: [{ key: "n", value: -1, timestamp: 5, step: -2 }],
      params: [{ key: "q", value: "ü" }],
      tags: [{ key: "u", value: "🥣" }],
    });
    await client.Runs.deleteTag({ run_id, key: "u" });
    return seen();
  });
  await step("a param cannot change", () => client.Runs.logParameter({ run_id, key: "p", value: "2" }));
  await step("history", () => client.Metrics.getHistory({ run_id, metric_key: "m" }));
  await step("ended", async () => {
    await client.Runs.update({ run_id, status: "FINISHED" as never, end_time: 9_000 });
    return seen();
  });
  await step("found", async () => {
    const { runs } = await client.Runs.search({ experiment_ids: [experiment_id], filter: "metrics.m < 0.3" });
    return runs.map((run: { info: { run_id: string } }) => run.info.run_id === run_id);
  });
  await step("deleted run", async () => {
    await client.Runs.delete({ run_id });
    const gone = await seen();
    await client.Runs.restore({ run_id });
    return gone.stage;
  });
  await step("no artifacts", () => client.Artifacts.list({ run_id, path: "" }).then(({ files = [] }) => files));
  await step("unknown run", () => client.Runs.get({ run_id: "0".repeat(32) }));
  return lines.join("\n");
}

describeWith(["python"], "the npm package mlflow 2.0.7", () => {
  let outputs: BothOutputs;
  const log = vi.spyOn(console, "log").mockImplementation(() => {}); // the client prints every body that it sends
  afterAll(() => log.mockRestore());
  beforeAll(async () => {
    outputs = await runSideBySide(program);
  }, 300_000);

  test("every step comes to what it comes to at MLflow's own server", () => {
    expect(outputs.mlflow.length).toBeGreaterThan(12);
    expect(outputs.ours).toEqual(outputs.mlflow);
  });
});
