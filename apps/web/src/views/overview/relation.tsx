import type { ReactNode } from "react";
import styles from "./overview.module.css";

/** Things that belong to the one that is shown, under a title; its children are `li`s. */
export function Relation({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles.block} aria-label={title}>
      <h2 className={styles.heading}>{title}</h2>
      <ul className={styles.links}>{children}</ul>
    </section>
  );
}
