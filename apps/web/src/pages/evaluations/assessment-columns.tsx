import type { AssessmentSummary } from "@spanloom/wire";
import { exactNumber, formatNumber } from "../../widgets/format/number.ts";
import { formatCount } from "../../widgets/format/quantity.ts";
import { formatExact, formatRelative, type TimeZone } from "../../widgets/format/time.ts";
import { NameCell, Nothing, TextCell } from "../../widgets/table/cells.tsx";
import type { TableColumn } from "../../widgets/table/column.ts";
import { meanText } from "../evaluation/delta-mark.tsx";
import { experimentAddress } from "../experiment/experiment-tabs.ts";
import styles from "./evaluations-page.module.css";

export function assessmentColumns(
  experimentId: string,
  nowMs: number,
  zone: TimeZone,
): TableColumn<AssessmentSummary>[] {
  return [
    {
      id: "name",
      label: "Name",
      width: 170,
      grow: 1,
      always: true,
      cell: (row) => <NameCell to={tracesWith(experimentId, row)} name={row.name} />,
    },
    { id: "kind", label: "Kind", width: 96, cell: ({ kind }) => <TextCell text={kind} faint /> },
    { id: "count", label: "Count", width: 76, align: "end", cell: ({ count }) => formatCount(count) },
    { id: "traces", label: "Traces", width: 76, align: "end", cell: ({ trace_count: count }) => formatCount(count) },
    { id: "result", label: "Pass or mean", width: 100, align: "end", cell: (row) => resultText(row) || <Nothing /> },
    { id: "share", label: "Share", unlabelled: true, width: 110, cell: (row) => <Share row={row} /> },
    {
      id: "range",
      label: "Range",
      width: 120,
      cell: ({ min, max, pass_fail_count: passFail }) =>
        min === undefined || max === undefined || passFail > 0 ? (
          <Nothing />
        ) : (
          <span title={`${exactNumber(min)} to ${exactNumber(max)}`}>
            {formatNumber(min)} to {formatNumber(max)}
          </span>
        ),
    },
    {
      id: "errors",
      label: "Failed",
      width: 72,
      align: "end",
      cell: ({ error_count: errors }) =>
        errors > 0 ? <span className={styles.error}>{formatCount(errors)}</span> : <Nothing />,
    },
    {
      id: "sources",
      label: "Said by",
      width: 150,
      grow: 1,
      cell: ({ sources }) => (
        <TextCell
          text={sources.map(({ source_type: type, count }) => `${sourceWord(type)} ${formatCount(count)}`).join(", ")}
          faint
        />
      ),
    },
    {
      id: "last",
      label: "Last",
      width: 84,
      cell: ({ last_time_ms: ms }) => <time title={formatExact(ms, zone)}>{formatRelative(ms, nowMs, zone)}</time>,
    },
  ];
}

/** `88 %` of what passes or fails, the mean of numbers; empty for texts. */
export function resultText({
  pass_fail_count: passFail,
  pass_count: passed,
  score_count: scores,
  mean,
}: AssessmentSummary): string {
  if (passFail > 0 && passFail === scores) return meanText("pass", passed / passFail);
  return mean === undefined ? "" : meanText("number", mean);
}

/** The traces of which something was said under this name. */
export function tracesWith(experimentId: string, { kind, name }: AssessmentSummary): string {
  const query = `${kind}.\`${name.replaceAll("`", "``")}\` IS NOT NULL`;
  return `${experimentAddress(experimentId, "traces")}?${new URLSearchParams({ q: query })}`;
}

function Share({
  row: { pass_fail_count: passFail, pass_count: passed, score_count: scores },
}: {
  row: AssessmentSummary;
}) {
  if (passFail === 0 || passFail !== scores) return null;
  return (
    <span className={styles.share} title={`${formatCount(passed)} of ${formatCount(passFail)} pass`}>
      <span style={{ width: `${(passed / passFail) * 100}%` }} />
    </span>
  );
}

function sourceWord(type: string): string {
  return { HUMAN: "people", LLM_JUDGE: "judges", CODE: "code" }[type] ?? type.toLowerCase();
}
