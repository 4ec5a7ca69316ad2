/**
 * Every option of the server: one row each. Flag, environment variable, help (`spanloom server --help`) and
 * docs/reference/options.md all come from here.
 */
import { defaultLimits } from "@spanloom/ingest";
import { dataDirectory } from "./data-directory.ts";
import { type OptionsOf, option } from "./option.ts";
import {
  bytes,
  directory,
  type LogLevel,
  list,
  logLevel,
  onOff,
  pathPrefix,
  port,
  postgresUri,
  regex,
  text,
  wholeNumber,
} from "./values.ts";

export const options = {
  host: option({
    kind: text,
    default: "127.0.0.1",
    mlflowVariable: "MLFLOW_HOST",
    help: "Address to listen on, for the main port and both OTLP ports; 0.0.0.0 listens on every network.",
  }),
  port: option({
    kind: port,
    default: 5000,
    letter: "p",
    mlflowVariable: "MLFLOW_PORT",
    help: "The main port: web app, REST API, and /v1/traces and /v1/logs; 0 picks a free one.",
  }),
  staticPrefix: option({
    kind: pathPrefix,
    default: "",
    mlflowVariable: "MLFLOW_STATIC_PREFIX",
    help: "Path below which a proxy serves the main port, such as /spanloom; the port answers without it as well.",
  }),
  dataDir: option({
    kind: directory,
    default: dataDirectory,
    defaultText: "~/.local/share/spanloom on Linux; /var/lib/spanloom for root",
    help: "Directory of the embedded Postgres and of artifacts; kept across restarts, used by one server at a time.",
  }),
  backendStoreUri: option({
    kind: postgresUri,
    default: "",
    mlflowVariable: "MLFLOW_BACKEND_STORE_URI",
    help: "postgresql://… of an existing Postgres to use in place of the embedded one.",
  }),
  artifactsDestination: option({
    kind: text,
    default: "",
    defaultText: "artifacts in the data directory",
    mlflowVariable: "MLFLOW_ARTIFACTS_DESTINATION",
    help: "Where the files of runs and models are kept that clients send to this server: a directory, also as file:///….",
  }),
  defaultArtifactRoot: option({
    kind: text,
    default: "",
    defaultText: "mlflow-artifacts:/, this server",
    mlflowVariable: "MLFLOW_DEFAULT_ARTIFACT_ROOT",
    help: "Where new experiments keep their files; clients must reach it themselves unless it is mlflow-artifacts:/.",
  }),
  serveArtifacts: option({
    kind: onOff,
    default: true,
    mlflowVariable: "MLFLOW_SERVE_ARTIFACTS",
    help: "Takes and gives files for clients; without it --default-artifact-root says where they take them.",
  }),
  artifactsOnly: option({
    kind: onOff,
    default: false,
    mlflowVariable: "MLFLOW_ARTIFACTS_ONLY",
    help: "Serves files and nothing else; there is no database then.",
  }),
  otlpHttpPort: option({
    kind: port,
    default: 4318,
    help: "Port for OTLP over HTTP; 0 leaves only the main port to serve it.",
  }),
  otlpGrpcPort: option({
    kind: port,
    default: 4317,
    help: "Port for OTLP over gRPC; 0 turns gRPC off.",
  }),
  maxBodyBytes: option({
    kind: bytes,
    default: 64 * 1024 * 1024,
    help: "Largest OTLP request, as sent and after decompression; larger ones are answered 413 (gRPC: RESOURCE_EXHAUSTED).",
  }),
  maxPendingBytes: option({
    kind: bytes,
    default: defaultLimits.maxPendingBytes,
    help: "Bytes of OTLP requests held in memory at once, over all senders; more are answered 503 and sent again later.",
  }),
  maxAttributeBytes: option({
    kind: bytes,
    default: defaultLimits.maxAttributeBytes,
    help: "Largest value of one span attribute; a span with a larger one is rejected and the rest of its request kept.",
  }),
  maxSpansPerRequest: option({
    kind: wholeNumber(1, 10_000_000),
    default: defaultLimits.maxSpansPerRequest,
    help: "Most spans in one OTLP request.",
  }),
  bodyTimeoutSeconds: option({
    kind: wholeNumber(1, 3600),
    default: 60,
    help: "How long the body of an OTLP request may take to arrive.",
  }),
  traceIdleSeconds: option({
    kind: wholeNumber(1, 30 * 24 * 3600),
    default: 300,
    help: "A trace whose root has not come counts as incomplete, not running, after this long without a new span.",
  }),
  retentionDays: option({
    kind: wholeNumber(0, 36_500),
    default: 0,
    help: "Traces older than this many days are removed; 0 keeps everything.",
  }),
  prices: option({
    kind: text,
    default: "",
    defaultText: "the built-in table",
    help: "JSON file with a price table that is laid over the built-in one: its entries replace or add.",
  }),
  allowedHosts: option({
    kind: list,
    default: [],
    defaultText: "localhost, this machine's name, every IP address",
    mlflowVariable: "MLFLOW_SERVER_ALLOWED_HOSTS",
    help: "Further Host headers to accept, separated by commas, such as spanloom.example.com; * accepts every one.",
  }),
  corsOrigins: option({
    kind: list,
    default: [],
    defaultText: "pages from localhost",
    mlflowFlag: "--cors-allowed-origins",
    mlflowVariable: "MLFLOW_SERVER_CORS_ALLOWED_ORIGINS",
    help: "Further web origins that may call the server, separated by commas, such as https://app.example.com; * allows all.",
  }),
  webhookAllowedSchemes: option({
    kind: list,
    default: ["https"],
    mlflowVariable: "MLFLOW_WEBHOOK_ALLOWED_SCHEMES",
    help: "Schemes that addresses of webhooks may have, separated by commas: https, http.",
  }),
  webhookAllowPrivateIps: option({
    kind: onOff,
    default: false,
    mlflowVariable: "MLFLOW_WEBHOOK_ALLOW_PRIVATE_IPS",
    help: "Lets webhooks call machines of this network, and this machine; whoever can make a webhook can then reach them.",
  }),
  webhookRequestTimeout: option({
    kind: wholeNumber(1, 300),
    default: 30,
    mlflowVariable: "MLFLOW_WEBHOOK_REQUEST_TIMEOUT",
    help: "Seconds that a webhook may take to answer.",
  }),
  webhookRequestMaxRetries: option({
    kind: wholeNumber(0, 20),
    default: 8,
    mlflowVariable: "MLFLOW_WEBHOOK_REQUEST_MAX_RETRIES",
    help: "How often a webhook is called again that was not reached or answered 429 or 5xx; after 1 s, 2 s, 4 s and so on.",
  }),
  modelVersionSourceRegex: option({
    kind: regex,
    default: undefined,
    mlflowVariable: "MLFLOW_CREATE_MODEL_VERSION_SOURCE_VALIDATION_REGEX",
    help: "Regular expression that the source of a new model version must match somewhere.",
  }),
  truncateLongValues: option({
    kind: onOff,
    default: true,
    mlflowVariable: "MLFLOW_TRUNCATE_LONG_VALUES",
    help: "Cuts values that are too long: params after 6,000 characters, tags of runs and traces after 8,000; off refuses them.",
  }),
  enableCustomScorers: option({
    kind: onOff,
    default: false,
    mlflowVariable: "MLFLOW_SERVER_ENABLE_CUSTOM_SCORERS",
    help: "Takes scorers that carry source code, as the decorator makes them; every program that loads one executes it.",
  }),
  metrics: option({
    kind: onOff,
    default: true,
    help: "Tells Prometheus of this process at /metrics of the main port, under the host names that the web app has (--allowed-hosts).",
  }),
  logLevel: option<LogLevel>({
    kind: logLevel,
    default: "info",
    help: "Least severe events to log: debug, info, warn or error.",
  }),
};

export type OptionName = keyof typeof options;
export type Options = OptionsOf<typeof options>;

export const optionNames = Object.keys(options) as OptionName[];
