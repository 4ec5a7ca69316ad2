import type { ReactNode } from "react";
import { LineChart } from "../../widgets/chart/line-chart.tsx";
import type { ChartSeries } from "../../widgets/chart/series.ts";
import { Swatch } from "../../widgets/chart/swatch.tsx";
import { rangeBetween, type TimeRange } from "../time-range/time-range.ts";
import styles from "./time-charts.module.css";

export interface TimeChart {
  readonly title: string;
  /** Over unix milliseconds. */
  readonly series: readonly ChartSeries[];
}

interface TimeChartsProps {
  charts: readonly TimeChart[];
  heightPx: number;
  /** Charts with the same one have one crosshair. */
  syncKey: string;
  /** A drag over a chart. */
  onRange: (range: TimeRange) => void;
  /** Behind the legend of a chart. */
  end?: (title: string) => ReactNode;
}

/** Charts over one stretch of time, side by side where there is room. */
export function TimeCharts({ charts, heightPx, syncKey, onRange, end }: TimeChartsProps) {
  return (
    <div className={styles.charts}>
      {charts.map(({ title, series }) => (
        <LineChart
          key={title}
          title={title}
          series={series}
          xKind="time"
          range={undefined}
          onRange={(shown) => shown && onRange(rangeBetween(shown.min, shown.max))}
          end={
            <>
              {series.length > 1 &&
                series.map(({ id, label, colour }) => (
                  <span key={id} className={styles.line}>
                    <Swatch colour={colour} />
                    {label}
                  </span>
                ))}
              {end?.(title)}
            </>
          }
          syncKey={syncKey}
          heightPx={heightPx}
        />
      ))}
    </div>
  );
}
