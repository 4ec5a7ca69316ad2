import { useCallback, useEffect, useRef } from "react";
import { allOpen, groupIdOf, toggle } from "../../trace/collapse.ts";
import { nextHit } from "../../trace/find.ts";
import { revealRow } from "../../trace/reveal.ts";
import { layOut, positionOf } from "../../trace/rows.ts";
import { idOf } from "../../trace/span-tree.ts";
import type { SpansHandle } from "../../trace/spans-handle.ts";
import { fitSpan, type TimeRange } from "../../trace/time-scale.ts";
import { usePrefetch } from "../../views/span-payload/use-span-payload.ts";
import type { LoadedTrace } from "../../views/trace-skeleton/skeleton-query.ts";
import { TraceTimeline } from "../../views/trace-timeline/trace-timeline.tsx";
import { late } from "../../widgets/late.tsx";
import { Splitter } from "../../widgets/splitter.tsx";
import { useShortcuts } from "../../widgets/use-shortcuts.ts";
import { DetailsPane } from "./details-pane.tsx";
import { Toolbar } from "./toolbar.tsx";
import { TraceHeader } from "./trace-header.tsx";
import styles from "./trace-workspace.module.css";
import { useColumns } from "./use-columns.ts";
import { useNarrow } from "./use-narrow.ts";
import { usePageState } from "./use-page-state.ts";
import { useTreeView } from "./use-tree-view.ts";
import type { Walk } from "./use-walk.ts";

const TraceLog = late(async () => (await import("../../views/trace-log/trace-log.tsx")).TraceLog);
const SpanGraphView = late(async () => (await import("../../views/span-graph/span-graph-view.tsx")).SpanGraphView);

/** The loaded page: what the address says about the tree, turned into rows, and what the keys and clicks do to it. */
export function TraceWorkspace(props: { traceId: string; trace: LoadedTrace; walk: Walk | undefined }) {
  const { traceId, trace, walk } = props;
  const { tree, summary } = trace;
  const [state, update] = usePageState();
  const [columns, setColumns] = useColumns();
  const narrow = useNarrow();
  /** The tree or the log; a place is one in what is shown. */
  const shown = useRef<SpansHandle>(null);
  const details = useRef<HTMLDivElement>(null);
  const findField = useRef<HTMLInputElement>(null);
  const prefetch = usePrefetch(traceId, tree);

  const view = useTreeView(traceId, tree, state, update);
  const { rows, entries, options, collapse, setCollapse, hits, errors, spanRow, isGroup, activeAt, whole, range } =
    view;

  const activate = (at: number, how?: "merge") => {
    const row = rows.span[at];
    if (row === undefined) return;
    const id = (rows.members[at] ?? 0) > 0 ? groupIdOf(tree, row) : idOf(tree, row);
    if (id !== state.span) update({ span: id }, how);
  };
  /** Goes to a row wherever it is: opens what hides it, and shows it. */
  const goTo = useCallback(
    (row: number) => {
      if (row < 0) return;
      update({ span: idOf(tree, row) });
      if (entries) return requestAnimationFrame(() => shown.current?.show(entries.position[row] ?? -1));
      const isByStart = rows.position !== undefined;
      const opened = isByStart ? collapse : revealRow(tree, options, row);
      if (opened !== collapse) setCollapse(opened);
      const at = positionOf(isByStart ? rows : layOut(tree, { ...options, collapse: opened }), tree, row);
      requestAnimationFrame(() => shown.current?.show(at));
    },
    [tree, options, rows, entries, collapse, setCollapse, update],
  );
  const setRange = (zoom: TimeRange | undefined) => update({ zoom }, "merge");
  const fit = (row: number) => update({ zoom: fitSpan(tree.startUs[row] ?? 0, tree.endUs[row] ?? 0, whole) });

  // A link to a span opens on that span, also when it lies in a closed or folded part.
  const arrived = useRef(false);
  useEffect(() => {
    if (arrived.current) return;
    arrived.current = true;
    // The log goes there by itself once its code is there.
    if (entries) return;
    shown.current?.focus();
    if (state.span && !isGroup && spanRow >= 0) {
      if (activeAt < 0 || rows.span[activeAt] !== spanRow || (rows.members[activeAt] ?? 0) > 0) goTo(spanRow);
      else shown.current?.show(activeAt);
    }
  });

  const link = () => `${location.origin}${location.pathname}${location.search}`;
  const focusDetails = () => details.current?.querySelector<HTMLElement>("[role=tab][data-state=active]")?.focus();
  useShortcuts({
    "/": () => findField.current?.select(),
    n: () => goTo(nextHit(hits, spanRow, 1)),
    F3: () => goTo(nextHit(hits, spanRow, 1)),
    N: () => goTo(nextHit(hits, spanRow, -1)),
    e: () => goTo(nextHit(errors, spanRow, 1)),
    E: () => goTo(nextHit(errors, spanRow, -1)),
    c: () => update({ critical: !state.critical }),
    G: () => update({ graph: !state.graph, node: "" }),
    L: () => update({ view: state.view === "log" ? "tree" : "log" }),
    z: () => (state.zoom || spanRow < 0 ? update({ zoom: undefined }) : fit(spanRow)),
    "[": () => shown.current?.focus(),
    "]": focusDetails,
    Escape: () => (narrow ? update({ span: "" }) : shown.current?.focus()),
  });

  const detailsPane = (
    <DetailsPane
      ref={details}
      traceId={traceId}
      experimentId={summary.experiment_id}
      tree={tree}
      row={spanRow}
      members={isGroup && activeAt >= 0 ? (rows.members[activeAt] ?? 0) : 0}
      mark={state.find.trim()}
      tab={state.tab}
      onTab={(tab) => update({ tab })}
      onRow={goTo}
      {...(narrow && { onClose: () => update({ span: "" }) })}
    />
  );
  const spansPane = entries ? (
    <TraceLog
      ref={shown}
      traceId={traceId}
      tree={tree}
      entries={entries}
      order={state.order}
      onOrder={(order) => update({ order })}
      isFolded={view.isFolded}
      onFold={(row) => update({ folded: toggle(state.folded, idOf(tree, row)) })}
      onFoldAll={(isFolded) => update({ folded: isFolded ? { fromDepth: 0, toggled: new Set() } : allOpen })}
      activeRow={state.span === "" && narrow ? -1 : spanRow}
      mark={state.find.trim()}
      narrow={narrow}
      onActivate={(row, how) => update({ span: idOf(tree, row) }, how)}
      onOpen={(row) => {
        update({ span: idOf(tree, row) });
        if (!narrow) focusDetails();
      }}
      onShowAll={() => update({ types: [], status: "", node: "", only: false })}
    />
  ) : (
    <TraceTimeline
      ref={shown}
      tree={tree}
      rows={rows}
      activeAt={activeAt}
      hits={hits}
      hitMarks={state.find ? view.marks : undefined}
      mark={state.find.trim()}
      critical={view.critical}
      whole={whole}
      range={range}
      warp={view.warp}
      columns={columns}
      onActivate={activate}
      onOpen={(at) => {
        activate(at);
        if (!narrow) focusDetails();
      }}
      onToggle={(at) => {
        const row = rows.span[at] ?? 0;
        setCollapse(toggle(collapse, (rows.members[at] ?? 0) > 0 ? groupIdOf(tree, row) : idOf(tree, row)));
      }}
      onHover={(at) => prefetch(rows.span[at] ?? -1)}
      onRange={setRange}
      onFit={(at) => fit(rows.span[at] ?? 0)}
    />
  );
  const treePane = state.graph ? (
    <Splitter
      name="trace-graph"
      label="Graph"
      direction="column"
      initial={0.45}
      smallest={120}
      first={
        <SpanGraphView
          tree={tree}
          chosen={state.node}
          onChoose={(node) => update(node ? { node: node.id, span: idOf(tree, node.first) } : { node: "" })}
        />
      }
      second={spansPane}
    />
  ) : (
    spansPane
  );
  return (
    <>
      <TraceHeader trace={trace} walk={walk} link={link} onNextError={() => goTo(nextHit(errors, spanRow, 1))} />
      <Toolbar
        tree={tree}
        state={state}
        update={update}
        findField={findField}
        hits={hits}
        activeRow={spanRow}
        content={view.content}
        errors={errors.length}
        columns={columns}
        onColumns={setColumns}
        onRow={goTo}
      />
      <div className={styles.panes}>
        {narrow ? (
          <>
            {treePane}
            {state.span !== "" && <div className={styles.sheet}>{detailsPane}</div>}
          </>
        ) : (
          <Splitter
            name="trace-details"
            label="Span details"
            direction="row"
            initial={0.6}
            smallest={300}
            first={treePane}
            second={detailsPane}
          />
        )}
      </div>
      <span className="unseen" role="status">
        {summary.state === "RUNNING" ? "This trace is running" : ""}
      </span>
    </>
  );
}
