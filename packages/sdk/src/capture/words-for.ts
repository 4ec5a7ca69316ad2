import { isSecretKey } from "./secrets.ts";

/**
 * What stands for a value that JSON has no form for: a string, or an object or array whose parts are captured in turn.
 * A value that speaks for itself comes back as it is. May run code of the value's own, and so may throw.
 */
export function wordsFor(value: unknown): unknown {
  if (typeof value === "function")
    return `[${/^class\b/.test(sourceOf(value)) ? "class" : "Function"}: ${value.name || "anonymous"}]`;
  if (typeof value === "symbol") return String(value);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const prototype = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return value;

  // The tag is the same in every realm, where instanceof is not; whoever borrows one fails the method's own check.
  const tag = Object.prototype.toString.call(value).slice("[object ".length, -1);
  switch (tag) {
    case "Date":
      return Number.isNaN(Number(value)) ? "Invalid Date" : Date.prototype.toISOString.call(value);
    case "RegExp":
      return RegExp.prototype.toString.call(value);
    case "Number":
    case "String":
    case "Boolean":
    case "BigInt":
    case "Symbol":
      return unboxed(value);
    case "Map":
      return entriesOf(value as Map<unknown, unknown>);
    case "Set":
      return firstOf(Set.prototype.values.call(value as Set<unknown>));
    case "URL":
    case "URLSearchParams":
      return String(value);
    case "Headers":
      return headersOf(value as Headers);
    case "Request": {
      const { method, url, headers } = value as Request;
      return { method, url, headers };
    }
    case "Response": {
      const { status, statusText, url, headers } = value as Response;
      return { status, statusText, url, headers };
    }
    case "FormData":
      return Object.fromEntries(firstOf((value as FormData).entries()) as [string, unknown][]);
    case "AbortSignal": {
      const { aborted, reason } = value as AbortSignal;
      return aborted ? { aborted, reason } : { aborted };
    }
    case "Promise":
    case "WeakMap":
    case "WeakSet":
    case "WeakRef":
    case "Generator":
    case "AsyncGenerator":
    case "ReadableStream":
    case "WritableStream":
    case "TransformStream":
    case "AbortController":
      return `[${tag}]`;
  }
  if (value instanceof Error || tag === "Error" || tag === "DOMException") return errorOf(value as Error);
  const className: unknown = prototype.constructor?.name;
  // Sockets, requests of a server, event emitters: the whole process hangs on them.
  const { on, emit, pipe } = value as Record<string, unknown>;
  if (typeof on === "function" && (typeof emit === "function" || typeof pipe === "function")) {
    const { method, url, headers } = value as Record<string, unknown>;
    return typeof method === "string" && typeof url === "string" ? { method, url, headers } : `[${className}]`;
  }
  if (typeof (value as { toJSON?: unknown }).toJSON === "function" || Object.keys(value).length > 0) return value;
  // Nothing to be seen from outside: its own words, where it has some (decimals, object ids, Temporal).
  const ownWords: unknown = (value as { toString?: unknown }).toString;
  if (typeof ownWords === "function" && ownWords !== Object.prototype.toString) return String(ownWords.call(value));
  return Object.getPrototypeOf(prototype) === null ? value : `[${className}]`;
}

/** The bytes of a Buffer, an ArrayBuffer or another view of bytes; undefined for everything else. */
export function bytesOf(value: object): Uint8Array | undefined {
  if (value instanceof Uint8Array) return value;
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  if (value instanceof DataView || value instanceof Uint8ClampedArray) {
    return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  }
  return undefined;
}

/** More items of a Map or a Set would not be written anyway. */
const maxItems = 100_000;

function firstOf(items: Iterator<unknown>): unknown[] {
  const first: unknown[] = [];
  for (let item = items.next(); !item.done; item = items.next()) {
    if (first.length === maxItems) {
      first.push("[more items]");
      break;
    }
    first.push(item.value);
  }
  return first;
}

function entriesOf(map: Map<unknown, unknown>): object {
  const entries = firstOf(Map.prototype.entries.call(map));
  const named = entries.every((entry) => Array.isArray(entry) && typeof entry[0] === "string");
  return named ? objectOf(entries as [string, unknown][]) : entries;
}

/** `Object.fromEntries` that takes a key `__proto__` as any other. */
function objectOf(entries: Iterable<[string, unknown]>): object {
  const object: Record<string, unknown> = Object.create(null);
  for (const [key, item] of entries) object[key] = item;
  return object;
}

/** Credentials in headers are never of interest to who reads a trace. */
function headersOf(headers: Headers): object {
  return objectOf([...headers].map(([key, value]) => [key, isSecretKey(key) ? "[masked]" : value]));
}

function errorOf(error: Error): object {
  const { name, message, stack } = error;
  const parts: [string, unknown][] = [
    ["name", name],
    ["message", message],
    ["stack", stack],
  ];
  for (const hidden of ["cause", "errors"] as const) {
    if (hidden in error) parts.push([hidden, (error as unknown as Record<string, unknown>)[hidden]]);
  }
  for (const key of Object.keys(error)) {
    if (!isSecretKey(key)) parts.push([key, (error as unknown as Record<string, unknown>)[key]]);
  }
  return objectOf(parts);
}

function unboxed(value: object): unknown {
  const inner: unknown = value.valueOf();
  return typeof inner === "object" ? String(inner) : typeof inner === "symbol" ? String(inner) : inner;
}

function sourceOf(value: unknown): string {
  return Function.prototype.toString.call(value).slice(0, 10);
}
