import { useState } from "react";
import { Outlet, useNavigate, useOutletContext, useParams } from "react-router";
import type { ModelVersion } from "../../data/messages.ts";
import { useModelChanges, useModelVersion } from "../../data/registry.ts";
import { LoadFailed } from "../../views/load-failed/load-failed.tsx";
import { PageHeader } from "../../views/page-header/page-header.tsx";
import { PageTabs } from "../../views/page-header/page-tabs.tsx";
import { IconButton } from "../../widgets/button.tsx";
import { ConfirmDialog } from "../../widgets/confirm-dialog.tsx";
import { modelAddress, versionAddress } from "../models/model-address.ts";
import { versionTabs } from "./version-tabs.ts";

/** `/models/:name/versions/:version/…`: one version; its tabs are pages below it, which get it loaded. */
export function Component() {
  const { name = "", version = "" } = useParams();
  const loaded = useModelVersion(name, version);
  const crumbs = [
    { label: "Models", to: "/models" },
    { label: name, to: modelAddress(name) },
    { label: `Version ${version}` },
  ];
  if (!loaded.data) {
    return (
      <>
        <PageHeader crumbs={crumbs} />
        {loaded.error && (
          <LoadFailed
            what={`version ${version} of ${name}`}
            instead={{ to: modelAddress(name), label: "All versions" }}
            error={loaded.error}
            onRetry={() => void loaded.refetch()}
          />
        )}
      </>
    );
  }
  return (
    <>
      <PageHeader
        crumbs={crumbs}
        tabs={
          <PageTabs
            label="Version"
            tabs={versionTabs.map(({ path, label, page }) => ({
              to: versionAddress(name, version, path),
              label,
              onIntent: () => void page().catch(() => {}),
            }))}
          />
        }
      >
        <DeleteVersion name={name} version={version} />
      </PageHeader>
      <Outlet key={`${name} ${version}`} context={loaded.data} />
    </>
  );
}

/** The version, in one of its tabs. */
export function useOpenVersion(): ModelVersion {
  return useOutletContext<ModelVersion>();
}

function DeleteVersion({ name, version }: { name: string; version: string }) {
  const [open, setOpen] = useState(false);
  const navigate = useNavigate();
  const { removeVersion } = useModelChanges(name);
  return (
    <>
      <IconButton icon="trash" label="Delete version" onClick={() => setOpen(true)} />
      <ConfirmDialog
        open={open}
        onOpen={setOpen}
        title={`Delete version ${version}?`}
        action="Delete for good"
        onConfirm={async () => {
          await removeVersion(version);
          void navigate(modelAddress(name));
        }}
      >
        Version {version} of {name} goes with its aliases, and cannot be restored. What it was registered from stays.
      </ConfirmDialog>
    </>
  );
}
