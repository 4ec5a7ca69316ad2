import type { SessionSummary } from "@spanloom/wire";
import { previewText } from "../../widgets/format/preview-text.ts";
import { formatCount } from "../../widgets/format/quantity.ts";
import { formatRelative, type TimeZone, unixMsOfNano } from "../../widgets/format/time.ts";
import { costOf } from "../session/session-facts.ts";
import styles from "./sessions-page.module.css";

/** One session on a narrow screen. */
export function SessionCard({ session, nowMs, zone }: { session: SessionSummary; nowMs: number; zone: TimeZone }) {
  const { trace_count: turns, failed_count: failed } = session;
  return (
    <>
      <span className={styles.cardLine}>
        <span className={styles.cardName}>{session.session}</span>
        {formatRelative(unixMsOfNano(session.last_start_time_unix_nano), nowMs, zone)}
      </span>
      <span className={styles.cardText}>{previewText(session.first_input_preview).slice(0, 200)}</span>
      <span className={styles.cardLine}>
        {formatCount(turns)} {turns === 1 ? "turn" : "turns"}
        {failed > 0 && <span className={styles.failed}>{formatCount(failed)} with errors</span>}
        <span>{costOf(session)}</span>
      </span>
    </>
  );
}
