import { HistoryList } from "../../views/registry/history-list.tsx";
import styles from "./model-page.module.css";
import { useOpenModel } from "./model-page.tsx";

/** `/models/:name/history`: what happened to the model, its aliases and its versions. */
export function Component() {
  return (
    <div className={styles.scroll}>
      <HistoryList model={useOpenModel().name} />
    </div>
  );
}
