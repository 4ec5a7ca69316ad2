/** The kinds of values that options take: how they are written, read and checked. */
import { resolve } from "node:path";

export interface ValueKind<T> {
  /** How help shows it: `--port <port>`. */
  readonly placeholder: string;
  /** Throws an `InvalidValue` that says what would be right. */
  parse(text: string): T;
  print(value: T): string;
}

/** Completes the sentence "--port must be …, not '70000'". */
export class InvalidValue extends Error {
  /** What to do instead, after that sentence. */
  readonly advice: string | undefined;

  constructor(message: string, advice?: string) {
    super(message);
    this.advice = advice;
  }
}

export const text: ValueKind<string> = {
  placeholder: "text",
  parse: (value) => value,
  print: (value) => (value === "" ? "none" : value),
};

/** Nothing in it that browsers, proxies and clients would write in different ways. */
export const pathPrefix: ValueKind<string> = {
  placeholder: "path",
  parse: (value) => {
    if (value === "" || (/^(\/[\w.~-]+)+$/.test(value) && !/\/\.\.?(\/|$)/.test(value))) return value;
    throw new InvalidValue(
      "a path that begins with / and does not end with one, of letters, digits and - . _ ~, such as /spanloom",
    );
  },
  print: text.print,
};

export const directory: ValueKind<string> = {
  placeholder: "directory",
  parse: (value) => {
    if (value === "") throw new InvalidValue("the path of a directory");
    return resolve(value);
  },
  print: (value) => value,
};

export const wholeNumber = (least: number, most: number): ValueKind<number> => ({
  placeholder: "number",
  parse: (value) => {
    const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
    if (!(number >= least && number <= most)) throw new InvalidValue(`a whole number from ${least} to ${most}`);
    return number;
  },
  print: String,
});

export const port: ValueKind<number> = { ...wholeNumber(0, 65_535), placeholder: "port" };

const unitBytes: Record<string, number> = {
  "": 1,
  b: 1,
  k: 1024,
  kib: 1024,
  kb: 1000,
  m: 1024 ** 2,
  mib: 1024 ** 2,
  mb: 1000 ** 2,
  g: 1024 ** 3,
  gib: 1024 ** 3,
  gb: 1000 ** 3,
};

export const bytes: ValueKind<number> = {
  placeholder: "bytes",
  parse: (value) => {
    const match = /^(\d+)\s*([a-z]*)$/i.exec(value.trim());
    const unit = unitBytes[match?.[2]?.toLowerCase() ?? ""];
    const count = Number(match?.[1]) * (unit ?? Number.NaN);
    if (!(count >= 1024 && count <= 2 ** 31))
      throw new InvalidValue("a number of bytes from 1KiB to 2GiB, such as 64MiB");
    return count;
  },
  print: (value) => (value % 1024 ** 2 === 0 ? `${value / 1024 ** 2}MiB` : String(value)),
};

/** `--name`, `--no-name`, `--name=true`; a variable holds a word. */
export const onOff: ValueKind<boolean> = {
  placeholder: "",
  parse: (value) => {
    const word = value.trim().toLowerCase();
    if (["true", "1", "yes", "on"].includes(word)) return true;
    if (["false", "0", "no", "off"].includes(word)) return false;
    throw new InvalidValue("true or false");
  },
  print: (value) => (value ? "on" : "off"),
};

/** Of JavaScript; what Python writes differently, flags at the start and names of groups, is understood. */
export const regex: ValueKind<RegExp | undefined> = {
  placeholder: "regex",
  parse: (value) => {
    if (value === "") return undefined;
    const [, flags = "", body = ""] = /^(?:\(\?([ims]+)\))?(.*)$/s.exec(value) ?? [];
    try {
      return new RegExp(body.replaceAll("(?P<", "(?<"), `u${flags}`);
    } catch {
      throw new InvalidValue("a regular expression, such as ^s3://models/");
    }
  },
  print: (value) => (value === undefined ? "none" : value.source),
};

export const list: ValueKind<readonly string[]> = {
  placeholder: "a,b,…",
  parse: (value) =>
    value
      .split(",")
      .map((item) => item.trim())
      .filter((item) => item !== ""),
  print: (value) => (value.length === 0 ? "none" : value.join(",")),
};

/** One of several `key=value`; the value may hold anything, commas and equals signs too. */
export const pair: ValueKind<readonly (readonly [key: string, value: string])[]> = {
  placeholder: "key=value",
  parse: (value) => {
    const at = value.indexOf("=");
    if (at < 1) throw new InvalidValue("of the form key=value");
    return [[value.slice(0, at), value.slice(at + 1)]];
  },
  print: (pairs) => (pairs.length === 0 ? "none" : pairs.map(([key, value]) => `${key}=${value}`).join(" ")),
};

export type LogLevel = "debug" | "info" | "warn" | "error";
const logLevels: readonly LogLevel[] = ["debug", "info", "warn", "error"];

export const logLevel: ValueKind<LogLevel> = {
  placeholder: "level",
  parse: (value) => {
    const level = logLevels.find((known) => known === value);
    if (level === undefined) throw new InvalidValue(`one of ${logLevels.join(", ")}`);
    return level;
  },
  print: (value) => value,
};

/** A URI as it may be shown. */
export const withoutPassword = (uri: string): string => uri.replace(/^([^:]+:\/\/[^/@:]*):[^@]*@/, "$1:…@");

export const postgresUri: ValueKind<string> = {
  placeholder: "uri",
  parse: (value) => {
    if (value === "") return value;
    // A driver is named to MLflow: `postgresql+psycopg2:`.
    const uri = value.replace(/^postgres(?:ql)?(?:\+\w+)?:\/\//, "postgresql://");
    // Of a socket the host is missing: `postgresql://user@/database?host=/run/postgresql`.
    if (uri.startsWith("postgresql://") && URL.canParse(uri.replace("@/", "@localhost/"))) return uri;
    const [, kind] = /^(sqlite|mysql|mssql|file)[a-z0-9+]*:/i.exec(value) ?? [];
    if (kind !== undefined) {
      const advice = /mssql/i.test(kind)
        ? "SQL Server cannot be read here, so copy its data to an MLflow server on Postgres, MySQL or SQLite first " +
          "(with mlflow-export-import, for example), then run: spanloom import mlflow --from <that store>"
        : `to take over an MLflow server's data, run: spanloom import mlflow --from ${withoutPassword(value)}`;
      throw new InvalidValue("a postgresql:// URI, because Spanloom keeps its data in Postgres", advice);
    }
    throw new InvalidValue("a URI such as postgresql://user:password@host:5432/database");
  },
  print: (value) => (value === "" ? "the embedded Postgres" : value),
};

/** `7d6h`, `1.5d`, `30m`, in milliseconds. */
export const duration: ValueKind<number> = {
  placeholder: "duration",
  parse: (value) => {
    const match = /^(?:([\d.]+)d)?(?:([\d.]+)h)?(?:([\d.]+)m)?(?:([\d.]+)s)?$/.exec(value);
    const [days = 0, hours = 0, minutes = 0, seconds = 0] = (match ?? []).slice(1).map((part) => Number(part ?? 0));
    const ms = (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
    if (match === null || value === "" || Number.isNaN(ms))
      throw new InvalidValue("a duration such as 7d, 1d12h or 30m");
    return ms;
  },
  print: (ms) => (ms === 0 ? "none" : `${ms} ms`),
};

export const choice = <const Words extends readonly string[]>(...words: Words): ValueKind<Words[number]> => ({
  placeholder: words.join("|"),
  parse: (value) => {
    const word = words.find((known) => known === value.toLowerCase());
    if (word === undefined) throw new InvalidValue(`one of ${words.join(", ")}`);
    return word;
  },
  print: (value) => value,
});
