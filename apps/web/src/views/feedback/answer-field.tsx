import type { LabelSchema } from "@spanloom/wire";
import type { Draft } from "./draft.ts";
import styles from "./feedback.module.css";
import { QuestionField } from "./question-field.tsx";
import { Thumbs } from "./thumbs.tsx";

interface AnswerFieldProps {
  readonly draft: Draft;
  /** The question of that name, which says how it is answered. */
  readonly schema: LabelSchema | undefined;
  readonly onValue: (value: string) => void;
}

/** Where the answer goes, by its kind. A comment is its own answer. */
export function AnswerField({ draft, schema, onValue }: AnswerFieldProps) {
  const { kind, value } = draft;
  if (schema) return <QuestionField schema={schema} answer={value} onAnswer={onValue} />;
  if (kind === "comment") return null;
  if (kind === "thumbs") {
    return (
      <div className={styles.line}>
        <Thumbs given={value === "" ? undefined : value === "up"} onThumb={(isUp) => onValue(isUp ? "up" : "down")} />
      </div>
    );
  }
  if (kind === "expectation") {
    return (
      <label className={styles.field}>
        Expected, as text or JSON
        <textarea rows={3} value={value} onChange={(event) => onValue(event.target.value)} />
      </label>
    );
  }
  return (
    <label className={styles.field}>
      {kind === "score" ? "Score" : "Label"}
      <input
        inputMode={kind === "score" ? "decimal" : "text"}
        value={value}
        onChange={(event) => onValue(event.target.value)}
      />
    </label>
  );
}
