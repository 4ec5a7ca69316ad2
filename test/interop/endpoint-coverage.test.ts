import { createMatcher, type RouteRow, routeTable } from "@spanloom/wire";
import { beforeAll, expect, test } from "vitest";
import { pythonClients } from "../harness/mlflow-clients.ts";
import { runMlflowScript } from "../harness/mlflow-script.ts";
import { describeWith } from "../harness/requires.ts";

/**
 * Every endpoint that a released MLflow's server has is a row here: served, or marked with the reason why it is not. So
 * nothing that a client can call meets a bare 404.
 */
const match = createMatcher(routeTable);

/** Pages and files of MLflow's web app. The first is where this server's own web app is. */
const webApp = ["/", "/static-files/{path}", "/build/{filename}", "/static/{filename}"];

/** Rows that may say no. Whatever else the client calls is served. */
const leftOut = [
  "createPromptlabRun",
  "demo",
  "experimentPermissions",
  "gatewayConfiguration",
  "gatewayProxy",
  "getOnlineTraceDetails",
  "graphql",
  "invokeEvaluation",
  "invokeIssueDetection",
  "invokeScorer",
  "mlflowJobs",
  "promptOptimization",
  "registeredModelPermissions",
  "scorerPermissions",
  "searchUnifiedTraces",
  "uiTelemetry",
  "workspace",
  "workspaces",
];

describeWith(["python", "python38"], "the endpoints of MLflow", () => {
  for (const [version, tool] of pythonClients) {
    const missing: string[] = [];
    const refused = new Set<string>();
    beforeAll(async () => {
      const endpoints = await runMlflowScript<[method: string, path: string][]>(tool, "mlflow_endpoints.py", []);
      expect(endpoints.length).toBeGreaterThan(200);
      for (const [method, path] of endpoints) {
        if (webApp.includes(path)) continue;
        const found = match(method, path.replaceAll(/\{\w+\}/g, "x"));
        if (found === undefined || !("row" in found)) missing.push(`${method} ${path}`);
        else if ((found.row as RouteRow).unserved !== undefined) refused.add(found.name);
      }
    }, 120_000);

    test(`${version}: each has a row`, () => {
      expect(missing).toEqual([]);
    });

    test(`${version}: only what is known to be left out is refused`, () => {
      expect([...refused].filter((name) => !leftOut.includes(name))).toEqual([]);
    });
  }
});
