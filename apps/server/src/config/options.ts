/**
 * Every option of the server: one row each. Flag, environment variable, help (`spanloom server --help`) and
 * docs/reference/options.md all come from here. The key is the name in `Options`; flag and variable follow from it:
 * `otlpHttpPort` is `--otlp-http-port` and `SPANLOOM_OTLP_HTTP_PORT`.
 */
import { defaultLimits } from "@spanloom/ingest";
import { dataDirectory } from "./data-directory.ts";
import {
  bytes,
  directory,
  type LogLevel,
  list,
  logLevel,
  port,
  postgresUri,
  text,
  type ValueKind,
  wholeNumber,
} from "./values.ts";

interface Option<T> {
  readonly kind: ValueKind<T>;
  /** What holds when neither flag nor variable is given. A function when it depends on the machine. */
  readonly default: T | (() => T);
  /** How the reference names a default that depends on the machine. */
  readonly defaultText?: string;
  /** One sentence. */
  readonly help: string;
}

const option = <T>(row: Option<T>): Option<T> => row;

export const options = {
  host: option({
    kind: text,
    default: "127.0.0.1",
    help: "Address to listen on, for the main port and both OTLP ports; 0.0.0.0 listens on every network.",
  }),
  port: option({
    kind: port,
    default: 5000,
    help: "The main port: web app, REST API, and /v1/traces and /v1/logs; 0 picks a free one.",
  }),
  dataDir: option({
    kind: directory,
    default: dataDirectory,
    defaultText: "~/.local/share/spanloom on Linux; /var/lib/spanloom for root",
    help: "Directory of the embedded Postgres; kept across restarts, used by one server at a time.",
  }),
  backendStoreUri: option({
    kind: postgresUri,
    default: "",
    help: "postgresql://… of an existing Postgres to use in place of the embedded one.",
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
    help: "JSON file with a price table that laid over the built-in one: its entries replace or add.",
  }),
  allowedHosts: option({
    kind: list,
    default: [],
    defaultText: "localhost, this machine's name, every IP address",
    help: "Further Host headers to accept, separated by commas, such as spanloom.example.com; * accepts every one.",
  }),
  corsOrigins: option({
    kind: list,
    default: [],
    defaultText: "pages from localhost",
    help: "Further web origins that may call the server, separated by commas, such as https://app.example.com; * allows all.",
  }),
  logLevel: option<LogLevel>({
    kind: logLevel,
    default: "info",
    help: "Least severe events to log: debug, info, warn or error.",
  }),
};

export type OptionName = keyof typeof options;
export type Options = { [Name in OptionName]: (typeof options)[Name] extends Option<infer T> ? T : never };

export const optionNames = Object.keys(options) as OptionName[];

export const flagOf = (name: OptionName): string =>
  `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

export const variableOf = (name: OptionName): string =>
  `SPANLOOM_${name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;

function defaultOf<Name extends OptionName>(name: Name): Options[Name] {
  const value = options[name].default;
  return (typeof value === "function" ? value() : value) as Options[Name];
}

/** Every option: those that are given, and the default of each other. */
export function completed(given: Partial<Options>): Options {
  return Object.fromEntries(optionNames.map((name) => [name, given[name] ?? defaultOf(name)])) as unknown as Options;
}

/** The default as help and the reference write it. */
export function defaultTextOf(name: OptionName): string {
  const row: Option<never> = options[name] as never;
  return row.defaultText ?? options[name].kind.print(defaultOf(name) as never);
}
