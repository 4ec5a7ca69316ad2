import { metricValue } from "../../data/metric-history.ts";
import { formatNumber } from "../../widgets/format/number.ts";
import type { TimeZone } from "../../widgets/format/time.ts";
import { RunStatus } from "../../widgets/run-status.tsx";
import { groupLabel, Moment, RunName } from "./run-cell.tsx";
import styles from "./run-list.module.css";
import type { RunRow } from "./run-rows.ts";

/** Metrics that a card has room for. */
const mostMetrics = 3;

/** One row on a narrow screen: status, name and age, and below the first metrics. */
export function RunCard({ row, nowMs, zone }: { row: RunRow; nowMs: number; zone: TimeZone }) {
  if (row.kind === "rest") return <span className={styles.rest}>{row.text}</span>;
  if (row.kind === "group") {
    return (
      <>
        <span className={styles.name}>{groupLabel(row.group, row.by)}</span>
        <span className={styles.cardLine}>{row.group.run_count} runs</span>
      </>
    );
  }
  const { info, data } = row.run;
  const metrics = data?.metrics?.filter(({ key = "" }) => !key.startsWith("system/")).slice(0, mostMetrics) ?? [];
  return (
    <>
      <span className={styles.cardLine}>
        <RunStatus status={info.status} compact />
        <RunName run={row.run} />
        <Moment ms={info.start_time} nowMs={nowMs} zone={zone} />
      </span>
      <span className={styles.cardLine}>
        {metrics.map(({ key, value }) => (
          <span key={key} className={styles.cardMetric}>
            {key} <b>{formatNumber(metricValue(value))}</b>
          </span>
        ))}
      </span>
    </>
  );
}
