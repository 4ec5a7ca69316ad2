import { type Sql, sql } from "./postgres/sql.ts";
import { storableText } from "./storable-text.ts";

export interface MetricPoint {
  readonly key: string;
  /** NaN and infinities as they are. */
  readonly value: number;
  readonly timestampMs: number;
  readonly step: number | bigint;
}

/** A point as Postgres has it. */
export interface StorablePoint {
  readonly key: string;
  readonly step: bigint;
  readonly timestampMs: number;
  readonly value: number;
  readonly isNan: boolean;
}

/** NaN has no place in an order and infinities do not travel in JSON: a flagged 0 and the largest doubles stand for them. */
export function storablePoint({ key, value, timestampMs, step }: MetricPoint): StorablePoint {
  const isNan = Number.isNaN(value);
  const finite = isNan ? 0 : Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, value));
  return { key: storableText(key), step: BigInt(step), timestampMs, value: finite, isNan };
}

/** By step, timestamp and value: the last is the latest. */
export function comparePoints(a: StorablePoint, b: StorablePoint): number {
  return (
    (a.step === b.step ? 0 : a.step < b.step ? -1 : 1) ||
    a.timestampMs - b.timestampMs ||
    a.value - b.value ||
    Number(b.isNan) - Number(a.isNan)
  );
}

export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Arrays for `unnest`: step, timestamp_ms, value, is_nan. */
export function pointArrays(points: readonly StorablePoint[]): Sql {
  return sql`${points.map(({ step }) => step)}::bigint[], ${points.map(({ timestampMs }) => timestampMs)}::bigint[],
    ${points.map(({ value }) => value)}::float8[], ${points.map(({ isNan }) => isNan)}::boolean[]`;
}
