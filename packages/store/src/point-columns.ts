import { endianness } from "node:os";
import type { CopiedField, CopiedRows } from "./postgres/copy-out.ts";
import { type Sql, sql } from "./postgres/sql.ts";

/**
 * Points as three columns of 8 bytes each, big-endian: a row a point would cost many times more to carry and to read, and
 * numbers as text nearly twice as much.
 */
export interface PointColumns {
  readonly steps: Buffer | null;
  readonly times: Buffer | null;
  /** NaN is itself here. */
  readonly values: Buffer | null;
}

export interface Point {
  /** A bigint past 2^53. */
  readonly step: number | bigint;
  readonly timestamp: number;
  readonly value: number;
}

/** Of rows with the columns of `metric_points`. */
export const pointColumns: Sql = sql`string_agg(int8send(step), '') as steps, string_agg(int8send(timestamp_ms), '') as times,
  string_agg(float8send(case when is_nan then 'NaN' else value end), '') as values`;

/** The points that a statement selects, in its order. */
export function columnsOf(points: Sql): Sql {
  return sql`select ${pointColumns} from (${points}) as points`;
}

export function pointsOf(columns: PointColumns): Point[] {
  const count = (columns.values?.length ?? 0) / 8;
  return pointsAt(
    columns,
    Array.from({ length: count }, (_, at) => at),
  );
}

/** As `columnsOf` gives them by COPY. */
export function copiedColumns(bytes: Buffer, [steps, times, values]: CopiedRows["rows"][number]): PointColumns {
  const part = (field: CopiedField | undefined) => (field ? bytes.subarray(field.start, field.end) : null);
  return { steps: part(steps), times: part(times), values: part(values) };
}

/** The values alone: of many points few are kept, and only those are worth an object each. */
export function valuesOf({ values }: PointColumns): Float64Array {
  const found = new Float64Array((values?.length ?? 0) / 8);
  const bytes = Buffer.from(found.buffer);
  values?.copy(bytes);
  if (endianness() === "LE") bytes.swap64();
  return found;
}

/** The points at some places of the columns. */
export function pointsAt({ steps, times, values }: PointColumns, places: readonly number[]): Point[] {
  if (steps === null || times === null || values === null) return [];
  return places.map((at) => ({
    step: integerAt(steps, at * 8),
    timestamp: Number(integerAt(times, at * 8)),
    value: values.readDoubleBE(at * 8),
  }));
}

function integerAt(bytes: Buffer, at: number): number | bigint {
  const number = bytes.readInt32BE(at) * 2 ** 32 + bytes.readUInt32BE(at + 4);
  return Number.isSafeInteger(number) ? number : bytes.readBigInt64BE(at);
}
