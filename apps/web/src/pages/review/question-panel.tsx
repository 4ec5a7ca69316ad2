import type { LabelSchema } from "@spanloom/wire";
import { type KeyboardEvent, type Ref, useId } from "react";
import type { ReviewItem } from "../../data/messages.ts";
import { QuestionField } from "../../views/feedback/question-field.tsx";
import { Button } from "../../widgets/button.tsx";
import { EditableText } from "../../widgets/editable/editable-text.tsx";
import { formatExact, formatRelative } from "../../widgets/format/time.ts";
import { useTimeZone } from "../../widgets/format/use-time-zone.ts";
import { Icon } from "../../widgets/icon.tsx";
import { useNow } from "../../widgets/use-now.ts";
import styles from "./review-page.module.css";
import type { Review } from "./use-review.ts";

interface QuestionPanelProps {
  readonly ref: Ref<HTMLElement>;
  readonly questions: readonly LabelSchema[];
  readonly item: ReviewItem;
  readonly review: Review;
  /** The question that the digits answer. */
  readonly active: number;
  readonly onActive: (index: number) => void;
  readonly onFocus: (index: number) => void;
}

/** The questions of a queue about one trace. Enter saves wherever the focus is, with Shift it is a new line. */
export function QuestionPanel({ ref, questions, item, review, active, onActive, onFocus }: QuestionPanelProps) {
  const { person, mistake } = review;

  function onKeyDown(event: KeyboardEvent) {
    const { target } = event;
    if (!(target instanceof HTMLElement) || target.closest("[data-question]") === null) return;
    const isField = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
    if (event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing) review.saveAndNext();
    else if (event.key === "Escape" && isField) onFocus(active);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <aside ref={ref} className={styles.panel} aria-label="Questions" tabIndex={-1} onKeyDown={onKeyDown}>
      <div className={styles.state}>
        <State item={item} other={review.other} />
        <span className={styles.person}>
          as
          <EditableText label="Your name" value={person.name} onSave={async (name) => person.setName(name)} />
        </span>
      </div>
      <div className={styles.questions} aria-busy={!review.isReady}>
        {questions.map((schema, index) => (
          <Question
            key={schema.schema_id}
            schema={schema}
            index={index}
            isActive={index === active}
            review={review}
            onActive={() => onActive(index)}
          />
        ))}
        {questions.length === 0 && (
          <p className={styles.quiet}>This queue asks nothing. Look at the trace and say that you have.</p>
        )}
        {review.said.error && !review.said.data && (
          <p className={styles.mistake} role="alert">
            What was said before could not be read: {review.said.error.message}{" "}
            <Button onClick={() => void review.said.refetch()}>Try again</Button>
          </p>
        )}
      </div>
      {mistake?.schemaId === "" && (
        <p className={styles.mistake} role="alert">
          {mistake.sentence}
        </p>
      )}
      <div className={styles.actions}>
        <Button look="primary" disabled={!review.isReady} onClick={review.saveAndNext}>
          {item.status === "PENDING" ? "Save and next" : "Next open"}
          <kbd className={styles.key}>⏎</kbd>
        </Button>
        <Button disabled={review.other !== undefined} onClick={review.decline}>
          Decline <kbd className={styles.key}>s</kbd>
        </Button>
        <Button look="plain" disabled={!review.canUndo} onClick={review.undo}>
          Undo <kbd className={styles.key}>u</kbd>
        </Button>
      </div>
    </aside>
  );
}

interface QuestionProps {
  readonly schema: LabelSchema;
  readonly index: number;
  readonly isActive: boolean;
  readonly review: Review;
  readonly onActive: () => void;
}

function Question({ schema, index, isActive, review, onActive }: QuestionProps) {
  const id = useId();
  const { answer, comment } = review.shown(schema);
  const mistake = review.mistake?.schemaId === schema.schema_id ? review.mistake?.sentence : undefined;
  return (
    <section
      className={styles.question}
      data-question={index}
      data-active={isActive || undefined}
      aria-labelledby={id}
      tabIndex={-1}
      onFocus={onActive}
    >
      <h3 id={id}>{schema.name}</h3>
      {schema.instruction && <p className={styles.instruction}>{schema.instruction}</p>}
      <QuestionField
        schema={schema}
        answer={answer}
        onAnswer={(next) => review.answer(schema, { answer: next })}
        withKeys={isActive}
      />
      {schema.enable_comment && schema.type !== "EXPECTATION" && (
        <textarea
          data-comment=""
          className={styles.comment}
          rows={comment.includes("\n") || comment.length > 60 ? 3 : 1}
          aria-label={`Comment on ${schema.name}`}
          placeholder="Comment (n)"
          value={comment}
          onChange={(event) => review.answer(schema, { comment: event.target.value })}
        />
      )}
      {mistake && (
        <p className={styles.mistake} role="alert">
          {mistake}
        </p>
      )}
    </section>
  );
}

const did: Readonly<Record<string, string>> = { COMPLETE: "answered", DECLINED: "declined" };

/** Whether the item is still open, and who closed it; said aloud when that happens while one looks at it. */
function State({ item, other }: { item: ReviewItem; other: string | undefined }) {
  const [zone] = useTimeZone();
  const nowMs = useNow(30_000);
  const { status, completed_time_ms: ms } = item;
  const what = did[status];
  return (
    <span className={styles.reviewed} role="status" data-other={other !== undefined || undefined}>
      {what === undefined ? (
        "Open"
      ) : (
        <>
          <Icon name={status === "COMPLETE" ? "check" : "minus"} size={14} />
          <span>
            {other ?? "You"} {what} it
            {ms !== undefined && <time title={formatExact(ms, zone)}> {formatRelative(ms, nowMs, zone)}</time>}
          </span>
        </>
      )}
    </span>
  );
}
