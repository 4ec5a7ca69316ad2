import type { Assessment } from "@spanloom/wire";
import { type FormEvent, type KeyboardEvent, useId, useState } from "react";
import { useNamesInUse } from "../../data/feedback.ts";
import { useLabelSchemas } from "../../data/label-schemas.ts";
import { Button } from "../../widgets/button.tsx";
import { messageOf } from "../../widgets/message-of.ts";
import { modKey } from "../../widgets/use-shortcuts.ts";
import { AnswerField } from "./answer-field.tsx";
import { type AnswerKind, type Draft, draftOf, kindOfSchema, saidIn } from "./draft.ts";
import styles from "./feedback.module.css";
import { useDraft } from "./use-draft.ts";
import type { GiveFeedback } from "./use-give-feedback.ts";
import { usualNames } from "./usual-names.ts";

export interface FeedbackFormProps {
  /** What the draft is kept under while it is not saved; of many traces, a word for them. */
  readonly traceId: string;
  readonly experimentId: string;
  /** The span that may be meant instead of the trace. */
  readonly spanId?: string | undefined;
  /** Meant at first. */
  readonly ofSpan: boolean;
  /** One's own, to change it. */
  readonly edits?: Assessment;
  /** Another's, to say something else in its place. */
  readonly overrides?: Assessment;
  readonly give: Pick<GiveFeedback, "person" | "say" | "edit">;
  readonly onClose: () => void;
}

const kinds: Readonly<Record<AnswerKind, string>> = {
  thumbs: "Thumbs",
  score: "Score",
  label: "Label",
  comment: "Comment",
  expectation: "Expected",
};

/** Says something of a trace or a span. Esc closes it and keeps what was typed; a failed save does, too. */
export function FeedbackForm(props: FeedbackFormProps) {
  const { traceId, experimentId, spanId, give, edits, overrides, onClose } = props;
  const about = edits ?? overrides;
  const subject = about?.assessment_id ?? (props.ofSpan ? spanId : undefined) ?? "";
  const { draft, id, change, drop } = useDraft(`${traceId} ${subject}`, props.ofSpan, about && draftOf(about));
  const schemas = useLabelSchemas(experimentId);
  const inUse = useNamesInUse(experimentId);
  const [person, setPerson] = useState("");
  const [failure, setFailure] = useState("");
  const [isSending, setSending] = useState(false);
  const names = useId();
  const schema = schemas.find(({ name }) => name === draft.name.trim());
  const offered = [...new Set([...schemas.map(({ name = "" }) => name), ...inUse])];

  function choose(next: Partial<Draft>) {
    setFailure("");
    change({ ...draft, ...next });
  }

  /** A name that is a question's brings along the kind of its answer. */
  function rename(name: string) {
    const asked = schemas.find((each) => each.name === name.trim());
    const kind = asked && !about ? kindOfSchema(asked) : draft.kind;
    choose({ name, kind, ...(kind !== draft.kind && { value: "" }) });
  }

  async function save() {
    const said = saidIn(draft, schema);
    if (typeof said === "string") return setFailure(said);
    const by = give.person.isAsked ? give.person.name : person.trim() || give.person.name;
    give.person.setName(by);
    setSending(true);
    try {
      if (edits) await give.edit(edits, said);
      else await give.say(said, { id, by, overrides, spanId: draft.ofSpan ? (about?.span_id ?? spanId) : undefined });
      drop();
      onClose();
    } catch (error) {
      setFailure(messageOf(error));
      setSending(false);
    }
  }

  function onKeyDown(event: KeyboardEvent) {
    const inField = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
    if (event.key === "Escape") onClose();
    else if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) void save();
    else if ((event.key === "1" || event.key === "2") && draft.kind === "thumbs" && !inField)
      choose({ value: event.key === "1" ? "up" : "down" });
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <form
      ref={focusFirst}
      className={styles.form}
      aria-label={edits ? "Change feedback" : overrides ? "Override feedback" : "Give feedback"}
      onKeyDown={onKeyDown}
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void save();
      }}
    >
      {!about && (
        <div className={styles.line}>
          <Choice label="Kind" options={kinds} chosen={draft.kind} onChoose={(kind) => choose({ kind, value: "" })} />
          {spanId !== undefined && (
            <Choice
              label="Of"
              options={{ trace: "Trace", span: "This span" }}
              chosen={draft.ofSpan ? "span" : "trace"}
              onChoose={(of) => choose({ ofSpan: of === "span" })}
            />
          )}
        </div>
      )}
      <label className={styles.field}>
        Name
        <input
          list={names}
          value={draft.name}
          placeholder={usualNames[draft.kind]}
          readOnly={overrides !== undefined}
          autoComplete="off"
          onChange={(event) => rename(event.target.value)}
        />
        <datalist id={names}>
          {offered.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
      </label>
      {schema?.instruction && <p className={styles.quiet}>{schema.instruction}</p>}
      <AnswerField draft={draft} schema={schema} onValue={(value) => choose({ value })} />
      {draft.kind !== "expectation" && (
        <label className={styles.field}>
          {draft.kind === "comment" ? "Comment" : "Comment (why)"}
          <textarea rows={2} value={draft.comment} onChange={(event) => choose({ comment: event.target.value })} />
        </label>
      )}
      {!give.person.isAsked && !edits && (
        <label className={styles.field}>
          Your name, kept in this browser
          <input
            value={person}
            placeholder={give.person.name}
            autoComplete="name"
            onChange={(event) => setPerson(event.target.value)}
          />
        </label>
      )}
      {failure && (
        <p className={styles.failure} role="alert">
          {failure}
        </p>
      )}
      <div className={styles.line}>
        <Button look="primary" type="submit" disabled={isSending}>
          {isSending ? "Saving" : failure ? "Try again" : "Save"}
        </Button>
        <Button
          onClick={() => {
            drop();
            onClose();
          }}
        >
          Cancel
        </Button>
        <span className={styles.quiet}>{modKey()} Enter saves</span>
      </div>
    </form>
  );
}

/** The form was opened to write in it. */
function focusFirst(form: HTMLFormElement | null): void {
  form?.querySelector<HTMLElement>("[aria-pressed=true], input")?.focus();
}

function Choice<Value extends string>(props: {
  label: string;
  options: Readonly<Record<Value, string>>;
  chosen: Value;
  onChoose: (value: Value) => void;
}) {
  return (
    <fieldset className={styles.choice}>
      <legend className="unseen">{props.label}</legend>
      {(Object.keys(props.options) as Value[]).map((value) => (
        <button key={value} type="button" aria-pressed={value === props.chosen} onClick={() => props.onChoose(value)}>
          {props.options[value]}
        </button>
      ))}
    </fieldset>
  );
}
