import { useLoggedModelChanges } from "../../data/logged-models.ts";
import { LoggedModelLineage } from "../../views/lineage/logged-model-lineage.tsx";
import { ModelSignature } from "../../views/model-signature/model-signature.tsx";
import { Fact, Facts, Moment } from "../../views/overview/facts.tsx";
import styles from "../../views/overview/overview.module.css";
import { tagsOf } from "../../views/registry/tags-of.ts";
import { ValuesTable } from "../../views/values-table/values-table.tsx";
import { CopyButton } from "../../widgets/copy-button.tsx";
import { EditableTags } from "../../widgets/editable/editable-tags.tsx";
import { ModelStatus } from "../../widgets/model-status.tsx";
import { useNow } from "../../widgets/use-now.ts";
import { useOpenLoggedModel } from "./logged-model-page.tsx";
import { metricsByDataset } from "./metrics-by-dataset.ts";

/** `/logged-models/:modelId/overview`: what it was made with, how well it did on which data, and what belongs to it. */
export function Component() {
  const model = useOpenLoggedModel();
  const { info, data } = model;
  const changes = useLoggedModelChanges(info.model_id);
  const nowMs = useNow(30_000);
  const params = (data?.params ?? []).map(({ key = "", value = "" }) => ({ key, value, exact: value }));
  const datasets = metricsByDataset(data?.metrics ?? []);
  return (
    <div className={styles.page}>
      <div className={styles.main}>
        <LoggedModelLineage model={model} />
        <div className={styles.pair}>
          <ValuesTable title="Params" rows={params} none="No params were logged." />
          {datasets.length === 0 && <ValuesTable title="Metrics" rows={[]} none="No metrics were logged." />}
          {datasets.map(({ dataset, rows }) => (
            <ValuesTable
              key={dataset}
              title={dataset ? `Metrics on ${dataset}` : "Metrics"}
              rows={rows}
              none="No metrics were logged."
              numeric
            />
          ))}
        </div>
        <ModelSignature owner={{ kind: "logged-model", id: info.model_id }} />
      </div>
      <aside className={styles.side} aria-label="Facts">
        <Facts>
          <Fact name="Status">
            <ModelStatus status={info.status} message={info.status_message} />
          </Fact>
          {info.status_message && <Fact name="Message">{info.status_message}</Fact>}
          {info.model_type && <Fact name="Type">{info.model_type}</Fact>}
          {info.creation_timestamp_ms && (
            <Fact name="Created">
              <Moment unixMs={info.creation_timestamp_ms} nowMs={nowMs} />
            </Fact>
          )}
          <Fact name="Model id">
            <code>{info.model_id}</code>
            <CopyButton text={info.model_id} label="Copy model id" />
          </Fact>
          {info.artifact_uri && (
            <Fact name="Artifacts at">
              <code>{info.artifact_uri}</code>
              <CopyButton text={info.artifact_uri} label="Copy artifact address" />
            </Fact>
          )}
        </Facts>
        <section className={styles.block}>
          <h2 className={styles.heading}>Tags</h2>
          <EditableTags
            label="Tags of the logged model"
            tags={tagsOf(info.tags ?? [])}
            readNow={async () => tagsOf((await changes.readNow()).info.tags ?? [])}
            onSet={changes.setTag}
            onRemove={changes.deleteTag}
          />
        </section>
      </aside>
    </div>
  );
}
