import { useMemo } from "react";
import type { Run } from "../../data/messages.ts";
import {
  type RunListRequest,
  useChildCounts,
  useRunBranches,
  useRunCount,
  useRunGroups,
  useRunList,
} from "../../data/run-list.ts";
import { type SuggestedKeys, useSuggestedKeys } from "../../data/suggestions.ts";
import { defaultRunColumns, orderByOf, type RunColumnId } from "../../views/run-list/columns.ts";
import type { RunListState } from "../../views/run-list/list-state.ts";
import { branchesOf, groupRows, type RunRow, treeRows } from "../../views/run-list/run-rows.ts";

export interface RunRows {
  readonly rows: readonly RunRow[];
  /** Every run that is loaded, those below open rows too, in the order of the rows. */
  readonly runs: readonly Run[];
  /** Runs that match, as far as their list is loaded, also while groups are shown. */
  readonly matching: readonly Run[];
  readonly columns: readonly RunColumnId[];
  readonly keys: SuggestedKeys | undefined;
  /** How many runs match; undefined while it is not known. */
  readonly total: number | undefined;
  /** More groups than are listed. */
  readonly truncated: boolean;
  readonly list: ReturnType<typeof useRunList>;
  readonly groups: ReturnType<typeof useRunGroups>;
  readonly request: RunListRequest;
}

const parentTag = "mlflow.parentRunId";
const none: readonly never[] = [];

/** The rows of the table as its state wants them: in groups, as a tree where nothing narrows it, else as they match. */
export function useRunRows(experimentId: string, state: RunListState, isReadable: boolean): RunRows {
  const experimentIds = useMemo(() => [experimentId], [experimentId]);
  const suggested = useSuggestedKeys("runs", experimentIds);
  const keys = suggested.data;
  const isGrouped = state.group.length > 0;
  // Only where some run has a parent is the list of those without one another list.
  const isTree =
    !isGrouped && state.filter === "" && state.view === "active" && keys?.tags?.includes(parentTag) === true;
  const orderBy = useMemo(() => orderByOf(state.sort), [state.sort]);
  const request = useMemo(
    (): RunListRequest => ({ experimentIds, filter: state.filter, orderBy, view: state.view }),
    [experimentIds, state.filter, orderBy, state.view],
  );
  const roots = useMemo(
    () => (isTree ? { ...request, filter: `tags.\`${parentTag}\` IS NULL` } : request),
    [request, isTree],
  );
  const list = useRunList(roots, isReadable && !suggested.isPending, state.live);
  const total = useRunCount(request, isReadable).data;
  const listed = useMemo(() => list.data?.pages.flatMap((page) => page.runs) ?? none, [list.data]);
  const byItself = useMemo(() => defaultRunColumns(list.data?.pages[0]?.runs ?? none), [list.data]);
  const columns = state.columns ?? byItself;

  const metrics = useMemo(
    () => columns.filter((id) => id.startsWith("metrics.")).map((id) => id.slice("metrics.".length)),
    [columns],
  );
  const groups = useRunGroups(request, state.group, metrics, isReadable && list.isSuccess);
  const branches = useRunBranches(
    request,
    useMemo(
      () => branchesOf(state.open, groups.data?.groups, state.group, state.filter),
      [state.open, groups.data, state.group, state.filter],
    ),
    state.live,
  );
  const parents = useMemo(
    () => [...listed, ...[...branches.values()].flat()].map(({ info }) => info.run_id),
    [listed, branches],
  );
  const childCounts = useChildCounts(experimentIds, parents, isTree);

  const rows = useMemo(
    () =>
      isGrouped
        ? groupRows(groups.data?.groups ?? none, state.group, state.open, branches)
        : treeRows(listed, childCounts, state.open, branches),
    [isGrouped, groups.data, state.group, state.open, branches, listed, childCounts],
  );
  const runs = useMemo(() => rows.flatMap((row) => (row.kind === "run" ? row.run : [])), [rows]);
  return {
    rows,
    runs,
    matching: listed,
    columns,
    keys,
    total,
    truncated: groups.data?.truncated ?? false,
    list,
    groups,
    request,
  };
}
