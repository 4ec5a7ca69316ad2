import styles from "./traces-page.module.css";

const rows = Array.from({ length: 24 }, (_, index) => index);

/** The shape of the list while its first page is on the way; drawn only when that takes a moment. */
export function ListPlaceholder() {
  return (
    <div className={styles.placeholder} role="status" aria-label="Loading traces">
      {rows.map((row) => (
        <div key={row} className={styles.placeholderRow}>
          <span style={{ width: `${38 + ((row * 37) % 45)}%` }} />
        </div>
      ))}
    </div>
  );
}
