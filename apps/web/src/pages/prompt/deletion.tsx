import { useState } from "react";
import { useNavigate } from "react-router";
import { useModelChanges } from "../../data/registry.ts";
import { IconButton } from "../../widgets/button.tsx";
import { ConfirmDialog } from "../../widgets/confirm-dialog.tsx";

interface DeleteVersionProps {
  readonly name: string;
  readonly number: string;
  /** Called when the version is gone. */
  readonly onGone: () => void;
}

/** Deletes one version after a question: the server keeps no copy. */
export function DeleteVersion({ name, number, onGone }: DeleteVersionProps) {
  const [open, setOpen] = useState(false);
  const { removeVersion } = useModelChanges(name);
  return (
    <>
      <IconButton icon="trash" label={`Delete version ${number}`} onClick={() => setOpen(true)} />
      <ConfirmDialog
        open={open}
        onOpen={setOpen}
        title={`Delete version ${number}?`}
        action="Delete for good"
        onConfirm={async () => {
          await removeVersion(number);
          onGone();
        }}
      >
        Version {number} of {name} goes with its aliases, and cannot be restored. Programs that load it will fail.
      </ConfirmDialog>
    </>
  );
}

/** Deletes a prompt with all its versions after a question. */
export function DeletePrompt({ name }: { name: string }) {
  const [open, setOpen] = useState(false);
  const navigate = useNavigate();
  const { remove } = useModelChanges(name);
  return (
    <>
      <IconButton icon="trash" label="Delete prompt" onClick={() => setOpen(true)} />
      <ConfirmDialog
        open={open}
        onOpen={setOpen}
        title="Delete this prompt?"
        action="Delete for good"
        onConfirm={async () => {
          await remove();
          void navigate("/prompts");
        }}
      >
        {name} goes with all its versions and aliases, and cannot be restored. Programs that load it will fail.
      </ConfirmDialog>
    </>
  );
}
