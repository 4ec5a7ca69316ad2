/** What MLflow's command line has and this one has not, and why: whoever asks for it is told, and the reference lists it. */

const traces = "traces are kept in the database, and none is archived";
const jobs = "jobs leave no records that could be removed";
const workspaces = "all names are in one workspace";
const python = "no server of Python's runs below this one";
const secrets = "model providers are called by clients, and their keys are not kept here";
const rollups = "what traces add up to is kept right by the servers themselves";

export const leftOutOptions: Readonly<Record<string, string>> = {
  "--all-workspaces": workspaces,
  "--app-name": "there are no users of its own; a proxy in front can ask who calls",
  "--dev": "npm run dev, in a clone, runs it reloading",
  "--disable-security-middleware": "--allowed-hosts '*' and --cors-origins '*' accept every one",
  "--disable-workspaces": workspaces,
  "--enable-workspaces": workspaces,
  "--expose-prometheus": "/metrics is on unless --no-metrics is given, and keeps no files",
  "--gunicorn-opts": python,
  "--job-ids": jobs,
  "--jobs": jobs,
  "--read-replica-backend-store-uri": "reads go to the database that is written to",
  "--registry-store-uri": "registered models are in the same database, --backend-store-uri",
  "--secrets-cache-max-size": secrets,
  "--secrets-cache-ttl": secrets,
  "--trace-archival-config": traces,
  "--trace-archival-retention": traces,
  "--uvicorn-opts": python,
  "--waitress-opts": python,
  "--workers": "one process serves everything; for more, start more of them on one database",
  "--workspace": workspaces,
  "--workspace-store-uri": workspaces,
  "--x-frame-options": "pages of other origins never get to frame the web app",
  "-w": "one process serves everything; for more, start more of them on one database",
};

export const leftOutCommands: Readonly<Record<string, string>> = {
  "db delete-trace-rollups": rollups,
  "db migrate-to-default-workspace": workspaces,
  "db move-resources": workspaces,
  "db prepopulate-trace-analytics": rollups,
  "experiments update": traces,
};
