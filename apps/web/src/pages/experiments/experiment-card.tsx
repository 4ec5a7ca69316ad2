import type { Experiment } from "../../data/messages.ts";
import { formatRelative, type TimeZone } from "../../widgets/format/time.ts";
import { descriptionTag, tagsOf } from "./experiment-columns.tsx";
import styles from "./experiments-page.module.css";

/** One experiment on a narrow screen. */
export function ExperimentCard({ experiment, nowMs, zone }: { experiment: Experiment; nowMs: number; zone: TimeZone }) {
  return (
    <>
      <span className={styles.name}>{experiment.name || experiment.experiment_id}</span>
      <span className={styles.cardLine}>
        <span className={styles.cardText}>{(tagsOf(experiment)[descriptionTag] ?? "").slice(0, 200)}</span>
        {experiment.last_update_time ? formatRelative(experiment.last_update_time, nowMs, zone) : ""}
      </span>
    </>
  );
}
