import type { TraceSummary } from "../../data/messages.ts";
import { below } from "../../data/prefix.ts";
import { formatTraceDurationNs } from "../../widgets/format/duration.ts";
import { previewText } from "../../widgets/format/preview-text.ts";
import { formatCostUsd, formatCount, formatTokens } from "../../widgets/format/quantity.ts";
import { formatExact, formatRelative, type TimeZone, unixMsOfNano } from "../../widgets/format/time.ts";
import { BarCell, mostInCell, mostInTitle, Nothing, TagsCell, TextCell } from "../../widgets/table/cells.tsx";
import { TraceStatus } from "../../widgets/trace-status.tsx";
import { askedOf, type Column, type ColumnId, keyOf } from "./columns.ts";
import styles from "./trace-list.module.css";

interface CellProps {
  readonly column: Column;
  readonly trace: TraceSummary;
  readonly nowMs: number;
  readonly zone: TimeZone;
  readonly scale: number;
  readonly experimentName: (experimentId: string) => string;
}

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
      return <TextCell text={props.experimentName(trace.experiment_id)} faint />;
    case "input":
      return <TextCell text={previewText(trace.input_preview)} />;
    case "output":
      return <TextCell text={previewText(trace.output_preview)} faint />;
    case "duration":
      return trace.duration_ns === undefined ? (
        <Nothing />
      ) : (
        <BarCell text={formatTraceDurationNs(trace.duration_ns)} share={trace.duration_ns / props.scale} />
      );
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
      return <TextCell text={trace.session} faint />;
    case "user":
      return <TextCell text={trace.user} faint />;
    case "models":
      return <TextCell text={trace.models.join(", ")} faint />;
    case "tags":
      return <TagsCell tags={trace.tags} />;
    case "id":
      return <code className={styles.id}>{trace.trace_id}</code>;
    default:
      return <TextCell text={keyedText(column.id, trace)} faint />;
  }
}

/** What a trace has under the key of a column; empty where it has nothing. */
export function keyedText(id: ColumnId, { tags, metadata, columns }: TraceSummary): string {
  const asked = askedOf(id);
  const values = asked !== undefined ? columns : id.startsWith("tag:") ? tags : metadata;
  const key = asked ?? keyOf(id);
  // A key is whatever a sender chose: also the name of something that every object has.
  return Object.hasOwn(values, key) ? (values[key] ?? "") : "";
}

/** A real link, so that the browser's own ways to open one work; the plain click is the row's (see trace-list.tsx). */
export function TraceName({ trace }: { trace: TraceSummary }) {
  return (
    <a
      href={below(`/traces/${trace.trace_id}`)}
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

function isoOf(unixMs: number): string | undefined {
  return Math.abs(unixMs) <= 8.64e15 ? new Date(unixMs).toISOString() : undefined;
}
