import { fileURLToPath } from "node:url";
import { beforeAll, expect, test } from "vitest";
import { runProgram } from "../harness/process.ts";
import { describeWith, pathOf } from "../harness/requires.ts";
import { type BothOutputs, runSideBySide } from "../harness/side-by-side.ts";

/** An older Python client, unmodified: version 2 of the trace API, stages, artifacts through the proxy. */
const script = fileURLToPath(new URL("python/mlflow_classic.py", import.meta.url));

describeWith(["python222", "python"], "MLflow Python client 2.22.5", () => {
  let outputs: BothOutputs;
  beforeAll(async () => {
    const env = { MLFLOW_DISABLE_TELEMETRY: "true", MLFLOW_HTTP_REQUEST_MAX_RETRIES: "1", NO_PROXY: "*" };
    outputs = await runSideBySide((url) => runProgram(pathOf("python222"), [script, url], { env }));
  }, 300_000);

  test("every step comes to what it comes to at MLflow's own server", () => {
    expect(outputs.mlflow.length).toBeGreaterThan(40);
    expect(outputs.ours).toEqual(outputs.mlflow);
  });
});
