import { invalidParameter, wrongType } from "../errors.ts";
import { emptyMessage } from "./binary.ts";
import type { Field, MessageType } from "./descriptor.ts";
import { readRestValue } from "./rest-json.ts";

/**
 * Reads a request from a query: a field a parameter, in snake_case only, as MLflow reads it; repeated fields repeat
 * it. Unknown parameters are ignored, of a repeated single one the last counts. Throws `ApiError`.
 */
export function decodeQuery<T>(type: MessageType<T>, query: string): T {
  const message = emptyMessage(type);
  for (const [name, value] of parseQuery(query)) {
    const field = type.fieldNamed(name);
    if (field?.name !== name) continue;
    const read = readParameter(field, value);
    if (read === undefined) continue;
    if (field.cardinality === "repeated") (message[field.key] as unknown[]).push(read);
    else message[field.key] = read;
  }
  return message as T;
}

/** The names and values of a query, in order. `+` is a space. */
export function parseQuery(query: string): [name: string, value: string][] {
  return query
    .split("&")
    .filter((part) => part !== "")
    .map((part) => {
      const equals = part.indexOf("=");
      const [name, value] = equals < 0 ? [part, ""] : [part.slice(0, equals), part.slice(equals + 1)];
      return [percentDecoded(name), percentDecoded(value)];
    });
}

/** Writes values as a query, without `?`: lists repeat their name, and what is undefined, null or empty is left out. */
export function queryOf(values: Readonly<Record<string, unknown>>): string {
  const parts: string[] = [];
  for (const [name, value] of Object.entries(values)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== undefined && item !== null && item !== "") parts.push(`${name}=${percentEncoded(String(item))}`);
    }
  }
  return parts.join("&");
}

/** Half of a surrogate pair has no UTF-8; it is sent as U+FFFD, as `fetch` sends it in a body. */
export const percentEncoded = (text: string): string => encodeURIComponent(text.toWellFormed());

function readParameter(field: Field, value: string): unknown {
  if (field.kind === "message" || field.kind === "value" || field.cardinality === "map") {
    throw invalidParameter(field.name, "is a structure and cannot be passed in a query", value);
  }
  if (field.kind === "bool") {
    const text = value.toLowerCase();
    if (text !== "true" && text !== "false") throw wrongType(field.name, value);
    return text === "true";
  }
  return readRestValue(field, value, field.name);
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    throw invalidParameter("query", "must be percent-encoded UTF-8", text);
  }
}
