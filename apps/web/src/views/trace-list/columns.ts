import type { SortField } from "./sort.ts";

/** A column of the list: one of ours, or a tag or metadata key that occurs. */
export type ColumnId = BuiltIn | `tag:${string}` | `meta:${string}`;

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

export interface Column {
  readonly id: ColumnId;
  readonly label: string;
  /** A CSS grid track. */
  readonly track: string;
  readonly align?: "end";
  readonly sort?: SortField;
}

const columns: Record<BuiltIn, Omit<Column, "id">> = {
  status: { label: "Status", track: "36px" },
  time: { label: "Time", track: "62px", sort: "start_time" },
  name: { label: "Name", track: "minmax(150px, 1.3fr)", sort: "name" },
  experiment: { label: "Experiment", track: "minmax(80px, 130px)" },
  input: { label: "Input", track: "minmax(110px, 2fr)" },
  output: { label: "Output", track: "minmax(110px, 2fr)" },
  duration: { label: "Duration", track: "122px", sort: "duration" },
  spans: { label: "Spans", track: "60px", align: "end", sort: "span_count" },
  errors: { label: "Errors", track: "60px", align: "end", sort: "error_count" },
  tokens: { label: "Tokens", track: "66px", align: "end", sort: "tokens" },
  cost: { label: "Cost", track: "78px", align: "end", sort: "cost" },
  session: { label: "Session", track: "minmax(70px, 120px)" },
  user: { label: "User", track: "minmax(70px, 120px)" },
  models: { label: "Models", track: "minmax(90px, 170px)" },
  tags: { label: "Tags", track: "minmax(100px, 1fr)" },
  id: { label: "Trace id", track: "260px" },
};

/** Shown when the URL names no columns; the list of one experiment does not repeat its name. */
export function defaultColumns(allExperiments: boolean): ColumnId[] {
  const hidden: readonly ColumnId[] = ["user", "models", "tags", "id", ...(allExperiments ? [] : ["experiment" as const])];
  return builtIn.filter((id) => !hidden.includes(id));
}

/** Every column that can be chosen, with the keys that occur behind ours. */
export function allColumns(tags: readonly string[], metadata: readonly string[], chosen: readonly ColumnId[]): ColumnId[] {
  const keys: ColumnId[] = [...tags.map((key): ColumnId => `tag:${key}`), ...metadata.map((key): ColumnId => `meta:${key}`)];
  const gone = chosen.filter((id) => !isBuiltIn(id) && !keys.includes(id));
  return [...builtIn, ...keys, ...gone];
}

export function columnOf(id: ColumnId): Column {
  if (isBuiltIn(id)) return { id, ...columns[id] };
  return { id, label: keyOf(id), track: "minmax(80px, 150px)" };
}

/** `env` of `tag:env`. */
export function keyOf(id: ColumnId): string {
  return id.slice(id.indexOf(":") + 1);
}

/** In the URL: `cols=status,name,tag:env`, keys percent-encoded so that they may contain commas. Unknown ones are left out. */
export function readColumns(text: string | null, defaults: readonly ColumnId[]): ColumnId[] {
  const ids = (text ?? "").split(",").map(decode).filter(isColumnId);
  return ids.length > 0 ? [...new Set(ids)] : [...defaults];
}

/** Undefined for the default columns, which the URL leaves out. */
export function writeColumns(ids: readonly ColumnId[], defaults: readonly ColumnId[]): string | undefined {
  const text = ids.map(encode).join(",");
  return text === defaults.map(encode).join(",") ? undefined : text;
}

/** Columns with one switched on or off; a new one takes its place in the order of all, the name cannot be switched off. */
export function toggleColumn(ids: readonly ColumnId[], id: ColumnId, all: readonly ColumnId[]): ColumnId[] {
  if (id === "name") return [...ids];
  if (ids.includes(id)) return ids.filter((other) => other !== id);
  const place = ids.findIndex((other) => all.indexOf(other) > all.indexOf(id));
  return place < 0 ? [...ids, id] : [...ids.slice(0, place), id, ...ids.slice(place)];
}

function isBuiltIn(id: string): id is BuiltIn {
  return Object.hasOwn(columns, id);
}

function isColumnId(id: string): id is ColumnId {
  return isBuiltIn(id) || /^(tag|meta):./.test(id);
}

function encode(id: ColumnId): string {
  return id.replace(/[%,]/g, encodeURIComponent);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}
