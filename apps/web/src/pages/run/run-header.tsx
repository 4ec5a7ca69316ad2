import { useExperimentName } from "../../data/experiments.ts";
import type { Run } from "../../data/messages.ts";
import { useRunChanges } from "../../data/run.ts";
import { NameCrumb } from "../../views/page-header/name-crumb.tsx";
import { PageHeader } from "../../views/page-header/page-header.tsx";
import { PageTabs } from "../../views/page-header/page-tabs.tsx";
import { Button } from "../../widgets/button.tsx";
import { Icon } from "../../widgets/icon.tsx";
import { messageOf } from "../../widgets/message-of.ts";
import { useToast } from "../../widgets/toast/toasts.tsx";
import styles from "./run-page.module.css";
import { runAddress, runTabs } from "./run-tabs.ts";

/** Where the run belongs, its name to edit, its tabs, and delete or restore. */
export function RunHeader({ run }: { run: Run }) {
  const { run_id: runId, experiment_id: experimentId, lifecycle_stage: stage } = run.info;
  const name = run.info.run_name || runId;
  const experiment = useExperimentName(experimentId);
  const changes = useRunChanges(runId);
  const toast = useToast();
  const deleted = stage === "deleted";

  async function restore() {
    try {
      await changes.restore();
      toast({ text: `${name} is restored.` });
    } catch (error) {
      toast({ tone: "error", text: `${name} could not be restored. ${messageOf(error)}` });
    }
  }

  async function remove() {
    try {
      await changes.remove();
      toast({ text: `${name} is deleted.`, action: { label: "Undo", run: () => void restore() } });
    } catch (error) {
      toast({ tone: "error", text: `${name} could not be deleted. ${messageOf(error)}` });
    }
  }

  return (
    <>
      <PageHeader
        crumbs={[
          { label: experiment, to: `/experiments/${encodeURIComponent(experimentId)}/runs` },
          {
            label: name,
            control: (
              <NameCrumb
                name={name}
                label="Name of the run"
                required="A run needs a name."
                onSave={(next) => changes.rename(next)}
                readNow={async () => (await changes.readNow()).info.run_name || runId}
              />
            ),
          },
        ]}
        tabs={
          <PageTabs
            label="Run"
            tabs={runTabs.map(({ path, label, page }) => ({
              to: runAddress(runId, path),
              label,
              onIntent: () => void page().catch(() => {}),
            }))}
          />
        }
      >
        <Button look="plain" aria-label={deleted ? "Restore run" : "Delete run"} onClick={deleted ? restore : remove}>
          <Icon name={deleted ? "restore" : "trash"} size={14} />
          <span className={styles.wide}>{deleted ? "Restore" : "Delete"}</span>
        </Button>
      </PageHeader>
      {deleted && (
        <p className={styles.deleted} role="status">
          This run is deleted. It can be restored until it is removed for good.
        </p>
      )}
    </>
  );
}
