import type { LabelSchema } from "@spanloom/wire";
import { type FormEvent, useState } from "react";
import { Button } from "../../widgets/button.tsx";
import { messageOf } from "../../widgets/message-of.ts";
import type { AnswerForm } from "../feedback/answer.ts";
import {
  answerForms,
  emptyQuestion,
  type QuestionDraft,
  type QuestionRequest,
  questionDraftOf,
  questionIn,
} from "./question-draft.ts";
import styles from "./review.module.css";

interface QuestionFormProps {
  /** The one to change; its kind of answer stays. */
  readonly edits?: LabelSchema;
  /** Rejects with the sentence to show; what was typed stays. */
  readonly onSave: (question: QuestionRequest) => Promise<void>;
  readonly onCancel: () => void;
}

/** A question for reviewers: its name, which the answers will have, and how it is answered. */
export function QuestionForm({ edits, onSave, onCancel }: QuestionFormProps) {
  const [draft, setDraft] = useState<QuestionDraft>(() => (edits ? questionDraftOf(edits) : emptyQuestion));
  const [failure, setFailure] = useState("");
  const [isSending, setSending] = useState(false);

  function change(part: Partial<QuestionDraft>) {
    setFailure("");
    setDraft({ ...draft, ...part });
  }

  async function onSubmit(event: FormEvent) {
    event.preventDefault();
    // Within the form of a queue this one is what was sent.
    event.stopPropagation();
    const question = questionIn(draft);
    if (typeof question === "string") return setFailure(question);
    setSending(true);
    try {
      await onSave(question);
    } catch (error) {
      setFailure(messageOf(error));
      setSending(false);
    }
  }

  return (
    <form className={styles.form} aria-label={edits ? "Change the question" : "New question"} onSubmit={onSubmit}>
      <label>
        Name of the answers
        <input
          // biome-ignore lint/a11y/noAutofocus: the form was opened to type here
          autoFocus
          value={draft.name}
          placeholder="correct"
          autoComplete="off"
          onChange={(event) => change({ name: event.target.value })}
        />
      </label>
      <label>
        Instruction for reviewers
        <textarea
          rows={2}
          value={draft.instruction}
          placeholder="Is everything that the answer says true?"
          onChange={(event) => change({ instruction: event.target.value })}
        />
      </label>
      <div className={styles.pair}>
        <label>
          Answered with
          <select
            value={draft.form}
            disabled={edits !== undefined}
            onChange={(event) => change({ form: event.target.value as AnswerForm })}
          >
            {Object.entries(answerForms).map(([form, label]) => (
              <option key={form} value={form}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <label>
          Tells
          <select
            value={draft.isExpectation ? "expectation" : "feedback"}
            disabled={edits !== undefined}
            onChange={(event) => change({ isExpectation: event.target.value === "expectation" })}
          >
            <option value="feedback">How good it was</option>
            <option value="expectation">What was expected</option>
          </select>
        </label>
      </div>
      <Answers draft={draft} change={change} />
      {!draft.isExpectation && (
        <label className={styles.check}>
          <input
            type="checkbox"
            checked={draft.withComment}
            onChange={(event) => change({ withComment: event.target.checked })}
          />
          Asks for a comment, too
        </label>
      )}
      {failure && (
        <p className={styles.failure} role="alert">
          {failure}
        </p>
      )}
      <div className={styles.actions}>
        <Button look="primary" type="submit" disabled={isSending}>
          {edits ? "Save" : "Add question"}
        </Button>
        <Button look="plain" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </form>
  );
}

type Change = (part: Partial<QuestionDraft>) => void;

function Answers({ draft, change }: { draft: QuestionDraft; change: Change }) {
  if (draft.form === "pass_fail") {
    return (
      <div className={styles.pair}>
        <Line label="Passed is called" value={draft.positive} onValue={(positive) => change({ positive })} />
        <Line label="Failed is called" value={draft.negative} onValue={(negative) => change({ negative })} />
      </div>
    );
  }
  if (draft.form === "choice" || draft.form === "choices") {
    return (
      <label>
        Choices, one a line, at most ten
        <textarea rows={4} value={draft.options} onChange={(event) => change({ options: event.target.value })} />
      </label>
    );
  }
  if (draft.form === "number") {
    return (
      <div className={styles.pair}>
        <Line label="At least" isNumber value={draft.least} onValue={(least) => change({ least })} />
        <Line label="At most" isNumber value={draft.most} onValue={(most) => change({ most })} />
      </div>
    );
  }
  return (
    <Line
      label="Longest answer in characters, empty for any"
      isNumber
      value={draft.maxLength}
      onValue={(maxLength) => change({ maxLength })}
    />
  );
}

function Line(props: { label: string; value: string; isNumber?: boolean; onValue: (value: string) => void }) {
  return (
    <label>
      {props.label}
      <input
        value={props.value}
        inputMode={props.isNumber ? "decimal" : "text"}
        onChange={(event) => props.onValue(event.target.value)}
      />
    </label>
  );
}
