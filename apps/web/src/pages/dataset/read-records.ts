import { parseCsv } from "../../views/artifacts/parse-csv.ts";
import { messageOf } from "../../widgets/message-of.ts";
import { isObject, parseExact } from "./exact-json.ts";

/** Records that can be added, each as JSON text, or the first mistake and the line it is in. */
export type ReadRecords =
  | { readonly records: readonly string[] }
  | { readonly mistake: string; readonly line: number | undefined };

/** What a column of a CSV file becomes: a part of the record under its name, the outputs, or nothing. */
export const columnRoles = ["inputs", "expectations", "tags", "outputs", "leave out"] as const;
export type ColumnRole = (typeof columnRoles)[number];

export interface CsvColumn {
  /** As it stands in the first line. */
  readonly head: string;
  /** `question` of `inputs.question`. */
  readonly key: string;
  readonly role: ColumnRole;
}

const most = 100_000;
const parts: readonly string[] = ["inputs", "outputs", "expectations", "tags", "source"];

/** JSON Lines, or a JSON list of records. Numbers stay as they were written. */
export function readJsonRecords(text: string): ReadRecords {
  const body = text.replace(/^\uFEFF/, "");
  if (body.trimStart().startsWith("[")) return readList(body);
  const records: string[] = [];
  for (const [at, line] of body.split(/\r\n|\n|\r/).entries()) {
    if (line.trim() === "") continue;
    const mistake = mistakeIn(line);
    if (mistake) return { mistake, line: at + 1 };
    records.push(line.trim());
    if (records.length > most) return tooMany;
  }
  return records.length === 0 ? nothing : { records };
}

function readList(text: string): ReadRecords {
  let list: unknown;
  try {
    list = parseExact(text);
  } catch (error) {
    return { mistake: `No JSON: ${messageOf(error)}`, line: lineOf(text, error) };
  }
  if (!Array.isArray(list) || list.length === 0) return nothing;
  if (list.length > most) return tooMany;
  const records: string[] = [];
  for (const [at, record] of list.entries()) {
    const mistake = mistakeOf(record);
    if (mistake) return { mistake: `Record ${at + 1}: ${mistake}`, line: undefined };
    records.push(JSON.stringify(record));
  }
  return { records };
}

/** What the first line of a CSV file names; `inputs.`, `expectations.` and `tags.` before a name say what it is. */
export function csvColumns(text: string): CsvColumn[] {
  const [heads = []] = parseCsv(text, ",", 1);
  return heads.map((head) => {
    const name = head.trim();
    const [, role, key] = /^(inputs|expectations|tags)\.(.+)$/s.exec(name) ?? [];
    if (role && key) return { head, key, role: role as ColumnRole };
    if (name === "outputs" || name === "output") return { head, key: name, role: "outputs" };
    return { head, key: name, role: name === "" ? "leave out" : "inputs" };
  });
}

/** Rows as records. A field that is JSON of a list or an object becomes that; every other one stays a text. */
export function readCsvRecords(text: string, columns: readonly CsvColumn[]): ReadRecords {
  if (!columns.some(({ role }) => role === "inputs")) return { mistake: "No column is an input.", line: 1 };
  const rows = parseCsv(text, ",", most + 2);
  if (rows.length > most + 1) return tooMany;
  const lines = linesOf(text, rows);
  const records: string[] = [];
  for (const [at, row] of rows.entries()) {
    if (at === 0 || (row.length === 1 && row[0] === "")) continue;
    if (row.length !== columns.length) {
      const mistake = `The row has ${row.length} of ${columns.length} fields.`;
      return { mistake, line: lines[at]! };
    }
    records.push(csvRecord(row, columns));
  }
  return records.length === 0 ? nothing : { records };
}

function csvRecord(row: readonly string[], columns: readonly CsvColumn[]): string {
  const members = (role: ColumnRole) =>
    columns.flatMap(({ role: each, key }, at) =>
      each === role && (role === "inputs" || row[at] !== "") ? [`${JSON.stringify(key)}:${fieldJson(row[at]!)}`] : [],
    );
  const object = (role: ColumnRole) => {
    const of = members(role);
    return of.length === 0 && role !== "inputs" ? [] : [`"${role}":{${of.join(",")}}`];
  };
  const output = columns.findIndex(({ role }) => role === "outputs");
  return `{${[
    ...object("inputs"),
    ...object("expectations"),
    ...object("tags"),
    ...(output >= 0 && row[output] !== "" ? [`"outputs":${fieldJson(row[output]!)}`] : []),
  ].join(",")}}`;
}

function fieldJson(field: string): string {
  if (/^\s*[[{]/.test(field)) {
    try {
      JSON.parse(field);
      return field;
    } catch {
      // Words that begin with a bracket.
    }
  }
  return JSON.stringify(field);
}

/** The line on which each row begins: fields in quotes may hold line ends. */
function linesOf(text: string, rows: readonly (readonly string[])[]): number[] {
  let line = 1;
  return rows.map((row) => {
    const start = line;
    line += 1 + row.reduce((sum, field) => sum + (field.match(/\r\n|\n|\r/g)?.length ?? 0), 0);
    return text === "" ? 1 : start;
  });
}

function mistakeIn(line: string): string | undefined {
  let record: unknown;
  try {
    record = JSON.parse(line);
  } catch (error) {
    return `No JSON: ${messageOf(error)}`;
  }
  return mistakeOf(record);
}

/** Undefined for what the server takes. */
function mistakeOf(record: unknown): string | undefined {
  if (!isObject(record)) return "A record is an object with “inputs”.";
  if (!("inputs" in record)) return "“inputs” is missing.";
  const unknown = Object.keys(record).find((name) => !parts.includes(name));
  if (unknown !== undefined) return `There is no “${unknown}” in a record.`;
  const wrong = ["inputs", "expectations", "tags", "source"].find((part) => {
    const value = record[part];
    return part === "inputs" ? !isObject(value) : value !== undefined && value !== null && !isObject(value);
  });
  return wrong && `“${wrong}” has to be an object.`;
}

const nothing: ReadRecords = { mistake: "There is no record in it.", line: undefined };
const tooMany: ReadRecords = { mistake: "These are more than 100,000 records: add them in parts.", line: undefined };

/** Engines say at which position, or at which line, the text stops to be JSON. */
function lineOf(text: string, error: unknown): number | undefined {
  const [, line] = /line (\d+)/.exec(messageOf(error)) ?? [];
  if (line) return Number(line);
  const [, position] = /position (\d+)/.exec(messageOf(error)) ?? [];
  return position ? text.slice(0, Number(position)).split(/\r\n|\n|\r/).length : undefined;
}
