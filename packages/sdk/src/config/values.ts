/** A row of the option table. */
export interface Option<T> {
  /** Reads a value that was given in code or as the text of a variable; `undefined` for what is none. */
  readonly kind: (given: unknown) => T | undefined;
  /** The first that is set and not empty counts. */
  readonly variables: readonly string[];
  readonly default?: T;
  /** What the reference says where the default is no constant. */
  readonly defaultText?: string;
}

export function text(given: unknown): string | undefined {
  const said = typeof given === "number" ? String(given) : given;
  return typeof said === "string" && said.trim() !== "" ? said.trim() : undefined;
}

/** Also the words of `OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT`, which says where content goes. */
export function flag(given: unknown): boolean | undefined {
  if (typeof given === "boolean") return given;
  const word = text(given)?.toLowerCase();
  if (word === undefined) return undefined;
  if (["true", "1", "yes", "on", "span_only", "span_and_event"].includes(word)) return true;
  return ["false", "0", "no", "off", "no_content", "event_only"].includes(word) ? false : undefined;
}

export function autoOrFlag(given: unknown): "auto" | boolean | undefined {
  return given === "auto" ? given : flag(given);
}

export function number(least: number, most: number): (given: unknown) => number | undefined {
  return (given) => {
    const said = typeof given === "string" && given.trim() !== "" ? Number(given) : given;
    return typeof said === "number" && said >= least && said <= most ? said : undefined;
  };
}

/** What a timer can wait for. */
export const millis: (given: unknown) => number | undefined = number(0, 2 ** 31 - 1);

export function choice<const T extends string>(...words: readonly T[]): (given: unknown) => T | undefined {
  return (given) => words.find((word) => word === given);
}

/** A record of texts, or W3C baggage's `name=value,name=value`, as OpenTelemetry's variables have it. */
export function pairs(given: unknown): Readonly<Record<string, string>> | undefined {
  if (typeof given === "string") return fromText(given);
  if (typeof given !== "object" || given === null) return undefined;
  const known = Object.entries(given).filter(([, value]) => ["string", "number", "boolean"].includes(typeof value));
  return Object.fromEntries(known.map(([name, value]) => [name, String(value)]));
}

function fromText(given: string): Record<string, string> | undefined {
  const entries = given.split(",").flatMap((pair): [string, string][] => {
    const at = pair.indexOf("=");
    const name = pair.slice(0, at).trim();
    return at < 1 || name === "" ? [] : [[decoded(name), decoded(pair.slice(at + 1).trim())]];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function decoded(said: string): string {
  try {
    return decodeURIComponent(said);
  } catch {
    return said;
  }
}
