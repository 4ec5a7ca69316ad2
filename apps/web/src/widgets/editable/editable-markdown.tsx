import type { KeyboardEvent } from "react";
import { Button } from "../button.tsx";
import { Icon } from "../icon.tsx";
import { LazyMarkdown } from "../markdown/lazy-markdown.tsx";
import { modKey } from "../use-shortcuts.ts";
import { EditNotice } from "./edit-notice.tsx";
import styles from "./editable.module.css";
import { useEdit } from "./use-edit.ts";

interface EditableMarkdownProps {
  readonly value: string;
  /** "Description of the run". */
  readonly label: string;
  readonly placeholder: string;
  readonly onSave: (next: string, before: string) => Promise<void>;
  /** Where it can change elsewhere: what it is now. */
  readonly readNow?: (() => Promise<string>) | undefined;
}

/** Markdown with its source behind a button: Ctrl/⌘ Enter saves, Esc goes back while nothing was typed. */
export function EditableMarkdown({ value, label, placeholder, onSave, readNow }: EditableMarkdownProps) {
  const edit = useEdit(value, { onSave, readNow });

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) edit.save();
    else if (event.key === "Escape" && edit.shown === value) edit.cancel();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  if (!edit.isEditing) {
    return (
      <div className={styles.markdown} data-saving={edit.isSaving || undefined}>
        {edit.shown ? (
          <LazyMarkdown text={edit.shown} fallback={edit.shown} />
        ) : (
          <span className={styles.placeholder}>{placeholder}</span>
        )}
        <Button look="plain" className={styles.change} aria-label={`Change: ${label}`} onClick={edit.begin}>
          <Icon name="edit" size={14} />
        </Button>
      </div>
    );
  }
  return (
    <div className={styles.source}>
      <textarea
        // biome-ignore lint/a11y/noAutofocus: the reader has just asked to type here
        autoFocus
        className={styles.area}
        aria-label={label}
        rows={Math.min(24, Math.max(5, edit.shown.split("\n").length + 1))}
        value={edit.shown}
        onChange={(event) => edit.change(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <EditNotice failure={edit.failure} theirs={edit.theirs} onSave={edit.save} onCancel={edit.cancel} />
      {edit.failure === undefined && edit.theirs === undefined && (
        <div className={styles.actions}>
          <Button look="primary" onClick={edit.save}>
            Save
          </Button>
          <Button onClick={edit.cancel}>Cancel</Button>
          <span className={styles.hint}>Markdown. {modKey()} Enter saves.</span>
        </div>
      )}
    </div>
  );
}
