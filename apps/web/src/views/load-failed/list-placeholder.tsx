import { rowPx, useRowHeight } from "../../widgets/table/row-height.ts";
import styles from "./list-states.module.css";

const rows = Array.from({ length: 24 }, (_, index) => index);

/** The shape of the list while its first page is on the way; drawn only when that takes a moment. */
export function ListPlaceholder({ label }: { label: string }) {
  const [height] = useRowHeight();
  return (
    <div className={styles.placeholder} role="status" aria-label={label} style={{ "--row": `${rowPx[height]}px` }}>
      {rows.map((row) => (
        <div key={row} className={styles.placeholderRow}>
          <span style={{ width: `${38 + ((row * 37) % 45)}%` }} />
        </div>
      ))}
    </div>
  );
}
