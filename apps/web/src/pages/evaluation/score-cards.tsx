import { useMemo } from "react";
import { Histogram } from "../../widgets/chart/histogram.tsx";
import { formatCount } from "../../widgets/format/quantity.ts";
import { Icon } from "../../widgets/icon.tsx";
import type { Direction, ScorePair } from "./comparison.ts";
import { DeltaMark, meanText } from "./delta-mark.tsx";
import type { EvaluationState } from "./evaluation-address.ts";
import styles from "./score-cards.module.css";
import { binsOf, countsOf, summaryOf } from "./summary.ts";

interface ScoreCardsProps {
  readonly pairs: readonly ScorePair[];
  readonly only: EvaluationState["only"];
  readonly onOnly: (only: EvaluationState["only"]) => void;
  readonly onDirection: (name: string, direction: Direction) => void;
}

/** A card for each score: what it adds up to, by how much that is more than the baseline's, and how the values are spread. */
export function ScoreCards({ pairs, only, onOnly, onDirection }: ScoreCardsProps) {
  if (pairs.length === 0) return null;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className={styles.cards} aria-label="Scores" tabIndex={0}>
      {pairs.map((pair) => (
        <ScoreCard
          key={pair.name}
          pair={pair}
          chosen={only?.score === pair.name ? only.bin : undefined}
          onChoose={(bin) => onOnly(bin === undefined ? undefined : { score: pair.name, bin })}
          onDirection={(direction) => onDirection(pair.name, direction)}
        />
      ))}
    </section>
  );
}

interface ScoreCardProps {
  readonly pair: ScorePair;
  readonly chosen: string | undefined;
  readonly onChoose: (bin: string | undefined) => void;
  readonly onDirection: (direction: Direction) => void;
}

function ScoreCard({ pair, chosen, onChoose, onDirection }: ScoreCardProps) {
  const { name, kind, direction, current, baseline } = pair;
  const bars = useMemo(() => {
    const bins = binsOf(
      kind,
      [current, baseline].filter((scores) => scores !== undefined),
    );
    const [counts, before] = [countsOf(bins, current), countsOf(bins, baseline)];
    return bins.map(({ id, label, short, tone }, at) => ({
      id,
      label,
      short,
      tone,
      count: counts[at]!,
      before: baseline && before[at],
    }));
  }, [kind, current, baseline]);
  const now = current && summaryOf(current);
  const before = baseline && summaryOf(baseline);
  const failures = now?.errors ?? 0;
  return (
    <article className={styles.card} aria-label={name}>
      <header className={styles.cardHead}>
        <h2 title={name}>{name}</h2>
        {kind !== "text" && (
          <select
            aria-label={`Which ${name} is better`}
            value={direction}
            onChange={(event) => onDirection(event.target.value as Direction)}
          >
            <option value="higher">higher is better</option>
            <option value="lower">lower is better</option>
            <option value="none">neither is better</option>
          </select>
        )}
      </header>
      <p className={styles.cardValue}>
        {now && now.count > 0 && kind !== "text" ? (
          <strong>{meanText(kind, now.mean)}</strong>
        ) : (
          <strong>{now ? formatCount(now.count) : "–"}</strong>
        )}
        {now && before && kind !== "text" && (
          <DeltaMark kind={kind} direction={direction} delta={now.mean - before.mean} isMean />
        )}
        <span className={styles.cardNote}>
          {now === undefined
            ? "only in the baseline"
            : kind === "pass"
              ? `${formatCount(now.passed)} of ${formatCount(now.count)} pass`
              : kind === "number"
                ? `mean of ${formatCount(now.count)}`
                : "values"}
        </span>
        {failures > 0 && (
          <span className={styles.cardErrors} title={`The scorer failed on ${formatCount(failures)} traces`}>
            <Icon name="error" size={12} />
            {formatCount(failures)} failed
          </span>
        )}
      </p>
      {bars.length > 0 && <Histogram label={`Rows by ${name}`} bars={bars} chosen={chosen} onChoose={onChoose} />}
    </article>
  );
}

/** Whether one bar of a score has the trace at an index of this evaluation. */
export function inBin(pairs: readonly ScorePair[], only: NonNullable<EvaluationState["only"]>) {
  const pair = pairs.find(({ name }) => name === only.score);
  if (!pair?.current) return undefined;
  const { kind, current, baseline } = pair;
  const bins = binsOf(kind, baseline ? [current, baseline] : [current]);
  const at = bins.findIndex(({ id }) => id === only.bin);
  // What an earlier bar has is in that one only, as it is counted.
  return at < 0 ? undefined : (trace: number) => trace >= 0 && bins.findIndex((bin) => bin.has(current, trace)) === at;
}
