import { type FormEvent, useState } from "react";
import { useExperiment, useExperimentChanges } from "../../data/experiments.ts";
import { Button } from "../../widgets/button.tsx";
import { Icon } from "../../widgets/icon.tsx";
import { messageOf } from "../../widgets/message-of.ts";
import { Popover } from "../../widgets/popover.tsx";
import { useToast } from "../../widgets/toast/toasts.tsx";
import { useAddressedQuery } from "../../widgets/use-addressed-query.ts";
import styles from "./saved-views.module.css";

interface SavedViewsProps {
  readonly experimentId: string;
  /** Of which page: `runs`, `traces`. */
  readonly of: string;
  /** What a view holds: "Filter, columns and order, under a name." */
  readonly hint: string;
}

/**
 * Names for states of a page: choose one, save this one, or take one away. Views are tags of the experiment: everyone who
 * sees it has them, and they are deleted with it.
 */
export function SavedViews({ experimentId, of, hint }: SavedViewsProps) {
  const viewTag = `spanloom.${of}-view.`;
  const [open, setOpen] = useState(false);
  const [search, setSearch] = useAddressedQuery();
  const [name, setName] = useState("");
  const [failure, setFailure] = useState("");
  const experiment = useExperiment(experimentId).data;
  const { setTag, deleteTag } = useExperimentChanges();
  const toast = useToast();
  const query = search.toString();
  const views = (experiment?.tags ?? [])
    .filter(({ key }) => key?.startsWith(viewTag))
    .map(({ key = "", value = "" }) => ({ key, name: key.slice(viewTag.length), query: value }))
    .sort((a, b) => a.name.localeCompare(b.name));
  const current = views.find((view) => view.query === query);

  async function save(event: FormEvent) {
    event.preventDefault();
    if (!name.trim()) return;
    try {
      await setTag(experimentId, viewTag + name.trim(), query);
      setName("");
      setFailure("");
    } catch (error) {
      setFailure(messageOf(error));
    }
  }

  async function remove(view: (typeof views)[number]) {
    try {
      await deleteTag(experimentId, view.key);
      const run = () => void setTag(experimentId, view.key, view.query).catch(report);
      toast({ text: `View “${view.name}” deleted`, action: { label: "Undo", run } });
    } catch (error) {
      report(error);
    }
  }

  function report(error: unknown) {
    toast({ text: messageOf(error), tone: "error" });
  }

  return (
    <Popover
      label="Saved views"
      open={open}
      onOpen={setOpen}
      align="end"
      trigger={
        <Button aria-label={current ? `Saved views: ${current.name}` : "Saved views"} on={current !== undefined}>
          <Icon name="star" size={14} />
          <span className={styles.label}>{current?.name ?? "Views"}</span>
        </Button>
      }
    >
      <div className={styles.views}>
        {views.length === 0 && <p className={styles.hint}>{hint}</p>}
        <ul>
          {views.map((view) => (
            <li key={view.key} className={styles.view}>
              <Button
                look="plain"
                on={view === current}
                className={styles.viewName}
                onClick={() => {
                  setSearch(() => new URLSearchParams(view.query));
                  setOpen(false);
                }}
              >
                {view.name}
              </Button>
              <Button look="plain" aria-label={`Delete the view ${view.name}`} onClick={() => void remove(view)}>
                <Icon name="trash" size={14} />
              </Button>
            </li>
          ))}
        </ul>
        <form className={styles.saveView} onSubmit={save}>
          <input
            aria-label="Name of this view"
            placeholder="Save this view as…"
            value={name}
            maxLength={100}
            onChange={(event) => setName(event.target.value)}
          />
          <Button type="submit" disabled={!name.trim()}>
            Save
          </Button>
        </form>
        {failure && (
          <p className={styles.failure} role="alert">
            {failure}
          </p>
        )}
      </div>
    </Popover>
  );
}
