import { readOptions, UsageError } from "../config/load.ts";
import { completed, type Option, type OptionsOf, type OptionTable, option } from "../config/option.ts";
import { options as serverOptions } from "../config/options.ts";
import { type LogLevel, text } from "../config/values.ts";
import { openCore } from "../core.ts";
import { shareDatabase } from "../database.ts";
import { createLog } from "../log.ts";
import { version } from "../version.ts";
import type { Command } from "./commands.ts";

/** A call of the REST API below `/api/2.0/mlflow`: fields go to the query of a GET and to the body of a POST. */
export type Ask = <Answer>(method: "GET" | "POST", path: string, fields: Fields) => Promise<Answer>;

type Fields = Readonly<
  Record<string, string | number | readonly string[] | readonly { key: string; value: string }[] | undefined>
>;

/** What the server does not do, in its own words. */
export class Refused extends UsageError {
  readonly code: string | undefined;

  constructor(message: string, code: string | undefined) {
    super(message);
    this.code = code;
  }
}

const { dataDir, backendStoreUri, defaultArtifactRoot, logLevel } = serverOptions;

/** Which server, or which database: every command that asks takes these beside its own. */
const asking = {
  trackingUri: option({
    kind: text,
    default: "",
    defaultText: "the database that the options below name, without a server",
    flagOnly: true,
    mlflowVariable: "MLFLOW_TRACKING_URI",
    help: "Address of the server to ask, such as http://127.0.0.1:5000.",
  }),
  dataDir,
  backendStoreUri,
  defaultArtifactRoot,
  logLevel: option<LogLevel>({ ...logLevel, default: "warn" }),
} satisfies OptionTable;

/** What a command of its own options is to the command line; `run` resolves to what is printed. */
export function asks<Table extends OptionTable>(
  summary: string,
  own: Table,
  run: (ask: Ask, chosen: OptionsOf<Table>) => Promise<string>,
): Command {
  const options = { ...own, ...asking };
  return {
    summary,
    options,
    async run(flags) {
      const chosen = readOptions(options, flags) as OptionsOf<Table> & OptionsOf<typeof asking>;
      const work = async (ask: Ask) => void process.stdout.write(`${(await run(ask, chosen)).trimEnd()}\n`);
      await (chosen.trackingUri === "" ? askHere(chosen, work) : work(askServer(chosen.trackingUri)));
      return 0;
    },
  };
}

function askServer(uri: string): Ask {
  const base = uri.replace(/\/+$/, "");
  if (!/^https?:\/\//.test(base))
    throw new UsageError(
      `--tracking-uri must be the address of a server, such as http://127.0.0.1:5000, not '${uri}'.`,
    );
  return async (method, path, fields) => {
    const url = new URL(`${base}/api/2.0/mlflow/${path}`);
    const body = method === "GET" ? undefined : JSON.stringify(fields);
    if (method === "GET") url.search = queryOf(fields);
    const headers = { "Content-Type": "application/json", ...credentialsOf(url) };
    const response = await fetch(url, { method, headers, ...(body !== undefined && { body }) }).catch((cause) => {
      throw new UsageError(`No server answers at ${base}.`, { cause });
    });
    return answerOf(response.status, await response.text(), base);
  };
}

/** fetch takes no names and passwords in an address. */
function credentialsOf(url: URL): Record<string, string> {
  if (url.username === "") return {};
  const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  url.username = url.password = "";
  return { Authorization: `Basic ${Buffer.from(pair).toString("base64")}` };
}

/** The same API in this process. A server may run on the same database. */
async function askHere(chosen: OptionsOf<typeof asking>, work: (ask: Ask) => Promise<void>): Promise<void> {
  const opened: (() => unknown)[] = [];
  try {
    const options = completed(serverOptions, chosen);
    const core = await openCore(options, createLog(chosen.logLevel), (undo) => opened.push(undo), shareDatabase);
    const api = core.api({
      version,
      otlpHttpPort: 0,
      otlpGrpcPort: 0,
      maxBodyBytes: options.maxBodyBytes,
      staticPrefix: "",
    });
    await work(async (method, path, fields) => {
      const bytes = Buffer.from(JSON.stringify(fields));
      const { status, body } = await api.dispatch({
        method,
        path: `/api/2.0/mlflow/${path}`,
        query: method === "GET" ? queryOf(fields) : "",
        headers: { "content-type": "application/json" },
        body: nothing(),
        readBody: async () => bytes,
      });
      return answerOf(status, String(body), core.place);
    });
  } finally {
    for (const undo of opened.reverse()) await undo();
  }
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

function queryOf(fields: Fields): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(fields)) if (value !== undefined) query.set(key, String(value));
  return String(query);
}

function answerOf<Answer>(status: number, text: string, place: string): Answer {
  let answer: { error_code?: string; message?: string } | undefined;
  try {
    answer = JSON.parse(text) as { error_code?: string; message?: string };
  } catch {
    throw new UsageError(`${place} does not speak MLflow's REST API: it answered ${status}.`);
  }
  if (status !== 200) throw new Refused(answer?.message ?? `${place} answered ${status}.`, answer?.error_code);
  return answer as Answer;
}

/** An option that must be given. */
export const requiredText = (letter: string | undefined, help: string): Option<string> =>
  option({ kind: text, default: "", required: true, flagOnly: true, ...(letter && { letter }), help });

/** Columns as wide as their widest cell. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((title, at) => Math.max(title.length, ...rows.map((row) => row[at]!.length)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, at) => cell.padEnd(widths[at]!))
      .join("  ")
      .trimEnd();
  return [line(header), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n");
}

/** Every page of a search. */
export async function everyPage<Item>(
  read: (pageToken: string | undefined) => Promise<{ items: readonly Item[] | undefined; next: string | undefined }>,
): Promise<Item[]> {
  const all: Item[] = [];
  for (let token: string | undefined; ; ) {
    const { items = [], next } = await read(token);
    all.push(...items);
    if (!next) return all;
    token = next;
  }
}
