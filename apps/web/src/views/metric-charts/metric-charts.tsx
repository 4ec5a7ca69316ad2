import { useMemo, useState } from "react";
import { Button } from "../../widgets/button.tsx";
import { BarChart } from "../../widgets/chart/bar-chart.tsx";
import { Legend } from "../../widgets/chart/legend.tsx";
import { EmptyState } from "../../widgets/empty-state.tsx";
import { AxesChart } from "./axes-chart.tsx";
import { type ChartedRun, metricKeys } from "./charted-run.ts";
import type { ChartsState } from "./charts-state.ts";
import { ChartsToolbar } from "./charts-toolbar.tsx";
import { MetricChart } from "./metric-chart.tsx";
import styles from "./metric-charts.module.css";

interface MetricChartsProps {
  readonly runs: readonly ChartedRun[];
  readonly state: ChartsState;
  readonly onState: (change: Partial<ChartsState>) => void;
  /** The run that is pointed at, here or in a table beside. */
  readonly highlighted?: string | undefined;
  readonly onHighlight: (runId: string | undefined) => void;
}

/** Charts that one adds to the page at a time: a page of hundreds of metrics stays light. */
const chartsAtFirst = 24;

/**
 * Metrics of the given runs as charts; what they show is the caller's state, which belongs into the address. Curves come
 * from the server as they come into sight, and go on growing while a run is running.
 */
export function MetricCharts({ runs, state, onState, highlighted, onHighlight }: MetricChartsProps) {
  const { model, system } = useMemo(() => metricKeys(runs), [runs]);
  const [most, setMost] = useState(chartsAtFirst);
  const shownRuns = useMemo(() => runs.filter(({ runId }) => !state.hidden.has(runId)), [runs, state.hidden]);
  const wanted = state.find.trim().toLowerCase();
  const keys = [...model, ...system].filter((key) => key.toLowerCase().includes(wanted));
  const single = runs.length === 1;
  const isOfMetrics = state.kind === "lines" || state.kind === "bars";

  if (runs.length > 0 && model.length + system.length === 0) {
    return (
      <EmptyState icon="chart" title="No metrics yet">
        {single ? "This run has not logged a metric." : "None of these runs has logged a metric."}
      </EmptyState>
    );
  }
  const toggle = (runId: string) => {
    const hidden = new Set(state.hidden);
    if (!hidden.delete(runId)) hidden.add(runId);
    onState({ hidden });
  };
  const chart = { runs: shownRuns, state, onState, highlighted, onHighlight };
  return (
    <section className={styles.charts} aria-label="Charts">
      <ChartsToolbar state={state} onState={onState} {...(single && { kinds: ["lines"] })} />
      {!single && (
        <Legend
          label="Runs"
          entries={runs.map(({ runId, name, colour }) => ({ id: runId, label: name, colour }))}
          hidden={state.hidden}
          highlighted={highlighted}
          onToggle={toggle}
          onHighlight={onHighlight}
        />
      )}
      {isOfMetrics ? (
        <>
          {keys.length === 0 && <p className={styles.none}>No metric is called “{state.find}”.</p>}
          <div className={styles.grid}>
            {keys
              .slice(0, most)
              .map((metric) =>
                state.kind === "lines" ? (
                  <MetricChart key={metric} metric={metric} {...chart} />
                ) : (
                  <LastValues key={metric} metric={metric} {...chart} />
                ),
              )}
          </div>
          {keys.length > most && (
            <Button className={styles.more} onClick={() => setMost(most + chartsAtFirst)}>
              {keys.length - most} more {keys.length - most === 1 ? "metric" : "metrics"}
            </Button>
          )}
        </>
      ) : (
        <AxesChart {...chart} />
      )}
    </section>
  );
}

function LastValues(props: {
  metric: string;
  runs: readonly ChartedRun[];
  highlighted: string | undefined;
  onHighlight: (runId: string | undefined) => void;
}) {
  const bars = props.runs
    .filter(({ metrics }) => metrics.has(props.metric))
    .map(({ runId, name, colour, metrics }) => ({ id: runId, label: name, colour, value: metrics.get(props.metric)! }));
  return (
    <BarChart
      title={props.metric}
      note="last value"
      bars={bars}
      highlighted={props.highlighted}
      onHighlight={props.onHighlight}
    />
  );
}
