import type { ModelVersion } from "../../data/messages.ts";
import { formatRelative, type TimeZone } from "../../widgets/format/time.ts";
import { ModelStatus } from "../../widgets/model-status.tsx";
import styles from "../models/models-page.module.css";

/** One version on a narrow screen. */
export function VersionCard({ version: of, nowMs, zone }: { version: ModelVersion; nowMs: number; zone: TimeZone }) {
  const stage = of.current_stage && of.current_stage !== "None" ? [of.current_stage] : [];
  const aliases = (of.aliases ?? []).map((alias) => `@${alias}`);
  return (
    <>
      <span className={styles.name}>{["Version", of.version, ...aliases].join(" ")}</span>
      <span className={styles.cardLine}>
        <ModelStatus status={of.status} message={of.status_message} />
        <span className={styles.cardText}>{[...stage, of.description ?? ""].join(" ")}</span>
        {of.creation_timestamp ? formatRelative(of.creation_timestamp, nowMs, zone) : ""}
      </span>
    </>
  );
}
