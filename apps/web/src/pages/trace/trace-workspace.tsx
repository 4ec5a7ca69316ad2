import { useCallback, useEffect, useMemo, useRef } from "react";
import { groupIdOf, toggle } from "../../trace/collapse.ts";
import { criticalPath } from "../../trace/critical-path.ts";
import { countBefore, marked, match, nextHit } from "../../trace/find.ts";
import { foldGaps } from "../../trace/gaps.ts";
import { failedRows } from "../../trace/landmarks.ts";
import { revealRow } from "../../trace/reveal.ts";
import { layOut, positionOf, type RowOptions } from "../../trace/rows.ts";
import { rowOf } from "../../trace/span-tree.ts";
import { fitSpan, type TimeRange } from "../../trace/time-scale.ts";
import { type TimelineHandle, TraceTimeline } from "../../views/trace-timeline/trace-timeline.tsx";
import { writeClipboard } from "../../widgets/copy-button.tsx";
import { Splitter } from "../../widgets/splitter.tsx";
import { useShortcuts } from "../../widgets/use-shortcuts.ts";
import { DetailsPane } from "./details-pane.tsx";
import { Toolbar } from "./toolbar.tsx";
import { TraceHeader } from "./trace-header.tsx";
import styles from "./trace-workspace.module.css";
import { useCollapse } from "./use-collapse.ts";
import { useColumns } from "./use-columns.ts";
import { useContentHits } from "./use-content-hits.ts";
import { useNarrow } from "./use-narrow.ts";
import { usePageState } from "./use-page-state.ts";
import type { LoadedTrace } from "./use-skeleton.ts";
import { usePrefetch } from "./use-span-payload.ts";

/** The loaded page: what the address says about the tree, turned into rows, and what the keys and clicks do to it. */
export function TraceWorkspace({ traceId, trace }: { traceId: string; trace: LoadedTrace }) {
  const { tree, summary } = trace;
  const [state, update] = usePageState();
  const [columns, setColumns] = useColumns();
  const narrow = useNarrow();
  const timeline = useRef<TimelineHandle>(null);
  const details = useRef<HTMLDivElement>(null);
  const findField = useRef<HTMLInputElement>(null);
  const prefetch = usePrefetch(traceId, tree);

  const content = useContentHits(traceId, tree, state.find);
  const filter = useMemo(
    () => ({ text: state.find, types: new Set(state.types), status: state.status }),
    [state.find, state.types, state.status],
  );
  const marks = useMemo(
    () => (state.find || state.types.length > 0 || state.status ? match(tree, filter, content.rows) : undefined),
    [tree, filter, content.rows, state.find, state.types, state.status],
  );
  const hits = useMemo(() => (marks ? marked(marks) : noHits), [marks]);
  // Types and states always narrow the tree; a text only when asked to.
  const narrows = marks !== undefined && (state.only || state.types.length > 0 || state.status !== "");
  const kept = useMemo(() => {
    if (!marks || !narrows) return undefined;
    return countBefore(state.only ? marks : match(tree, { ...filter, text: "" }));
  }, [marks, narrows, state.only, tree, filter]);
  const [collapse, setCollapse] = useCollapse(state, update, narrows ? filter : undefined);
  const options = useMemo<RowOptions>(() => ({ collapse, fold: state.fold, kept }), [collapse, state.fold, kept]);
  const rows = useMemo(() => layOut(tree, options), [tree, options]);

  const isGroup = state.span.startsWith("g");
  const spanRow = state.span ? rowOf(tree, state.span.slice(isGroup ? 1 : 0)) : 0;
  const activeAt = useMemo(() => positionOfActive(rows, tree, spanRow, isGroup), [rows, tree, spanRow, isGroup]);
  const errors = useMemo(() => failedRows(tree), [tree]);
  const critical = useMemo(() => (state.critical ? criticalPath(tree) : undefined), [state.critical, tree]);
  const warp = useMemo(() => (state.gaps ? foldGaps(tree) : undefined), [state.gaps, tree]);
  const whole = useMemo<TimeRange>(() => ({ startUs: 0, endUs: tree.axisEndUs }), [tree]);
  const range = state.zoom && state.zoom.startUs < whole.endUs ? state.zoom : whole;

  const activate = (at: number, how?: "merge") => {
    const row = rows.span[at];
    if (row === undefined) return;
    const id = (rows.members[at] ?? 0) > 0 ? groupIdOf(tree, row) : (tree.id[row] ?? "");
    if (id !== state.span) update({ span: id }, how);
  };
  /** Goes to a row wherever it is: opens what hides it, and shows it. */
  const goTo = useCallback(
    (row: number) => {
      if (row < 0) return;
      const opened = revealRow(tree, options, row);
      update({ span: tree.id[row] ?? "" });
      if (opened !== collapse) setCollapse(opened);
      const at = positionOf(layOut(tree, { ...options, collapse: opened }), tree, row);
      requestAnimationFrame(() => timeline.current?.show(at));
    },
    [tree, options, collapse, setCollapse, update],
  );
  const setRange = (zoom: TimeRange | undefined) => update({ zoom }, "merge");
  const fit = (row: number) => update({ zoom: fitSpan(tree.startUs[row] ?? 0, tree.endUs[row] ?? 0, whole) });

  // A link to a span opens on that span, also when it lies in a closed or folded part.
  const arrived = useRef(false);
  useEffect(() => {
    if (arrived.current) return;
    arrived.current = true;
    timeline.current?.focus();
    if (state.span && !isGroup && spanRow >= 0) {
      if (activeAt < 0 || rows.span[activeAt] !== spanRow || (rows.members[activeAt] ?? 0) > 0) goTo(spanRow);
      else timeline.current?.show(activeAt);
    }
  });

  const link = () => `${location.origin}${location.pathname}${location.search}`;
  const focusDetails = () => details.current?.querySelector<HTMLElement>("[role=tab][data-state=active]")?.focus();
  useShortcuts({
    "/": () => findField.current?.select(),
    n: () => goTo(nextHit(hits, spanRow, 1)),
    N: () => goTo(nextHit(hits, spanRow, -1)),
    e: () => goTo(nextHit(errors, spanRow, 1)),
    E: () => goTo(nextHit(errors, spanRow, -1)),
    c: () => update({ critical: !state.critical }),
    z: () => (state.zoom || spanRow < 0 ? update({ zoom: undefined }) : fit(spanRow)),
    y: () => void writeClipboard(link()),
    "[": () => timeline.current?.focus(),
    "]": focusDetails,
    Escape: () => (narrow ? update({ span: "" }) : timeline.current?.focus()),
  });

  const pane = (
    <DetailsPane
      ref={details}
      traceId={traceId}
      tree={tree}
      row={spanRow}
      members={isGroup && activeAt >= 0 ? (rows.members[activeAt] ?? 0) : 0}
      tab={state.tab}
      onTab={(tab) => update({ tab })}
      onRow={goTo}
      {...(narrow && { onClose: () => update({ span: "" }) })}
    />
  );
  const tree_ = (
    <TraceTimeline
      ref={timeline}
      tree={tree}
      rows={rows}
      activeAt={activeAt}
      hits={hits}
      hitMarks={state.find ? marks : undefined}
      mark={state.find.trim()}
      critical={critical}
      whole={whole}
      range={range}
      warp={warp}
      columns={columns}
      onActivate={(at) => activate(at, "merge")}
      onOpen={(at) => {
        activate(at);
        if (!narrow) focusDetails();
      }}
      onToggle={(at) => {
        const row = rows.span[at] ?? 0;
        setCollapse(toggle(collapse, (rows.members[at] ?? 0) > 0 ? groupIdOf(tree, row) : (tree.id[row] ?? "")));
      }}
      onHover={(at) => prefetch(rows.span[at] ?? -1)}
      onRange={setRange}
      onFit={(at) => fit(rows.span[at] ?? 0)}
    />
  );
  return (
    <>
      <TraceHeader trace={trace} link={link} onNextError={() => goTo(nextHit(errors, spanRow, 1))} />
      <Toolbar
        tree={tree}
        state={state}
        update={update}
        findField={findField}
        hits={hits}
        activeRow={spanRow}
        content={content}
        errors={errors.length}
        columns={columns}
        onColumns={setColumns}
        onRow={goTo}
      />
      <div className={styles.panes}>
        {narrow ? (
          <>
            {tree_}
            {state.span !== "" && <div className={styles.sheet}>{pane}</div>}
          </>
        ) : (
          <Splitter
            name="trace-details"
            label="Span details"
            direction="row"
            initial={0.6}
            smallest={300}
            first={tree_}
            second={pane}
          />
        )}
      </div>
      <span className="unseen" role="status">
        {summary.state === "RUNNING" ? "This trace is running" : ""}
      </span>
    </>
  );
}

const noHits = new Int32Array(0);

/** Where the active span is on the screen: itself, the closed row that hides it, or, for a group, the group's row. */
function positionOfActive(
  rows: ReturnType<typeof layOut>,
  tree: LoadedTrace["tree"],
  row: number,
  isGroup: boolean,
): number {
  if (row < 0) return -1;
  const at = positionOf(rows, tree, row);
  if (isGroup && at > 0 && rows.members[at] === 0 && rows.span[at - 1] === row) return at - 1;
  return at;
}
