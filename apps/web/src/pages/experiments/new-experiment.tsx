import { type FormEvent, useState } from "react";
import { useExperimentChanges } from "../../data/experiments.ts";
import { Button } from "../../widgets/button.tsx";
import { Dialog } from "../../widgets/dialog.tsx";
import styles from "./experiments-page.module.css";

interface NewExperimentProps {
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
  readonly onMade: (experimentId: string) => void;
}

/** Asks for a name; a name that is taken is said beside it, and what was typed stays. */
export function NewExperiment({ open, onOpen, onMade }: NewExperimentProps) {
  return (
    <Dialog open={open} onOpen={onOpen} title="New experiment">
      <NameForm onMade={onMade} />
    </Dialog>
  );
}

function NameForm({ onMade }: { onMade: (experimentId: string) => void }) {
  const { create } = useExperimentChanges();
  const [name, setName] = useState("");
  const [failure, setFailure] = useState("");

  async function onSubmit(event: FormEvent) {
    event.preventDefault();
    try {
      onMade(await create(name.trim()));
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
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
          onChange={(event) => {
            setName(event.target.value);
            setFailure("");
          }}
        />
      </label>
      {failure && (
        <p className={styles.failure} role="alert">
          {failure}
        </p>
      )}
      <Button look="primary" type="submit" disabled={name.trim() === ""}>
        Make it
      </Button>
    </form>
  );
}
