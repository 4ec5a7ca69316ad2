import { attributeValue, type CaptureRules } from "./attribute-value.ts";

/**
 * The attributes of OpenTelemetry's exception event (semantic conventions, "Exceptions in spans"). The stack goes on with
 * the stacks of the causes, as Node prints them.
 */
export function exceptionAttributes(error: unknown, rules: CaptureRules): Record<string, string> {
  const [type, message] = describe(error);
  const said = {
    "exception.type": type,
    "exception.message": message,
    "exception.stacktrace": stackWithCauses(error),
  };
  return Object.fromEntries(
    Object.entries(said).flatMap(([key, text]) => {
      const value = attributeValue(key, text, rules);
      return typeof value === "string" ? [[key, value]] : [];
    }),
  );
}

/** Causes may lead back to where they came from. */
const mostCauses = 10;

function stackWithCauses(error: unknown): string | undefined {
  let text: string | undefined;
  const seen = new Set<unknown>();
  for (let each = error; each !== undefined && each !== null && !seen.has(each) && seen.size < mostCauses; ) {
    seen.add(each);
    const stack = stackOf(each);
    if (stack !== undefined) text = text === undefined ? stack : `${text}\nCaused by: ${stack}`;
    each = read(each, "cause");
  }
  return text;
}

function stackOf(error: unknown): string | undefined {
  const stack = read(error, "stack");
  if (typeof stack === "string" && stack !== "") return stack;
  const [type, message] = describe(error);
  return error instanceof Object || typeof error === "string" ? `${type}: ${message}` : undefined;
}

function describe(error: unknown): [type: string, message: string] {
  const name = read(error, "name");
  const message = read(error, "message");
  const type = typeof name === "string" && name !== "" ? name : error === null ? "null" : typeof error;
  return [type, typeof message === "string" ? message : textOf(error)];
}

/** A getter may throw; a proxy may throw at anything. */
function read(from: unknown, key: string): unknown {
  try {
    return from === null || (typeof from !== "object" && typeof from !== "function")
      ? undefined
      : (from as Record<string, unknown>)[key];
  } catch {
    return undefined;
  }
}

function textOf(value: unknown): string {
  try {
    return String(value);
  } catch {
    return "a value that cannot be shown";
  }
}
