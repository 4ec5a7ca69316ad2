import { useMemo, useState } from "react";
import { useParams } from "react-router";
import { useNewPromptVersion, usePromptVersions } from "../../data/prompts.ts";
import { useModelVersion, useRegisteredModel } from "../../data/registry.ts";
import { isRefused } from "../../data/request-error.ts";
import { ListPlaceholder } from "../../views/load-failed/list-placeholder.tsx";
import { LoadFailed } from "../../views/load-failed/load-failed.tsx";
import { NotFound } from "../../views/load-failed/not-found.tsx";
import { PageHeader } from "../../views/page-header/page-header.tsx";
import { PromptEditor } from "../../views/prompt/prompt-editor.tsx";
import { readVersion } from "../../views/prompt/read-version.ts";
import { Button } from "../../widgets/button.tsx";
import { CopyButton } from "../../widgets/copy-button.tsx";
import { Dialog } from "../../widgets/dialog.tsx";
import { EmptyState } from "../../widgets/empty-state.tsx";
import { Icon } from "../../widgets/icon.tsx";
import { useToast } from "../../widgets/toast/toasts.tsx";
import { useAddressedQuery } from "../../widgets/use-addressed-query.ts";
import { promptAddress } from "../prompts/prompt-columns.tsx";
import { DeletePrompt } from "./deletion.tsx";
import styles from "./prompt-page.module.css";
import { VersionPanel } from "./version-panel.tsx";
import { VersionRail } from "./version-rail.tsx";

/** `/prompts/:name?v=&with=&tab=&diff=`: a prompt's versions, one of them, and what it changed since another. */
export function Component() {
  const { name = "" } = useParams();
  const toast = useToast();
  const [search, setSearch] = useAddressedQuery();
  const [editing, setEditing] = useState(false);
  const addVersion = useNewPromptVersion(name);
  const prompt = useRegisteredModel(name);
  const list = usePromptVersions(name);
  const versions = useMemo(() => list.data?.pages.flatMap((page) => page.versions.map(readVersion)) ?? [], [list.data]);
  const number = search.get("v") ?? versions[0]?.number;
  const listed = versions.find((version) => version.number === number);
  // One that is further down the list than was loaded.
  const single = useModelVersion(name, number ?? "", list.isSuccess && number !== undefined && !listed);
  const version = listed ?? (single.data && readVersion(single.data));

  const crumbs = [{ label: "Prompts", to: "/prompts" }, { label: name }];
  const error = prompt.error ?? list.error;
  const what = `prompt ${name}`;
  if (isRefused(error)) {
    return (
      <>
        <PageHeader crumbs={crumbs} />
        <NotFound what={what} instead={{ to: "/prompts", label: "All prompts" }} />
      </>
    );
  }
  if (error && !list.data) {
    return (
      <>
        <PageHeader crumbs={crumbs} />
        <LoadFailed what={what} error={error} onRetry={() => void Promise.all([prompt.refetch(), list.refetch()])} />
      </>
    );
  }
  return (
    <>
      <PageHeader crumbs={crumbs}>
        <CopyButton text={() => location.href} label="Copy link" />
        {prompt.data && <DeletePrompt name={name} />}
        <Button look="primary" disabled={!list.isSuccess} onClick={() => setEditing(true)}>
          <Icon name="plus" size={14} />
          New version
        </Button>
      </PageHeader>
      {(!prompt.data || list.isPending) && <ListPlaceholder label="Loading the prompt" />}
      {prompt.data && list.isSuccess && versions.length === 0 && (
        <EmptyState icon="prompts" title={`“${name}” has no versions yet`} />
      )}
      {prompt.data && versions.length > 0 && (
        <div className={styles.page}>
          <VersionRail
            prompt={prompt.data}
            versions={versions}
            current={number}
            onMore={list.hasNextPage && !list.isFetchingNextPage ? () => void list.fetchNextPage() : undefined}
          />
          {version ? (
            <VersionPanel prompt={prompt.data} version={version} versions={versions} />
          ) : (
            single.error && (
              <LoadFailed
                what={`version ${number} of ${name}`}
                instead={{ to: promptAddress(name), label: "Newest version" }}
                error={single.error}
                onRetry={() => void single.refetch()}
              />
            )
          )}
        </div>
      )}
      <Dialog
        open={editing}
        onOpen={setEditing}
        title={version ? `New version from version ${version.number}` : "New version"}
      >
        <PromptEditor
          {...(version && { from: version })}
          onSave={async (draft) => {
            const made = await addVersion(draft);
            setEditing(false);
            toast({ text: `Version ${made} is saved.` });
            setSearch(() => new URLSearchParams({ v: made, ...(version && { with: version.number }) }));
          }}
        />
      </Dialog>
    </>
  );
}
