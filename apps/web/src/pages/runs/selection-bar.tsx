import { type FormEvent, useState } from "react";
import { useNavigate } from "react-router";
import type { Run } from "../../data/messages.ts";
import { useRunsChanges } from "../../data/run-list.ts";
import { Button } from "../../widgets/button.tsx";
import { Icon } from "../../widgets/icon.tsx";
import { Popover } from "../../widgets/popover.tsx";
import { useToast } from "../../widgets/toast/toasts.tsx";
import styles from "./runs-page.module.css";

interface SelectionBarProps {
  /** The loaded runs. */
  readonly runs: readonly Run[];
  /** Keys of rows; those of groups among them stand for nothing here. */
  readonly selected: ReadonlySet<string>;
  readonly onSelected: (selected: ReadonlySet<string>) => void;
  readonly view: "active" | "deleted";
}

const mostCompared = 100;

/** What can be done with the selected runs. Deleting, restoring and tagging can be taken back. */
export function SelectionBar({ runs, selected, onSelected, view }: SelectionBarProps) {
  const navigate = useNavigate();
  const toast = useToast();
  const changes = useRunsChanges();
  const chosen = runs.filter(({ info }) => selected.has(info.run_id));
  const ids = chosen.map(({ info }) => info.run_id);
  const clear = () => onSelected(new Set());
  const count = `${ids.length} ${ids.length === 1 ? "run" : "runs"}`;

  async function act(text: string, run: () => Promise<void>, undo: () => Promise<void>) {
    const failed = (error: unknown) =>
      toast({ text: error instanceof Error ? error.message : String(error), tone: "error" });
    try {
      await run();
      toast({ text, action: { label: "Undo", run: () => void undo().catch(failed) } });
    } catch (error) {
      failed(error);
    }
  }

  function onDelete() {
    clear();
    const { remove, restore } = changes;
    if (view === "deleted") {
      return void act(
        `${count} restored`,
        () => restore(ids),
        () => remove(ids),
      );
    }
    return void act(
      `${count} deleted`,
      () => remove(ids),
      () => restore(ids),
    );
  }

  function onTag(key: string, value: string) {
    const before = chosen.map(({ info, data }) => ({
      id: info.run_id,
      value: data?.tags?.find((tag) => tag.key === key)?.value,
    }));
    void act(
      `${key} set on ${count}`,
      () => changes.setTag(ids, key, value),
      async () => {
        const without = before.flatMap(({ id, value: old }) => (old === undefined ? id : []));
        const olds = new Set(before.flatMap(({ value: old }) => old ?? []));
        await changes.deleteTag(without, key);
        for (const old of olds) {
          const having = before.flatMap(({ id, value: had }) => (had === old ? id : []));
          await changes.setTag(having, key, old);
        }
      },
    );
  }

  return (
    <div className={styles.selection}>
      <span role="status">{count} selected</span>
      <Button
        disabled={ids.length < 2 || ids.length > mostCompared}
        onClick={() => void navigate(`/compare/runs?ids=${ids.map(encodeURIComponent).join(",")}`)}
      >
        Compare
      </Button>
      {view === "active" && <TagButton disabled={ids.length === 0} onTag={onTag} />}
      <Button disabled={ids.length === 0} onClick={onDelete}>
        <Icon name={view === "deleted" ? "restore" : "trash"} size={14} />
        {view === "deleted" ? "Restore" : "Delete"}
      </Button>
      <Button look="plain" onClick={clear}>
        Clear
      </Button>
    </div>
  );
}

function TagButton({ disabled, onTag }: { disabled: boolean; onTag: (key: string, value: string) => void }) {
  const [open, setOpen] = useState(false);
  const [key, setKey] = useState("");
  const [value, setValue] = useState("");

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    if (!key.trim()) return;
    onTag(key.trim(), value);
    setOpen(false);
  }

  return (
    <Popover
      label="Set a tag"
      open={open}
      onOpen={setOpen}
      trigger={
        <Button disabled={disabled}>
          <Icon name="tag" size={14} />
          Tag
        </Button>
      }
    >
      <form className={styles.tagForm} onSubmit={onSubmit}>
        <input aria-label="Key" placeholder="Key" value={key} onChange={(event) => setKey(event.target.value)} />
        <input
          aria-label="Value"
          placeholder="Value"
          value={value}
          onChange={(event) => setValue(event.target.value)}
        />
        <Button type="submit" look="primary" disabled={!key.trim()}>
          Set
        </Button>
      </form>
    </Popover>
  );
}
