import { useMemo } from "react";
import type { ReviewItem } from "../../data/messages.ts";
import { IconButton } from "../../widgets/button.tsx";
import { formatCount } from "../../widgets/format/quantity.ts";
import styles from "./review-page.module.css";
import { progressOf } from "./review-step.ts";

interface ProgressLineProps {
  readonly items: readonly ReviewItem[];
  readonly at: number;
  readonly onStep: (by: 1 | -1) => void;
}

/** Where one is in the queue, and how far everybody is with it. */
export function ProgressLine({ items, at, onStep }: ProgressLineProps) {
  const { done, declined, open } = useMemo(() => progressOf(items), [items]);
  const words = [
    `${formatCount(done)} answered`,
    declined > 0 && `${formatCount(declined)} declined`,
    `${formatCount(open)} open`,
  ];
  return (
    <div className={styles.line}>
      <IconButton
        icon="chevronLeft"
        label="Previous item"
        shortcut="k"
        disabled={at === 0}
        onClick={() => onStep(-1)}
      />
      <span className={styles.place}>
        {formatCount(at + 1)} of {formatCount(items.length)}
      </span>
      <IconButton
        icon="chevronRight"
        label="Next item"
        shortcut="j"
        disabled={at === items.length - 1}
        onClick={() => onStep(1)}
      />
      <span
        className={styles.bar}
        role="progressbar"
        aria-label="Reviewed"
        aria-valuemin={0}
        aria-valuemax={items.length}
        aria-valuenow={done + declined}
      >
        <span className={styles.done} style={{ width: `${(done / items.length) * 100}%` }} />
        <span className={styles.declined} style={{ width: `${(declined / items.length) * 100}%` }} />
      </span>
      <span className={styles.counts}>{words.filter(Boolean).join(" · ")}</span>
    </div>
  );
}
