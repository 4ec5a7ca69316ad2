import { fileURLToPath } from "node:url";
import { runProgram } from "./process.ts";
import { pathOf, type Tool } from "./requires.ts";

/** What each scenario of a script saw, as JSON. */
export type ScriptResults = Record<string, Record<string, unknown>>;

/** Runs a script of test/interop/python with a released client, to its end; resolves to what it printed as `RESULTS`. */
export async function runMlflowScript<Results = ScriptResults>(
  tool: Tool,
  script: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<Results> {
  const path = fileURLToPath(new URL(`../interop/python/${script}`, import.meta.url));
  const output = await runProgram(pathOf(tool), [path, ...args], {
    env: { MLFLOW_HTTP_REQUEST_MAX_RETRIES: "1", MLFLOW_DISABLE_TELEMETRY: "true", NO_PROXY: "*", ...env },
  });
  const line = output.split("\n").find((text) => text.startsWith("RESULTS "));
  if (line === undefined) throw new Error(`${script} printed no results:\n${output.slice(-3000)}`);
  return JSON.parse(line.slice("RESULTS ".length)) as Results;
}

/** What one scenario saw; the client's traceback where it raised. */
export function seenBy(results: ScriptResults, scenario: string): Record<string, unknown> {
  const seen = results[scenario];
  if (seen === undefined) throw new Error(`There is no scenario ${scenario}.`);
  if (typeof seen.raised === "string") throw new Error(seen.raised);
  return seen;
}
