import type { Run } from "../../data/messages.ts";
import { metricValue } from "../../data/metric-history.ts";
import { useRunChanges } from "../../data/run.ts";
import { RunLineage } from "../../views/lineage/run-lineage.tsx";
import styles from "../../views/overview/overview.module.css";
import { ValuesTable } from "../../views/values-table/values-table.tsx";
import { EditableMarkdown } from "../../widgets/editable/editable-markdown.tsx";
import { EditableTags } from "../../widgets/editable/editable-tags.tsx";
import { exactNumber, formatNumber } from "../../widgets/format/number.ts";
import { RunDatasets } from "./run-datasets.tsx";
import { RunFacts } from "./run-facts.tsx";
import { useOpenRun } from "./run-page.tsx";
import { RunRelations } from "./run-relations.tsx";

/** `/runs/:runId/overview`: what the run is, what it was given, what came out, and what belongs to it. */
export function Component() {
  const run = useOpenRun();
  const runId = run.info.run_id;
  const changes = useRunChanges(runId);
  const tags = tagsOf(run);
  const params = (run.data?.params ?? []).map(({ key = "", value = "" }) => ({ key, value, exact: value }));
  const metrics = (run.data?.metrics ?? [])
    .filter(({ key = "" }) => !key.startsWith("system/"))
    .map(({ key = "", value, step }) => {
      const number = metricValue(value);
      return { key, value: formatNumber(number), exact: exactNumber(number), note: stepNote(step) };
    });

  return (
    <div className={styles.page}>
      <div className={styles.main}>
        <section className={styles.block} aria-label="Description">
          <EditableMarkdown
            value={tags["mlflow.note.content"] ?? ""}
            label="Description of the run"
            placeholder="No description"
            onSave={(next) => changes.setTag("mlflow.note.content", next)}
            readNow={async () => tagsOf(await changes.readNow())["mlflow.note.content"] ?? ""}
          />
        </section>
        <RunLineage run={run} />
        <div className={styles.pair}>
          <ValuesTable title="Params" rows={params} none="No params were logged." />
          <ValuesTable title="Metrics" rows={metrics} none="No metrics were logged." numeric />
        </div>
        <RunDatasets run={run} />
        <RunRelations run={run} />
      </div>
      <aside className={styles.side} aria-label="Facts">
        <RunFacts run={run} tags={tags} />
        <section className={styles.block}>
          <h2 className={styles.heading}>Tags</h2>
          <EditableTags
            label="Tags of the run"
            tags={tags}
            onSet={changes.setTag}
            readNow={async () => tagsOf(await changes.readNow())}
            onRemove={changes.deleteTag}
          />
        </section>
      </aside>
    </div>
  );
}

function tagsOf(run: Run): Record<string, string> {
  return Object.fromEntries((run.data?.tags ?? []).map(({ key = "", value = "" }) => [key, value]));
}

function stepNote(step: unknown): string {
  const number = Number(step ?? 0);
  return number === 0 ? "" : `step ${number}`;
}
