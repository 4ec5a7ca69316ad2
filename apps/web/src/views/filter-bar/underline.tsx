import styles from "./filter-bar.module.css";
import { type Mistake, splitAtMistake } from "./mistake.ts";

/** A copy of the input's text that lies under it, invisible but for the line under the mistake. */
export function Underline({ text, mistake, scrolled }: { text: string; mistake: Mistake; scrolled: number }) {
  const [before, wrong, after] = splitAtMistake(text, mistake);
  return (
    <div className={styles.mirror} aria-hidden="true">
      <span className={styles.mirrorText} style={{ transform: `translateX(${-scrolled}px)` }}>
        {before}
        <span className={styles.wrong}>{wrong}</span>
        {after}
      </span>
    </div>
  );
}
