import { useCallback, useMemo, useRef, useState } from "react";
import { useNavigate, useParams } from "react-router";
import { openInNewTab } from "../../data/prefix.ts";
import { useSelection } from "../../views/bulk/use-selection.ts";
import { FilterBar } from "../../views/filter-bar/filter-bar.tsx";
import { FilterMistake } from "../../views/filter-bar/filter-mistake.tsx";
import { useFilterReading } from "../../views/filter-bar/use-language.ts";
import { LiveSwitch } from "../../views/live-switch/live-switch.tsx";
import { ListEnd } from "../../views/load-failed/list-end.tsx";
import { ListPlaceholder } from "../../views/load-failed/list-placeholder.tsx";
import { LoadFailed } from "../../views/load-failed/load-failed.tsx";
import { entryId } from "../../views/metric-charts/charted-run.ts";
import { useChartsInAddress } from "../../views/metric-charts/use-charts-in-address.ts";
import type { RunListState } from "../../views/run-list/list-state.ts";
import { runAddress } from "../../views/run-list/run-cell.tsx";
import { RunList } from "../../views/run-list/run-list.tsx";
import type { RunRow } from "../../views/run-list/run-rows.ts";
import { Button } from "../../widgets/button.tsx";
import { EmptyState } from "../../widgets/empty-state.tsx";
import { formatCount } from "../../widgets/format/quantity.ts";
import { late } from "../../widgets/late.tsx";
import { ListToolbar } from "../../widgets/list-toolbar.tsx";
import { Splitter } from "../../widgets/splitter.tsx";
import { narrow, useMediaQuery } from "../../widgets/use-media-query.ts";
import { ExperimentHeader } from "../experiment/experiment-header.tsx";
import styles from "./runs-page.module.css";
import { RunsToolbar } from "./runs-toolbar.tsx";
import { useChartedRuns } from "./use-charted-runs.ts";
import { useRunListState } from "./use-run-list-state.ts";
import { useRunRows } from "./use-run-rows.ts";

const FirstRun = late(async () => (await import("./first-run.tsx")).FirstRun);
const RunSelection = late(async () => (await import("./run-selection.tsx")).RunSelection);
const MetricCharts = late(async () => (await import("../../views/metric-charts/metric-charts.tsx")).MetricCharts);

/** `/experiments/:experimentId/runs`: the runs of an experiment as a table, and charts of them beside it. */
export function Component() {
  const { experimentId = "" } = useParams();
  const navigate = useNavigate();
  const isNarrow = useMediaQuery(narrow);
  const [state, setState] = useRunListState();
  const [charts, setCharts] = useChartsInAddress();
  const [highlighted, setHighlighted] = useState<string | undefined>();
  const scroller = useRef<HTMLDivElement>(null);
  const { isRead, mistake } = useFilterReading("runs", state.filter);
  const isSearchable = isRead && mistake === undefined;
  const found = useRunRows(experimentId, state, isSearchable);
  const { rows, runs, list, total, groups } = found;
  const keys = useMemo(() => rows.map(({ key }) => key), [rows]);
  const selection = useSelection(JSON.stringify([experimentId, state.filter, state.view]), keys);
  const charted = useChartedRuns({ runs, matching: found.matching, groups: state.group }, selection.selected);
  const open = state.open;

  const setBest = useCallback((best: RunListState["best"]) => setState({ best }), [setState]);
  const onToggle = useCallback(
    ({ key }: RunRow) => {
      const next = new Set(open);
      if (!next.delete(key)) next.add(key);
      setState({ open: next });
    },
    [open, setState],
  );
  const marks = useMemo(() => {
    if (state.charts === "none") return undefined;
    return {
      colours: new Map(charted.map((run) => [entryId(run), run.colour])),
      hidden: charts.hidden,
      onToggle(id: string) {
        const hidden = new Set(charts.hidden);
        if (!hidden.delete(id)) hidden.add(id);
        setCharts({ hidden });
      },
    };
  }, [state.charts, charted, charts.hidden, setCharts]);

  function openRow(row: RunRow, newTab: boolean) {
    if (row.kind === "rest") return;
    if (row.kind === "group") return row.isOpen === undefined ? undefined : onToggle(row);
    const address = runAddress(row.key);
    if (newTab) openInNewTab(address);
    else void navigate(address);
  }

  const isGrouped = state.group.length > 0;
  const isPending = isGrouped ? groups.isPending : list.isPending;
  const error = list.error ?? groups.error;
  const isEmpty = list.isSuccess && !isPending && rows.length === 0;
  const isUnused = isEmpty && state.filter === "" && state.view === "active";

  const table = (
    <div className={styles.body}>
      {mistake && <FilterMistake mistake={mistake} onClear={() => setState({ filter: "" })} />}
      {!mistake && isPending && !error && <ListPlaceholder label="Loading runs" />}
      {!list.data && error && <LoadFailed what="runs" error={error} onRetry={() => void list.refetch()} />}
      {isEmpty && !isUnused && (
        <EmptyState
          icon="search"
          title={state.filter ? "No run matches" : "No deleted runs"}
          actions={<Button onClick={() => setState({ filter: "", view: "active" })}>Show all runs</Button>}
        >
          {state.filter && <code>{state.filter}</code>}
        </EmptyState>
      )}
      {!mistake && rows.length > 0 && (
        <RunList
          ref={scroller}
          rows={rows}
          total={isGrouped || list.hasNextPage ? undefined : rows.length}
          columns={found.columns}
          onColumns={(columns) => setState({ columns })}
          best={state.best}
          onBest={setBest}
          sort={state.sort ?? { column: "start_time", descending: true }}
          onSort={(sort) => setState({ sort })}
          selection={selection}
          onToggle={onToggle}
          onOpen={openRow}
          marks={marks}
          highlighted={highlighted}
          onHighlight={setHighlighted}
          onNearEnd={() =>
            !isGrouped &&
            list.hasNextPage &&
            !list.isFetching &&
            !list.isFetchNextPageError &&
            void list.fetchNextPage()
          }
          end={isGrouped ? <GroupsEnd truncated={found.truncated} /> : <ListEnd list={list} what="runs" />}
        />
      )}
    </div>
  );
  const pane = (
    <div className={styles.charts}>
      <MetricCharts
        runs={charted}
        state={charts}
        onState={setCharts}
        highlighted={highlighted}
        onHighlight={setHighlighted}
      />
    </div>
  );

  return (
    <>
      <ExperimentHeader experimentId={experimentId}>
        <LiveSwitch on={state.live} mode="asking" onToggle={() => setState({ live: !state.live })} />
      </ExperimentHeader>
      {isUnused ? (
        <FirstRun experimentId={experimentId} />
      ) : (
        <>
          <ListToolbar wraps>
            <FilterBar
              searched="runs"
              filter={state.filter}
              experimentIds={found.request.experimentIds}
              onFilter={(filter) => setState({ filter })}
            />
            <span className={styles.total} role="status">
              {total !== undefined && `${formatCount(total)} ${total === 1 ? "run" : "runs"}`}
            </span>
            <RunsToolbar experimentId={experimentId} state={state} onState={setState} found={found} />
          </ListToolbar>
          {state.charts === "none" && table}
          {state.charts === "only" && pane}
          {state.charts === "beside" && (
            <Splitter
              name="runs-charts"
              label="Table"
              direction={isNarrow ? "column" : "row"}
              initial={0.5}
              smallest={isNarrow ? 160 : 260}
              first={table}
              second={pane}
            />
          )}
          {(selection.selected.size > 0 || selection.isAll) && (
            <RunSelection found={found} selection={selection} view={state.view} />
          )}
        </>
      )}
    </>
  );
}

function GroupsEnd({ truncated }: { truncated: boolean }) {
  return <div className={styles.end}>{truncated ? "The 500 largest groups are shown" : "No more groups"}</div>;
}
