import { type ReactNode, useState } from "react";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import styles from "./form-dialog.module.css";
import { messageOf } from "./message-of.ts";

interface ConfirmDialogProps {
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
  /** The question: "Delete support-bot?" */
  readonly title: string;
  /** What the button does: "Delete for good". */
  readonly action: string;
  /** Rejects where it failed; its message is said, and the dialog stays. */
  readonly onConfirm: () => Promise<void>;
  /** What is lost by it. */
  readonly children: ReactNode;
}

/** Asks before what cannot be taken back; what can be is done at once, with a toast to undo it. */
export function ConfirmDialog({ open, onOpen, title, action, onConfirm, children }: ConfirmDialogProps) {
  const [failure, setFailure] = useState("");
  const [isSending, setSending] = useState(false);

  async function confirm() {
    setSending(true);
    try {
      await onConfirm();
      onOpen(false);
    } catch (error) {
      setFailure(messageOf(error));
    } finally {
      setSending(false);
    }
  }

  return (
    <Dialog open={open} onOpen={onOpen} title={title}>
      <div className={styles.form}>
        <p className={styles.text}>{children}</p>
        {failure && (
          <p className={styles.failure} role="alert">
            {failure}
          </p>
        )}
        <div className={styles.actions}>
          <Button className={styles.danger} disabled={isSending} onClick={() => void confirm()}>
            {action}
          </Button>
          <Button look="plain" onClick={() => onOpen(false)}>
            Cancel
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
