import { Link } from "react-router";
import type { TraceSummary } from "../../data/messages.ts";
import { formatDurationNs } from "../../widgets/format/duration.ts";
import { formatCostUsd, formatCount, formatTokens } from "../../widgets/format/quantity.ts";
import { formatExact, unixMsOfNano } from "../../widgets/format/time.ts";
import { useTimeZone } from "../../widgets/format/use-time-zone.ts";
import { TraceStatus } from "../../widgets/trace-status.tsx";
import styles from "./trace-diff.module.css";

/** The two traces as wholes: a row each, and under them what the right has more. */
export function DiffTotals({ left, right }: { left: TraceSummary; right: TraceSummary }) {
  const [zone] = useTimeZone();
  const facts = [factsOf(left), factsOf(right)] as const;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className={styles.totals} tabIndex={0} aria-label="Totals">
      <table>
        <thead>
          <tr>
            <td />
            <th scope="col">Trace</th>
            <th scope="col">State</th>
            <th scope="col">Started</th>
            {measures.map(({ label }) => (
              <th key={label} scope="col" data-align="end">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {([left, right] as const).map((trace, side) => (
            <tr key={["left", "right"][side]}>
              <th scope="row">{side === 0 ? "Left" : "Right"}</th>
              <td>
                <Link to={`/traces/${trace.trace_id}`} className={styles.traceName ?? ""} title={trace.name}>
                  {trace.name || "Unnamed trace"}
                </Link>{" "}
                <code>{trace.trace_id.slice(0, 8)}</code>
              </td>
              <td>
                <TraceStatus state={trace.state} errors={trace.error_count} />
              </td>
              <td>{formatExact(unixMsOfNano(trace.start_time_unix_nano), zone)}</td>
              {measures.map(({ label, write }, at) => (
                <td key={label} data-align="end">
                  {facts[side]![at] === undefined ? "–" : write(facts[side]![at]!)}
                </td>
              ))}
            </tr>
          ))}
          <tr className={styles.deltas}>
            <th scope="row">Δ</th>
            <td colSpan={3} />
            {measures.map(({ label, write }, at) => (
              <td key={label} data-align="end">
                <Delta before={facts[0][at]} after={facts[1][at]} write={write} />
              </td>
            ))}
          </tr>
        </tbody>
      </table>
    </section>
  );
}

const measures: readonly { readonly label: string; readonly write: (value: number) => string }[] = [
  { label: "Duration", write: formatDurationNs },
  { label: "Spans", write: formatCount },
  { label: "Errors", write: formatCount },
  { label: "Tokens in", write: formatTokens },
  { label: "Tokens out", write: formatTokens },
  { label: "Cost", write: formatCostUsd },
];

function factsOf(trace: TraceSummary): readonly (number | undefined)[] {
  const { usage } = trace;
  return [
    trace.duration_ns,
    trace.span_count,
    trace.error_count,
    usage?.input_tokens,
    usage?.output_tokens,
    trace.cost_usd,
  ];
}

function Delta(props: { before: number | undefined; after: number | undefined; write: (value: number) => string }) {
  const { before, after, write } = props;
  if (before === undefined || after === undefined) return "–";
  return <DeltaText delta={after - before} before={before} write={write} />;
}

/** `+120 ms (+12 %)`: more is coloured as worse, less as better, and the sign says it too. */
export function DeltaText(props: { delta: number; before?: number; write: (value: number) => string }) {
  const { delta, before, write } = props;
  if (delta === 0) return <span className={styles.none}>=</span>;
  const share = before ? ` (${delta > 0 ? "+" : "−"}${Math.round(Math.abs(delta / before) * 100)} %)` : "";
  return (
    <span data-trend={delta > 0 ? "more" : "less"} className={styles.delta}>
      {delta > 0 ? "+" : "−"}
      {write(Math.abs(delta))}
      {share}
    </span>
  );
}
