import type { Assessment } from "@spanloom/wire";
import { Button } from "../../widgets/button.tsx";
import { EditableText } from "../../widgets/editable/editable-text.tsx";
import { AssessmentList } from "./assessment-list.tsx";
import styles from "./feedback.module.css";
import { FeedbackForm } from "./lazy-feedback-form.tsx";
import { Thumbs } from "./thumbs.tsx";
import type { GiveFeedback } from "./use-give-feedback.ts";

/** What people, judges and code said of a span; beside its root, of the whole trace, too. */
export interface Assessed {
  readonly ofSpan: readonly Assessment[];
  readonly ofTrace: readonly Assessment[];
}

interface FeedbackTabProps {
  readonly traceId: string;
  readonly experimentId: string;
  readonly spanId: string;
  /** Then the trace is meant. */
  readonly isRoot: boolean;
  readonly assessed: Assessed;
  readonly give: GiveFeedback;
  /** The form is open. */
  readonly isWriting: boolean;
  readonly onWriting: (isWriting: boolean) => void;
}

/** What was said of a span or its trace, with the way to say more: thumbs at once, all else in a form. */
export function FeedbackTab(props: FeedbackTabProps) {
  const { traceId, experimentId, spanId, isRoot, assessed, give, isWriting, onWriting } = props;
  const said = isRoot ? assessed.ofTrace : assessed.ofSpan;
  const lists = [
    { title: "Of the trace", assessments: assessed.ofTrace },
    { title: "Of this span", assessments: assessed.ofSpan },
  ].filter(({ assessments }) => assessments.length > 0);
  const thumb = give.ownThumb(said)?.feedback?.value;
  return (
    <div className={styles.panel}>
      <div className={styles.line}>
        {!isWriting && (
          <>
            <Thumbs
              given={typeof thumb === "boolean" ? thumb : undefined}
              onThumb={(isUp) => give.thumb(isUp, said, isRoot ? undefined : spanId)}
            />
            <Button title="Score, label, comment or what was expected (f)" onClick={() => onWriting(true)}>
              Give feedback
            </Button>
          </>
        )}
        <span className={styles.person}>
          as
          <EditableText label="Your name" value={give.person.name} onSave={async (name) => give.person.setName(name)} />
        </span>
      </div>
      {isWriting && (
        <FeedbackForm
          traceId={traceId}
          experimentId={experimentId}
          spanId={spanId}
          ofSpan={!isRoot}
          give={give}
          onClose={() => onWriting(false)}
        />
      )}
      {lists.map(({ title, assessments }) => (
        <section key={title} className={styles.part}>
          <h3 className={styles.caption}>{title}</h3>
          <AssessmentList {...{ title, assessments, traceId, experimentId, give }} />
        </section>
      ))}
      {lists.length === 0 && !isWriting && (
        <p className={styles.quiet}>Nothing was said of {isRoot ? "this trace" : "this span"} yet.</p>
      )}
    </div>
  );
}
