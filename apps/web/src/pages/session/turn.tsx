import type { Assessment } from "@spanloom/wire";
import { useState } from "react";
import { Link } from "react-router";
import type { TraceSummary } from "../../data/messages.ts";
import { assessmentText } from "../../views/feedback/assessment-text.ts";
import { FeedbackForm } from "../../views/feedback/lazy-feedback-form.tsx";
import { Thumbs } from "../../views/feedback/thumbs.tsx";
import { useGiveFeedback } from "../../views/feedback/use-give-feedback.ts";
import { IconButton } from "../../widgets/button.tsx";
import { formatDurationNs, formatTraceDurationNs } from "../../widgets/format/duration.ts";
import { plainText } from "../../widgets/format/plain-text.ts";
import { saidText } from "../../widgets/format/preview-text.ts";
import { formatCostUsd, formatTokens } from "../../widgets/format/quantity.ts";
import { formatExact, unixMsOfNano } from "../../widgets/format/time.ts";
import { useTimeZone } from "../../widgets/format/use-time-zone.ts";
import { LazyMarkdown } from "../../widgets/markdown/lazy-markdown.tsx";
import { TraceStatus } from "../../widgets/trace-status.tsx";
import { useShortcuts } from "../../widgets/use-shortcuts.ts";
import styles from "./session-page.module.css";

interface TurnProps {
  readonly turn: TraceSummary;
  /** From 1. */
  readonly number: number;
  /** The turn before it, whose end tells how long nothing happened. */
  readonly before: TraceSummary | undefined;
  readonly assessments: readonly Assessment[];
  readonly isActive: boolean;
}

/** A pause that is worth a line of its own. */
const longPauseNs = 60n * 1_000_000_000n;

/** One trace of a session: what came in, what went out, and what that took. */
export function Turn({ turn, number, before, assessments, isActive }: TurnProps) {
  const [zone] = useTimeZone();
  const give = useGiveFeedback(turn.trace_id);
  const [isWriting, setWriting] = useState(false);
  const ofTurn = assessments.filter(({ span_id }) => span_id === undefined);
  const thumb = (isUp: boolean) => give.thumb(isUp, ofTurn, undefined);
  const given = give.ownThumb(ofTurn)?.feedback?.value;
  useShortcuts(isActive ? { f: () => setWriting(true), 1: () => thumb(true), 2: () => thumb(false) } : {});
  const pauseNs = before === undefined ? 0n : pauseBetween(before, turn);
  const startMs = unixMsOfNano(turn.start_time_unix_nano);
  const tokens = turn.usage && turn.usage.input_tokens + turn.usage.output_tokens;
  return (
    <>
      {pauseNs >= longPauseNs && <p className={styles.pause}>{formatDurationNs(Number(pauseNs))} later</p>}
      <article className={styles.turn} data-active={isActive || undefined} aria-label={`Turn ${number}`}>
        <header className={styles.head}>
          <span className={styles.number}>{number}</span>
          <TraceStatus state={turn.state} errors={turn.error_count} compact />
          <Link to={`/traces/${turn.trace_id}`} className={styles.name ?? ""}>
            {turn.name || turn.trace_id.slice(0, 8)}
          </Link>
          <span className={styles.measures}>
            {turn.duration_ns !== undefined && (
              <span title="How long it took">{formatTraceDurationNs(turn.duration_ns)}</span>
            )}
            {tokens !== undefined && <span title="Tokens in and out">{formatTokens(tokens)} tok</span>}
            {turn.cost_usd !== undefined && (
              <span title="Cost">
                {turn.cost_partial && "≥ "}
                {formatCostUsd(turn.cost_usd)}
              </span>
            )}
            <time className={styles.when}>{formatExact(startMs, zone)}</time>
          </span>
          <span className={styles.feedback}>
            <Thumbs given={typeof given === "boolean" ? given : undefined} onThumb={thumb} />
            <IconButton icon="edit" label="Give feedback" shortcut="f" onClick={() => setWriting(true)} />
          </span>
        </header>
        <Said by="user" text={saidText(turn.input_preview)} />
        <Said by="assistant" text={saidText(turn.output_preview)} />
        {assessments.length > 0 && (
          <ul className={styles.assessments} aria-label="Feedback">
            {assessments
              .filter(({ valid }) => valid !== false)
              .map((assessment) => (
                <li key={assessment.assessment_id} title={plainText(assessment.rationale ?? "") || undefined}>
                  {assessment.assessment_name}: {assessmentText(assessment).slice(0, 80)}
                </li>
              ))}
          </ul>
        )}
        {isWriting && (
          <FeedbackForm
            traceId={turn.trace_id}
            experimentId={turn.experiment_id}
            ofSpan={false}
            give={give}
            onClose={() => setWriting(false)}
          />
        )}
      </article>
    </>
  );
}

function Said({ by, text }: { by: "user" | "assistant"; text: string }) {
  if (!text) return null;
  return (
    <div className={styles.said} data-by={by}>
      <span className="unseen">{by === "user" ? "Question" : "Answer"}</span>
      {by === "user" ? (
        <p className={styles.asTyped}>{text}</p>
      ) : (
        <LazyMarkdown text={text} fallback={<p className={styles.asTyped}>{text}</p>} />
      )}
    </div>
  );
}

/** From the end of one to the start of the next; negative where they overlap. */
function pauseBetween(before: TraceSummary, turn: TraceSummary): bigint {
  const end = BigInt(before.start_time_unix_nano) + BigInt(Math.round(before.duration_ns ?? 0));
  return BigInt(turn.start_time_unix_nano) - end;
}
