import type { LabelSchema } from "@spanloom/wire";
import type { Draft } from "./draft.ts";
import styles from "./feedback.module.css";
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
  if (kind === "comment") return null;
  if (kind === "thumbs") {
    const { positive_label: up, negative_label: down } = schema?.input?.pass_fail ?? {};
    return (
      <div className={styles.line}>
        <Thumbs
          given={value === "" ? undefined : value === "up"}
          onThumb={(isUp) => onValue(isUp ? "up" : "down")}
          {...(up && down && { labels: [up, down] as const })}
        />
        {up && down && (
          <span className={styles.quiet}>
            {up} or {down}
          </span>
        )}
      </div>
    );
  }
  const numeric = schema?.input?.numeric;
  const options = schema?.input?.categorical?.options ?? [];
  const label = kind === "score" ? scoreLabel(numeric) : kind === "label" ? "Label" : "Expected, as text or JSON";
  if (options.length > 0) {
    return (
      <label className={styles.field}>
        {label}
        <select value={value} onChange={(event) => onValue(event.target.value)}>
          <option value="">Choose</option>
          {options.map((option) => (
            <option key={option} value={option}>
              {option}
            </option>
          ))}
        </select>
      </label>
    );
  }
  if (kind === "expectation") {
    return (
      <label className={styles.field}>
        {label}
        <textarea rows={3} value={value} onChange={(event) => onValue(event.target.value)} />
      </label>
    );
  }
  return (
    <label className={styles.field}>
      {label}
      <input
        inputMode={kind === "score" ? "decimal" : "text"}
        value={value}
        onChange={(event) => onValue(event.target.value)}
      />
    </label>
  );
}

function scoreLabel(numeric: { min_value?: number; max_value?: number } | undefined): string {
  const { min_value: least, max_value: most } = numeric ?? {};
  if (least !== undefined && most !== undefined) return `Score, ${least} to ${most}`;
  return "Score";
}
