import { useQuery } from "@tanstack/react-query";
import { useMemo, useRef } from "react";
import { Button } from "../../widgets/button.tsx";
import { BarChart } from "../../widgets/chart/bar-chart.tsx";
import { LineChart } from "../../widgets/chart/line-chart.tsx";
import { chartHistory, runsWith } from "./chart-history.ts";
import type { ChartedRun } from "./charted-run.ts";
import type { ChartsState } from "./charts-state.ts";
import { groupSeries } from "./group-series.ts";
import { lastValueBars } from "./last-values.ts";
import styles from "./metric-charts.module.css";
import { hasSteps, metricSeries } from "./metric-series.ts";
import { useInView } from "./use-in-view.ts";

export interface MetricChartProps {
  readonly metric: string;
  /** Those that are drawn. */
  readonly runs: readonly ChartedRun[];
  readonly state: ChartsState;
  readonly onState: (change: Partial<ChartsState>) => void;
  readonly highlighted: string | undefined;
  readonly onHighlight: (runId: string | undefined) => void;
}

/** One metric of the runs as lines; as bars where no run has more than one point. Fetched when it comes into sight. */
export function MetricChart({ metric, runs, state, onState, highlighted, onHighlight }: MetricChartProps) {
  const frame = useRef<HTMLDivElement>(null);
  const inView = useInView(frame);
  const having = useMemo(() => runsWith(metric, runs), [metric, runs]);
  // What is there already is drawn before it is known to be in sight.
  const history = useQuery({
    ...chartHistory(having, metric, state),
    enabled: inView && having.length > 0,
    placeholderData: (previous) => previous,
  });
  const points = history.data;
  const kind = points && state.x === "step" && !hasSteps(points) ? "time" : state.x;
  const series = useMemo(() => {
    const lines = points ? metricSeries(having, points, kind) : [];
    return having.some(({ group }) => group) ? groupSeries(having, lines) : lines;
  }, [having, points, kind]);
  const single = points !== undefined && !state.zoom && series.every(({ x }) => x.length < 2);

  return (
    <div ref={frame} className={styles.cell}>
      {history.error && !points ? (
        <p className={styles.failed} role="alert">
          {metric} could not be loaded. <Button onClick={() => void history.refetch()}>Try again</Button>
        </p>
      ) : single ? (
        <BarChart
          title={metric}
          bars={lastValueBars(having, metric)}
          highlighted={highlighted}
          onHighlight={onHighlight}
        />
      ) : points ? (
        <LineChart
          title={metric}
          series={series}
          xKind={kind}
          logY={state.logY}
          smoothing={state.smoothing}
          range={kind === state.x ? state.zoom : undefined}
          onRange={(zoom) => onState({ zoom })}
          syncKey={`metrics-${kind}`}
          highlighted={highlighted}
          onHighlight={onHighlight}
        />
      ) : (
        <div className={styles.waiting}>{metric}</div>
      )}
    </div>
  );
}
