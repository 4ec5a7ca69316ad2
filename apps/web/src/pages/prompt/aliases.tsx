import { type FormEvent, useId, useState } from "react";
import type { RegisteredModel } from "../../data/messages.ts";
import { useModelChanges } from "../../data/registry.ts";
import { Button } from "../../widgets/button.tsx";
import { Icon } from "../../widgets/icon.tsx";
import { useToast } from "../../widgets/toast/toasts.tsx";
import styles from "./prompt-page.module.css";

/** Numbers of the versions by the aliases that stand for them. */
export function aliasesOf({ aliases = [] }: RegisteredModel): ReadonlyMap<string, string> {
  return new Map(aliases.map(({ alias = "", version = "" }) => [alias, version]));
}

/** The aliases of a version: set, moved here from another version, and removed; each can be taken back. */
export function Aliases({ prompt, number }: { prompt: RegisteredModel; number: string }) {
  const changes = useModelChanges(prompt.name);
  const toast = useToast();
  const [text, setText] = useState("");
  const known = useId();
  const all = aliasesOf(prompt);
  const alias = text.trim().replace(/^@/, "");

  /** Lets an alias stand for a version, or for none; `text` says so, and its undo restores what was. */
  async function put(name: string, version: string | undefined, said?: string) {
    const before = all.get(name);
    try {
      await (version === undefined ? changes.deleteAlias(name) : changes.setAlias(name, version));
      if (said) toast({ text: said, action: { label: "Undo", run: () => void put(name, before) } });
      return true;
    } catch (error) {
      toast({ tone: "error", text: error instanceof Error ? error.message : String(error) });
      return false;
    }
  }

  async function onSubmit(event: FormEvent) {
    event.preventDefault();
    const from = all.get(alias);
    if (!alias || from === number) return;
    const said = from ? `@${alias} moved from version ${from} to ${number}.` : `@${alias} is version ${number}.`;
    if (await put(alias, number, said)) setText("");
  }

  return (
    <div className={styles.aliases}>
      {[...all].map(
        ([name, version]) =>
          version === number && (
            <span key={name} className={styles.alias}>
              @{name}
              <button
                type="button"
                aria-label={`Remove the alias ${name}`}
                onClick={() => void put(name, undefined, `@${name} is removed.`)}
              >
                <Icon name="close" size={11} />
              </button>
            </span>
          ),
      )}
      <form className={styles.newAlias} onSubmit={onSubmit}>
        <input
          aria-label="Alias for this version"
          placeholder="alias"
          list={known}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <datalist id={known}>
          {[...all].map(([name, version]) => version !== number && <option key={name} value={name} />)}
        </datalist>
        <Button type="submit" disabled={!alias || all.get(alias) === number}>
          {all.has(alias) && all.get(alias) !== number ? "Move here" : "Set alias"}
        </Button>
      </form>
    </div>
  );
}
