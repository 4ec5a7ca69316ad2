import { useMemo, useState } from "react";
import { useArtifactDirectories } from "../../data/artifacts.ts";
import type { ArtifactOwner, FileInfo } from "../../data/messages.ts";
import { directoriesAbove, mergedListing, type TreeRow, treeRows } from "./tree-rows.ts";

export interface ArtifactTree {
  readonly rows: readonly TreeRow[];
  readonly toggle: (row: TreeRow) => void;
  /** Whether the root has been listed, and there is nothing. */
  readonly isEmpty: boolean;
  /** The chosen file in each owner, in their order; undefined before its directory is listed. */
  readonly chosen: readonly (FileInfo | undefined)[] | undefined;
  readonly error: Error | undefined;
  readonly retry: () => void;
}

/**
 * The tree of the files of one owner, or of several as one. Directories are read when they are opened; `openAtFirst` is
 * one that is open before the reader does anything.
 */
export function useTree(owners: readonly ArtifactOwner[], path: string, openAtFirst = ""): ArtifactTree {
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  // What leads to the chosen file is open until the reader closes it.
  const open = useMemo(() => {
    const above = [...directoriesAbove(path), ...(openAtFirst ? [...directoriesAbove(openAtFirst), openAtFirst] : [])];
    return new Set(["", ...above.filter((directory) => !closed.has(directory)), ...opened]);
  }, [path, openAtFirst, opened, closed]);
  const directories = useMemo(() => [...open], [open]);
  const { listings, error, retry } = useArtifactDirectories(owners, directories);
  const merged = useMemo(
    () =>
      new Map(
        directories.flatMap((directory, at) => {
          const known = listings[at]!.filter((files) => files !== undefined);
          return known.length > 0 ? [[directory, mergedListing(known)] as const] : [];
        }),
      ),
    [directories, listings],
  );
  const rows = useMemo(() => treeRows(merged, open), [merged, open]);
  const beside = listings[directories.indexOf(directoriesAbove(path).at(-1)!)];
  return {
    rows,
    toggle: (row) => {
      setOpened((before) => changed(before, row.path, !row.isOpen));
      setClosed((before) => changed(before, row.path, row.isOpen));
    },
    isEmpty: listings[0]!.every((files) => files?.length === 0),
    chosen: beside?.every((files) => files !== undefined)
      ? beside.map((files) => files?.find((file) => file.path === path && !file.is_dir))
      : undefined,
    error,
    retry,
  };
}

function changed(set: ReadonlySet<string>, path: string, isIn: boolean): ReadonlySet<string> {
  const next = new Set(set);
  if (isIn) next.add(path);
  else next.delete(path);
  return next;
}
