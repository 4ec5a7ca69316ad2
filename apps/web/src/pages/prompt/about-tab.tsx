import type { RegisteredModel } from "../../data/messages.ts";
import { useModelChanges } from "../../data/registry.ts";
import type { PromptVersion } from "../../views/prompt/read-version.ts";
import { tagsOf } from "../../views/registry/tags-of.ts";
import { EditableMarkdown } from "../../widgets/editable/editable-markdown.tsx";
import { EditableTags } from "../../widgets/editable/editable-tags.tsx";
import styles from "./prompt-page.module.css";

/** What the prompt is for, its tags and those of the version, all changed in place. */
export function AboutTab({ prompt, version }: { prompt: RegisteredModel; version: PromptVersion }) {
  const changes = useModelChanges(prompt.name);
  const { number } = version;
  return (
    <>
      <section className={styles.block} aria-label="Description">
        <h2>Description</h2>
        <EditableMarkdown
          value={prompt.description ?? ""}
          label="Description of the prompt"
          placeholder="What is this prompt for?"
          onSave={(text) => changes.describe(text)}
          readNow={async () => (await changes.readNow()).description ?? ""}
        />
      </section>
      <section className={styles.block} aria-label="Tags of the prompt">
        <h2>Tags of the prompt</h2>
        <EditableTags
          label="Tags of the prompt"
          tags={tagsOf(prompt.tags ?? [])}
          readNow={async () => tagsOf((await changes.readNow()).tags ?? [])}
          onSet={changes.setTag}
          onRemove={changes.deleteTag}
        />
      </section>
      <section className={styles.block} aria-label={`Tags of version ${number}`}>
        <h2>Tags of version {number}</h2>
        <EditableTags
          label={`Tags of version ${number}`}
          tags={tagsOf(version.tags ?? [])}
          readNow={async () => tagsOf((await changes.readVersionNow(number)).tags ?? [])}
          onSet={(key, value) => changes.setVersionTag(number, key, value)}
          onRemove={(key) => changes.deleteVersionTag(number, key)}
        />
      </section>
    </>
  );
}
