import { useState } from "react";
import { useNavigate } from "react-router";
import type { RegisteredModel } from "../../data/messages.ts";
import { useModelChanges } from "../../data/registry.ts";
import { NameCrumb } from "../../views/page-header/name-crumb.tsx";
import { PageHeader } from "../../views/page-header/page-header.tsx";
import { PageTabs } from "../../views/page-header/page-tabs.tsx";
import { IconButton } from "../../widgets/button.tsx";
import { ConfirmDialog } from "../../widgets/confirm-dialog.tsx";
import { modelAddress } from "../models/model-address.ts";
import { modelTabs } from "./model-tabs.ts";

/** The model's name to edit, its tabs, and its deletion, which is asked about: the server keeps no copy. */
export function ModelHeader({ model: { name } }: { model: RegisteredModel }) {
  const changes = useModelChanges(name);
  const navigate = useNavigate();
  const [deleting, setDeleting] = useState(false);
  return (
    <>
      <PageHeader
        crumbs={[
          { label: "Models", to: "/models" },
          {
            label: name,
            control: (
              <NameCrumb
                name={name}
                label="Name of the model"
                required="A model needs a name."
                onSave={async (next) => {
                  await changes.rename(next);
                  void navigate(modelAddress(next), { replace: true });
                }}
              />
            ),
          },
        ]}
        tabs={
          <PageTabs
            label="Model"
            tabs={modelTabs.map(({ path, label, page }) => ({
              to: modelAddress(name, path),
              label,
              onIntent: () => void page().catch(() => {}),
            }))}
          />
        }
      >
        <IconButton icon="trash" label="Delete model" onClick={() => setDeleting(true)} />
      </PageHeader>
      <ConfirmDialog
        open={deleting}
        onOpen={setDeleting}
        title="Delete this model?"
        action="Delete for good"
        onConfirm={async () => {
          await changes.remove();
          void navigate("/models");
        }}
      >
        {name} goes with all its versions and aliases, and cannot be restored. The runs and logged models that it was
        registered from stay.
      </ConfirmDialog>
    </>
  );
}
