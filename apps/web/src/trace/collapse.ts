import { idOf, type SpanTree } from "./span-tree.ts";

/**
 * Which rows are closed. A default by depth plus the rows that differ from it, so that "collapse all" of 100,000 spans
 * is one number and survives a refresh of the tree: rows are named by span id.
 */
export interface Collapse {
  /** Rows at this depth or deeper are closed; `Infinity`: all open. */
  readonly fromDepth: number;
  /** Ids of spans that differ from the default, and of groups (see `groupIdOf`) that are open. */
  readonly toggled: ReadonlySet<string>;
}

export const allOpen: Collapse = { fromDepth: Number.POSITIVE_INFINITY, toggled: new Set() };

export function isCollapsed(collapse: Collapse, tree: SpanTree, row: number): boolean {
  const byDefault = (tree.depth[row] ?? 0) >= collapse.fromDepth;
  return collapse.toggled.size === 0 ? byDefault : byDefault !== collapse.toggled.has(idOf(tree, row));
}

/** The name of the group whose first member is in this row. */
export function groupIdOf(tree: SpanTree, row: number): string {
  return `g${idOf(tree, row)}`;
}

export function isGroupOpen(collapse: Collapse, groupId: string): boolean {
  return collapse.toggled.has(groupId);
}

export function toggle(collapse: Collapse, id: string): Collapse {
  const toggled = new Set(collapse.toggled);
  if (!toggled.delete(id)) toggled.add(id);
  return { ...collapse, toggled };
}

/** Opens all ancestors of a row. */
export function reveal(collapse: Collapse, tree: SpanTree, row: number): Collapse {
  let next = collapse;
  for (let above = tree.parent[row] ?? -1; above >= 0; above = tree.parent[above] ?? -1)
    if (isCollapsed(next, tree, above)) next = toggle(next, idOf(tree, above));
  return next;
}

/** More ids than this do not fit into an address; the depth still does. */
const mostIdsInUrl = 60;

/** `d2.00f0….g01ab…`: the depth, then the toggled ids. Empty for all open. */
export function printCollapse(collapse: Collapse): string {
  const parts = Number.isFinite(collapse.fromDepth) ? [`d${collapse.fromDepth}`] : [];
  if (collapse.toggled.size <= mostIdsInUrl) parts.push(...collapse.toggled);
  return parts.join(".");
}

/** Reads what `printCollapse` wrote; parts that are not an id or a depth are left out. */
export function parseCollapse(text: string | null): Collapse {
  let fromDepth = Number.POSITIVE_INFINITY;
  const toggled = new Set<string>();
  for (const part of (text ?? "").split(".")) {
    if (/^d\d{1,6}$/.test(part)) fromDepth = Number(part.slice(1));
    else if (/^g?[0-9a-f]{16}$/.test(part)) toggled.add(part);
  }
  return fromDepth === Number.POSITIVE_INFINITY && toggled.size === 0 ? allOpen : { fromDepth, toggled };
}
