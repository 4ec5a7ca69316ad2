import type { routeTable } from "./index.ts";

type Table = typeof routeTable;

/** What endpoints are for, where no rpc's comment says it. Not in their rows, since those are in every client's bundle. */
export const summaries: Readonly<Record<Unsaid, string>> = {
  exportTraces: "Takes spans: an ExportTraceServiceRequest, protobuf or JSON.",
  exportLogs: "Takes log records: an ExportLogsServiceRequest, protobuf or JSON.",
  getTraceArtifact: "The spans of a trace in the form of traces.json (`request_id`).",
  downloadTrace: "The whole trace as an OTLP/JSON file, log records included.",
  downloadTraces:
    "Traces as a file: those that match (`experiment_ids`, `filter`, `order_by`, `start_time_from_ms`, " +
    "`start_time_to_ms`, as listTraces has them), or those that are named (`trace_ids`, repeated). `format=jsonl`: a " +
    "line for each, as MLflow's `Trace.from_json` reads it, spans included. `format=csv`: `columns`, repeated: " +
    "`trace_id`, `experiment_id`, `name`, `state`, `start_time`, `duration_ms`, `span_count`, `error_count`, " +
    "`input_tokens`, `output_tokens`, `cost_usd`, `session`, `user`, `models`, `run_id`, `model_id`, `input`, " +
    "`output`, `tags.<key>`, `metadata.<key>`, `assessments.<name>`, `attributes.<key>` (the root span's).",
  changes:
    "Server-sent events that name new and growing traces (`experiment_id`, `trace_id`). With `since_ms`, the " +
    "`as_of_ms` of what was read before, those that changed since come first; the event `missed` says that they are " +
    "not known any more.",
  getMetricHistoryBulk: "The points of a metric of several runs. NaN stands in the answer as it is, which is no JSON.",
  downloadRuns:
    "All matching runs as a CSV file (`experiment_ids`, `filter`, `view`, `order_by`, and `columns`, each repeated: " +
    "`run_id`, `run_name`, `status`, `start_time`, `end_time`, `user_id`, `params.<key>`, `metrics.<key>`, " +
    "`tags.<key>`).",
  uploadArtifact:
    "Stores a file, all or nothing. `<experiment>/traces/<trace>/artifacts/traces.json` becomes spans like any others.",
  downloadArtifact: "A file or a range of it. `traces.json` exists for every trace, however its spans came.",
  uploadArtifactPart:
    "Stores a part of a multipart upload; its `ETag` is for completing it. Clients are given this URL.",
  getArtifact: "A file of a run (`run_id`, `path`).",
  getModelVersionArtifact: "A file of a model version (`name`, `version`, `path`).",
  uploadRunArtifact: "Stores a file of at most 10 MB for a run (`run_uuid`, `path`).",
  getLoggedModelArtifact: "A file of a logged model (`artifact_file_path`).",
  viewRunArtifact:
    "A page or PDF of a run (`path`) to look at in a frame: pages run in a sandbox that reaches nothing.",
  viewLoggedModelArtifact: "The same for a file of a logged model.",
  downloadDataset:
    "All records of an evaluation dataset, one JSON object a line: inputs, outputs, expectations, tags, source.",
  health: "`OK` while the server and its database answer.",
  prometheus:
    "Counters and gauges of the process that answers, in Prometheus's text format; `--no-metrics` leaves it out.",
  version: "The version of MLflow's server whose REST API this is. Clients choose by it what they call.",
  users: "Accounts and what they may do.",
  roles: "Roles.",
  experimentPermissions: "Permissions on one experiment, as MLflow 3.8 has them.",
  registeredModelPermissions: "Permissions on one registered model, as MLflow 3.8 has them.",
  scorerPermissions: "Permissions on one scorer, as MLflow 3.8 has them.",
  signup: "A page to make an account.",
  workspaces: "Workspaces.",
  workspace: "One workspace.",
  gatewayConfiguration: "Endpoints, secrets, budgets and guardrails of the AI gateway.",
  gatewayProxy: "A call through a deployments server.",
  gateway: "Model calls through the AI gateway.",
  mcpServers: "The registry of MCP servers.",
  mcpServer: "One MCP server, its versions, aliases and tags.",
  promptOptimization: "Jobs that improve a prompt.",
  invokeEvaluation: "An evaluation that the server runs.",
  invokeScorer: "A scorer that the server runs.",
  invokeIssueDetection: "A search for issues that the server runs.",
  createPromptlabRun: "A run made by MLflow's prompt engineering page.",
  jobs: "Jobs that the server runs for MLflow's web app.",
  mlflowJobs: "The same under another path.",
  assistant: "The assistant of MLflow's web app.",
  demo: "Demonstration data.",
  graphql: "The queries of MLflow's web app.",
  uiTelemetry: "What MLflow's web app reports to its makers.",
  getOnlineTraceDetails: "A trace of an inference table.",
  searchUnifiedTraces: "Traces of a SQL warehouse.",
};

type Unsaid = {
  [Name in keyof Table]: Table[Name] extends { stream: true } | { http: true } | { unserved: string } ? Name : never;
}[keyof Table];
