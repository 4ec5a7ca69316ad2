import { useState } from "react";
import { useNavigate } from "react-router";
import { useNewPrompt } from "../../data/prompts.ts";
import { PromptEditor } from "../../views/prompt/prompt-editor.tsx";
import { Button } from "../../widgets/button.tsx";
import { Dialog } from "../../widgets/dialog.tsx";
import { Icon } from "../../widgets/icon.tsx";
import { promptAddress } from "./prompt-columns.tsx";

/** Makes a prompt, of an experiment where one is named, and goes to its page. */
export function NewPrompt({ experimentId, label = "New" }: { experimentId?: string | undefined; label?: string }) {
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  const create = useNewPrompt(experimentId);
  return (
    <>
      <Button look="primary" onClick={() => setOpen(true)}>
        <Icon name="plus" size={14} />
        {label}
      </Button>
      <Dialog open={open} onOpen={setOpen} title="New prompt">
        <PromptEditor
          named
          onSave={async (draft, name) => {
            await create(name, draft);
            void navigate(promptAddress(name));
          }}
        />
      </Dialog>
    </>
  );
}
