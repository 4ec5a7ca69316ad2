import { formatCount } from "../format/quantity.ts";
import { Tooltip } from "../tooltip.tsx";
import styles from "./histogram.module.css";

/** A bar: how many there are of it, and how many there were in what is compared with. */
export interface HistogramBar {
  readonly id: string;
  readonly label: string;
  /** What stands under it. */
  readonly short: string;
  readonly count: number;
  readonly before?: number | undefined;
  readonly tone: "pass" | "fail" | "error" | "plain";
}

interface HistogramProps {
  /** What is counted: "Rows by exact". */
  readonly label: string;
  readonly bars: readonly HistogramBar[];
  /** The bar that is chosen. */
  readonly chosen: string | undefined;
  /** Chooses a bar; undefined takes the choice back. */
  readonly onChoose: (id: string | undefined) => void;
}

/** More names than these would not fit under the bars. */
const mostNamed = 6;

/**
 * Counts side by side, each bar a button that says its count. Faint behind a bar stands what it was before. It is a list, so it
 * needs no other form for screen readers.
 */
export function Histogram({ label, bars, chosen, onChoose }: HistogramProps) {
  const most = Math.max(1, ...bars.flatMap(({ count, before = 0 }) => [count, before]));
  const every = Math.ceil(bars.length / mostNamed);
  const height = (count: number) => (count === 0 ? "0" : `max(2px, ${(count / most) * 100}%)`);
  return (
    <ul className={styles.bars} aria-label={label}>
      {bars.map(({ id, label: name, short, count, before, tone }, at) => {
        const text = `${name}: ${formatCount(count)}${before === undefined ? "" : `, before ${formatCount(before)}`}`;
        return (
          <li key={id} className={styles.place}>
            <Tooltip text={text}>
              <button
                type="button"
                className={styles.bar}
                data-tone={tone}
                aria-label={text}
                aria-pressed={id === chosen}
                disabled={count === 0 && id !== chosen}
                onClick={() => onChoose(id === chosen ? undefined : id)}
              >
                <span className={styles.column}>
                  {before !== undefined && <span className={styles.before} style={{ height: height(before) }} />}
                  <span className={styles.count} style={{ height: height(count) }} />
                </span>
                <span className={styles.name}>{at % every === 0 || tone === "error" ? short : ""}</span>
              </button>
            </Tooltip>
          </li>
        );
      })}
    </ul>
  );
}
