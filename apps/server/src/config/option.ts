import type { ValueKind } from "./values.ts";

/** One option: flag, environment variable, help and reference all come from its row. */
export interface Option<T> {
  readonly kind: ValueKind<T>;
  /** What holds when neither flag nor variable is given. A function when it depends on the machine. */
  readonly default: T | (() => T);
  /** How the reference names a default that depends on the machine. */
  readonly defaultText?: string;
  /** One letter: `x` is `-x`. */
  readonly letter?: string;
  /** The flag may be given several times, and all its values count; `kind` parses each to a list. */
  readonly repeated?: true;
  /** The command does not run without it. */
  readonly required?: true;
  /** Says what to do this once, so that no variable of ours stands for it. */
  readonly flagOnly?: true;
  /** What MLflow calls the flag, or the variable, where its name is another; ours wins. */
  readonly mlflowFlag?: string;
  readonly mlflowVariable?: string;
  /** One sentence. */
  readonly help: string;
}

/** The key is the option's name: `otlpHttpPort` is `--otlp-http-port` and `SPANLOOM_OTLP_HTTP_PORT`. */
// biome-ignore lint/suspicious/noExplicitAny: each row has a type of its own
export type OptionTable = Readonly<Record<string, Option<any>>>;

export type OptionsOf<Table> = { [Name in keyof Table]: Table[Name] extends Option<infer T> ? T : never };

export const option = <T>(row: Option<T>): Option<T> => row;

export const flagOf = (name: string): string => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

export const variableOf = (name: string): string =>
  `SPANLOOM_${name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;

/** Every option: those that are given, and the default of each other. */
export function completed<Table extends OptionTable>(table: Table, given: Partial<OptionsOf<Table>>): OptionsOf<Table> {
  const values = Object.keys(table).map((name) => [name, given[name as keyof Table] ?? defaultOf(table[name]!)]);
  return Object.fromEntries(values) as OptionsOf<Table>;
}

const defaultOf = <T>({ default: value }: Option<T>): T => (typeof value === "function" ? (value as () => T)() : value);

/** The default as help and the reference write it. */
export function defaultTextOf<T>(row: Option<T>): string {
  return row.defaultText ?? row.kind.print(defaultOf(row));
}

/** How a flag is written: `-x, --experiment-id <id>`, `--serve-artifacts / --no-serve-artifacts`. */
export function usageOf(name: string, row: Option<unknown>): string {
  const letter = row.letter === undefined ? "" : `-${row.letter}, `;
  if (row.kind.placeholder !== "")
    return `${letter}${flagOf(name)} <${row.kind.placeholder}>${row.repeated ? " …" : ""}`;
  return row.default === true ? `${flagOf(name)} / --no-${flagOf(name).slice(2)}` : letter + flagOf(name);
}

/** The variables that stand for an option, ours first. */
export function variablesOf(name: string, row: Option<unknown>): string[] {
  return [row.flagOnly ? undefined : variableOf(name), row.mlflowVariable].filter((variable) => variable !== undefined);
}
