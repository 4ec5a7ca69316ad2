import type { Assessment } from "@spanloom/wire";
import { useState } from "react";
import { Button, IconButton } from "../../widgets/button.tsx";
import { formatExact } from "../../widgets/format/time.ts";
import { useTimeZone } from "../../widgets/format/use-time-zone.ts";
import { Icon } from "../../widgets/icon.tsx";
import { LazyMarkdown } from "../../widgets/markdown/lazy-markdown.tsx";
import { assessmentText } from "./assessment-text.ts";
import styles from "./feedback.module.css";
import { histories } from "./histories.ts";
import { FeedbackForm } from "./lazy-feedback-form.tsx";
import { sourceText } from "./source-text.ts";
import type { GiveFeedback } from "./use-give-feedback.ts";

interface AssessmentListProps {
  readonly title: string;
  readonly assessments: readonly Assessment[];
  readonly traceId: string;
  readonly experimentId: string;
  readonly give: GiveFeedback;
}

/** What was said, each with what it stands in the place of below it. One's own can be changed, all others overridden. */
export function AssessmentList({ title, assessments, ...form }: AssessmentListProps) {
  const { give } = form;
  const [open, setOpen] = useState("");
  return (
    <ul className={styles.list} aria-label={title}>
      {histories(assessments).map(({ now, before }) => {
        const id = now.assessment_id ?? "";
        const isOwn = give.isOwn(now);
        return (
          <li key={id} className={styles.assessment}>
            <AssessmentView assessment={now}>
              {now.valid !== false && !now.issue && open !== id && (
                <span className={styles.actions}>
                  {isOwn ? (
                    <>
                      <IconButton icon="edit" label={`Change ${now.assessment_name}`} onClick={() => setOpen(id)} />
                      <IconButton
                        icon="trash"
                        label={`Remove ${now.assessment_name}`}
                        onClick={() => give.remove(now)}
                      />
                    </>
                  ) : (
                    <Button look="plain" aria-label={`Override ${now.assessment_name}`} onClick={() => setOpen(id)}>
                      Override
                    </Button>
                  )}
                </span>
              )}
            </AssessmentView>
            {open === id && id !== "" && (
              <FeedbackForm
                traceId={form.traceId}
                experimentId={form.experimentId}
                ofSpan={now.span_id !== undefined}
                {...(isOwn ? { edits: now } : { overrides: now })}
                give={give}
                onClose={() => setOpen("")}
              />
            )}
            {before.length > 0 && (
              <ul className={styles.before} aria-label={`Before: ${now.assessment_name}`}>
                {before.map((each) => (
                  <li key={each.assessment_id}>
                    <AssessmentView assessment={each} />
                  </li>
                ))}
              </ul>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function AssessmentView({ assessment, children }: { assessment: Assessment; children?: React.ReactNode }) {
  const { issue, assessment_name, rationale, last_update_time, feedback } = assessment;
  const value = feedback?.value;
  const [zone] = useTimeZone();
  const ms = Date.parse(last_update_time ?? "");
  return (
    <>
      <div className={styles.head} data-overridden={assessment.valid === false || undefined}>
        <strong>{issue?.issue_name || assessment_name}</strong>
        <span className={styles.quiet}>{kindOf(assessment)}</span>
        {typeof value === "boolean" && <Icon name={value ? "thumbsUp" : "thumbsDown"} size={14} />}
        <span className={styles.value}>{assessmentText(assessment)}</span>
        {children}
      </div>
      {rationale && (
        <div className={styles.rationale}>
          <LazyMarkdown text={rationale} fallback={rationale} />
        </div>
      )}
      <p className={styles.quiet}>
        {sourceText(assessment.source)}
        {!Number.isNaN(ms) && <time dateTime={last_update_time}>{formatExact(ms, zone)}</time>}
      </p>
    </>
  );
}

function kindOf({ valid, expectation, issue }: Assessment): string {
  const kind = expectation ? "expected" : issue ? "issue" : "";
  return valid === false ? [kind, "overridden"].filter(Boolean).join(", ") : kind;
}
