import { useEvaluationRow } from "../../data/evaluations.ts";
import { plainText } from "../../widgets/format/plain-text.ts";
import { previewText } from "../../widgets/format/preview-text.ts";
import { Icon } from "../../widgets/icon.tsx";
import { mostInTitle, Nothing, TextCell } from "../../widgets/table/cells.tsx";
import { changeOf, deltaOf, type MatrixRow, type ScorePair } from "./comparison.ts";
import deltaStyles from "./delta-mark.module.css";
import { DeltaMark } from "./delta-mark.tsx";
import styles from "./matrix-cells.module.css";
import scoreStyles from "./score.module.css";

/** Runs whose rows are shown; a row that only the baseline has is the baseline's. */
export interface MatrixRuns {
  readonly runId: string;
  readonly baselineId: string | undefined;
}

export function runOf({ runId, baselineId }: MatrixRuns, row: MatrixRow): string {
  return row.at >= 0 ? runId : (baselineId ?? runId);
}

/** Inputs, outputs or expectations of a row, which come once it is in view. */
export function TextOfRow({
  row,
  runs,
  part,
}: {
  row: MatrixRow;
  runs: MatrixRuns;
  part: "inputs" | "output" | "expectations";
}) {
  const text = useEvaluationRow(runOf(runs, row), row.key);
  if (text.isPending) return <span className={styles.pending} />;
  if (!text.data) return <Nothing />;
  const { input_preview, output_preview, expectations } = text.data;
  if (part === "inputs") return <TextCell text={previewText(input_preview)} />;
  if (part === "expectations") return <TextCell text={expectations === "{}" ? "" : previewText(expectations)} faint />;
  if (row.at < 0) return <span className={scoreStyles.aside}>only in the baseline</span>;
  return <TextCell text={previewText(output_preview)} />;
}

/** What a scorer said of a row; its reasons on hover, and in the open row. */
export function ScoreOfRow({ row, runs, pair }: { row: MatrixRow; runs: MatrixRuns; pair: ScorePair }) {
  const text = useEvaluationRow(runOf(runs, row), row.at < 0 ? "" : row.key);
  const scores = pair.current;
  if (!scores || row.at < 0) return <Nothing />;
  const said = text.data?.scores.find(({ name }) => name === pair.name);
  const title = [said?.error, plainText(said?.rationale ?? "")].filter(Boolean).join("\n").slice(0, mostInTitle);
  if (scores.errors.has(row.at)) {
    return (
      <span className={scoreStyles.score} data-value="error" title={title || "The scorer failed"}>
        <Icon name="error" size={12} />
        error
      </span>
    );
  }
  const value = scores.texts[row.at]!;
  if (value === "") return <Nothing />;
  const change = pair.kind === "text" ? changeOf(pair, row.at, row.baselineAt) : undefined;
  const was = change === "different" ? pair.baseline?.texts[row.baselineAt] : undefined;
  return (
    <span
      className={scoreStyles.score}
      data-value={pair.kind === "pass" ? value : pair.kind}
      title={title || value}
      {...(scores.others.has(row.at) && { "data-other": "" })}
    >
      {pair.kind === "pass" && <Icon name={value === "pass" ? "check" : "close"} size={12} />}
      {was && <s>{was}</s>}
      {pair.kind === "number" ? shortNumber(scores.numbers[row.at]!) : value}
    </span>
  );
}

export function DeltaOfRow({ row, pair }: { row: MatrixRow; pair: ScorePair }) {
  const delta = deltaOf(pair, row.at, row.baselineAt);
  if (Number.isNaN(delta)) return <Nothing />;
  return <DeltaMark kind={pair.kind} direction={pair.direction} delta={delta} />;
}

/** What became of a row as a whole: how many of its scores are better and how many worse. */
export function ChangeOfRow({ row: { better, worse, different, broke, at, baselineAt } }: { row: MatrixRow }) {
  if (at < 0) return <span className={scoreStyles.aside}>gone</span>;
  if (baselineAt < 0) return <span className={scoreStyles.aside}>new</span>;
  if (better + worse + different === 0 && broke === 0) return <span className={deltaStyles.same}>=</span>;
  return (
    <span className={styles.changes}>
      {broke !== 0 && (
        <span className={deltaStyles.delta} data-trend={broke > 0 ? "worse" : "better"}>
          {broke > 0 ? "fails" : "works"}
        </span>
      )}
      {worse > 0 && (
        <span className={deltaStyles.delta} data-trend="worse" title={`${worse} scores are worse`}>
          <span aria-hidden="true">▼</span>
          {worse}
          <span className="unseen"> worse</span>
        </span>
      )}
      {better > 0 && (
        <span className={deltaStyles.delta} data-trend="better" title={`${better} scores are better`}>
          <span aria-hidden="true">▲</span>
          {better}
          <span className="unseen"> better</span>
        </span>
      )}
      {different > 0 && better + worse === 0 && <span className={scoreStyles.aside}>changed</span>}
    </span>
  );
}

function shortNumber(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));
}
