import { memo } from "react";
import type { CriticalStretch } from "../../trace/critical-path.ts";
import { selfStretches } from "../../trace/self-time.ts";
import { isFailed, isPlaceholder, type SpanTree, typeOf } from "../../trace/span-tree.ts";
import type { TimeScale } from "../../trace/time-scale.ts";
import { typeColor } from "../../widgets/type-icon.tsx";
import styles from "./bar.module.css";

const barPx = 12;
/** Thinner would not be seen. */
const thinnestPx = 2;
/** In a shorter bar the mark of the first token would hide the bar. */
const firstTokenFromPx = 8;

interface BarProps {
  tree: SpanTree;
  row: number;
  /** Siblings that this row stands for; 0 for a span. */
  members: number;
  scale: TimeScale;
  critical: readonly CriticalStretch[] | undefined;
}

/**
 * One span on the time axis: the whole of it light, its own time dark, the first token as a mark, open at the end while
 * it runs. A folded group shows all of its members.
 */
export const Bar = memo(function Bar({ tree, row, members, scale, critical }: BarProps) {
  const spans = members > 0 ? Array.from({ length: members }, (_, index) => row + index) : [row];
  const startUs = tree.startUs[row] ?? 0;
  const endUs = spans.reduce((end, span) => Math.max(end, tree.endUs[span] ?? 0), 0);
  const grainUs = Math.max(scale.us(1) - scale.us(0), Number.EPSILON);
  const own =
    members > 0
      ? spans.flatMap((span) => [tree.startUs[span] ?? 0, tree.endUs[span] ?? 0])
      : selfStretches(tree, row, grainUs);
  const ttftUs = members > 0 ? -1 : (tree.ttftUs[row] ?? -1);
  const failed = isFailed(tree, row) && tree.errors[row] === 1;
  return (
    <svg
      className={styles.bar}
      height={barPx}
      aria-hidden="true"
      data-failed={failed || undefined}
      data-placeholder={isPlaceholder(tree, row) || undefined}
      style={{ color: failed ? "var(--error)" : typeColor(typeOf(tree, row)) }}
    >
      <path className={styles.whole} d={boxes(scale, [startUs, endUs])} />
      <path className={styles.own} d={boxes(scale, own)} />
      {tree.running[row] === 1 && members === 0 && (
        <path className={styles.running} d={boxes(scale, [startUs, endUs])} />
      )}
      {critical && (
        <path
          className={styles.critical}
          d={boxes(
            scale,
            critical.flatMap((stretch) => [stretch.startUs, stretch.endUs]),
            barPx - 2,
          )}
        />
      )}
      {ttftUs >= 0 && scale.x(endUs) - scale.x(startUs) > firstTokenFromPx && (
        <path className={styles.firstToken} d={`M${px(scale.x(startUs + ttftUs))} -1V${barPx + 1}`} />
      )}
    </svg>
  );
});

/** Boxes from pairs start, end, cut at the edges of the picture and merged where they touch. */
function boxes(scale: TimeScale, pairs: readonly number[], top = 0): string {
  let path = "";
  let left = Number.NaN;
  let right = Number.NaN;
  const draw = () => {
    if (!Number.isNaN(left)) path += `M${px(left)} ${top}H${px(right)}V${barPx}H${px(left)}Z`;
  };
  for (let at = 0; at < pairs.length; at += 2) {
    const from = scale.x(pairs[at] ?? 0);
    const to = Math.max(scale.x(pairs[at + 1] ?? 0), from + thinnestPx);
    if (to < 0 || from > scale.widthPx) continue;
    const start = Math.max(from, -2);
    const end = Math.min(to, scale.widthPx + 2);
    if (start <= right + 0.5) {
      right = Math.max(right, end);
    } else {
      draw();
      left = start;
      right = end;
    }
  }
  draw();
  return path;
}

function px(x: number): string {
  return String(Math.round(x * 10) / 10);
}
