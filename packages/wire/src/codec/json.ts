import { isRawNumber } from "./exact-json.ts";

/** A parsed JSON value. An integer literal past 2^53 is a bigint, so that no digit is lost. */
export type JsonValue = string | number | bigint | boolean | null | JsonValue[] | { [key: string]: JsonValue };

/** `JSON.parse` that keeps long integers. Throws `SyntaxError`, or `RangeError` for text nested too deeply. */
export function parseJson(text: string): JsonValue {
  // The reviver makes parsing several times slower, so it runs only where a long run of digits might be a number.
  if (!longDigits.test(text)) return JSON.parse(text) as JsonValue;
  return JSON.parse(text, keepLongIntegers as (key: string, value: unknown) => unknown) as JsonValue;
}

/** `JSON.stringify` for values with bigints, which are written as numbers, as are raw ones. */
export function printJson(value: unknown): string {
  return print(value, JSON.stringify);
}

/** The same for a message that was not made by a codec: NaN and infinities are texts, as protobuf's JSON has them. */
export function printMessageJson(value: unknown): string {
  return print(value, printDouble);
}

export const printDouble = (value: number): string => (Number.isFinite(value) ? String(value) : `"${value}"`);

function print(value: unknown, printNumber: (value: number) => string): string {
  if (value === null || value === undefined) return "null";
  if (typeof value === "bigint") return String(value);
  if (typeof value === "number") return printNumber(value);
  if (typeof value !== "object") return JSON.stringify(value) ?? "null";
  if (Array.isArray(value)) return `[${value.map((item) => print(item, printNumber)).join(",")}]`;
  if (isRawNumber(value)) return value.rawJSON;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${print(member, printNumber)}`).join(",")}}`;
}

const longDigits = /(?:^|[:,[\s])-?\d{16}/;

/** `source` is the text of a number; engines give it since 2024 (Node 22, Chrome 114, Firefox 135, Safari 18.4). */
function keepLongIntegers(_key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== "number" || Number.isSafeInteger(value)) return value;
  const source = context?.source;
  return source !== undefined && integer.test(source) ? BigInt(source) : value;
}

const integer = /^-?\d+$/;
