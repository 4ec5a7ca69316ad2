import type { Run, RunGroup } from "../../data/messages.ts";
import { metricValue } from "../../data/metric-history.ts";
import { below } from "../../data/prefix.ts";
import { formatDurationMs } from "../../widgets/format/duration.ts";
import { exactNumber, formatNumber } from "../../widgets/format/number.ts";
import { formatCount } from "../../widgets/format/quantity.ts";
import { formatExact, formatRelative, type TimeZone } from "../../widgets/format/time.ts";
import { RunStatus } from "../../widgets/run-status.tsx";
import { BarCell, BestMark, mostInCell, mostInTitle, Nothing, TextCell } from "../../widgets/table/cells.tsx";
import { isLogged, type LoggedColumn, loggedColumn, type RunColumnId } from "./columns.ts";
import { type MetricScale, shareOf } from "./metric-scale.ts";
import styles from "./run-list.module.css";
import type { GroupOnly, RunRow } from "./run-rows.ts";

interface RunCellProps {
  readonly id: RunColumnId;
  readonly row: RunRow;
  readonly nowMs: number;
  readonly zone: TimeZone;
  /** Of a metric whose values differ. */
  readonly scale: MetricScale | undefined;
}

/** What one column shows of a row. */
export function RunCell({ id, row, nowMs, zone, scale }: RunCellProps) {
  if (row.kind === "rest") return id === "name" ? <span className={styles.rest}>{row.text}</span> : null;
  if (row.kind === "group") return <GroupCell id={id} row={row} nowMs={nowMs} zone={zone} scale={scale} />;
  const { run } = row;
  if (isLogged(id)) return <LoggedCell id={id} run={run} scale={scale} />;
  const { info } = run;
  switch (id) {
    case "status":
      return <RunStatus status={info.status} compact />;
    case "name":
      return <RunName run={run} />;
    case "start_time":
      return <Moment ms={info.start_time} nowMs={nowMs} zone={zone} />;
    case "duration":
      return <Duration run={run} nowMs={nowMs} />;
    case "user":
      return <TextCell text={info.user_id || tagOf(run, "mlflow.user") || ""} faint />;
    case "source":
      return <TextCell text={tagOf(run, "mlflow.source.name") ?? ""} faint />;
    case "dataset":
      return <TextCell text={datasetsOf(run)} faint />;
    default:
      return <code className={styles.id}>{info.run_id}</code>;
  }
}

/** A real link, so that the browser's own ways to open one work; the plain click is the row's. */
export function RunName({ run: { info } }: { run: Run }) {
  const name = info.run_name || info.run_id;
  return (
    <a href={below(runAddress(info.run_id))} tabIndex={-1} className={styles.name} title={name.slice(0, mostInTitle)}>
      {name.slice(0, mostInCell)}
    </a>
  );
}

export function runAddress(runId: string): string {
  return `/runs/${encodeURIComponent(runId)}`;
}

export function Moment({ ms, nowMs, zone }: { ms: number | undefined; nowMs: number; zone: TimeZone }) {
  if (!ms) return <Nothing />;
  return (
    <time className={styles.time} title={formatExact(ms, zone)}>
      {formatRelative(ms, nowMs, zone)}
    </time>
  );
}

/** Of a running run how long it has been so. */
function Duration({ run: { info }, nowMs }: { run: Run; nowMs: number }) {
  const end = info.end_time || (info.status === "RUNNING" ? nowMs : 0);
  if (!info.start_time || !end || end < info.start_time) return <Nothing />;
  return <span className={styles.time}>{formatDurationMs(end - info.start_time)}</span>;
}

function LoggedCell({ id, run, scale }: { id: LoggedColumn; run: Run; scale: MetricScale | undefined }) {
  const { of, key } = loggedColumn(id);
  const found = run.data?.[of]?.find((entry) => entry.key === key)?.value;
  if (found === undefined) return <Nothing />;
  if (of !== "metrics") return <TextCell text={String(found)} />;
  const value = metricValue(found as number);
  if (!scale) return <span title={exactNumber(value)}>{formatNumber(value)}</span>;
  return (
    <BarCell
      text={formatNumber(value)}
      share={shareOf(value, scale)}
      title={exactNumber(value)}
      best={value === scale.best}
    />
  );
}

function GroupCell({ id, row, nowMs, zone, scale }: RunCellProps & { row: GroupOnly }) {
  const { group, by } = row;
  if (id === "name") return <GroupName group={group} by={by} />;
  if (id === "start_time") return <Moment ms={group.last_start_time} nowMs={nowMs} zone={zone} />;
  const at = by.indexOf(id);
  if (at >= 0) return <TextCell text={group.values[at]?.value ?? ""} />;
  if (!isLogged(id) || !id.startsWith("metrics.")) return null;
  const metric = group.metrics.find(({ key }) => key === loggedColumn(id).key);
  if (!metric) return <Nothing />;
  const range = `mean of ${formatCount(metric.count)}: ${exactNumber(metric.mean)}, lowest ${exactNumber(metric.min)}, highest ${exactNumber(metric.max)}`;
  return (
    <span className={styles.summary} title={range}>
      <span>
        {metric.mean === scale?.best && <BestMark />}
        {formatNumber(metric.mean)}
      </span>
      <span className={styles.range}>
        {formatNumber(rough(metric.min))} to {formatNumber(rough(metric.max))}
      </span>
    </span>
  );
}

/** Three digits: the title has the rest. */
const rough = (value: number) => Number(value.toPrecision(3));

function GroupName({ group, by }: { group: RunGroup; by: readonly string[] }) {
  const text = groupLabel(group, by);
  return (
    <span className={styles.group} title={text}>
      <span className={styles.groupText}>{text}</span>
      <span className={styles.count}>
        {formatCount(group.run_count)} {group.run_count === 1 ? "run" : "runs"}
      </span>
    </span>
  );
}

/** `model: gpt-4o, team: none`. */
export function groupLabel({ values }: Pick<RunGroup, "values">, by: readonly string[]): string {
  const nameOf = (column: string) => (column === "dataset.name" ? "dataset" : column.slice(column.indexOf(".") + 1));
  return by.map((column, index) => `${nameOf(column)}: ${values[index]?.value ?? "none"}`).join(", ");
}

export function datasetsOf({ inputs }: Run): string {
  return [...new Set(inputs?.dataset_inputs?.map(({ dataset }) => dataset?.name ?? ""))].filter(Boolean).join(", ");
}

function tagOf({ data }: Run, key: string): string | undefined {
  return data?.tags?.find((tag) => tag.key === key)?.value;
}
