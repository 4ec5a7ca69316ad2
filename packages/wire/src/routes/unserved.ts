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
    summary: "Accounts and what they may do.",
  },
  roles: { method: every, path: "/mlflow/roles/{path*}", since: "3.0", unserved: noAccounts, summary: "Roles." },
  experimentPermissions: {
    method: every,
    path: "/mlflow/experiments/permissions/{path*}",
    since: "2.0",
    unserved: noAccounts,
    summary: "Permissions on one experiment, as MLflow 3.8 has them.",
  },
  registeredModelPermissions: {
    method: every,
    path: "/mlflow/registered-models/permissions/{path*}",
    since: "2.0",
    unserved: noAccounts,
    summary: "Permissions on one registered model, as MLflow 3.8 has them.",
  },
  scorerPermissions: {
    method: every,
    path: "/mlflow/scorers/permissions/{path*}",
    since: "3.0",
    unserved: noAccounts,
    summary: "Permissions on one scorer, as MLflow 3.8 has them.",
  },
  signup: { method: "GET", path: "/signup", unserved: noAccounts, summary: "A page to make an account." },
  workspaces: {
    method: ["GET", "POST"],
    path: "/mlflow/workspaces",
    since: "3.0",
    unserved: "everything is in the one workspace named default",
    summary: "Workspaces.",
  },
  workspace: {
    method: ["GET", "PATCH", "DELETE"],
    path: "/mlflow/workspaces/{workspace_name}",
    since: "3.0",
    unserved: "everything is in the one workspace named default",
    summary: "One workspace.",
  },
  gatewayConfiguration: {
    method: every,
    path: "/mlflow/gateway/{path*}",
    since: "3.0",
    unserved: noGateway,
    summary: "Endpoints, secrets, budgets and guardrails of the AI gateway.",
  },
  gatewayProxy: {
    method: ["GET", "POST"],
    path: "/mlflow/gateway-proxy",
    since: "2.0",
    ajaxOnly: true,
    unserved: noGateway,
    summary: "A call through a deployments server.",
  },
  gateway: {
    method: every,
    path: "/gateway/{path*}",
    unserved: noGateway,
    summary: "Model calls through the AI gateway.",
  },
  mcpServers: {
    method: ["GET", "POST"],
    path: "/mlflow/mcp-servers",
    since: "3.0",
    unserved: "this server keeps no registry of MCP servers",
    summary: "The registry of MCP servers.",
  },
  mcpServer: {
    method: every,
    path: "/mlflow/mcp-servers/{path*}",
    since: "3.0",
    unserved: "this server keeps no registry of MCP servers",
    summary: "One MCP server, its versions, aliases and tags.",
  },
  promptOptimization: {
    method: every,
    path: "/mlflow/prompt-optimization/{path*}",
    since: "3.0",
    unserved: noModelCalls,
    summary: "Jobs that improve a prompt.",
  },
  invokeEvaluation: {
    method: "POST",
    path: "/mlflow/genai/evaluate/invoke",
    since: "3.0",
    ajaxOnly: true,
    unserved: noModelCalls,
    summary: "An evaluation that the server runs.",
  },
  invokeScorer: {
    method: "POST",
    path: "/mlflow/scorer/invoke",
    since: "3.0",
    ajaxOnly: true,
    unserved: noModelCalls,
    summary: "A scorer that the server runs.",
  },
  invokeIssueDetection: {
    method: "POST",
    path: "/mlflow/issues/invoke",
    since: "3.0",
    ajaxOnly: true,
    unserved: noModelCalls,
    summary: "A search for issues that the server runs.",
  },
  createPromptlabRun: {
    method: "POST",
    path: "/mlflow/runs/create-promptlab-run",
    since: "2.0",
    ajaxOnly: true,
    unserved: noModelCalls,
    summary: "A run made by MLflow's prompt engineering page.",
  },
  jobs: {
    method: every,
    path: "/jobs/{path*}",
    since: "3.0",
    ajaxOnly: true,
    unserved: noModelCalls,
    summary: "Jobs that the server runs for MLflow's web app.",
  },
  mlflowJobs: {
    method: every,
    path: "/mlflow/jobs/{path*}",
    since: "3.0",
    ajaxOnly: true,
    unserved: noModelCalls,
    summary: "The same under another path.",
  },
  assistant: {
    method: every,
    path: "/mlflow/assistant/{path*}",
    since: "3.0",
    ajaxOnly: true,
    unserved: ownWebApp,
    summary: "The assistant of MLflow's web app.",
  },
  demo: {
    method: "POST",
    path: "/mlflow/demo/{path*}",
    since: "3.0",
    ajaxOnly: true,
    unserved: ownWebApp,
    summary: "Demonstration data.",
  },
  graphql: {
    method: ["GET", "POST"],
    path: "/graphql",
    unserved: ownWebApp,
    summary: "The queries of MLflow's web app.",
  },
  uiTelemetry: {
    method: ["GET", "POST"],
    path: "/mlflow/ui-telemetry",
    since: "3.0",
    ajaxOnly: true,
    unserved: "this server tells nobody how it is used",
    summary: "What MLflow's web app reports to its makers.",
  },
  getOnlineTraceDetails: {
    method: "GET",
    path: "/mlflow/get-online-trace-details",
    since: "2.0",
    unserved: databricksOnly,
    summary: "A trace of an inference table.",
  },
  searchUnifiedTraces: {
    method: "GET",
    path: "/mlflow/unified-traces",
    since: "2.0",
    unserved: databricksOnly,
    summary: "Traces of a SQL warehouse.",
  },
});
