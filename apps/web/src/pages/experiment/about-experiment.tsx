import { useExperiment, useExperimentChanges } from "../../data/experiments.ts";
import { CopyButton } from "../../widgets/copy-button.tsx";
import { EditableMarkdown } from "../../widgets/editable/editable-markdown.tsx";
import { EditableTags } from "../../widgets/editable/editable-tags.tsx";
import { EditableText } from "../../widgets/editable/editable-text.tsx";
import { descriptionTag, tagsOf } from "../experiments/experiment-columns.tsx";
import styles from "./about-experiment.module.css";

/** What an experiment is called, is about and is tagged with, all changed in place. */
export function AboutExperiment({ experimentId }: { experimentId: string }) {
  const experiment = useExperiment(experimentId).data;
  const changes = useExperimentChanges();
  if (!experiment) return null;
  const all = tagsOf(experiment);
  const readTags = async () => tagsOf(await changes.readNow(experimentId));

  return (
    <div className={styles.about}>
      <section>
        <h3>Name</h3>
        <EditableText
          value={experiment.name}
          label="Name of the experiment"
          required="An experiment needs a name."
          onSave={(name) => changes.rename(experimentId, name)}
          readNow={async () => (await changes.readNow(experimentId)).name}
        />
      </section>
      <section>
        <h3>Id</h3>
        <code>{experimentId}</code>
        <CopyButton text={experimentId} label="Copy the id" />
      </section>
      <section>
        <h3>Description</h3>
        <EditableMarkdown
          value={all[descriptionTag] ?? ""}
          label="Description of the experiment"
          placeholder="What is tried here, and why?"
          onSave={(text) => changes.setTag(experimentId, descriptionTag, text)}
          readNow={async () => (await readTags())[descriptionTag] ?? ""}
        />
      </section>
      <section>
        <h3>Tags</h3>
        <EditableTags
          label="Tags of the experiment"
          tags={all}
          readNow={readTags}
          onSet={(key, value) => changes.setTag(experimentId, key, value)}
          onRemove={(key) => changes.deleteTag(experimentId, key)}
        />
      </section>
    </div>
  );
}
