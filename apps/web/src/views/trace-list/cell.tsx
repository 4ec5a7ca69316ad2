import type { TraceSummary } from "../../data/messages.ts";
import { formatDurationNs } from "../../widgets/format/duration.ts";
import { formatCostUsd, formatCount, formatTokens } from "../../widgets/format/quantity.ts";
import { formatExact, formatRelative, type TimeZone, unixMsOfNano } from "../../widgets/format/time.ts";
import { TraceStatus } from "../../widgets/trace-status.tsx";
import { type Column, keyOf } from "./columns.ts";
import styles from "./trace-list.module.css";

interface CellProps {
  readonly column: Column;
  readonly trace: TraceSummary;
  readonly nowMs: number;
  readonly zone: TimeZone;
  readonly scale: number;
  readonly experimentName: (experimentId: string) => string;
}

/** Characters of a text that a cell holds, and that its tooltip does; a sender may have put a book there. */
const mostInCell = 300;
const mostInTitle = 600;
const mostTags = 12;

/** What one column shows of a trace. What is unknown is a faint dash, never a 0. */
export function Cell(props: CellProps) {
  const { column, trace } = props;
  switch (column.id) {
    case "status":
      return <TraceStatus state={trace.state} errors={trace.error_count} compact />;
    case "time":
      return <TraceTime trace={trace} nowMs={props.nowMs} zone={props.zone} />;
    case "name":
      return <TraceName trace={trace} />;
    case "experiment":
      return <Text text={props.experimentName(trace.experiment_id)} faint />;
    case "input":
      return <Text text={trace.input_preview} />;
    case "output":
      return <Text text={trace.output_preview} faint />;
    case "duration":
      return <DurationBar durationNs={trace.duration_ns} scale={props.scale} />;
    case "spans":
      return <span>{formatCount(trace.span_count)}</span>;
    case "errors":
      return trace.error_count > 0 ? (
        <span className={styles.errors}>{formatCount(trace.error_count)}</span>
      ) : (
        <Nothing />
      );
    case "tokens":
      return <Tokens trace={trace} />;
    case "cost":
      return <Cost trace={trace} />;
    case "session":
      return <Text text={trace.session} faint />;
    case "user":
      return <Text text={trace.user} faint />;
    case "models":
      return <Text text={trace.models.join(", ")} faint />;
    case "tags":
      return <Tags tags={trace.tags} />;
    case "id":
      return <code className={styles.id}>{trace.trace_id}</code>;
    default:
      return <Text text={(column.id.startsWith("tag:") ? trace.tags : trace.metadata)[keyOf(column.id)] ?? ""} faint />;
  }
}

/** A real link, so that the browser's own ways to open one work; the plain click is the row's (see trace-list.tsx). */
export function TraceName({ trace }: { trace: TraceSummary }) {
  return (
    <a
      href={`/traces/${trace.trace_id}`}
      tabIndex={-1}
      className={styles.name}
      title={trace.name.slice(0, mostInTitle)}
    >
      {trace.name.slice(0, mostInCell) || trace.trace_id.slice(0, 8)}
    </a>
  );
}

export function TraceTime({ trace, nowMs, zone }: { trace: TraceSummary; nowMs: number; zone: TimeZone }) {
  const startMs = unixMsOfNano(trace.start_time_unix_nano);
  return (
    <time className={styles.time} title={formatExact(startMs, zone)} dateTime={isoOf(startMs)}>
      {formatRelative(startMs, nowMs, zone)}
    </time>
  );
}

export function Cost({ trace }: { trace: TraceSummary }) {
  if (trace.cost_usd === undefined) return <Nothing />;
  const cost = formatCostUsd(trace.cost_usd);
  return trace.cost_partial ? (
    <span title="Some model calls have no price: at least this much">≥ {cost}</span>
  ) : (
    <span>{cost}</span>
  );
}

export function Tokens({ trace }: { trace: TraceSummary }) {
  const { input_tokens: input, output_tokens: output } = trace.usage ?? {};
  if (input === undefined && output === undefined) return <Nothing />;
  const total = (input ?? 0) + (output ?? 0);
  return <span title={`${formatCount(input ?? 0)} in, ${formatCount(output ?? 0)} out`}>{formatTokens(total)}</span>;
}

/** The number, and behind it a bar whose full length is `scale`. */
function DurationBar({ durationNs, scale }: { durationNs: number | undefined; scale: number }) {
  if (durationNs === undefined) return <Nothing />;
  return (
    <span className={styles.duration}>
      <span className={styles.durationText}>{formatDurationNs(durationNs)}</span>
      <span className={styles.track}>
        <span
          className={styles.bar}
          style={{ width: `${Math.min(100, Math.max(1.5, (durationNs / scale) * 100))}%` }}
        />
      </span>
    </span>
  );
}

function Tags({ tags }: { tags: Readonly<Record<string, string>> }) {
  const entries = Object.entries(tags)
    .filter(([key]) => !key.startsWith("mlflow."))
    .slice(0, mostTags);
  if (entries.length === 0) return <Nothing />;
  const text = entries.map(([key, value]) => `${key}: ${value}`).join("\n");
  return (
    <span className={styles.tags} title={text.slice(0, mostInTitle)}>
      {entries.map(([key, value]) => (
        <span key={key} className={styles.tag}>
          {`${key}: ${value}`.slice(0, mostInCell)}
        </span>
      ))}
    </span>
  );
}

/** One line of text, its white space folded. */
function Text({ text, faint = false }: { text: string; faint?: boolean }) {
  if (!text) return <Nothing />;
  return (
    <span className={faint ? `${styles.text} ${styles.faint}` : styles.text} title={text.slice(0, mostInTitle)}>
      {text.slice(0, mostInCell).replace(/\s+/g, " ")}
    </span>
  );
}

function Nothing() {
  return (
    <span className={styles.nothing} aria-hidden="true">
      –
    </span>
  );
}

function isoOf(unixMs: number): string | undefined {
  return Math.abs(unixMs) <= 8.64e15 ? new Date(unixMs).toISOString() : undefined;
}
