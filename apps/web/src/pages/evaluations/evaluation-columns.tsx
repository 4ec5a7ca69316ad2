import type { Evaluation, Run } from "../../data/messages.ts";
import { metricValue } from "../../data/metric-history.ts";
import { formatDurationMs } from "../../widgets/format/duration.ts";
import { exactNumber, formatNumber } from "../../widgets/format/number.ts";
import { formatCount } from "../../widgets/format/quantity.ts";
import { formatExact, formatRelative, type TimeZone } from "../../widgets/format/time.ts";
import { RunStatus } from "../../widgets/run-status.tsx";
import { NameCell, Nothing, TextCell } from "../../widgets/table/cells.tsx";
import type { TableColumn } from "../../widgets/table/column.ts";
import { DeltaMark } from "../evaluation/delta-mark.tsx";
import { datasetOf } from "../evaluation/evaluated-dataset.ts";
import { evaluationAddress } from "../evaluation/evaluation-address.ts";
import styles from "./evaluations-page.module.css";

const mostScores = 12;

/** Keys of metrics that are scores, `exact/mean`, in the order of the alphabet. */
export function scoreKeys(runs: readonly Run[]): string[] {
  const keys = runs.flatMap(({ data }) => data?.metrics?.map(({ key = "" }) => key) ?? []);
  return [...new Set(keys)]
    .filter((key) => /.\/[^/]+$/.test(key) && !key.startsWith("system/"))
    .sort()
    .slice(0, mostScores);
}

export function scoreOf({ data }: Run, key: string): number | undefined {
  const value = data?.metrics?.find((metric) => metric.key === key)?.value;
  return value === undefined ? undefined : metricValue(value);
}

export function evaluationColumns(
  runs: readonly Evaluation[],
  keys: readonly string[],
  nowMs: number,
  zone: TimeZone,
): TableColumn<Evaluation>[] {
  const before = previousOf(runs);
  return [
    {
      id: "status",
      label: "Status",
      unlabelled: true,
      width: 30,
      cell: ({ info }) => <RunStatus status={info.status} compact />,
    },
    {
      id: "name",
      label: "Name",
      width: 150,
      grow: { upTo: 320 },
      always: true,
      cell: ({ info }) => <NameCell to={evaluationAddress(info.run_id)} name={info.run_name || info.run_id} />,
    },
    {
      id: "dataset",
      label: "Dataset",
      width: 130,
      grow: { upTo: 220 },
      cell: (run) => <TextCell text={datasetOf(run)?.name ?? ""} faint />,
    },
    { id: "rows", label: "Rows", width: 64, align: "end", cell: (run) => formatCount(run.row_count) },
    ...keys.map(
      (key): TableColumn<Evaluation> => ({
        id: `metrics.${key}`,
        label: key.replace(/\/mean$/, ""),
        width: Math.min(150, Math.max(112, 30 + key.length * 6)),
        align: "end",
        cell: (run) => <ScoreCell value={scoreOf(run, key)} before={before.get(run)} of={key} />,
      }),
    ),
    {
      id: "start_time",
      label: "Started",
      width: 84,
      cell: ({ info: { start_time: ms } }) =>
        ms ? <time title={formatExact(ms, zone)}>{formatRelative(ms, nowMs, zone)}</time> : <Nothing />,
    },
    {
      id: "duration",
      label: "Duration",
      width: 84,
      align: "end",
      cell: ({ info: { start_time: start, end_time: end } }) =>
        start && end && end >= start ? formatDurationMs(end - start) : <Nothing />,
    },
    { id: "user", label: "User", width: 90, cell: ({ info }) => <TextCell text={info.user_id ?? ""} faint /> },
  ];
}

/** A score, and by how much it is more than that of the evaluation before it on the same dataset. */
function ScoreCell({ value, before, of }: { value: number | undefined; before: Run | undefined; of: string }) {
  if (value === undefined) return <Nothing />;
  const old = before && scoreOf(before, of);
  return (
    <span className={styles.value}>
      <span title={exactNumber(value)}>{formatNumber(value)}</span>
      {old !== undefined && <DeltaMark kind="number" direction="none" delta={value - old} isMean />}
    </span>
  );
}

/** Of each run the one that was evaluated before it on the same dataset. */
function previousOf(runs: readonly Run[]): ReadonlyMap<Run, Run> {
  const newer = new Map<string, Run>();
  const found = new Map<Run, Run>();
  for (const run of runs) {
    const { name = "", datasetId } = datasetOf(run) ?? {};
    // What a program brought along has no id, and is called "dataset" by itself.
    const key = datasetId ?? (name === "dataset" ? "" : name);
    if (key === "") continue;
    const next = newer.get(key);
    if (next) found.set(next, run);
    newer.set(key, run);
  }
  return found;
}
