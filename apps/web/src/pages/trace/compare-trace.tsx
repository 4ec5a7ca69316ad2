import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Link, useNavigate } from "react-router";
import { client } from "../../data/client.ts";
import type { TraceSummary } from "../../data/messages.ts";
import { traceIdIn } from "../../mlflow-links.ts";
import { Button } from "../../widgets/button.tsx";
import { formatTraceDurationNs } from "../../widgets/format/duration.ts";
import { previewText } from "../../widgets/format/preview-text.ts";
import { formatExact, unixMsOfNano } from "../../widgets/format/time.ts";
import { useTimeZone } from "../../widgets/format/use-time-zone.ts";
import { TraceStatus } from "../../widgets/trace-status.tsx";
import styles from "./compare-trace.module.css";

const mostOffered = 20;

/** Chooses the trace to compare one with: another of the same name, or one whose id is pasted. */
export function CompareTrace({ summary }: { summary: TraceSummary }) {
  const navigate = useNavigate();
  const [zone] = useTimeZone();
  const [text, setText] = useState("");
  const pasted = traceIdIn(text);
  const others = useQuery({
    queryKey: ["traces-of-name", summary.experiment_id, summary.name],
    queryFn: ({ signal }) =>
      client.listTraces(
        {
          experiment_ids: [summary.experiment_id],
          filter: `name = '${summary.name.replaceAll("'", "''")}'`,
          max_results: mostOffered + 1,
        },
        signal,
      ),
    enabled: summary.name !== "",
  });
  const offered =
    others.data?.traces.filter(({ trace_id }) => trace_id !== summary.trace_id).slice(0, mostOffered) ?? [];
  const address = (traceId: string) => `/traces/${summary.trace_id}/diff/${traceId}`;

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    if (pasted) void navigate(address(pasted));
  }

  return (
    <div className={styles.choice}>
      <form className={styles.form} onSubmit={onSubmit}>
        <input
          aria-label="Id of a trace"
          placeholder="Paste the id or address of a trace"
          spellCheck={false}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <Button type="submit" look="primary" disabled={!pasted}>
          Compare
        </Button>
      </form>
      {offered.length > 0 && (
        <>
          <h3 className={styles.heading}>Others called {summary.name}</h3>
          <ul className={styles.list}>
            {offered.map((trace) => (
              <li key={trace.trace_id}>
                <Link to={address(trace.trace_id)} className={styles.other}>
                  <TraceStatus state={trace.state} errors={trace.error_count} compact />
                  <span>{formatExact(unixMsOfNano(trace.start_time_unix_nano), zone)}</span>
                  <span className={styles.preview}>{previewText(trace.input_preview)}</span>
                  <span>{trace.duration_ns !== undefined && formatTraceDurationNs(trace.duration_ns)}</span>
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
