import { useState } from "react";
import { Link } from "react-router";
import { useDatasetUses, useEvaluationDatasetChanges } from "../../data/evaluation-datasets.ts";
import { useExperimentList, useExperimentNames } from "../../data/experiments.ts";
import type { Dataset } from "../../data/messages.ts";
import { Fact, Facts, Moment } from "../../views/overview/facts.tsx";
import overview from "../../views/overview/overview.module.css";
import { Button } from "../../widgets/button.tsx";
import { CopyButton } from "../../widgets/copy-button.tsx";
import { EditableTags } from "../../widgets/editable/editable-tags.tsx";
import { Icon } from "../../widgets/icon.tsx";
import { JsonView } from "../../widgets/json-view/json-view.tsx";
import { messageOf } from "../../widgets/message-of.ts";
import { useToast } from "../../widgets/toast/toasts.tsx";
import { useNow } from "../../widgets/use-now.ts";
import { tagsOf } from "../datasets/dataset-facts.ts";
import { experimentAddress } from "../experiment/experiment-tabs.ts";
import styles from "./dataset-page.module.css";

/** Tags, experiments, the types of the fields, and when it was changed by whom. */
export function AboutDataset({ dataset }: { dataset: Dataset }) {
  const changes = useEvaluationDatasetChanges();
  const nowMs = useNow(60_000);
  const { dataset_id: id, digest = "", schema, created_by, created_time, last_update_time, last_updated_by } = dataset;

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className={overview.page} tabIndex={0} aria-label="About the dataset">
      <div className={overview.main}>
        <section className={overview.block} aria-label="Tags">
          <h2 className={overview.heading}>Tags</h2>
          <EditableTags
            label="Tags of the dataset"
            tags={tagsOf(dataset)}
            onSet={async (key, value) => {
              await changes.setTag(id, key, value);
            }}
            onRemove={async (key) => {
              await changes.deleteTag(id, key);
            }}
            readNow={async () => tagsOf(await changes.readNow(id))}
          />
        </section>
        <Experiments datasetId={id} />
        {schema && (
          <section className={overview.block} aria-label="Fields">
            <h2 className={overview.heading}>Fields</h2>
            <JsonView text={schema} label="Fields" />
          </section>
        )}
      </div>
      <div className={overview.side}>
        <Facts>
          <Fact name="Id">
            <code>{id}</code> <CopyButton text={() => id} label="Copy the id" />
          </Fact>
          <Fact name="Digest">
            <code>{digest}</code>
          </Fact>
          {created_time ? (
            <Fact name="Created">
              <Moment unixMs={created_time} nowMs={nowMs} />
            </Fact>
          ) : null}
          {created_by && <Fact name="By">{created_by}</Fact>}
          {last_update_time ? (
            <Fact name="Changed">
              <Moment unixMs={last_update_time} nowMs={nowMs} />
            </Fact>
          ) : null}
          {last_updated_by && <Fact name="By">{last_updated_by}</Fact>}
        </Facts>
      </div>
    </section>
  );
}

/** Experiments that the dataset was added to; more are added, and each is taken away with a way back. */
function Experiments({ datasetId }: { datasetId: string }) {
  const changes = useEvaluationDatasetChanges();
  const toast = useToast();
  const ids = useDatasetUses([datasetId]).get(datasetId)?.experiment_ids ?? [];
  const names = useExperimentNames(ids);
  const [chosen, setChosen] = useState("");
  const offered = useExperimentList({ filter: "", orderBy: "last_update_time DESC", view: "active" });
  const others = (offered.data?.pages.flatMap(({ experiments }) => experiments) ?? []).filter(
    ({ experiment_id }) => !ids.includes(experiment_id),
  );

  const failed = (error: unknown) => toast({ tone: "error", text: `Not changed: ${messageOf(error)}` });

  async function change(text: string, send: () => Promise<unknown>, undo?: () => Promise<unknown>) {
    try {
      await send();
      toast({ text, ...(undo && { action: { label: "Undo", run: () => void undo().catch(failed) } }) });
    } catch (error) {
      failed(error);
    }
  }

  return (
    <section className={overview.block} aria-label="Experiments">
      <h2 className={overview.heading}>Experiments</h2>
      <ul className={overview.links}>
        {ids.map((id) => (
          <li key={id}>
            <Link to={experimentAddress(id, "datasets")}>{names.get(id) ?? id}</Link>
            <Button
              look="plain"
              aria-label={`Remove from ${names.get(id) ?? id}`}
              onClick={() =>
                void change(
                  `No longer a dataset of ${names.get(id) ?? id}.`,
                  () => changes.removeFromExperiment(datasetId, id),
                  () => changes.addToExperiment(datasetId, id),
                )
              }
            >
              <Icon name="close" size={12} />
            </Button>
          </li>
        ))}
      </ul>
      {others.length > 0 && (
        <div className={styles.actions}>
          <select
            aria-label="Experiment to add it to"
            value={chosen}
            onChange={(event) => setChosen(event.target.value)}
          >
            <option value="">Add to an experiment</option>
            {others.map(({ experiment_id, name }) => (
              <option key={experiment_id} value={experiment_id}>
                {name}
              </option>
            ))}
          </select>
          <Button
            disabled={chosen === ""}
            onClick={() => {
              setChosen("");
              void change("Added to the experiment.", () => changes.addToExperiment(datasetId, chosen));
            }}
          >
            Add
          </Button>
        </div>
      )}
    </section>
  );
}
