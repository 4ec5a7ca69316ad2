import { useCallback, useMemo } from "react";
import { isCollapsed } from "../../trace/collapse.ts";
import { criticalPath } from "../../trace/critical-path.ts";
import { countBefore, marked, match } from "../../trace/find.ts";
import { foldGaps } from "../../trace/gaps.ts";
import { failedRows } from "../../trace/landmarks.ts";
import { logEntries } from "../../trace/log-entries.ts";
import { layOut, layOutByStart, positionOf, type RowOptions, type Rows } from "../../trace/rows.ts";
import { rowOf, type SpanTree } from "../../trace/span-tree.ts";
import type { TimeRange } from "../../trace/time-scale.ts";
import type { PageState } from "./page-state.ts";
import { useCollapse } from "./use-collapse.ts";
import { useContentHits } from "./use-content-hits.ts";
import type { UpdatePage } from "./use-page-state.ts";

/** What the page's state makes of a tree: the rows, what was found, where the active span is. Worked out only anew. */
export function useTreeView(traceId: string, tree: SpanTree, state: PageState, update: UpdatePage) {
  const content = useContentHits(traceId, tree, state.find);
  const filter = useMemo(
    () => ({ text: state.find, types: new Set(state.types), status: state.status, node: state.node }),
    [state.find, state.types, state.status, state.node],
  );
  const isFiltered = state.types.length > 0 || state.status !== "" || state.node !== "";
  const marks = useMemo(
    () => (state.find || isFiltered ? match(tree, filter, content.rows) : undefined),
    [tree, filter, content.rows, state.find, isFiltered],
  );
  const hits = useMemo(() => (marks ? marked(marks) : noHits), [marks]);
  // Types, states and nodes of the graph always narrow the tree; a text only when asked to.
  const narrows = marks !== undefined && (state.only || isFiltered);
  const kept = useMemo(() => {
    if (!marks || !narrows) return undefined;
    return countBefore(state.only ? marks : match(tree, { ...filter, text: "" }));
  }, [marks, narrows, state.only, tree, filter]);
  const [collapse, setCollapse] = useCollapse(state, update, narrows ? filter : undefined);
  const options = useMemo<RowOptions>(() => ({ collapse, fold: state.fold, kept }), [collapse, state.fold, kept]);
  const rows = useMemo(
    () => (state.order === "start" ? layOutByStart(tree, kept) : layOut(tree, options)),
    [tree, options, kept, state.order],
  );
  const isFolded = useCallback((row: number) => isCollapsed(state.folded, tree, row), [state.folded, tree]);
  const entries = useMemo(
    () => (state.view === "log" ? logEntries(tree, state.order, isFolded, kept) : undefined),
    [tree, state.view, state.order, isFolded, kept],
  );

  const isGroup = state.span.startsWith("g");
  const spanRow = state.span ? rowOf(tree, state.span.slice(isGroup ? 1 : 0)) : 0;
  const activeAt = useMemo(() => positionOfActive(rows, tree, spanRow, isGroup), [rows, tree, spanRow, isGroup]);
  const errors = useMemo(() => failedRows(tree), [tree]);
  const critical = useMemo(() => (state.critical ? criticalPath(tree) : undefined), [state.critical, tree]);
  const warp = useMemo(() => (state.gaps ? foldGaps(tree) : undefined), [state.gaps, tree]);
  const whole = useMemo<TimeRange>(() => ({ startUs: 0, endUs: tree.axisEndUs }), [tree]);
  const range = state.zoom && state.zoom.startUs < whole.endUs ? state.zoom : whole;
  return {
    rows,
    /** Undefined while the log is not shown. */
    entries,
    isFolded,
    options,
    collapse,
    setCollapse,
    content,
    marks,
    hits,
    errors,
    critical,
    warp,
    whole,
    range,
    isGroup,
    /** Row of the active span in the tree, -1 when the address names one that is not there. */
    spanRow,
    activeAt,
  };
}

const noHits = new Int32Array(0);

/** Where the active span is on the screen: itself, the closed row that hides it, or, for a group, the group's row. */
function positionOfActive(rows: Rows, tree: SpanTree, row: number, isGroup: boolean): number {
  if (row < 0) return -1;
  const at = positionOf(rows, tree, row);
  if (isGroup && at > 0 && rows.members[at] === 0 && rows.span[at - 1] === row) return at - 1;
  return at;
}
