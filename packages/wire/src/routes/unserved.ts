import { type Method, routes } from "./routes.ts";

const every = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const satisfies Method[];
const noAccounts = "this server has no accounts yet; put a proxy that signs people in before it";
const noGateway = "this server does not stand between applications and model providers";
const noModelCalls = "it would call a model, and this server calls none; evaluate from the client";
const ownWebApp = "it belongs to MLflow's web app, and this server has one of its own";
const databricksOnly = "it reads tables that exist on Databricks only";

/**
 * What MLflow's server has and this one does not, one row an area: a client that asks is told why. Other than an
 * unknown path, which may be a typing error, these are known and left out.
 */
export const unservedRoutes = routes({
  users: {
    method: every,
    path: "/mlflow/users/{path*}",
    since: ["2.0", "3.0"],
    unserved: noAccounts,
  },
  roles: { method: every, path: "/mlflow/roles/{path*}", since: "3.0", unserved: noAccounts },
  experimentPermissions: {
    method: every,
    path: "/mlflow/experiments/permissions/{path*}",
    since: "2.0",
    unserved: noAccounts,
  },
  registeredModelPermissions: {
    method: every,
    path: "/mlflow/registered-models/permissions/{path*}",
    since: "2.0",
    unserved: noAccounts,
  },
  scorerPermissions: {
    method: every,
    path: "/mlflow/scorers/permissions/{path*}",
    since: "3.0",
    unserved: noAccounts,
  },
  signup: { method: "GET", path: "/signup", unserved: noAccounts },
  workspaces: {
    method: ["GET", "POST"],
    path: "/mlflow/workspaces",
    since: "3.0",
    unserved: "everything is in the one workspace named default",
  },
  workspace: {
    method: ["GET", "PATCH", "DELETE"],
    path: "/mlflow/workspaces/{workspace_name}",
    since: "3.0",
    unserved: "everything is in the one workspace named default",
  },
  gatewayConfiguration: {
    method: every,
    path: "/mlflow/gateway/{path*}",
    since: "3.0",
    unserved: noGateway,
  },
  gatewayProxy: {
    method: ["GET", "POST"],
    path: "/mlflow/gateway-proxy",
    since: "2.0",
    ajaxOnly: true,
    unserved: noGateway,
  },
  gateway: {
    method: every,
    path: "/gateway/{path*}",
    unserved: noGateway,
  },
  mcpServers: {
    method: ["GET", "POST"],
    path: "/mlflow/mcp-servers",
    since: "3.0",
    unserved: "this server keeps no registry of MCP servers",
  },
  mcpServer: {
    method: every,
    path: "/mlflow/mcp-servers/{path*}",
    since: "3.0",
    unserved: "this server keeps no registry of MCP servers",
  },
  promptOptimization: {
    method: every,
    path: "/mlflow/prompt-optimization/{path*}",
    since: "3.0",
    unserved: noModelCalls,
  },
  invokeEvaluation: {
    method: "POST",
    path: "/mlflow/genai/evaluate/invoke",
    since: "3.0",
    ajaxOnly: true,
    unserved: noModelCalls,
  },
  invokeScorer: {
    method: "POST",
    path: "/mlflow/scorer/invoke",
    since: "3.0",
    ajaxOnly: true,
    unserved: noModelCalls,
  },
  invokeIssueDetection: {
    method: "POST",
    path: "/mlflow/issues/invoke",
    since: "3.0",
    ajaxOnly: true,
    unserved: noModelCalls,
  },
  createPromptlabRun: {
    method: "POST",
    path: "/mlflow/runs/create-promptlab-run",
    since: "2.0",
    ajaxOnly: true,
    unserved: noModelCalls,
  },
  jobs: {
    method: every,
    path: "/jobs/{path*}",
    since: "3.0",
    ajaxOnly: true,
    unserved: noModelCalls,
  },
  mlflowJobs: {
    method: every,
    path: "/mlflow/jobs/{path*}",
    since: "3.0",
    ajaxOnly: true,
    unserved: noModelCalls,
  },
  assistant: {
    method: every,
    path: "/mlflow/assistant/{path*}",
    since: "3.0",
    ajaxOnly: true,
    unserved: ownWebApp,
  },
  demo: {
    method: "POST",
    path: "/mlflow/demo/{path*}",
    since: "3.0",
    ajaxOnly: true,
    unserved: ownWebApp,
  },
  graphql: {
    method: ["GET", "POST"],
    path: "/graphql",
    unserved: ownWebApp,
  },
  uiTelemetry: {
    method: ["GET", "POST"],
    path: "/mlflow/ui-telemetry",
    since: "3.0",
    ajaxOnly: true,
    unserved: "this server tells nobody how it is used",
  },
  getOnlineTraceDetails: {
    method: "GET",
    path: "/mlflow/get-online-trace-details",
    since: "2.0",
    unserved: databricksOnly,
  },
  searchUnifiedTraces: {
    method: "GET",
    path: "/mlflow/unified-traces",
    since: "2.0",
    unserved: databricksOnly,
  },
});
