import type { Comparison, Scalar } from "@spanloom/filter";
import { join, raw, type Sql, sql } from "../postgres/sql.ts";

/** Comparisons of one SQL expression, by the type of what it holds. Null where the value is missing: neither true nor false. */

export const never: Sql = sql`false`;
export const always: Sql = sql`true`;

export function compareText(expression: Sql, { operator, value }: Comparison): Sql {
  switch (operator) {
    case "IS NULL":
      return sql`${expression} is null`;
    case "IS NOT NULL":
      return sql`${expression} is not null`;
    case "IN":
      return sql`${expression} = any(${value}::text[])`;
    case "NOT IN":
      return sql`${expression} <> all(${value}::text[])`;
    case "LIKE":
    case "ILIKE":
      return sql`${expression} ${raw(operator.toLowerCase())} ${safePattern(String(value))}::text`;
    case "RLIKE":
      return sql`${expression} ~ ${String(value)}::text`;
    default:
      return sql`${expression} ${raw(sign(operator))} ${String(value)}::text`;
  }
}

/** `expression` is any number of the unit that the value has. */
export function compareNumber(expression: Sql, { operator, value }: Comparison): Sql {
  if (operator === "IS NULL") return sql`${expression} is null`;
  if (operator === "IS NOT NULL") return sql`${expression} is not null`;
  if (operator === "IN") return sql`(${expression})::float8 = any(${value}::float8[])`;
  if (operator === "NOT IN") return sql`(${expression})::float8 <> all(${value}::float8[])`;
  return sql`(${expression})::float8 ${raw(sign(operator))} ${value}::float8`;
}

/**
 * `expression` is a bigint of nanoseconds, the value milliseconds. A whole number of milliseconds equals every time
 * within that millisecond; clients that know only milliseconds send back what they read.
 */
export function compareDuration(expression: Sql, comparison: Comparison): Sql {
  return compareNanoseconds(expression, comparison, (ms) => nanoseconds(ms));
}

/** Like `compareDuration`, and the order is one of whole milliseconds: after a time means after that millisecond. */
export function compareTime(expression: Sql, comparison: Comparison): Sql {
  const { operator, value } = comparison;
  if (operator === ">" || operator === "<=") {
    const after = nanoseconds(Math.floor(Number(value)) + 1);
    return operator === ">" ? sql`${expression} >= ${after}::bigint` : sql`${expression} < ${after}::bigint`;
  }
  return compareNanoseconds(expression, comparison, (ms) => nanoseconds(Math.ceil(ms)));
}

function compareNanoseconds(expression: Sql, { operator, value }: Comparison, bound: (ms: number) => bigint): Sql {
  if (operator === "IS NULL") return sql`${expression} is null`;
  if (operator === "IS NOT NULL") return sql`${expression} is not null`;
  const equals = (ms: Scalar) => {
    const from = nanoseconds(Number(ms));
    const to = Number.isInteger(ms) ? nanoseconds(Number(ms) + 1) - 1n : from;
    return sql`${expression} between ${from}::bigint and ${to}::bigint`;
  };
  if (operator === "=") return equals(value as Scalar);
  if (operator === "!=") return sql`not (${equals(value as Scalar)})`;
  if (operator === "IN") return sql`(${join((value as Scalar[]).map(equals), " or ")})`;
  if (operator === "NOT IN") return sql`not (${join((value as Scalar[]).map(equals), " or ")})`;
  return sql`${expression} ${raw(sign(operator))} ${bound(Number(value))}::bigint`;
}

/** A pattern that ends in a lone \ would be an error in Postgres: it means that character. */
export function safePattern(pattern: string): string {
  return (/\\*$/.exec(pattern)?.[0].length ?? 0) % 2 === 1 ? `${pattern}\\` : pattern;
}

function sign(operator: Comparison["operator"]): string {
  return operator === "!=" ? "<>" : operator;
}

const greatestBigint = 2n ** 63n - 1n;

function nanoseconds(ms: number): bigint {
  if (Math.abs(ms) >= 9.2e12) return ms > 0 ? greatestBigint : -greatestBigint;
  const whole = Math.floor(ms);
  return BigInt(whole) * 1_000_000n + BigInt(Math.round((ms - whole) * 1e6));
}
