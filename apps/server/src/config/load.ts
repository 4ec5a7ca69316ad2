/** The only reader of the process environment and of flags: flag, then variable, then default. */
import { closest } from "./closest.ts";
import { leftOutOptions } from "./left-out.ts";
import {
  completed,
  flagOf,
  type Option,
  type OptionsOf,
  type OptionTable,
  usageOf,
  variableOf,
  variablesOf,
} from "./option.ts";
import { type Options, optionNames, options } from "./options.ts";
import { InvalidValue, withoutPassword } from "./values.ts";

/** One sentence for whoever started the program; not a bug, so it is printed without a stack. */
export class UsageError extends Error {}

/** The server's options. */
export function loadOptions(flags: readonly string[], environment: NodeJS.ProcessEnv = process.env): Options {
  return readOptions(options, flags, environment);
}

/** The options of a table. Throws a `UsageError` that names the option, the value and what would be right. */
export function readOptions<Table extends OptionTable>(
  table: Table,
  flags: readonly string[],
  environment: NodeJS.ProcessEnv = process.env,
): OptionsOf<Table> {
  const given = new Map<string, Given[]>(readVariables(table, environment));
  for (const [name, all] of Map.groupBy(readFlags(table, flags), ([name]) => name))
    given.set(
      name,
      all.map(([, one]) => one),
    );
  for (const [name, row] of Object.entries(table)) {
    if (row.required && !given.has(name)) throw new UsageError(`${flagOf(name)} is required: ${usageOf(name, row)}.`);
  }
  const parsed = Array.from(given, ([name, all]) => [name, chosenValue(table[name]!, all)]);
  return completed(table, Object.fromEntries(parsed) as Partial<OptionsOf<Table>>);
}

interface Given {
  readonly value: string;
  /** What it was given by, for the sentence when it is wrong. */
  readonly from: string;
}

function* readVariables(table: OptionTable, environment: NodeJS.ProcessEnv): Generator<[string, Given[]]> {
  for (const [name, value] of Object.entries(environment)) {
    if (name.startsWith(prefix) && value !== undefined && !serverVariables.includes(name) && isMistyped(name))
      throw unknown("variable", name, serverVariables);
  }
  for (const [name, row] of Object.entries(table)) {
    for (const variable of variablesOf(name, row)) {
      const value = environment[variable];
      // An empty variable of MLflow's counts as none there.
      if (value === undefined || isServiceLink(value) || (value === "" && variable === row.mlflowVariable)) continue;
      yield [name, [{ value, from: variable }]];
      break;
    }
  }
}

/** Kubernetes sets SPANLOOM_PORT=tcp://10.0.0.7:5000 in every pod beside a service named spanloom: not meant for us. */
const isServiceLink = (value: string): boolean => /^(tcp|udp):\/\//.test(value);

/** Variables of other programs may share the prefix, so only one that resembles an option's is a mistake. */
const isMistyped = (name: string): boolean =>
  closest(
    name.slice(prefix.length),
    serverVariables.map((variable) => variable.slice(prefix.length)),
  ) !== undefined;

const prefix = "SPANLOOM_";
const serverVariables = optionNames.map(variableOf);

/** `--port 5055`, `--port=5055`, `--no-serve-artifacts`. In the order in which they were given. */
function* readFlags(table: OptionTable, flags: readonly string[]): Generator<[string, Given]> {
  const spellings = spellingsOf(table);
  for (let index = 0; index < flags.length; index++) {
    const [flag, inline] = splitOnce(flags[index]!, "=");
    if (!flag.startsWith("-") || flag === "-")
      throw new UsageError(`Cannot make sense of '${flag}': options start with --, such as --port 5055.`);
    const spelled = spellings.get(flag);
    if (spelled === undefined) {
      const why = leftOutOptions[flag];
      throw why === undefined
        ? unknown("option", flag, [...spellings.keys()])
        : new UsageError(`There is no option ${flag} as MLflow has it: ${why}.`);
    }
    const { name, row, implied } = spelled;
    const value = inline ?? implied ?? flags[++index];
    if (value === undefined) throw new UsageError(`${flag} needs a value: ${usageOf(name, row)}.`);
    yield [name, { value, from: flag }];
  }
}

interface Spelling {
  readonly name: string;
  readonly row: Option<unknown>;
  /** The value of a flag that stands alone. */
  readonly implied?: string;
}

/** What an option may be called on the command line. */
export function spellingsOf(table: OptionTable): Map<string, Spelling> {
  const spellings = new Map<string, Spelling>();
  for (const [name, row] of Object.entries(table)) {
    const isSwitch = row.kind.placeholder === "";
    const spelling: Spelling = isSwitch ? { name, row, implied: "true" } : { name, row };
    spellings.set(flagOf(name), spelling);
    if (isSwitch) spellings.set(`--no-${flagOf(name).slice(2)}`, { name, row, implied: "false" });
    if (row.mlflowFlag !== undefined) spellings.set(row.mlflowFlag, spelling);
    if (row.letter !== undefined) spellings.set(`-${row.letter}`, spelling);
  }
  return spellings;
}

/** A flag given twice counts as given last, where it is not one to repeat. */
function chosenValue<T>(row: Option<T>, given: readonly Given[]): T | unknown[] {
  return row.repeated ? given.flatMap((one) => parse(row, one)) : parse(row, given.at(-1)!);
}

function parse<T>({ kind }: Option<T>, { value, from }: Given): T {
  try {
    return kind.parse(value);
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error;
    const advice = error.advice === undefined ? "." : `; ${error.advice}`;
    throw new UsageError(`${from} must be ${error.message}, not '${withoutPassword(value)}'${advice}`);
  }
}

function unknown(what: string, name: string, known: readonly string[]): UsageError {
  const near = closest(name, known);
  const hint = near === undefined ? "--help lists them all." : `Did you mean ${near}?`;
  return new UsageError(`There is no ${what} ${name}. ${hint}`);
}

function splitOnce(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}
