import { Link } from "react-router";
import type { TraceSummary } from "../../data/messages.ts";
import { formatDurationNs } from "../../widgets/format/duration.ts";
import { formatCostUsd, formatCount, formatTokens } from "../../widgets/format/quantity.ts";
import { formatExact, unixMsOfNano } from "../../widgets/format/time.ts";
import { useTimeZone } from "../../widgets/format/use-time-zone.ts";
import { TraceStatus } from "../../widgets/trace-status.tsx";
import { narrow, useMediaQuery } from "../../widgets/use-media-query.ts";
import styles from "./trace-diff.module.css";

interface Sides {
  readonly left: TraceSummary;
  readonly right: TraceSummary;
}

/** The two traces as wholes, and what the right has more. */
export function DiffTotals(sides: Sides) {
  const isNarrow = useMediaQuery(narrow);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className={styles.totals} tabIndex={0} aria-label="Totals">
      {isNarrow ? <ColumnEach {...sides} /> : <RowEach {...sides} />}
    </section>
  );
}

/** A row for each trace, and the differences under them. */
function RowEach({ left, right }: Sides) {
  const [zone] = useTimeZone();
  return (
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
              <TraceLink trace={trace} />
            </td>
            <td>
              <TraceStatus state={trace.state} errors={trace.error_count} />
            </td>
            <td>{formatExact(unixMsOfNano(trace.start_time_unix_nano), zone)}</td>
            {measures.map((measure) => (
              <td key={measure.label} data-align="end">
                {textOf(measure, trace)}
              </td>
            ))}
          </tr>
        ))}
        <tr className={styles.deltas}>
          <th scope="row">Δ</th>
          <td colSpan={3} />
          {measures.map((measure) => (
            <td key={measure.label} data-align="end">
              <Delta {...measure} left={left} right={right} />
            </td>
          ))}
        </tr>
      </tbody>
    </table>
  );
}

/** A column for each trace, and the differences beside them: nothing has to be scrolled for on a phone. */
function ColumnEach({ left, right }: Sides) {
  const [zone] = useTimeZone();
  const both = [
    { key: "left", trace: left },
    { key: "right", trace: right },
  ];
  return (
    <table className={styles.columns}>
      <thead>
        <tr>
          <td />
          {both.map(({ key, trace }) => (
            <th key={key} scope="col" data-align="end">
              {key === "left" ? "Left" : "Right"} <TraceLink trace={trace} />
            </th>
          ))}
          <th scope="col" data-align="end">
            Δ
          </th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">State</th>
          {both.map(({ key, trace }) => (
            <td key={key} data-align="end">
              <TraceStatus state={trace.state} errors={trace.error_count} compact />
            </td>
          ))}
          <td />
        </tr>
        <tr>
          <th scope="row">Started</th>
          {both.map(({ key, trace }) => (
            <td key={key} data-align="end">
              {formatExact(unixMsOfNano(trace.start_time_unix_nano), zone)}
            </td>
          ))}
          <td />
        </tr>
        {measures.map((measure) => (
          <tr key={measure.label}>
            <th scope="row">{measure.label}</th>
            {both.map(({ key, trace }) => (
              <td key={key} data-align="end">
                {textOf(measure, trace)}
              </td>
            ))}
            <td data-align="end">
              <Delta {...measure} left={left} right={right} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function TraceLink({ trace }: { trace: TraceSummary }) {
  return (
    <>
      <Link to={`/traces/${trace.trace_id}`} className={styles.traceName ?? ""} title={trace.name}>
        {trace.name || "Unnamed trace"}
      </Link>{" "}
      <code>{trace.trace_id.slice(0, 8)}</code>
    </>
  );
}

interface Measure {
  readonly label: string;
  /** Undefined where the trace does not tell. */
  readonly of: (trace: TraceSummary) => number | undefined;
  readonly write: (value: number) => string;
}

const measures: readonly Measure[] = [
  { label: "Duration", of: (trace) => trace.duration_ns, write: formatDurationNs },
  { label: "Spans", of: (trace) => trace.span_count, write: formatCount },
  { label: "Errors", of: (trace) => trace.error_count, write: formatCount },
  { label: "Tokens in", of: ({ usage }) => usage?.input_tokens, write: formatTokens },
  { label: "Tokens out", of: ({ usage }) => usage?.output_tokens, write: formatTokens },
  { label: "Cost", of: (trace) => trace.cost_usd, write: formatCostUsd },
];

function textOf({ of, write }: Measure, trace: TraceSummary): string {
  const value = of(trace);
  return value === undefined ? "–" : write(value);
}

function Delta({ of, write, left, right }: Measure & Sides) {
  const [before, after] = [of(left), of(right)];
  if (before === undefined || after === undefined) return "–";
  return <DeltaText delta={after - before} before={before} write={write} />;
}

/** `+120 ms (+12 %)`: more is coloured as worse, less as better, and the sign says it too. */
export function DeltaText(props: { delta: number; before?: number; write: (value: number) => string }) {
  const { delta, before, write } = props;
  if (delta === 0) return <span className={styles.none}>=</span>;
  const share = before ? ` (${delta > 0 ? "+" : "−"}${Math.round(Math.abs(delta / before) * 100)}\u00a0%)` : "";
  return (
    <span data-trend={delta > 0 ? "more" : "less"} className={styles.delta}>
      {delta > 0 ? "+" : "−"}
      {write(Math.abs(delta))}
      {share}
    </span>
  );
}
