import { useExperimentNames } from "../../data/experiments.ts";
import type { TraceSummary } from "../../data/messages.ts";
import { useFewTraces } from "../../data/traces.ts";
import { previewText } from "../../widgets/format/preview-text.ts";
import { formatCostUsd, formatCount } from "../../widgets/format/quantity.ts";
import { formatExact, formatRelative, unixMsOfNano } from "../../widgets/format/time.ts";
import { useTimeZone } from "../../widgets/format/use-time-zone.ts";
import { TraceStatus } from "../../widgets/trace-status.tsx";
import { useNow } from "../../widgets/use-now.ts";
import styles from "./home-page.module.css";
import { HomeSection } from "./home-section.tsx";

interface NotableTracesProps {
  readonly title: string;
  readonly request: Parameters<typeof useFewTraces>[0];
  /** What makes them notable. */
  readonly show: "errors" | "cost";
  readonly none: string;
  readonly all: string;
}

const everyMs = 30_000;
const mostOfInput = 200;

/** Traces that somebody should look at. */
export function NotableTraces({ title, request, show, none, all }: NotableTracesProps) {
  const traces = useFewTraces(request, everyMs).data;
  const names = useExperimentNames([...new Set(traces?.map(({ experiment_id }) => experiment_id))]);
  const [zone] = useTimeZone();
  const nowMs = useNow(30_000);

  function endOf(trace: TraceSummary) {
    const startMs = unixMsOfNano(trace.start_time_unix_nano);
    return (
      <>
        {show === "cost" && <b>{formatCostUsd(trace.cost_usd ?? 0)}</b>}
        {show === "errors" && (
          <b className={styles.errors}>
            {formatCount(trace.error_count)} {trace.error_count === 1 ? "error" : "errors"}
          </b>
        )}
        <time title={formatExact(startMs, zone)}>{formatRelative(startMs, nowMs, zone)}</time>
      </>
    );
  }

  const lines = traces?.map((trace) => ({
    to: `/traces/${trace.trace_id}`,
    label: trace.name || trace.trace_id,
    detail: previewText(trace.input_preview).slice(0, mostOfInput),
    mark: <TraceStatus state={trace.state} errors={trace.error_count} compact />,
    within: names.get(trace.experiment_id),
    end: endOf(trace),
  }));
  return <HomeSection title={title} all={all} none={none} lines={lines} />;
}
