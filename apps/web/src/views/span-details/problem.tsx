import type { SpanSource } from "@spanloom/conventions";
import { exceptionsOf } from "./present.ts";
import styles from "./span-details.module.css";

/** Why a span failed: what its status says, and its exception where that says more. */
export function Problem({ source, onStack }: { source: SpanSource; onStack?: () => void }) {
  const [exception] = exceptionsOf(source);
  const said = source.status.message;
  const text = said || exception?.message || "The span ended with an error and no description.";
  const more = said && exception?.message;
  return (
    <div className={styles.problem} role="note">
      <strong>{exception?.type || "Error"}</strong>
      <p>{text}</p>
      {more && more !== text && <p>{more}</p>}
      {onStack && (
        <button type="button" className={styles.link} onClick={onStack}>
          Stack trace
        </button>
      )}
    </div>
  );
}
