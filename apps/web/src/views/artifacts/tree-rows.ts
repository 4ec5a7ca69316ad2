import type { FileInfo } from "../../data/messages.ts";

/** A line of the tree of files. */
export interface TreeRow {
  /** From the root. */
  readonly path: string;
  readonly name: string;
  /** From 0. */
  readonly level: number;
  readonly isDirectory: boolean;
  readonly sizeBytes: number | undefined;
  readonly isOpen: boolean;
}

/**
 * The lines of a tree whose open directories are `open`: those of a directory that is not listed yet are missing. Names
 * come from a server, so a path that is no child of its directory is left out rather than followed.
 */
export function treeRows(listings: ReadonlyMap<string, readonly FileInfo[]>, open: ReadonlySet<string>): TreeRow[] {
  const rows: TreeRow[] = [];
  const add = (directory: string, level: number) => {
    const prefix = directory === "" ? "" : `${directory}/`;
    for (const { path, is_dir: isDirectory = false, file_size: sizeBytes } of listings.get(directory) ?? []) {
      const name = path.slice(prefix.length);
      if (!path.startsWith(prefix) || name === "" || name.includes("/")) continue;
      const isOpen = isDirectory && open.has(path);
      rows.push({ path, name, level, isDirectory, sizeBytes, isOpen });
      if (isOpen) add(path, level + 1);
    }
  };
  add("", 0);
  return rows;
}

/** The directories above a path, from the root down: `a/b/c.txt` lies in "", `a` and `a/b`. */
export function directoriesAbove(path: string): string[] {
  const parts = path.split("/").slice(0, -1);
  return ["", ...parts.map((_, at) => parts.slice(0, at + 1).join("/"))];
}

/** What lies in one directory of several owners, each name once, in the order of the first that has it. */
export function mergedListing(listings: readonly (readonly FileInfo[])[]): readonly FileInfo[] {
  if (listings.length === 1) return listings[0]!;
  const merged = new Map<string, FileInfo>();
  for (const listing of listings) for (const file of listing) if (!merged.has(file.path)) merged.set(file.path, file);
  return [...merged.values()];
}
