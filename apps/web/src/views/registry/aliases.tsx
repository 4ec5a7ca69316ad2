import { type FormEvent, useId, useState } from "react";
import { Link } from "react-router";
import type { RegisteredModel } from "../../data/messages.ts";
import { Button } from "../../widgets/button.tsx";
import { EditableText } from "../../widgets/editable/editable-text.tsx";
import { Icon } from "../../widgets/icon.tsx";
import { messageOf } from "../../widgets/message-of.ts";
import styles from "./registry.module.css";
import { aliasesOf, useAliases } from "./use-aliases.ts";

interface AliasesProps {
  /** A registered model or a prompt. */
  readonly model: Pick<RegisteredModel, "name" | "aliases">;
  /** Show those of one version only, and set new ones on it. */
  readonly version?: string;
  /** On one line with what stands beside it. */
  readonly inline?: boolean;
}

/** Aliases of a model or prompt, or of one version: set, moved and removed in place. */
export function Aliases({ model, version, inline }: AliasesProps) {
  const changes = useAliases(model);
  const versionOf = aliasesOf(model);
  const shown = [...versionOf].filter(([, of]) => version === undefined || of === version);
  return (
    <div className={styles.aliasesAndNew} data-inline={inline || undefined}>
      <ul className={styles.aliases} aria-label="Aliases">
        {shown.map(([alias, of]) => (
          <li key={alias} className={styles.alias}>
            <span className={styles.aliasName} title={alias}>
              @{alias}
            </span>
            {version === undefined && (
              <>
                <Link to={`/models/${encodeURIComponent(model.name)}/versions/${of}`} aria-label={`Version ${of}`}>
                  version
                </Link>
                <EditableText
                  value={of}
                  label={`Version of ${alias}`}
                  required="An alias needs a version."
                  onSave={(to, from) => changes.set(alias, from || undefined, to)}
                  readNow={() => changes.readVersion(alias)}
                />
              </>
            )}
            <Button
              look="plain"
              aria-label={`Remove the alias ${alias}`}
              onClick={() => void changes.remove(alias, of)}
            >
              <Icon name="close" size={12} />
            </Button>
          </li>
        ))}
      </ul>
      <NewAlias versionOf={versionOf} version={version} onSet={changes.set} />
    </div>
  );
}

interface NewAliasProps {
  readonly versionOf: ReadonlyMap<string, string>;
  readonly version: string | undefined;
  readonly onSet: (alias: string, from: string | undefined, to: string) => Promise<void>;
}

function NewAlias({ versionOf, version, onSet }: NewAliasProps) {
  const [alias, setAlias] = useState("");
  const [typed, setTyped] = useState("");
  const [failure, setFailure] = useState("");
  const elsewhereId = useId();
  const name = alias.trim().replace(/^@/, "");
  const to = version ?? typed.trim();
  const from = versionOf.get(name);
  const isMove = from !== undefined && from !== to;

  async function onSubmit(event: FormEvent) {
    event.preventDefault();
    if (!name || !to || from === to) return;
    try {
      await onSet(name, from, to);
      setAlias("");
      setTyped("");
      setFailure("");
    } catch (error) {
      setFailure(messageOf(error));
    }
  }

  return (
    <form className={styles.newAlias} onSubmit={onSubmit}>
      <input
        aria-label={version === undefined ? "New alias" : "Alias for this version"}
        placeholder="New alias"
        list={elsewhereId}
        value={alias}
        onChange={(event) => {
          setAlias(event.target.value);
          setFailure("");
        }}
      />
      <datalist id={elsewhereId}>
        {[...versionOf].map(([known, of]) => of !== version && <option key={known} value={known} />)}
      </datalist>
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
      <Button type="submit" disabled={!name || !to || from === to}>
        {isMove ? "Move here" : "Set alias"}
      </Button>
      {isMove && !failure && (
        <span className={styles.hint} role="status">
          It points at version {from} now, and moves.
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
