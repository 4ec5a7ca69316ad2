import type { TraceSummary } from "../../data/messages.ts";
import { formatTraceDurationNs } from "../../widgets/format/duration.ts";
import { previewText } from "../../widgets/format/preview-text.ts";
import type { TimeZone } from "../../widgets/format/time.ts";
import { TraceStatus } from "../../widgets/trace-status.tsx";
import { Cost, Tokens, TraceName, TraceTime } from "./cell.tsx";
import styles from "./trace-list.module.css";

/** One trace on a narrow screen: status, name and duration in the first line, what it was about in the second. */
export function TraceCard({ trace, nowMs, zone }: { trace: TraceSummary; nowMs: number; zone: TimeZone }) {
  return (
    <>
      <span className={styles.cardLine}>
        <TraceStatus state={trace.state} errors={trace.error_count} compact />
        <TraceName trace={trace} />
        <span className={styles.cardDuration}>
          {trace.duration_ns === undefined ? "running" : formatTraceDurationNs(trace.duration_ns)}
        </span>
      </span>
      <span className={styles.cardLine}>
        <span className={styles.cardPreview}>
          {previewText(trace.input_preview || trace.output_preview)
            .slice(0, 200)
            .replace(/\s+/g, " ")}
        </span>
        {trace.usage && (
          <span>
            <Tokens trace={trace} /> tok
          </span>
        )}
        {trace.cost_usd !== undefined && <Cost trace={trace} />}
        <TraceTime trace={trace} nowMs={nowMs} zone={zone} />
      </span>
    </>
  );
}
