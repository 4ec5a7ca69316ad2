import type { RegisteredModel } from "../../data/messages.ts";
import { useModelChanges } from "../../data/registry.ts";
import type { PromptVersion } from "../../views/prompt/read-version.ts";
import { EditableMarkdown } from "../../widgets/editable/editable-markdown.tsx";
import { EditableTags } from "../../widgets/editable/editable-tags.tsx";
import { useToast } from "../../widgets/toast/toasts.tsx";
import { ownTags } from "../prompts/prompt-columns.tsx";
import styles from "./prompt-page.module.css";

/** What the prompt is for, its tags and those of the version, all changed in place. */
export function AboutTab({ prompt, version }: { prompt: RegisteredModel; version: PromptVersion }) {
  const changes = useModelChanges(prompt.name);
  const toast = useToast();

  /** Takes a tag away; the toast puts it back. */
  async function remove(key: string, send: () => Promise<void>, back: () => Promise<void>) {
    const failed = (error: unknown) => toast({ tone: "error", text: error instanceof Error ? error.message : "" });
    try {
      await send();
      toast({
        text: `The tag ${key} is removed.`,
        action: { label: "Undo", run: () => void back().catch(failed) },
      });
    } catch (error) {
      failed(error);
    }
  }

  const number = version.number;
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
          tags={ownTags(prompt.tags)}
          onSet={(key, value) => changes.setTag(key, value)}
          onDelete={(key, value) =>
            void remove(
              key,
              () => changes.deleteTag(key),
              () => changes.setTag(key, value),
            )
          }
        />
      </section>
      <section className={styles.block} aria-label={`Tags of version ${number}`}>
        <h2>Tags of version {number}</h2>
        <EditableTags
          label={`Tags of version ${number}`}
          tags={ownTags(version.tags)}
          onSet={(key, value) => changes.setVersionTag(number, key, value)}
          onDelete={(key, value) =>
            void remove(
              key,
              () => changes.deleteVersionTag(number, key),
              () => changes.setVersionTag(number, key, value),
            )
          }
        />
      </section>
    </>
  );
}
