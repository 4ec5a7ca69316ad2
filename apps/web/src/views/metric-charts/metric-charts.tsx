import { useMemo, useState } from "react";
import { Button } from "../../widgets/button.tsx";
import { BarChart } from "../../widgets/chart/bar-chart.tsx";
import { Legend } from "../../widgets/chart/legend.tsx";
import { EmptyState } from "../../widgets/empty-state.tsx";
import { AxesChart } from "./axes-chart.tsx";
import { chartedMetrics, drawnRuns } from "./chart-history.ts";
import { type ChartedRun, chartedEntries } from "./charted-run.ts";
import type { ChartsState } from "./charts-state.ts";
import { ChartsToolbar } from "./charts-toolbar.tsx";
import { lastValueBars } from "./last-values.ts";
import { MetricChart, type MetricChartProps } from "./metric-chart.tsx";
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
  const [most, setMost] = useState(chartsAtFirst);
  const shownRuns = useMemo(() => drawnRuns(runs, state.hidden), [runs, state.hidden]);
  const { model, system } = useMemo(() => chartedMetrics(runs, state.find), [runs, state.find]);
  const count = model.length + system.length;
  const single = runs.length === 1;
  const isOfMetrics = state.kind === "lines" || state.kind === "bars";

  if (runs.length > 0 && runs.every(({ metrics }) => metrics.size === 0)) {
    return (
      <EmptyState icon="chart" title="No metrics yet">
        {single ? "This run has not logged a metric." : "None of these runs has logged a metric."}
      </EmptyState>
    );
  }
  const toggle = (id: string) => {
    const hidden = new Set(state.hidden);
    if (!hidden.delete(id)) hidden.add(id);
    onState({ hidden });
  };
  const chart = { runs: shownRuns, state, onState, highlighted, onHighlight };
  return (
    <section className={styles.charts} aria-label="Charts">
      <ChartsToolbar state={state} onState={onState} {...(single && { kinds: ["lines"] })} />
      {!single && (
        <Legend
          label={runs[0]?.group ? "Groups" : "Runs"}
          entries={chartedEntries(runs)}
          hidden={state.hidden}
          highlighted={highlighted}
          onToggle={toggle}
          onHighlight={onHighlight}
        />
      )}
      {isOfMetrics ? (
        <>
          {count === 0 && <p className={styles.none}>No metric is called “{state.find}”.</p>}
          <Grid keys={model.slice(0, most)} {...chart} />
          {system.length > 0 && model.length < most && (
            <>
              <h2 className={styles.heading}>System metrics</h2>
              <Grid keys={system.slice(0, most - model.length)} {...chart} />
            </>
          )}
          {count > most && (
            <Button className={styles.more} onClick={() => setMost(most + chartsAtFirst)}>
              {count - most} more {count - most === 1 ? "metric" : "metrics"}
            </Button>
          )}
        </>
      ) : (
        <AxesChart {...chart} />
      )}
    </section>
  );
}

function Grid({ keys, ...chart }: Omit<MetricChartProps, "metric"> & { keys: readonly string[] }) {
  if (keys.length === 0) return null;
  const Chart = chart.state.kind === "lines" ? MetricChart : LastValues;
  return (
    <div className={styles.grid}>
      {keys.map((metric) => (
        <Chart key={metric} metric={metric} {...chart} />
      ))}
    </div>
  );
}

function LastValues(props: {
  metric: string;
  runs: readonly ChartedRun[];
  highlighted: string | undefined;
  onHighlight: (runId: string | undefined) => void;
}) {
  return (
    <BarChart
      title={props.metric}
      note={props.runs.some(({ group }) => group) ? "mean of last values" : "last value"}
      bars={lastValueBars(props.runs, props.metric)}
      highlighted={props.highlighted}
      onHighlight={props.onHighlight}
    />
  );
}
