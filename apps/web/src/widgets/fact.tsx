import type { ReactNode } from "react";
import styles from "./fact.module.css";

interface FactProps {
  readonly name: string;
  readonly title?: string | undefined;
  /** The value says by itself what it is; the name is for those who hear it. */
  readonly unseen?: boolean;
  readonly children: ReactNode;
}

/** A name and its value, side by side in a `dl`. */
export function Fact({ name, title, unseen = false, children }: FactProps) {
  return (
    <div className={styles.fact} title={title}>
      <dt className={unseen ? "unseen" : undefined}>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
