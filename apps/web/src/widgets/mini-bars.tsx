import styles from "./mini-bars.module.css";

/** A stretch of time: how much went well, and how much did not. */
export interface MiniBar {
  readonly good: number;
  readonly bad: number;
}

const barPx = 3;
const gapPx = 1;
const heightPx = 18;
const leastPx = 2;

/** Bars in a cell of a table, in the order of time; what they say stands in numbers beside them. */
export function MiniBars({ bars }: { bars: readonly MiniBar[] }) {
  const most = Math.max(1, ...bars.map(({ good, bad }) => good + bad));
  const width = Math.max(1, bars.length) * (barPx + gapPx);
  const pathOf = (height: (bar: MiniBar) => number, from: (bar: MiniBar) => number) =>
    bars
      .map((bar, at) => {
        const px = scaled(height(bar), most);
        return px === 0 ? "" : `M${at * (barPx + gapPx)} ${heightPx - scaled(from(bar), most)}v${-px}h${barPx}v${px}z`;
      })
      .join("");
  const good = pathOf(
    (bar) => bar.good,
    () => 0,
  );
  const bad = pathOf(
    (bar) => bar.bad,
    (bar) => bar.good,
  );
  return (
    <svg
      className={styles.bars}
      width={width}
      height={heightPx}
      viewBox={`0 0 ${width} ${heightPx}`}
      aria-hidden="true"
    >
      <path className={styles.good} d={good} />
      <path className={styles.bad} d={bad} />
    </svg>
  );
}

/** What there is at all can be seen; both parts of a bar together may be as high as two of the least. */
function scaled(count: number, most: number): number {
  return count === 0 ? 0 : Math.max(leastPx, (count / most) * (heightPx - leastPx));
}
