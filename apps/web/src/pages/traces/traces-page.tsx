import { type ReactNode, useCallback, useMemo, useRef, useState } from "react";
import { useLocation, useNavigate } from "react-router";
import { useExperimentNames } from "../../data/experiments.ts";
import { useLiveTraces } from "../../data/live-traces.ts";
import type { TraceSummary } from "../../data/messages.ts";
import { openInNewTab } from "../../data/prefix.ts";
import { type TraceListRequest, type TracePage, useTraceList } from "../../data/traces.ts";
import { useSelection } from "../../views/bulk/use-selection.ts";
import { ColumnsMenu } from "../../views/columns-menu/columns-menu.tsx";
import { FilterBar } from "../../views/filter-bar/filter-bar.tsx";
import { FilterMistake } from "../../views/filter-bar/filter-mistake.tsx";
import { useFilterReading } from "../../views/filter-bar/use-language.ts";
import { useFirstTrace } from "../../views/first-trace/use-first-trace.ts";
import { LiveSwitch } from "../../views/live-switch/live-switch.tsx";
import { ListEnd } from "../../views/load-failed/list-end.tsx";
import { ListPlaceholder } from "../../views/load-failed/list-placeholder.tsx";
import { LoadFailed } from "../../views/load-failed/load-failed.tsx";
import { SavedViews } from "../../views/saved-views/saved-views.tsx";
import { askedRange } from "../../views/time-range/time-range.ts";
import { TimeRangePicker } from "../../views/time-range/time-range-picker.tsx";
import { askedOf, defaultColumns } from "../../views/trace-list/columns.ts";
import type { ListState } from "../../views/trace-list/list-state.ts";
import { orderByOf } from "../../views/trace-list/sort.ts";
import { TraceList } from "../../views/trace-list/trace-list.tsx";
import { walkFrom } from "../../views/trace-list/trace-walk.ts";
import { Button } from "../../widgets/button.tsx";
import { formatTotal } from "../../widgets/format/quantity.ts";
import { Icon } from "../../widgets/icon.tsx";
import { late } from "../../widgets/late.tsx";
import { ListToolbar } from "../../widgets/list-toolbar.tsx";
import { narrow, useMediaQuery } from "../../widgets/use-media-query.ts";
import { useRemembered } from "../../widgets/use-remembered.ts";
import { useShortcuts } from "../../widgets/use-shortcuts.ts";
import { NoMatch } from "./no-match.tsx";
import styles from "./traces-page.module.css";
import { useListState } from "./use-list-state.ts";

const FirstTrace = late(async () => (await import("../../views/first-trace/first-trace.tsx")).FirstTrace);
const TraceSelection = late(async () => (await import("./trace-selection.tsx")).TraceSelection);
const TraceStrip = late(async () => (await import("./trace-strip.tsx")).TraceStrip);

interface TracesPageProps {
  /** Makes the page's header with the list's tools in it. */
  readonly header: (tools: ReactNode) => ReactNode;
  /** Empty: all. */
  readonly experimentIds: readonly string[];
  /** A filter that holds besides the reader's own, and what to say when nothing matches it. */
  readonly within?: { readonly filter: string; readonly none: ReactNode };
}

/** A list of traces with everything that narrows, orders and refreshes it. What it shows stands in the URL. */
export function TracesPage({ header, experimentIds, within }: TracesPageProps) {
  const navigate = useNavigate();
  const { pathname, search } = useLocation();
  const defaults = useMemo(() => defaultColumns(experimentIds.length === 0), [experimentIds]);
  const [state, setState] = useListState(defaults);
  const onlyExperiment = experimentIds.length === 1 ? experimentIds[0] : undefined;
  const [atTop, setAtTop] = useState(true);
  const scroller = useRef<HTMLDivElement>(null);
  const request = useMemo(
    () => requestOf(state, experimentIds, within?.filter),
    [state, experimentIds, within?.filter],
  );
  const { isRead, mistake } = useFilterReading("traces", state.filter);
  const isSearchable = isRead && mistake === undefined;
  const list = useTraceList(request, isSearchable);
  const traces = useMemo(() => list.data?.pages.flatMap((page) => page.traces) ?? [], [list.data]);
  const keys = useMemo(() => traces.map(({ trace_id }) => trace_id), [traces]);
  const selection = useSelection(JSON.stringify([request.experimentIds, request.filter, request.range.key]), keys);
  const comparison = selection.isAll ? undefined : diffAddress(selection.selected);
  useShortcuts({ d: () => comparison && void navigate(comparison) });
  const inThem = useMemo(() => [...new Set(traces.map(({ experiment_id: id }) => id))], [traces]);
  const names = useExperimentNames(inThem);
  const experimentName = useCallback((id: string) => names.get(id) ?? id, [names]);
  const first = list.data?.pages[0];
  const total = first?.total_count;
  // Nothing in the list, though nothing narrows it: then there is nothing at all yet.
  const isEmpty = first !== undefined && traces.length === 0;
  const isUnused = isEmpty && state.filter === "" && state.range.kind === "all";
  const live = useLiveTraces(request, (state.live || isUnused) && isSearchable, atTop);
  // The strip counts by experiment and time alone, and a narrow window has no room for it.
  const [isStripOpen, setStripOpen] = useRemembered("traces.strip", (stored) => stored !== false);
  const isNarrow = useMediaQuery(narrow);
  const hasStrip = !within && !isUnused && !isNarrow;
  useFirstTrace(isUnused && !within, traces[0], (trace) => open(trace, false));

  function showFresh() {
    live.showFresh();
    scroller.current?.scrollTo({ top: 0 });
  }

  function open(trace: TraceSummary, newTab: boolean) {
    const address = `/traces/${trace.trace_id}`;
    if (newTab) openInNewTab(address);
    else
      void navigate(address, { state: { walk: walkFrom(`${pathname}${search}`, keys, keys.indexOf(trace.trace_id)) } });
  }

  return (
    <>
      {header(
        <>
          {!isUnused && <TimeRangePicker range={state.range} onRange={(range) => setState({ range })} />}
          <LiveSwitch on={state.live} mode={live.mode} onToggle={() => setState({ live: !state.live })} />
        </>,
      )}
      {!isUnused && (
        <ListToolbar>
          <FilterBar
            searched="traces"
            filter={state.filter}
            experimentIds={experimentIds}
            onFilter={(filter) => setState({ filter })}
          />
          <span className={styles.total} role="status">
            {first && totalOf(first, traces.length, list.hasNextPage)}
          </span>
          {hasStrip && (
            <Button
              aria-label="Charts"
              aria-pressed={isStripOpen}
              on={isStripOpen}
              title="Traces over time, above the list"
              onClick={() => setStripOpen(!isStripOpen)}
            >
              <Icon name="chart" size={14} />
            </Button>
          )}
          {onlyExperiment !== undefined && !within && (
            <SavedViews
              experimentId={onlyExperiment}
              of="traces"
              hint="Filter, time, columns and order, under a name."
            />
          )}
          <ColumnsMenu
            sort={state.sort}
            onSort={(sort) => setState({ sort })}
            experimentIds={experimentIds}
            columns={state.columns}
            defaults={defaults}
            onColumns={(columns) => setState({ columns })}
          />
        </ListToolbar>
      )}
      {hasStrip && isStripOpen && (
        <div className={styles.stripRoom}>
          <TraceStrip request={request} onRange={(range) => setState({ range })} />
        </div>
      )}
      <div className={styles.body}>
        {live.fresh > 0 && (
          <Button look="primary" className={styles.fresh} onClick={showFresh}>
            <Icon name="arrowUp" size={12} />
            {formatTotal(live.fresh, live.freshIsLowerBound)} new
          </Button>
        )}
        {isUnused && (within?.none ?? <FirstTrace experimentId={experimentIds[0]} />)}
        {isEmpty && !isUnused && <NoMatch state={state} onState={setState} />}
        {mistake && <FilterMistake mistake={mistake} onClear={() => setState({ filter: "" })} />}
        {!first && list.isPending && !mistake && <ListPlaceholder label="Loading traces" />}
        {!first && list.error && <LoadFailed what="traces" error={list.error} onRetry={() => void list.refetch()} />}
        {traces.length > 0 && (
          <TraceList
            ref={scroller}
            traces={traces}
            arrived={live.arrived}
            total={first?.total_is_lower_bound ? undefined : total}
            columns={state.columns}
            onColumns={(columns) => setState({ columns })}
            sort={state.sort}
            onSort={(sort) => setState({ sort })}
            experimentName={experimentName}
            onOpen={open}
            selection={selection}
            onNearEnd={() =>
              list.hasNextPage && !list.isFetching && !list.isFetchNextPageError && void list.fetchNextPage()
            }
            onAtTop={setAtTop}
            end={<ListEnd list={list} what="traces" />}
          />
        )}
      </div>
      {(selection.selected.size > 0 || selection.isAll) && (
        <TraceSelection
          request={request}
          traces={traces}
          selection={selection}
          total={first?.total_is_lower_bound ? undefined : total}
          hasMore={list.hasNextPage}
          columns={state.columns}
          comparison={comparison}
        />
      )}
    </>
  );
}

/** The server takes no more columns that it has to read for a list. */
const mostAsked = 20;

/** Where two selected traces are compared, the one that was selected first at the left; undefined for more or fewer. */
function diffAddress(selected: ReadonlySet<string>): string | undefined {
  const [left, right, more] = selected;
  return left && right && more === undefined ? `/traces/${left}/diff/${right}` : undefined;
}

/** How many traces there are; where the server did not count (behind a filter), how many are known of. */
function totalOf(first: TracePage, loaded: number, hasMore: boolean): string {
  const { total_count: total = loaded, total_is_lower_bound } = first;
  const isLowerBound = first.total_count === undefined ? hasMore : total_is_lower_bound;
  return total > 0 ? `${formatTotal(total, isLowerBound)} ${total === 1 ? "trace" : "traces"}` : "";
}

function requestOf(state: ListState, experimentIds: readonly string[], within = ""): TraceListRequest {
  const { range } = state;
  const parts = [within, state.filter && within ? `(${state.filter})` : state.filter];
  return {
    experimentIds,
    filter: parts.filter(Boolean).join(" and "),
    orderBy: orderByOf(state.sort),
    columns: state.columns.flatMap((id) => askedOf(id) ?? []).slice(0, mostAsked),
    range: askedRange(range),
  };
}
