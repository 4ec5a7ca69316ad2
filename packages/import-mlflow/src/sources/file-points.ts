import type { SourceRow } from "./source.ts";

/** A line of a metric's file. */
export interface Point {
  readonly timestamp: number;
  readonly value: number;
  readonly isNan: boolean;
  readonly step: number;
  /** Of a logged model's: run, dataset name, dataset digest. */
  readonly rest: readonly string[];
}

/** A line `timestamp value step …`; old stores have no step. */
export function point(line: string): Point | undefined {
  const [timestamp, value = "", step = "0", ...rest] = line.trim().split(" ");
  if (!timestamp) return undefined;
  const isNan = /^nan$/i.test(value);
  const infinite = /^([+-]?)inf(inity)?$/i.exec(value);
  const number = isNan ? 0 : infinite ? (infinite[1] === "-" ? -Number.MAX_VALUE : Number.MAX_VALUE) : Number(value);
  return { timestamp: Number(timestamp), value: number, isNan, step: Number(step), rest };
}

export function ofPoint({ timestamp, value, isNan, step }: Point): SourceRow {
  return { timestamp, value, is_nan: isNan, step };
}
