import styles from "./skeleton-shape.module.css";

const rows = [92, 74, 60, 66, 40, 52, 70, 44, 58, 36];

/** The outline of the page while its trace is on the way. It appears only when that takes longer than a blink. */
export function TraceSkeletonShape() {
  return (
    <div className={styles.shape} role="status">
      <span className="unseen">Loading the trace</span>
      {rows.map((width) => (
        <span key={width} className={styles.line} style={{ width: `${width * 0.6}%`, marginLeft: `${92 - width}px` }} />
      ))}
    </div>
  );
}
