import { startMlflowServer } from "./mlflow-server.ts";
import { startServer } from "./server.ts";

/** What tests of clients need of a server, whoever's it is. */
export interface AnyServer {
  readonly url: string;
  dispose(): Promise<void>;
}

/** For `describe.each`: what a client promises must hold with both. The second needs the tool `python`. */
export const bothServers: [name: string, start: () => Promise<AnyServer>][] = [
  ["Spanloom", startServer],
  ["MLflow 3.17.2", startMlflowServer],
];

/** One program run against MLflow's own server and against ours. */
export interface BothOutputs {
  readonly mlflow: readonly string[];
  readonly ours: readonly string[];
}

/**
 * Starts both servers, runs `program` against each, and resolves to the lines `STEP …` that it printed, with ids, times
 * and texts of errors taken out: what is left must be the same.
 */
export async function runSideBySide(program: (url: string) => Promise<string>): Promise<BothOutputs> {
  const [mlflow, ours] = await Promise.all([startMlflowServer(), startServer()]);
  try {
    const [theirs, our] = await Promise.all([program(mlflow.url), program(ours.url)]);
    return { mlflow: stepsOf(theirs), ours: stepsOf(our) };
  } finally {
    await Promise.all([mlflow.dispose(), ours.dispose()]);
  }
}

/** Of an error the code counts: the sentences are each server's own. */
function stepsOf(output: string): string[] {
  const steps = output.split("\n").filter((line) => line.startsWith("STEP "));
  return steps.map((step) => {
    const failure = /^(STEP .*?: raised ).*?error_code\W+([A-Z_]+)/.exec(step);
    return failure === null ? step : `${failure[1]}${failure[2]}`;
  });
}
