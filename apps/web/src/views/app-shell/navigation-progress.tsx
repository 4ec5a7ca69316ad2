import { useNavigation } from "react-router";
import styles from "./app-shell.module.css";

/** A thin line at the top while the next page's code is on its way; not drawn when it comes at once. */
export function NavigationProgress() {
  return useNavigation().state === "idle" ? null : <div className={styles.progress} />;
}
