import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runProgram } from "../harness/process.ts";
import { describeWith, pathOf } from "../harness/requires.ts";
import { type BothOutputs, runSideBySide } from "../harness/side-by-side.ts";

/** MLflow's Java client of Maven Central, unmodified. For artifacts it calls the Python client, which must be on the path. */
const source = fileURLToPath(new URL("java/Tracking.java", import.meta.url));

describeWith(["mlflowJava", "python"], "MLflow Java client 2.17.2", () => {
  let classes: string;
  let outputs: BothOutputs;
  beforeAll(async () => {
    classes = await mkdtemp(join(tmpdir(), "spanloom-java-"));
    const classPath = [classes, join(pathOf("mlflowJava"), "*")].join(delimiter);
    await runProgram("javac", ["-nowarn", "-d", classes, "-cp", classPath, source]);
    const env = {
      PATH: [dirname(pathOf("python")), process.env.PATH].join(delimiter),
      MLFLOW_DISABLE_TELEMETRY: "true",
      NO_PROXY: "*",
    };
    const marker = crypto.randomUUID().slice(0, 8);
    outputs = await runSideBySide((url) => runProgram("java", ["-cp", classPath, "Tracking", url, marker], { env }));
  }, 300_000);
  afterAll(() => rm(classes, { recursive: true, force: true }));

  test("every step comes to what it comes to at MLflow's own server", () => {
    expect(outputs.mlflow.length).toBeGreaterThan(30);
    expect(outputs.ours).toEqual(outputs.mlflow);
  });
});
