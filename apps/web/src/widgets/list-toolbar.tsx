import type { ReactNode } from "react";
import styles from "./list-toolbar.module.css";

/** The line above a list: what narrows it, and its tools. `wraps`: with more tools than a narrow window has room for. */
export function ListToolbar({ wraps = false, children }: { wraps?: boolean; children: ReactNode }) {
  return (
    <div className={styles.toolbar} data-wraps={wraps || undefined}>
      {children}
    </div>
  );
}
