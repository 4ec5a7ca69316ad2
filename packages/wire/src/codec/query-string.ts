import { invalidParameter, wrongType } from "../errors.ts";
import { emptyMessage } from "./binary.ts";
import type { Field, Init, MessageType } from "./descriptor.ts";
import { readRestValue } from "./rest-json.ts";

/**
 * Reads a request from a query: a field a parameter, in either spelling; repeated fields repeat the parameter.
 * Unknown parameters are ignored, of a repeated single one the last counts. Throws `ApiError`.
 */
export function decodeQuery<T>(type: MessageType<T>, query: string): T {
  const message = emptyMessage(type);
  for (const [name, value] of parseQuery(query)) {
    const field = type.fieldNamed(name);
    if (field === undefined) continue;
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

/** Writes a request as a query, without `?`; what is unset or empty is left out. */
export function encodeQuery<T>(type: MessageType<T>, message: Init<T>): string {
  const parts: string[] = [];
  for (const field of type.fields) {
    const value = (message as Record<string, unknown>)[field.key];
    const values = Array.isArray(value) ? value : value === undefined || value === "" ? [] : [value];
    for (const item of values) parts.push(`${field.name}=${encodeURIComponent(String(item))}`);
  }
  return parts.join("&");
}

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
