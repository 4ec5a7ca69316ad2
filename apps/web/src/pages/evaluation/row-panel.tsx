import type { Score } from "@spanloom/wire";
import { type ReactNode, useMemo } from "react";
import { Link } from "react-router";
import { useEvaluationRow } from "../../data/evaluations.ts";
import { sourceText } from "../../views/feedback/source-text.ts";
import { IconButton } from "../../widgets/button.tsx";
import { TextDiff } from "../../widgets/diff/text-diff.tsx";
import { Icon } from "../../widgets/icon.tsx";
import { JsonView } from "../../widgets/json-view/json-view.tsx";
import { LongText } from "../../widgets/long-text.tsx";
import { LazyMarkdown } from "../../widgets/markdown/lazy-markdown.tsx";
import { narrow, useMediaQuery } from "../../widgets/use-media-query.ts";
import { useShortcuts } from "../../widgets/use-shortcuts.ts";
import { changeOf, deltaOf, type MatrixRow, type ScorePair } from "./comparison.ts";
import { DeltaMark } from "./delta-mark.tsx";
import { ChangeOfRow, type MatrixRuns } from "./matrix-cells.tsx";
import styles from "./row-panel.module.css";
import scoreStyles from "./score.module.css";
import { readScores } from "./scores.ts";
import { useRootTexts } from "./use-root-texts.ts";

interface RowPanelProps {
  readonly row: MatrixRow;
  readonly pairs: readonly ScorePair[];
  readonly runs: MatrixRuns;
  /** Empty where the baseline has no trace with these inputs. */
  readonly baselineTraceId: string;
  readonly onClose: () => void;
  /** Absent at the end. */
  readonly onNext: (() => void) | undefined;
  readonly onPrevious: (() => void) | undefined;
  /** "3 of 12" among the rows that are shown. */
  readonly place: string | undefined;
}

/** One row opened: what went in, what was expected, what came out beside the baseline's, and each score with its reasons. */
export function RowPanel({ row, pairs, runs, baselineTraceId, onClose, onNext, onPrevious, place }: RowPanelProps) {
  const isNarrow = useMediaQuery(narrow);
  const traceId = row.at >= 0 ? row.key : "";
  const now = useEvaluationRow(runs.runId, traceId);
  const before = useEvaluationRow(runs.baselineId ?? "", runs.baselineId ? baselineTraceId : "");
  const texts = useRootTexts(now.data);
  const textsBefore = useRootTexts(before.data);
  const shown = now.data ?? before.data;
  useShortcuts({
    ...(onNext && { n: onNext }),
    ...(onPrevious && { p: onPrevious }),
    Escape: onClose,
  });
  const isCompared = traceId !== "" && baselineTraceId !== "";
  const inputs = texts.inputs || textsBefore.inputs;
  return (
    <section className={styles.panel} aria-label="Row">
      <header className={styles.panelHead}>
        <h2>Row{place && <span className={scoreStyles.aside}> {place}</span>}</h2>
        {runs.baselineId && <ChangeOfRow row={row} />}
        <span className={styles.links}>
          {traceId && <Link to={`/traces/${traceId}`}>Trace</Link>}
          {baselineTraceId && <Link to={`/traces/${baselineTraceId}`}>Trace of the baseline</Link>}
          {isCompared && traceId !== baselineTraceId && (
            <Link to={`/traces/${baselineTraceId}/diff/${traceId}`}>Compare the traces</Link>
          )}
        </span>
        <IconButton icon="arrowUp" label="Row before" shortcut="p" disabled={!onPrevious} onClick={onPrevious} />
        <IconButton icon="arrowDown" label="Next row" shortcut="n" disabled={!onNext} onClick={onNext} />
        <IconButton icon="close" label="Close the row" shortcut="Esc" onClick={onClose} />
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <div className={styles.panelBody} tabIndex={0}>
        <div className={styles.panelSide}>
          <Part title="Inputs">
            <LongText text={inputs} />
          </Part>
          {shown && shown.expectations !== "{}" && (
            <Part title="Expectations">
              <JsonView text={shown.expectations} label="Expectations" />
            </Part>
          )}
          <ScoreTable
            row={row}
            pairs={pairs}
            now={now.data?.scores}
            before={before.data?.scores}
            isCompared={runs.baselineId !== undefined}
          />
        </div>
        <div className={styles.panelMain}>
          {isCompared && texts.isReady && textsBefore.isReady ? (
            <Part title="Outputs">
              <TextDiff
                left={textsBefore.output}
                right={texts.output}
                leftName="Baseline"
                rightName="This evaluation"
                layout={isNarrow ? "inline" : "split"}
              />
            </Part>
          ) : (
            <Part title={traceId ? "Output" : "Output of the baseline"}>
              <LongText text={traceId ? texts.output : textsBefore.output} />
            </Part>
          )}
          {[texts.error, textsBefore.error].some(Boolean) && (
            <Part title="Errors">
              {texts.error && <p className={styles.failure}>{texts.error}</p>}
              {textsBefore.error && <p className={styles.failure}>Baseline: {textsBefore.error}</p>}
            </Part>
          )}
        </div>
      </div>
    </section>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles.part} aria-label={title}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

interface ScoreTableProps {
  readonly row: MatrixRow;
  readonly pairs: readonly ScorePair[];
  readonly now: readonly Score[] | undefined;
  readonly before: readonly Score[] | undefined;
  readonly isCompared: boolean;
}

function ScoreTable({ row, pairs, now, before, isCompared }: ScoreTableProps) {
  const of = (scores: readonly Score[] | undefined, name: string) => scores?.find((score) => score.name === name);
  const rows = pairs.filter(({ name }) => of(now, name) || of(before, name));
  if (rows.length === 0) return null;
  return (
    <Part title="Scores">
      <ul className={styles.scoreList}>
        {rows.map((pair) => {
          const [score, old] = [of(now, pair.name), of(before, pair.name)];
          const change = changeOf(pair, row.at, row.baselineAt);
          return (
            <li key={pair.name}>
              <p className={styles.scoreHead}>
                <strong>{pair.name}</strong>
                {isCompared && (
                  <>
                    <ScoreValue score={old} /> <span aria-hidden="true">→</span>
                    <span className="unseen">then</span>
                  </>
                )}
                <ScoreValue score={score} />
                {pair.kind === "text" && change === "different" ? (
                  <span className={scoreStyles.aside}>changed</span>
                ) : (
                  <DeltaMark
                    kind={pair.kind}
                    direction={pair.direction}
                    delta={deltaOf(pair, row.at, row.baselineAt)}
                  />
                )}
                <span className={scoreStyles.aside}>{sourceOf(score ?? old)}</span>
              </p>
              {score?.rationale && (
                <div className={styles.rationale}>
                  <LazyMarkdown text={score.rationale} fallback={score.rationale} />
                </div>
              )}
              {old?.rationale && old.rationale !== score?.rationale && (
                <div className={styles.rationale}>
                  <span className={scoreStyles.aside}>Baseline:</span>
                  <LazyMarkdown text={old.rationale} fallback={old.rationale} />
                </div>
              )}
              {score?.error && <p className={styles.failure}>{score.error}</p>}
            </li>
          );
        })}
      </ul>
    </Part>
  );
}

function ScoreValue({ score }: { score: Score | undefined }) {
  const read = useMemo(() => score && readScores({ name: "", values: [score.value], errors: [], others: [] }), [score]);
  if (!score || !read) return <span className={scoreStyles.aside}>none</span>;
  if (score.error) {
    return (
      <span className={scoreStyles.score} data-value="error">
        <Icon name="error" size={12} />
        error
      </span>
    );
  }
  const text = read.texts[0] ?? "";
  return (
    <span className={scoreStyles.score} data-value={read.kind === "pass" ? text : read.kind}>
      {read.kind === "pass" && text !== "" && <Icon name={text === "pass" ? "check" : "close"} size={12} />}
      {text}
    </span>
  );
}

/** Who said it; a scorer that is named like its score is not named again. */
function sourceOf(score: Score | undefined): string {
  if (!score) return "";
  const isNamed = score.source_id !== score.name && score.source_id !== "default";
  return sourceText({ source_type: score.source_type, ...(isNamed && { source_id: score.source_id }) });
}
