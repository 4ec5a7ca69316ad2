import { type FormEvent, type ReactNode, useState } from "react";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import styles from "./form-dialog.module.css";
import { messageOf } from "./message-of.ts";

interface NameDialogProps {
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
  readonly title: string;
  /** What the button says: "Make it". */
  readonly action: string;
  /** Rejects where the name cannot be taken; its message is said beside the name, and what was typed stays. */
  readonly onName: (name: string) => Promise<void>;
  /** Names to choose from while typing; any other will do as well. */
  readonly offers?: (typed: string, choose: (name: string) => void) => ReactNode;
}

/** Asks for a name. */
export function NameDialog({ open, onOpen, title, ...form }: NameDialogProps) {
  return (
    <Dialog open={open} onOpen={onOpen} title={title}>
      <NameForm {...form} />
    </Dialog>
  );
}

function NameForm({ action, onName, offers }: Pick<NameDialogProps, "action" | "onName" | "offers">) {
  const [name, setName] = useState("");
  const [failure, setFailure] = useState("");
  const [isSending, setSending] = useState(false);

  function type(text: string) {
    setName(text);
    setFailure("");
  }

  async function onSubmit(event: FormEvent) {
    event.preventDefault();
    setSending(true);
    try {
      await onName(name.trim());
    } catch (error) {
      setFailure(messageOf(error));
    } finally {
      setSending(false);
    }
  }

  return (
    <form className={styles.form} onSubmit={onSubmit}>
      <label>
        Name
        <input
          // biome-ignore lint/a11y/noAutofocus: the dialog was opened to type here
          autoFocus
          value={name}
          aria-invalid={failure !== ""}
          onChange={(event) => type(event.target.value)}
        />
      </label>
      {offers?.(name.trim(), type)}
      {failure && (
        <p className={styles.failure} role="alert">
          {failure}
        </p>
      )}
      <Button look="primary" type="submit" disabled={isSending || name.trim() === ""}>
        {action}
      </Button>
    </form>
  );
}
