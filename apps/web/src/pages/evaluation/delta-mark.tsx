import { exactNumber, formatNumber } from "../../widgets/format/number.ts";
import type { Direction } from "./comparison.ts";
import styles from "./delta-mark.module.css";
import type { ScoreKind } from "./scores.ts";

interface DeltaMarkProps {
  readonly kind: ScoreKind;
  readonly direction: Direction;
  /** NaN where there is nothing to compare. */
  readonly delta: number;
  /** Of the means of many, not of one value. */
  readonly isMean?: boolean;
}

/** `▲ 0.12`: a sign for better or worse, told by shape and colour, and by how much. */
export function DeltaMark({ kind, direction, delta, isMean = false }: DeltaMarkProps) {
  if (Number.isNaN(delta)) return null;
  if (delta === 0) return <span className={styles.same}>=</span>;
  const trend = direction === "none" ? "none" : delta > 0 === (direction === "higher") ? "better" : "worse";
  const size = Math.abs(delta);
  const text =
    kind !== "pass"
      ? formatNumber(rounded(size))
      : isMean
        ? `${shareText(size)} points`
        : delta > 0
          ? "now passes"
          : "now fails";
  const sign = kind === "pass" && !isMean ? "" : delta > 0 ? "+" : "−";
  return (
    <span className={styles.delta} data-trend={trend} title={`${exactNumber(delta)}${word[trend]}`}>
      <span aria-hidden="true">{trend === "none" ? "◆" : delta > 0 ? "▲" : "▼"}</span>
      {sign}
      {text}
      <span className="unseen">{word[trend]}</span>
    </span>
  );
}

const word = { better: ", better", worse: ", worse", none: "" } as const;

/** What the scores of a kind are on the mean: a share of those that pass, or a number. */
export function meanText(kind: ScoreKind, mean: number): string {
  return kind === "pass" ? `${shareText(mean)} %` : formatNumber(rounded(mean));
}

/** As percent; what is nearly all or nearly none is not written as all or none. */
function shareText(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 1) return Math.max(0.1, percent).toFixed(1);
  if (percent > 99 && percent < 100) return Math.min(99.9, percent).toFixed(1);
  return percent.toFixed(0);
}

/** Three digits behind the point are as many as a mean of scores means. */
function rounded(value: number): number {
  return Math.abs(value) >= 0.001 ? Math.round(value * 1_000) / 1_000 : value;
}
