import { type ExactJson, invalidParameter, parseExact } from "@spanloom/wire";

/** The value in a parameter that holds JSON text, its numbers as they were written. */
export function exactParameter(name: string, text: string): ExactJson {
  let value: ExactJson;
  try {
    value = parseExact(text);
  } catch {
    throw invalidParameter(name, "must be JSON", text);
  }
  return shallowParameter(name, value);
}

/** A JSON value that can be stored: Postgres refuses what is nested thousands of levels deep. */
export function shallowParameter<Value>(name: string, value: Value): Value {
  if (isDeeper(value, maxLevels)) throw invalidParameter(name, `must not nest deeper than ${maxLevels} levels`);
  return value;
}

/** As protobuf's own JSON reader has it. */
const maxLevels = 100;

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((item) => isDeeper(item, levels - 1));
}
