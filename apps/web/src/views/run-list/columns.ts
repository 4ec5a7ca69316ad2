import type { Run } from "../../data/messages.ts";
import type { SuggestedKeys } from "../../data/suggestions.ts";
import type { TableColumn, TableSort } from "../../widgets/table/column.ts";

/** A column of a table of runs: an attribute, or what was logged under a key. */
export type RunColumnId = Attribute | LoggedColumn;
export type LoggedColumn = `metrics.${string}` | `params.${string}` | `tags.${string}`;
type Attribute = keyof typeof attributes;

type Shape = Omit<TableColumn<never>, "id" | "cell"> & {
  /** As the search language orders by it. */
  readonly orderBy?: string;
  /** As the CSV download calls it; absent where that has no such column. */
  readonly csv?: string;
};

const attributes = {
  status: { label: "Status", width: 44, unlabelled: true, orderBy: "status", sortFirst: "smallest", csv: "status" },
  name: {
    label: "Name",
    width: 200,
    grow: { upTo: 300 },
    orderBy: "run_name",
    sortFirst: "smallest",
    always: true,
    csv: "run_name",
  },
  start_time: { label: "Started", width: 84, orderBy: "start_time", sortFirst: "largest", csv: "start_time" },
  duration: { label: "Duration", width: 84, align: "end", csv: "end_time" },
  user: { label: "User", width: 84, orderBy: "user_id", sortFirst: "smallest", csv: "user_id" },
  source: { label: "Source", width: 110, grow: { upTo: 160 }, csv: "tags.mlflow.source.name" },
  dataset: { label: "Dataset", width: 110, grow: { upTo: 160 } },
  run_id: { label: "Run id", width: 256, csv: "run_id" },
} as const satisfies Record<string, Shape>;

const titles = { metrics: "Metrics", params: "Parameters", tags: "Tags" } as const;

/** A table takes this many metrics and params by itself; the chooser has the rest. */
const mostByItself = 8;

/** Attributes, the metrics there are and the params that differ: what tells these runs apart. */
export function defaultRunColumns(runs: readonly Run[]): RunColumnId[] {
  const metrics = new Set(runs.flatMap(({ data }) => data?.metrics?.map(({ key = "" }) => key) ?? []));
  const params = new Map<string, Set<string>>();
  for (const { data } of runs) {
    for (const { key = "", value = "" } of data?.params ?? []) {
      params.set(key, (params.get(key) ?? new Set()).add(value));
    }
  }
  const having = (key: string) => runs.filter(({ data }) => data?.params?.some((param) => param.key === key)).length;
  const differing = [...params].filter(([key, values]) => values.size > 1 || having(key) < runs.length);
  return [
    "status",
    "name",
    "start_time",
    "duration",
    ...[...metrics]
      .filter((key) => !key.startsWith("system/"))
      .sort(byName.compare)
      .slice(0, mostByItself)
      .map((key) => `metrics.${key}` as const),
    ...differing
      .map(([key]) => key)
      .sort(byName.compare)
      .slice(0, mostByItself)
      .map((key) => `params.${key}` as const),
  ];
}

const byName = new Intl.Collator("en", { numeric: true });

/** Every column that can be chosen: those there are keys for, and those chosen whose key is gone. */
export function allRunColumns(keys: SuggestedKeys | undefined, chosen: readonly RunColumnId[]): RunColumnId[] {
  const logged = (["metrics", "params", "tags"] as const).flatMap((of) =>
    [...(keys?.[of] ?? [])].sort(byName.compare).map((key): RunColumnId => `${of}.${key}`),
  );
  const all = [...(Object.keys(attributes) as Attribute[]), ...logged];
  const known = new Set<string>(all);
  return [...all, ...chosen.filter((id) => !known.has(id))];
}

/** The part of a table's column that does not depend on what is in its cells. */
export function runColumn(id: RunColumnId): Omit<TableColumn<never>, "cell"> {
  if (isAttribute(id)) {
    const { csv: _, ...shape }: Shape = attributes[id];
    return { id, ...shape };
  }
  const { of, key } = loggedColumn(id);
  const shape = { id, label: key, group: titles[of], width: of === "metrics" ? 132 : 110 } as const;
  return of === "metrics"
    ? { ...shape, align: "end", sortFirst: "largest" }
    : { ...shape, grow: { upTo: 150 }, sortFirst: "smallest" };
}

/** `loss` of the metrics, from `metrics.loss`. */
export function loggedColumn(id: LoggedColumn): { readonly of: keyof typeof titles; readonly key: string } {
  const at = id.indexOf(".");
  return { of: id.slice(0, at) as keyof typeof titles, key: id.slice(at + 1) };
}

export function isRunColumnId(id: string): id is RunColumnId {
  return isAttribute(id) || isLogged(id);
}

export function isLogged(id: string): id is LoggedColumn {
  return /^(metrics|params|tags)\../s.test(id);
}

function isAttribute(id: string): id is Attribute {
  return Object.hasOwn(attributes, id);
}

/** How the API is asked for an order; none for the newest first. */
export function orderByOf(sort: TableSort | undefined): string[] {
  if (!sort || !isRunColumnId(sort.column)) return [];
  const direction = sort.descending ? "DESC" : "ASC";
  if (isAttribute(sort.column)) {
    const { orderBy }: Shape = attributes[sort.column];
    return orderBy ? [`attributes.${orderBy} ${direction}`] : [];
  }
  const { of, key } = loggedColumn(sort.column);
  return [`${of}.${quotedKey(key)} ${direction}`];
}

/** A key as the search language takes any: in backticks. */
export function quotedKey(key: string): string {
  return `\`${key.replaceAll("`", "``")}\``;
}

/** The columns of the CSV file: the id, and what the table shows. */
export function csvColumns(columns: readonly RunColumnId[]): string[] {
  const names = columns.flatMap((id) => (isAttribute(id) ? ((attributes[id] as Shape).csv ?? []) : id));
  return [...new Set(["run_id", ...names])];
}
