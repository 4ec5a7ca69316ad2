import { type FormEvent, useState } from "react";
import { useLabelSchemaChanges, useLabelSchemaList } from "../../data/label-schemas.ts";
import type { ReviewQueue } from "../../data/messages.ts";
import type { ReviewQueueDraft } from "../../data/review-queues.ts";
import { Button } from "../../widgets/button.tsx";
import { Icon } from "../../widgets/icon.tsx";
import { messageOf } from "../../widgets/message-of.ts";
import { answersText } from "../feedback/answer.ts";
import { QuestionForm } from "./question-form.tsx";
import styles from "./review.module.css";

export interface QueueFormProps {
  readonly experimentId: string;
  /** The one to change; its questions stay once it has items. */
  readonly edits?: { readonly queue: ReviewQueue; readonly hasItems: boolean };
  /** What the button says: "Make it and add". */
  readonly action: string;
  /** Asks which traces go in at once: those that a filter finds. */
  readonly filled?: boolean;
  /** `filter` is undefined where no traces are wanted. Rejects with the sentence to show; what was typed stays. */
  readonly onSave: (draft: ReviewQueueDraft, filter: string | undefined) => Promise<void>;
}

/** A review queue: its name, who is to look at it, and what they are asked. */
export function QueueForm({ experimentId, edits, action, filled = false, onSave }: QueueFormProps) {
  const schemas = useLabelSchemaList(experimentId);
  const questions = useLabelSchemaChanges(experimentId);
  const [name, setName] = useState(edits?.queue.name ?? "");
  const [people, setPeople] = useState(edits?.queue.users?.join(", ") ?? "");
  // Undefined: all, as long as nobody chose.
  const [chosen, setChosen] = useState<readonly string[] | undefined>(edits && (edits.queue.schema_ids ?? []));
  const [filter, setFilter] = useState("");
  const [withTraces, setWithTraces] = useState(filled);
  const [isAsking, setAsking] = useState(false);
  const [failure, setFailure] = useState("");
  const [isSending, setSending] = useState(false);
  const all = (schemas.data ?? []).map(({ schema_id = "" }) => schema_id);
  const schemaIds = chosen ?? all;
  const isLocked = edits?.hasItems ?? false;

  async function onSubmit(event: FormEvent) {
    event.preventDefault();
    setFailure("");
    setSending(true);
    try {
      const users = people
        .split(",")
        .map((each) => each.trim())
        .filter(Boolean);
      await onSave({ name: name.trim(), users, schemaIds }, withTraces ? filter.trim() : undefined);
    } catch (error) {
      setFailure(messageOf(error));
      setSending(false);
    }
  }

  if (isAsking) {
    return (
      <QuestionForm
        onCancel={() => setAsking(false)}
        onSave={async (question) => {
          const made = await questions.create(question);
          setChosen([...schemaIds, made]);
          setAsking(false);
        }}
      />
    );
  }
  return (
    <form className={styles.form} aria-label="Review queue" onSubmit={onSubmit}>
      <label>
        Name
        <input
          // biome-ignore lint/a11y/noAutofocus: the dialog was opened to type here
          autoFocus
          value={name}
          placeholder="Refund answers"
          autoComplete="off"
          onChange={(event) => setName(event.target.value)}
        />
      </label>
      <label>
        For whom, with commas between them; empty for anybody
        <input
          value={people}
          placeholder="mia, tom"
          autoComplete="off"
          onChange={(event) => setPeople(event.target.value)}
        />
      </label>
      <fieldset className={styles.questions} disabled={isLocked}>
        <legend>Questions</legend>
        {isLocked && <p className={styles.quiet}>They stay as they are while the queue has traces.</p>}
        {schemas.error && <p className={styles.failure}>{schemas.error.message}</p>}
        {schemas.data?.map((schema) => {
          const id = schema.schema_id ?? "";
          return (
            <label key={id} className={styles.check}>
              <input
                type="checkbox"
                checked={schemaIds.includes(id)}
                onChange={({ target }) =>
                  setChosen(target.checked ? [...schemaIds, id] : schemaIds.filter((each) => each !== id))
                }
              />
              <span>
                {schema.name} <span className={styles.quiet}>{answersText(schema)}</span>
              </span>
            </label>
          );
        })}
        {!isLocked && (
          <Button look="plain" onClick={() => setAsking(true)}>
            <Icon name="plus" size={14} />
            New question
          </Button>
        )}
      </fieldset>
      {filled && (
        <>
          <label className={styles.check}>
            <input type="checkbox" checked={withTraces} onChange={({ target }) => setWithTraces(target.checked)} />
            Put the traces in that a filter finds
          </label>
          {withTraces && (
            <label>
              Filter, empty for all traces of the experiment
              <input
                value={filter}
                className={styles.code ?? ""}
                placeholder="status = 'ERROR'"
                spellCheck={false}
                autoComplete="off"
                onChange={(event) => setFilter(event.target.value)}
              />
            </label>
          )}
        </>
      )}
      {failure && (
        <p className={styles.failure} role="alert">
          {failure}
        </p>
      )}
      <div className={styles.actions}>
        <Button look="primary" type="submit" disabled={isSending || name.trim() === "" || schemas.isPending}>
          {isSending ? "Saving" : action}
        </Button>
      </div>
    </form>
  );
}
