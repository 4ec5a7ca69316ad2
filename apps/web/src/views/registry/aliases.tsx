import { type FormEvent, useState } from "react";
import { Link } from "react-router";
import { useModelChanges } from "../../data/registry.ts";
import { Button } from "../../widgets/button.tsx";
import { EditableText } from "../../widgets/editable/editable-text.tsx";
import { Icon } from "../../widgets/icon.tsx";
import { useToast } from "../../widgets/toast/toasts.tsx";
import styles from "./registry.module.css";

interface AliasesProps {
  readonly model: string;
  /** All aliases of the model. */
  readonly aliases: readonly { alias?: string; version?: string }[];
  /** Show those of one version only, and set new ones on it. */
  readonly version?: string;
}

/** Aliases of a model or of one version: set, moved and removed in place. A move and a removal can be taken back. */
export function Aliases({ model, aliases, version }: AliasesProps) {
  const changes = useModelChanges(model);
  const toast = useToast();
  const failed = (error: unknown) => toast({ tone: "error", text: error instanceof Error ? error.message : "" });
  const versionOf = new Map(aliases.map(({ alias = "", version: of = "" }) => [alias, of]));
  const shown = [...versionOf].filter(([, of]) => version === undefined || of === version);

  async function set(alias: string, to: string) {
    const before = versionOf.get(alias);
    await changes.setAlias(alias, to);
    if (before === undefined || before === to) return;
    const undo = () => void changes.setAlias(alias, before).catch(failed);
    toast({ text: `@${alias} moved from version ${before} to ${to}`, action: { label: "Undo", run: undo } });
  }

  async function remove(alias: string, of: string) {
    try {
      await changes.deleteAlias(alias);
      const undo = () => void changes.setAlias(alias, of).catch(failed);
      toast({ text: `@${alias} removed`, action: { label: "Undo", run: undo } });
    } catch (error) {
      failed(error);
    }
  }

  return (
    <div>
      <ul className={styles.aliases} aria-label="Aliases">
        {shown.map(([alias, of]) => (
          <li key={alias} className={styles.alias}>
            <span className={styles.aliasName} title={alias}>
              @{alias}
            </span>
            {version === undefined && (
              <>
                <Link to={`/models/${encodeURIComponent(model)}/versions/${of}`} aria-label={`Version ${of}`}>
                  version
                </Link>
                <EditableText
                  value={of}
                  label={`Version of ${alias}`}
                  required="An alias needs a version."
                  onSave={(to) => set(alias, to)}
                />
              </>
            )}
            <Button look="plain" aria-label={`Remove ${alias}`} onClick={() => void remove(alias, of)}>
              <Icon name="close" size={12} />
            </Button>
          </li>
        ))}
      </ul>
      <NewAlias versionOf={versionOf} version={version} onSet={set} />
    </div>
  );
}

interface NewAliasProps {
  readonly versionOf: ReadonlyMap<string, string>;
  readonly version: string | undefined;
  readonly onSet: (alias: string, version: string) => Promise<void>;
}

function NewAlias({ versionOf, version, onSet }: NewAliasProps) {
  const [alias, setAlias] = useState("");
  const [typed, setTyped] = useState("");
  const [failure, setFailure] = useState("");
  const name = alias.trim().replace(/^@/, "");
  const to = version ?? typed.trim();
  const elsewhere = versionOf.get(name);

  async function onSubmit(event: FormEvent) {
    event.preventDefault();
    if (!name || !to) return;
    try {
      await onSet(name, to);
      setAlias("");
      setTyped("");
      setFailure("");
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    }
  }

  return (
    <form className={styles.newAlias} onSubmit={onSubmit}>
      <input
        aria-label="New alias"
        placeholder="New alias"
        value={alias}
        onChange={(event) => setAlias(event.target.value)}
      />
      {version === undefined && (
        <input
          aria-label="Version of the new alias"
          placeholder="Version"
          inputMode="numeric"
          className={styles.number}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      )}
      <Button type="submit" disabled={!name || !to}>
        Set
      </Button>
      {elsewhere !== undefined && elsewhere !== to && !failure && (
        <span className={styles.hint} role="status">
          It points at version {elsewhere} now, and moves.
        </span>
      )}
      {failure && (
        <span className={styles.failure} role="alert">
          {failure}
        </span>
      )}
    </form>
  );
}
