import { type FormEvent, useState } from "react";
import { Button } from "../button.tsx";
import { Icon } from "../icon.tsx";
import styles from "./editable.module.css";
import { EditableText } from "./editable-text.tsx";

interface EditableTagsProps {
  /** "Tags of the run". */
  readonly label: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly onSet: (key: string, value: string, before: string | undefined) => Promise<void>;
  readonly onDelete: (key: string, value: string) => void;
  /** What the tags are now, where they are kept. */
  readonly readNow?: (() => Promise<Readonly<Record<string, string>>>) | undefined;
}

/** Tags as rows: a value is edited in place, a tag is added below, and taking one away can be undone by the caller's toast. */
export function EditableTags({ label, tags, onSet, onDelete, readNow }: EditableTagsProps) {
  const [kept, setKept] = useState("");
  const entries = Object.entries(tags).sort(([a], [b]) => (a < b ? -1 : 1));

  /** Nobody throws away what somebody else has just written and nobody here has seen. */
  async function remove(key: string, value: string) {
    setKept("");
    const now = await readNow?.().catch(() => undefined);
    if (now?.[key] !== undefined && now[key] !== value) setKept(key);
    else onDelete(key, value);
  }

  return (
    <div>
      <dl className={styles.tags} aria-label={label}>
        {entries.map(([key, value]) => (
          <div key={key} className={styles.tag}>
            <dt title={key}>{key}</dt>
            <dd>
              <EditableText
                value={value}
                label={`Value of ${key}`}
                placeholder="empty"
                onSave={(next, before) => onSet(key, next, before)}
                readNow={readNow && (async () => (await readNow())[key] ?? "")}
              />
              <Button
                look="plain"
                className={styles.change}
                aria-label={`Remove ${key}`}
                onClick={() => void remove(key, value)}
              >
                <Icon name="close" size={12} />
              </Button>
              {kept === key && (
                <span className={styles.reason} role="alert">
                  Changed meanwhile, so it is kept.
                </span>
              )}
            </dd>
          </div>
        ))}
      </dl>
      <NewTag tags={tags} onSet={onSet} readNow={readNow} />
    </div>
  );
}

function NewTag({ tags, onSet, readNow }: Pick<EditableTagsProps, "tags" | "onSet" | "readNow">) {
  const [key, setKey] = useState("");
  const [value, setValue] = useState("");
  const [failure, setFailure] = useState("");
  const taken = Object.hasOwn(tags, key.trim());

  async function onSubmit(event: FormEvent) {
    event.preventDefault();
    if (!key.trim() || taken) return;
    try {
      // Somebody else may have set it meanwhile; what is shown then says so.
      if (readNow && Object.hasOwn(await readNow(), key.trim())) return;
      await onSet(key.trim(), value, undefined);
      setKey("");
      setValue("");
      setFailure("");
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    }
  }

  return (
    <form className={styles.newTag} onSubmit={onSubmit}>
      <input
        className={styles.input}
        aria-label="Key of a new tag"
        placeholder="New tag"
        value={key}
        onChange={(event) => setKey(event.target.value)}
      />
      <input
        className={styles.input}
        aria-label="Value of the new tag"
        placeholder="Value"
        value={value}
        onChange={(event) => setValue(event.target.value)}
      />
      <Button type="submit" disabled={!key.trim() || taken}>
        Add
      </Button>
      {(failure || taken) && (
        <span className={styles.reason} role="alert">
          {failure || `There is a tag ${key.trim()} already.`}
        </span>
      )}
    </form>
  );
}
