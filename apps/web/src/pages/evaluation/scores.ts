import type { ScoreColumn } from "@spanloom/wire";

/** `pass`: true, false, yes or no, drawn as passed or failed. `text`: a category, or whatever else a scorer says. */
export type ScoreKind = "pass" | "number" | "text";

/** What the traces of an evaluation have under one name, ready to be compared and drawn. */
export interface Scores {
  readonly name: string;
  readonly kind: ScoreKind;
  /** One a trace; 1 and 0 for passed and failed, NaN where there is none and for texts. */
  readonly numbers: Float64Array;
  /** One a trace: what was said, as text; empty where nothing was. */
  readonly texts: readonly string[];
  /** Indices of traces on which the scorer failed. */
  readonly errors: ReadonlySet<number>;
  /** Indices of traces on which it was said by people, or outside of this run. */
  readonly others: ReadonlySet<number>;
}

/** A column off the wire. One kind holds for all of it: what is not all pass or fail is numbers, what is not all numbers is text. */
export function readScores({ name, values, errors, others }: ScoreColumn): Scores {
  const read = values.map(readValue);
  const said = read.filter((value) => value !== undefined);
  const kind = said.every((value) => typeof value === "boolean")
    ? "pass"
    : said.every((value) => typeof value !== "string")
      ? "number"
      : "text";
  return {
    name,
    kind: said.length === 0 ? "pass" : kind,
    numbers: Float64Array.from(read, (value) => (kind === "text" || value === undefined ? Number.NaN : Number(value))),
    texts: read.map((value, at) =>
      value === undefined ? "" : typeof value === "boolean" ? passWord(value) : textOf(value, values[at]!),
    ),
    errors: new Set(errors),
    others: new Set(others),
  };
}

/** Columns of two evaluations are compared as one kind: pass or fail beside numbers is numbers, anything beside texts is texts. */
export function commonKind(a: ScoreKind, b: ScoreKind): ScoreKind {
  if (a === b) return a;
  return a === "text" || b === "text" ? "text" : "number";
}

/** How a score of true or false is written. */
export function passWord(passed: boolean): string {
  return passed ? "pass" : "fail";
}

/** Undefined where there is none. */
function readValue(json: string): boolean | number | string | undefined {
  if (json === "" || json === "null") return undefined;
  const value = parsed(json);
  if (typeof value === "string") {
    const word = value.trim().toLowerCase();
    return word === "yes" ? true : word === "no" ? false : value;
  }
  return typeof value === "boolean" || typeof value === "number" ? value : json;
}

/** The text itself where it was cut, and is no JSON any more. */
function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return json.replace(/^"/, "");
  }
}

/** Numbers with all the digits that were sent. */
function textOf(value: number | string, json: string): string {
  return typeof value === "number" ? json : value;
}
