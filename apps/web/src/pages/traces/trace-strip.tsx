import { useMemo } from "react";
import { useOverview } from "../../data/overview.ts";
import type { TraceListRequest } from "../../data/traces.ts";
import { rangeBetween, type TimeRange } from "../../views/time-range/time-range.ts";
import { LineChart } from "../../widgets/chart/line-chart.tsx";
import { Swatch } from "../../widgets/chart/swatch.tsx";
import { overviewCharts } from "../overview/overview-series.ts";
import styles from "./traces-page.module.css";

interface TraceStripProps {
  readonly request: TraceListRequest;
  readonly onRange: (range: TimeRange) => void;
}

/**
 * The traces of the shown time, counted, and how long they took: a strip above their list. A drag narrows the time, a
 * double click shows all of it. What the filter of the list leaves is not counted apart.
 */
export function TraceStrip({ request, onRange }: TraceStripProps) {
  const { data } = useOverview(request.experimentIds, request.range.key, request.range.boundsMs, "model");
  const charts = useMemo(() => (data ? overviewCharts(data).slice(0, 2) : []), [data]);
  return (
    <div className={styles.strip}>
      {charts.map(({ title, series }) => (
        <LineChart
          key={title}
          compact
          title={title}
          series={series.filter(({ id }) => id !== "p99")}
          xKind="time"
          range={undefined}
          onRange={(shown) => onRange(shown ? rangeBetween(shown.min, shown.max) : { kind: "all" })}
          end={series
            .filter(({ id }) => id !== "p99")
            .map(({ id, label, colour }) => (
              <span key={id} className={styles.line}>
                <Swatch colour={colour} />
                {label}
              </span>
            ))}
          syncKey="traces"
          heightPx={stripPx}
        />
      ))}
    </div>
  );
}

const stripPx = 71;
