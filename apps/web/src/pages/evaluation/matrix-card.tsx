import { CardLine } from "../../widgets/table/cells.tsx";
import type { MatrixRow, ScorePair } from "./comparison.ts";
import styles from "./matrix-card.module.css";
import { ChangeOfRow, type MatrixRuns, ScoreOfRow, TextOfRow } from "./matrix-cells.tsx";

/** Scores that a card has room for. */
const mostScores = 4;

/** One row on a narrow screen: inputs, output, and the first scores. */
export function MatrixCard({ row, runs, pairs }: { row: MatrixRow; runs: MatrixRuns; pairs: readonly ScorePair[] }) {
  return (
    <>
      <CardLine>
        <TextOfRow row={row} runs={runs} part="inputs" />
        {runs.baselineId && (
          <span className={styles.cardEnd}>
            <ChangeOfRow row={row} />
          </span>
        )}
      </CardLine>
      <CardLine>
        <TextOfRow row={row} runs={runs} part="output" />
      </CardLine>
      <CardLine>
        {pairs.slice(0, mostScores).map((pair) => (
          <span key={pair.name} className={styles.cardScore}>
            {pair.name} <ScoreOfRow row={row} runs={runs} pair={pair} />
          </span>
        ))}
      </CardLine>
    </>
  );
}
