import { type KeyboardEvent, useEffect, useRef } from "react";
import { Icon } from "../icon.tsx";
import { EditNotice } from "./edit-notice.tsx";
import styles from "./editable.module.css";
import { useEdit } from "./use-edit.ts";

interface EditableTextProps {
  readonly value: string;
  /** What it is, for screen readers: "Name of the run". */
  readonly label: string;
  readonly placeholder?: string;
  /** Saving nothing is refused with this sentence. */
  readonly required?: string;
  readonly onSave: (next: string, before: string) => Promise<void>;
  /** Where it can change elsewhere: what it is now. */
  readonly readNow?: (() => Promise<string>) | undefined;
}

/** A line of text that a click (or Enter on it) makes an input of: Enter saves, Esc goes back, leaving it saves. */
export function EditableText({ value, label, placeholder, required, onSave, readNow }: EditableTextProps) {
  const edit = useEdit(value, {
    readNow,
    onSave: async (next, before) => {
      const text = next.trim();
      if (text === "" && required) throw new Error(required);
      await onSave(text, before);
    },
  });
  const button = useRef<HTMLButtonElement>(null);
  const wasEditing = useRef(false);
  useEffect(() => {
    if (wasEditing.current && !edit.isEditing) button.current?.focus({ preventScroll: true });
    wasEditing.current = edit.isEditing;
  }, [edit.isEditing]);

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === "Enter") edit.save();
    else if (event.key === "Escape") edit.cancel();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  if (!edit.isEditing) {
    return (
      <button
        ref={button}
        type="button"
        className={styles.text}
        data-saving={edit.isSaving || undefined}
        aria-label={`${label}: ${edit.shown || "none"}. Change`}
        onClick={edit.begin}
      >
        <span className={edit.shown ? styles.value : styles.placeholder}>{edit.shown || placeholder}</span>
        <Icon name="edit" size={12} />
      </button>
    );
  }
  return (
    <span className={styles.editing}>
      <input
        // biome-ignore lint/a11y/noAutofocus: the reader has just asked to type here
        autoFocus
        className={styles.input}
        aria-label={label}
        placeholder={placeholder}
        value={edit.shown}
        aria-invalid={edit.failure !== undefined}
        onFocus={(event) => event.target.select()}
        onChange={(event) => edit.change(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={() => edit.failure === undefined && edit.theirs === undefined && edit.save()}
      />
      <EditNotice failure={edit.failure} theirs={edit.theirs} onSave={edit.save} onCancel={edit.cancel} />
    </span>
  );
}
