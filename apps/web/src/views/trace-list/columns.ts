import type { TableColumn } from "../../widgets/table/column.ts";
import { readColumnIds, toggleColumnId, writeColumnIds } from "../../widgets/table/column-ids.ts";
import type { SortField } from "./sort.ts";

/** A column of the list: one of ours, or a key that occurs, of tags, metadata, assessments or attributes of root spans. */
export type ColumnId = BuiltIn | `${Kind}:${string}`;

type Kind = (typeof kinds)[number];
const kinds = ["tag", "meta", "said", "attr"] as const;

type BuiltIn = (typeof builtIn)[number];
const builtIn = [
  "status",
  "time",
  "name",
  "experiment",
  "input",
  "output",
  "duration",
  "spans",
  "errors",
  "tokens",
  "cost",
  "session",
  "user",
  "models",
  "tags",
  "id",
] as const;

/** The part of a table's column that does not depend on what is in its cells. */
export interface Column extends Omit<TableColumn<never>, "cell" | "sortFirst"> {
  readonly id: ColumnId;
  readonly sort?: SortField;
}

const columns: Record<BuiltIn, Omit<Column, "id">> = {
  status: { label: "Status", width: 44, unlabelled: true },
  time: { label: "Time", width: 84, sort: "start_time" },
  name: { label: "Name", width: 150, grow: 1.3, sort: "name", always: true },
  experiment: { label: "Experiment", width: 90, grow: { upTo: 130 } },
  input: { label: "Input", width: 110, grow: 2 },
  output: { label: "Output", width: 110, grow: 2 },
  duration: { label: "Duration", width: 128, sort: "duration" },
  spans: { label: "Spans", width: 62, align: "end", sort: "span_count" },
  errors: { label: "Errors", width: 62, align: "end", sort: "error_count" },
  tokens: { label: "Tokens", width: 70, align: "end", sort: "tokens" },
  cost: { label: "Cost", width: 84, align: "end", sort: "cost" },
  session: { label: "Session", width: 80, grow: { upTo: 120 } },
  user: { label: "User", width: 80, grow: { upTo: 120 } },
  models: { label: "Models", width: 100, grow: { upTo: 170 } },
  tags: { label: "Tags", width: 120, grow: 1 },
  id: { label: "Trace id", width: 264 },
};

/** Shown when the URL names no columns; the list of one experiment does not repeat its name. */
export function defaultColumns(allExperiments: boolean): ColumnId[] {
  const hidden: readonly ColumnId[] = [
    "user",
    "models",
    "tags",
    "id",
    ...(allExperiments ? [] : ["experiment" as const]),
  ];
  return builtIn.filter((id) => !hidden.includes(id));
}

/** Keys that occur, by the kind of column that they make. */
export type ColumnKeys = Readonly<Partial<Record<Kind, readonly string[]>>>;

/** Every column that can be chosen, with the keys that occur behind ours. */
export function allColumns(occurring: ColumnKeys, chosen: readonly ColumnId[]): ColumnId[] {
  const keys = kinds.flatMap((kind) => (occurring[kind] ?? []).map((key): ColumnId => `${kind}:${key}`));
  const gone = chosen.filter((id) => !isBuiltIn(id) && !keys.includes(id));
  return [...builtIn, ...keys, ...gone];
}

/** What the server is to be asked for, for a column that not every row has anyway. */
export function askedOf(id: ColumnId): string | undefined {
  if (id.startsWith("said:")) return `assessments.${keyOf(id)}`;
  return id.startsWith("attr:") ? `attributes.${keyOf(id)}` : undefined;
}

export function columnOf(id: ColumnId): Column {
  if (isBuiltIn(id)) return { id, ...columns[id] };
  return { id, label: keyOf(id), width: 90, grow: { upTo: 150 } };
}

/** Whether a column is of a key that occurs, and not one of ours. */
export function isKeyed(id: ColumnId): boolean {
  return !isBuiltIn(id);
}

/** `env` of `tag:env`. */
export function keyOf(id: ColumnId): string {
  return id.slice(id.indexOf(":") + 1);
}

/** Of the ids in the URL those that are columns; the defaults where none is. */
export function readColumns(text: string | null, defaults: readonly ColumnId[]): ColumnId[] {
  const ids = readColumnIds(text).filter(isColumnId);
  return ids.length > 0 ? ids : [...defaults];
}

/** Undefined for the default columns, which the URL leaves out. */
export function writeColumns(ids: readonly ColumnId[], defaults: readonly ColumnId[]): string | undefined {
  const text = writeColumnIds(ids);
  return text === writeColumnIds(defaults) ? undefined : text;
}

/** Columns with one switched on or off; the name cannot be switched off. */
export function toggleColumn(ids: readonly ColumnId[], id: ColumnId, all: readonly ColumnId[]): ColumnId[] {
  return id === "name" ? [...ids] : toggleColumnId(ids, id, all);
}

function isBuiltIn(id: string): id is BuiltIn {
  return Object.hasOwn(columns, id);
}

function isColumnId(id: string): id is ColumnId {
  return isBuiltIn(id) || /^(tag|meta|said|attr):./s.test(id);
}
