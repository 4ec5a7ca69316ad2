import type { Operator, Scalar } from "./ast.ts";
import { FilterError } from "./error.ts";
import type { FieldType, ResolvedField } from "./field-set.ts";
import type { Token } from "./lexer.ts";
import { nearest } from "./nearest.ts";

/** The value that a token stands for beside this field and operator. Throws a `FilterError` that names what fits. */
export function readValue({ field, key, strict }: ResolvedField, operator: Operator, token: Token): Scalar {
  const name = field.called ?? (key === undefined ? field.name : `${field.name}.${key}`);
  const written = token.kind === "end" ? "nothing" : token.kind === "string" ? `'${token.text}'` : token.text;
  const isPattern = operator === "LIKE" || operator === "ILIKE" || operator === "RLIKE";
  if (field.type === "string" || field.type === "choice" || field.type === "content" || isPattern) {
    if (token.kind === "string" || (field.lax && token.kind === "word")) {
      const flaw = field.flaw?.(token.text);
      if (flaw !== undefined) throw new FilterError(flaw, token);
      return field.values && !isPattern && !strict ? choice(field, token, token.text) : token.text;
    }
    throw new FilterError(`Expected a quoted string value for ${name} (e.g. 'my-value'). Got value ${written}`, token);
  }
  if (field.type === "any") {
    const isOrder = operator === "<" || operator === "<=" || operator === ">" || operator === ">=";
    if (token.kind === "string" && !isOrder) return token.text;
    const value = token.kind === "word" ? bareScalar(token.text) : undefined;
    if (typeof value === "number" || (value !== undefined && !isOrder)) return value;
    throw new FilterError(
      isOrder
        ? `Expected numeric value type for ${name}. Found ${written}; ${operator} compares numbers, without quotes.`
        : `Expected a value for ${name}: a quoted string (e.g. 'my-value'), a number, true or false. Got value ${written}`,
      token,
    );
  }
  const mayBeNumber = token.kind === "word" || (token.kind === "string" && (!strict || field.lax));
  const value = mayBeNumber ? readNumber(field.type, token.text) : undefined;
  if (value !== undefined) return value;
  throw new FilterError(
    `Expected numeric value type for ${name}. Found ${written}; write ${examples[field.type]}.`,
    token,
  );
}

/** The value of `field:value`, where quotes may be left out. */
export function readShorthandValue(resolved: ResolvedField, token: Token): Scalar {
  const { field } = resolved;
  if (field.type === "any" && token.kind === "word") return bareScalar(token.text) ?? token.text;
  if (field.type === "any" || field.type === "content") return token.text;
  if (field.type === "string" || field.type === "choice") {
    return field.values ? choice(field, token, token.text) : token.text;
  }
  return readValue(resolved, "=", token);
}

/** A number with the units of its type, or nothing. */
function readNumber(type: FieldType, text: string): number | undefined {
  if (type === "duration") {
    const match = /^([+-]?[\d.]+(?:e[+-]?\d+)?)(ns|us|µs|μs|ms|s|m|min|h|d)?$/i.exec(text.trim());
    const number = plainNumber(match?.[1] ?? "");
    return number === undefined ? undefined : finite(number * millisecondsOf[(match?.[2] ?? "ms").toLowerCase()]!);
  }
  if (type === "money") {
    const match = /^([+-]?)\$?([\d.]+(?:e[+-]?\d+)?)\$?$/i.exec(text.trim());
    return plainNumber(match ? match[1]! + match[2]! : "");
  }
  if (type === "time" && /^\d{4}-\d{2}-\d{2}/.test(text)) {
    const time = Date.parse(text);
    return Number.isNaN(time) ? undefined : time;
  }
  const number = plainNumber(text.trim());
  return type === "integer" && !Number.isInteger(number) ? undefined : number;
}

const millisecondsOf: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1e3,
  m: 60e3,
  min: 60e3,
  h: 3600e3,
  d: 86_400e3,
};

const examples: Readonly<Record<string, string>> = {
  number: "a number, e.g. 1000",
  integer: "a whole number, e.g. 1000",
  duration: "milliseconds or a number with its unit, e.g. 2s or 150ms",
  money: "US dollars, e.g. $0.05",
  time: "milliseconds since 1970 or a quoted time, e.g. '2026-01-31T12:00:00Z'",
};

function plainNumber(text: string): number | undefined {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? finite(Number(text)) : undefined;
}

function finite(number: number): number | undefined {
  return Number.isFinite(number) ? number + 0 : undefined;
}

function bareScalar(text: string): number | boolean | undefined {
  if (/^true$/i.test(text)) return true;
  if (/^false$/i.test(text)) return false;
  return plainNumber(text);
}

function choice({ name, type, values = [] }: ResolvedField["field"], token: Token, text: string): string {
  const known = values.find((value) => value.toLowerCase() === text.toLowerCase());
  if (known !== undefined) return known;
  if (type !== "choice") return text;
  const meant = nearest(text, values);
  const hint = meant === undefined ? "" : ` Did you mean '${meant}'?`;
  throw new FilterError(
    `'${text}' is no ${name}.${hint} Valid values are ${values.map((value) => `'${value}'`).join(", ")}.`,
    token,
  );
}
