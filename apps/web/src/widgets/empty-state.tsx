import type { ReactNode } from "react";
import styles from "./empty-state.module.css";
import { Icon, type IconName } from "./icon.tsx";

/** What stands where content would: nothing found, nothing yet, or why it could not be shown, and what to do next. */
export function EmptyState(props: {
  icon: IconName;
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
  tone?: "error";
}) {
  return (
    <div className={styles.empty} data-tone={props.tone} {...(props.tone === "error" && { role: "alert" })}>
      <span className={styles.icon}>
        <Icon name={props.icon} size={22} />
      </span>
      <h2 className={styles.title}>{props.title}</h2>
      {props.children && <div className={styles.text}>{props.children}</div>}
      {props.actions && <div className={styles.actions}>{props.actions}</div>}
    </div>
  );
}
