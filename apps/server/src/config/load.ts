/** The only reader of the process environment and of flags: flag, then variable, then default. */
import { closest } from "./closest.ts";
import { completed, flagOf, type OptionName, type Options, optionNames, options, variableOf } from "./options.ts";
import { InvalidValue } from "./values.ts";

/** One sentence for whoever started the program; not a bug, so it is printed without a stack. */
export class UsageError extends Error {}

/** Throws a `UsageError` that names the option, the value and what would be right. */
export function loadOptions(flags: readonly string[], environment: NodeJS.ProcessEnv = process.env): Options {
  const given = new Map<OptionName, { value: string; from: string }>();
  for (const [name, value] of Object.entries(environment)) {
    if (!name.startsWith(prefix) || value === undefined) continue;
    const option = optionNames.find((option) => variableOf(option) === name);
    if (option !== undefined && !isServiceLink(value)) given.set(option, { value, from: name });
    if (option === undefined && isMistyped(name)) throw unknown("variable", name, variables);
  }
  for (const [option, value] of readFlags(flags)) given.set(option, { value, from: flagOf(option) });
  const parsed = Array.from(given, ([name, { value, from }]) => [name, parse(name, value, from)]);
  return completed(Object.fromEntries(parsed) as Partial<Options>);
}

/** Kubernetes sets SPANLOOM_PORT=tcp://10.0.0.7:5000 in every pod beside a service named spanloom: not meant for us. */
const isServiceLink = (value: string): boolean => /^(tcp|udp):\/\//.test(value);

/** Variables of other programs may share the prefix, so only one that resembles an option's is a mistake. */
const isMistyped = (name: string): boolean =>
  closest(
    name.slice(prefix.length),
    variables.map((variable) => variable.slice(prefix.length)),
  ) !== undefined;

const prefix = "SPANLOOM_";
const variables = optionNames.map(variableOf);

/** `--port 5055` and `--port=5055`. A flag given twice counts as given last. */
function* readFlags(flags: readonly string[]): Generator<[OptionName, string]> {
  for (let index = 0; index < flags.length; index++) {
    const [flag, inline] = splitOnce(flags[index]!, "=");
    if (!flag.startsWith("--"))
      throw new UsageError(`Cannot make sense of '${flag}': options start with --, such as --port 5055.`);
    const option = optionNames.find((option) => flagOf(option) === flag);
    if (option === undefined) throw unknown("option", flag, optionNames.map(flagOf));
    const value = inline ?? flags[++index];
    if (value === undefined)
      throw new UsageError(`${flag} needs a value: ${flag} <${options[option].kind.placeholder}>.`);
    yield [option, value];
  }
}

function parse(name: OptionName, value: string, from: string): unknown {
  try {
    return options[name].kind.parse(value);
  } catch (error) {
    if (error instanceof InvalidValue) throw new UsageError(`${from} must be ${error.message}, not '${value}'.`);
    throw error;
  }
}

function unknown(what: string, name: string, known: readonly string[]): UsageError {
  const near = closest(name, known);
  const hint = near === undefined ? "See 'spanloom server --help' for all of them" : `Did you mean ${near}?`;
  return new UsageError(`There is no ${what} ${name}. ${hint}${near === undefined ? "." : ""}`);
}

function splitOnce(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}
