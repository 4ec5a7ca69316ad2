import type { Run } from "../../data/messages.ts";
import { formatNumber } from "../../widgets/format/number.ts";
import { formatRelative, type TimeZone } from "../../widgets/format/time.ts";
import { RunStatus } from "../../widgets/run-status.tsx";
import { CardLine, CardName } from "../../widgets/table/cells.tsx";
import { scoreOf } from "./evaluation-columns.tsx";

/** Scores that a card has room for. */
const mostScores = 3;

interface EvaluationCardProps {
  readonly run: Run;
  readonly keys: readonly string[];
  readonly nowMs: number;
  readonly zone: TimeZone;
}

/** One evaluation on a narrow screen. */
export function EvaluationCard({ run, keys, nowMs, zone }: EvaluationCardProps) {
  const { info } = run;
  const scores = keys.flatMap((key) => {
    const value = scoreOf(run, key);
    return value === undefined ? [] : [[key.replace(/\/mean$/, ""), value] as const];
  });
  return (
    <>
      <CardLine>
        <RunStatus status={info.status} compact />
        <CardName name={info.run_name || info.run_id} />
        {info.start_time ? formatRelative(info.start_time, nowMs, zone) : ""}
      </CardLine>
      <CardLine>
        {scores.slice(0, mostScores).map(([name, value]) => (
          <span key={name}>
            {name} <b>{formatNumber(value)}</b>
          </span>
        ))}
      </CardLine>
    </>
  );
}
