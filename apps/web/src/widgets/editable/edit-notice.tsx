import { Button } from "../button.tsx";
import styles from "./editable.module.css";

interface EditNoticeProps {
  readonly failure: string | undefined;
  readonly theirs: string | undefined;
  readonly onSave: () => void;
  readonly onCancel: () => void;
}

/** Why an edit is not saved yet, and the two ways on. What was typed stays where it is. */
export function EditNotice({ failure, theirs, onSave, onCancel }: EditNoticeProps) {
  if (failure === undefined && theirs === undefined) return null;
  return (
    <span className={styles.notice} role="alert">
      <span className={styles.reason}>
        {failure ?? `Changed meanwhile to “${(theirs ?? "").slice(0, mostShown) || "nothing"}”.`}
      </span>
      {/* A press must not take the focus from the field first: leaving it saves. */}
      <Button onMouseDown={(event) => event.preventDefault()} onClick={onSave}>
        {failure === undefined ? "Save mine" : "Try again"}
      </Button>
      <Button look="plain" onMouseDown={(event) => event.preventDefault()} onClick={onCancel}>
        {failure === undefined ? "Keep theirs" : "Drop it"}
      </Button>
    </span>
  );
}

const mostShown = 120;
