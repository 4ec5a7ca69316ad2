import { afterAll, beforeAll, describe } from "vitest";
import { runMlflowScript, type ScriptResults, seenBy } from "./mlflow-script.ts";
import { describeWith, type Tool } from "./requires.ts";
import { startServer, type TestServer } from "./server.ts";

/** MLflow's Python clients that a server is held to: the newest release, and one that others still use. */
export const pythonClients: [version: string, tool: Tool][] = [
  ["3.17.2", "python"],
  ["3.8.1", "python38"],
];

/** What a script did with one client. */
export interface ClientRun {
  readonly version: string;
  /** The script's second argument, which it puts into the names of what it makes. */
  readonly marker: string;
  /** Of the server; known once tests run. */
  url(): string;
  /** What one scenario of the script saw; throws the client's traceback where it raised. */
  seen(scenario: string): Record<string, unknown>;
}

/** Tests of what a script of test/interop/python sees with each client, one after the other at the same server. */
export function describeClients(
  about: string,
  script: string,
  env: Record<string, string>,
  tests: (run: ClientRun) => void,
): void {
  describeWith(["python", "python38"], about, () => {
    let server: TestServer;
    beforeAll(async () => {
      server = await startServer();
    });
    afterAll(() => server?.dispose());

    describe.each(pythonClients)("with the client of %s", (version, tool) => {
      const marker = crypto.randomUUID();
      let results: ScriptResults;
      beforeAll(async () => {
        results = await runMlflowScript(tool, script, [server.url, marker], env);
      }, 600_000);
      tests({ version, marker, url: () => server.url, seen: (scenario) => seenBy(results, scenario) });
    });
  });
}
