import type { GetEvaluationResponse } from "@spanloom/wire";
import { formatDurationMs } from "../../widgets/format/duration.ts";
import { formatCostUsd, formatTokens } from "../../widgets/format/quantity.ts";
import { Nothing } from "../../widgets/table/cells.tsx";
import type { TableColumn } from "../../widgets/table/column.ts";
import { TraceStatus } from "../../widgets/trace-status.tsx";
import type { MatrixRow, ScorePair } from "./comparison.ts";
import { ChangeOfRow, DeltaOfRow, type MatrixRuns, ScoreOfRow, TextOfRow } from "./matrix-cells.tsx";
import type { Measure } from "./matrix-order.ts";

/** Columns of the matrix: what went in and came out, each score, beside it the change, and what the trace took. */
export function matrixColumns(
  evaluation: GetEvaluationResponse,
  pairs: readonly ScorePair[],
  runs: MatrixRuns,
): TableColumn<MatrixRow>[] {
  const failed = new Set(evaluation.failed);
  const isCompared = runs.baselineId !== undefined;
  return [
    {
      id: "status",
      label: "Status",
      unlabelled: true,
      width: 30,
      cell: ({ at }) => (at < 0 ? null : <TraceStatus state={failed.has(at) ? "ERROR" : "OK"} errors={0} compact />),
    },
    { id: "inputs", label: "Inputs", width: 170, grow: 3, always: true, cell: text("inputs") },
    { id: "expectations", label: "Expectations", width: 130, grow: 2, cell: text("expectations") },
    { id: "output", label: "Output", width: 170, grow: 3, cell: text("output") },
    ...(isCompared
      ? [
          {
            id: "change",
            label: "Change",
            width: 84,
            sortFirst: "smallest",
            cell: (row: MatrixRow) => <ChangeOfRow row={row} />,
          } as const,
        ]
      : []),
    ...pairs.flatMap((pair) => scoreColumns(pair, runs)),
    ...measureColumns(evaluation),
  ];

  function text(part: "inputs" | "output" | "expectations") {
    return (row: MatrixRow) => <TextOfRow row={row} runs={runs} part={part} />;
  }
}

function scoreColumns(pair: ScorePair, runs: MatrixRuns): TableColumn<MatrixRow>[] {
  const { name, kind, baseline } = pair;
  const score: TableColumn<MatrixRow> = {
    id: `score.${name}`,
    label: name,
    width: Math.min(150, Math.max(kind === "text" ? 110 : 76, 30 + name.length * 7)),
    sortFirst: "smallest",
    ...(kind === "number" && { align: "end" }),
    cell: (row) => <ScoreOfRow row={row} runs={runs} pair={pair} />,
  };
  if (!baseline || !pair.current || kind === "text") return [score];
  return [
    score,
    {
      id: `delta.${name}`,
      label: `Δ ${name}`,
      width: kind === "pass" ? 96 : 82,
      ...(kind === "number" && { align: "end" }),
      sortFirst: pair.direction === "lower" ? "largest" : "smallest",
      cell: (row) => <DeltaOfRow row={row} pair={pair} />,
    },
  ];
}

const measured: readonly { id: Measure; label: string; width: number; write: (value: number) => string }[] = [
  { id: "durations_ms", label: "Duration", width: 84, write: formatDurationMs },
  { id: "tokens", label: "Tokens", width: 72, write: formatTokens },
  { id: "costs_usd", label: "Cost", width: 84, write: formatCostUsd },
];

/** Those of which some trace knows something. */
function measureColumns(evaluation: GetEvaluationResponse): TableColumn<MatrixRow>[] {
  return measured
    .filter(({ id }) => evaluation[id].some((value) => value >= 0))
    .map(({ id, label, width, write }) => ({
      id,
      label,
      width,
      align: "end",
      sortFirst: "largest",
      cell: ({ at }) => {
        const value = at < 0 ? -1 : evaluation[id][at]!;
        return value < 0 ? <Nothing /> : write(value);
      },
    }));
}
