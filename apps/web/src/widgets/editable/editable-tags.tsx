import { type FormEvent, useState } from "react";
import { Button } from "../button.tsx";
import { Icon } from "../icon.tsx";
import { messageOf } from "../message-of.ts";
import { ownTags, whyReserved } from "../reserved-tags.ts";
import { useToast } from "../toast/toasts.tsx";
import styles from "./editable.module.css";
import { EditableText } from "./editable-text.tsx";

interface EditableTagsProps {
  /** "Tags of the run". */
  readonly label: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly onSet: (key: string, value: string) => Promise<void>;
  readonly onRemove: (key: string) => Promise<void>;
  /** What the tags are now, where they are kept. */
  readonly readNow: () => Promise<Readonly<Record<string, string>>>;
}

/**
 * Tags as rows: a value is edited in place, a tag is added below, and one that was taken away can be brought back. They
 * are read again before each change: what somebody else has set meanwhile stays, and is said. Tags that are kept for
 * MLflow or for this app are left out, and cannot be added.
 */
export function EditableTags({ label, tags, onSet, onRemove, readNow }: EditableTagsProps) {
  const [kept, setKept] = useState("");
  const toast = useToast();
  const entries = Object.entries(ownTags(tags)).sort(([a], [b]) => (a < b ? -1 : 1));

  async function remove(key: string, value: string) {
    setKept("");
    try {
      const now = await readNow();
      if (now[key] !== undefined && now[key] !== value) return setKept(key);
      await onRemove(key);
      toast({ text: `Tag ${key} is removed.`, action: { label: "Undo", run: () => void bringBack(key, value) } });
    } catch (error) {
      toast({ tone: "error", text: `Tag ${key} could not be removed. ${messageOf(error)}` });
    }
  }

  async function bringBack(key: string, value: string) {
    try {
      const now = await readNow();
      if (now[key] === undefined) await onSet(key, value);
      else toast({ text: `Tag ${key} was set anew meanwhile, so it is kept.` });
    } catch (error) {
      toast({ tone: "error", text: `Tag ${key} could not be brought back. ${messageOf(error)}` });
    }
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
                onSave={(next) => onSet(key, next)}
                readNow={async () => (await readNow())[key] ?? ""}
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
  const name = key.trim();
  const refusal = whyReserved(name) ?? (Object.hasOwn(tags, name) ? `There is a tag ${name} already.` : undefined);

  async function onSubmit(event: FormEvent) {
    event.preventDefault();
    if (!name || refusal) return;
    try {
      // Somebody else may have set it meanwhile; what is shown then says so.
      if (Object.hasOwn(await readNow(), name)) return;
      await onSet(name, value);
      setKey("");
      setValue("");
      setFailure("");
    } catch (error) {
      setFailure(messageOf(error));
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
      <Button type="submit" disabled={!name || refusal !== undefined}>
        Add
      </Button>
      {(failure || refusal) && (
        <span className={styles.reason} role="alert">
          {refusal ?? failure}
        </span>
      )}
    </form>
  );
}
