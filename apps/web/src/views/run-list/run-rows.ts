import type { Run, RunGroup } from "../../data/messages.ts";
import { mostBelow, type RunBranch } from "../../data/run-list.ts";
import { loggedColumn, quotedKey } from "./columns.ts";

/** One row of a table of runs. */
export type RunRow = RunOnly | GroupOnly | RestOnly;

interface Placed {
  readonly key: string;
  /** From 0. */
  readonly level: number;
  /** Undefined for a row that has nothing below it. */
  readonly isOpen: boolean | undefined;
}

export interface RunOnly extends Placed {
  readonly kind: "run";
  readonly run: Run;
}

/** Runs with the same values, summed up. */
export interface GroupOnly extends Placed {
  readonly kind: "group";
  readonly group: RunGroup;
  readonly by: readonly string[];
}

/** Stands for rows below an open one that are not listed, or not yet. */
export interface RestOnly extends Placed {
  readonly kind: "rest";
  readonly text: string;
}

/** What lies below open rows, as far as it is loaded: by the key of the row. */
export type Branches = ReadonlyMap<string, readonly Run[]>;

/** Runs in their order, and behind each open one those that name it as their parent. */
export function treeRows(
  runs: readonly Run[],
  childCounts: ReadonlyMap<string, number>,
  open: ReadonlySet<string>,
  branches: Branches,
): RunRow[] {
  const seen = new Set<string>();
  const rowsOf = (run: Run, level: number): RunRow[] => {
    const key = run.info.run_id;
    // A run that is its own forefather is shown once.
    if (seen.has(key)) return [];
    seen.add(key);
    const count = childCounts.get(key) ?? 0;
    const isOpen = count > 0 ? open.has(key) : undefined;
    const row: RunRow = { kind: "run", key, level, isOpen, run };
    if (!isOpen) return [row];
    const children = branches.get(key) ?? [];
    return [
      row,
      ...children.flatMap((child) => rowsOf(child, level + 1)),
      ...rest(key, level + 1, count, branches.has(key) ? children.length : undefined),
    ];
  };
  return runs.flatMap((run) => rowsOf(run, 0));
}

/** Groups, and behind each open one its runs. */
export function groupRows(
  groups: readonly RunGroup[],
  by: readonly string[],
  open: ReadonlySet<string>,
  branches: Branches,
): RunRow[] {
  return groups.flatMap((group): RunRow[] => {
    const key = groupKey(group);
    const isOpen = groupFilter(group, by) === undefined ? undefined : open.has(key);
    const row: RunRow = { kind: "group", key, level: 0, isOpen, group, by };
    if (!isOpen) return [row];
    const runs = branches.get(key) ?? [];
    return [
      row,
      ...runs.map((run): RunRow => ({ kind: "run", key: run.info.run_id, level: 1, isOpen: undefined, run })),
      ...rest(key, 1, group.run_count, branches.has(key) ? runs.length : undefined),
    ];
  });
}

function rest(key: string, level: number, count: number, listed: number | undefined): RunRow[] {
  const row = { kind: "rest", key: `rest ${key}`, level, isOpen: undefined } as const;
  if (listed === undefined) return [{ ...row, text: "Loading…" }];
  if (listed < mostBelow || count <= listed) return [];
  return [{ ...row, text: `${count - listed} more: filter to see them` }];
}

export function groupKey({ values }: Pick<RunGroup, "values">): string {
  return `group ${JSON.stringify(values.map(({ value }) => value ?? null))}`;
}

/** What open rows need to be asked: the children of runs, or the runs of groups. */
export function branchesOf(
  open: ReadonlySet<string>,
  groups: readonly RunGroup[] | undefined,
  by: readonly string[],
  filter: string,
): RunBranch[] {
  if (by.length === 0) {
    const ids = [...open].filter((key) => !key.startsWith("group "));
    return ids.map((key) => ({ key, filter: `tags.\`mlflow.parentRunId\` = ${quoted(key)}` }));
  }
  return (groups ?? []).flatMap((group) => {
    const own = groupFilter(group, by);
    const key = groupKey(group);
    if (own === undefined || !open.has(key)) return [];
    return [{ key, filter: [filter, own].filter(Boolean).join(" and ") }];
  });
}

/** The search for the runs of a group; undefined for one that the language cannot name. */
function groupFilter({ values }: RunGroup, by: readonly string[]): string | undefined {
  const parts = by.map((name, index) => {
    const value = values[index]?.value;
    if (name === "dataset.name") {
      return value === undefined || value.includes(", ") ? undefined : `dataset.name = ${quoted(value)}`;
    }
    const { of, key } = loggedColumn(name as `params.${string}`);
    const field = `${of}.${quotedKey(key)}`;
    return value === undefined ? `${field} IS NULL` : `${field} = ${quoted(value)}`;
  });
  return parts.includes(undefined) ? undefined : parts.join(" and ");
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
