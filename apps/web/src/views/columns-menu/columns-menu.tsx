import { useState } from "react";
import { useSuggestedKeys } from "../../data/suggestions.ts";
import { Button } from "../../widgets/button.tsx";
import { Icon } from "../../widgets/icon.tsx";
import { Popover } from "../../widgets/popover.tsx";
import { allColumns, type ColumnId, columnOf, toggleColumn } from "../trace-list/columns.ts";
import styles from "./columns-menu.module.css";

interface ColumnsMenuProps {
  experimentIds: readonly string[];
  columns: readonly ColumnId[];
  defaults: readonly ColumnId[];
  onColumns: (columns: readonly ColumnId[]) => void;
}

/** Which columns the list has: ours, and every tag and metadata key that occurs. */
export function ColumnsMenu({ experimentIds, columns, defaults, onColumns }: ColumnsMenuProps) {
  const [open, setOpen] = useState(false);
  return (
    <Popover
      label="Columns"
      open={open}
      onOpen={setOpen}
      align="end"
      trigger={
        <Button aria-label="Columns">
          <Icon name="columns" size={14} />
          <span className={styles.label}>Columns</span>
        </Button>
      }
    >
      <Chooser experimentIds={experimentIds} columns={columns} defaults={defaults} onColumns={onColumns} />
    </Popover>
  );
}

function Chooser({ experimentIds, columns, defaults, onColumns }: ColumnsMenuProps) {
  const keys = useSuggestedKeys(experimentIds).data;
  const [text, setText] = useState("");
  const all = allColumns(keys?.tags ?? [], keys?.metadata ?? [], columns);
  const shown = all.filter((id) => columnOf(id).label.toLowerCase().includes(text.toLowerCase()));
  const groups = [
    { title: "Columns", ids: shown.filter((id) => !id.includes(":")) },
    { title: "Tags", ids: shown.filter((id) => id.startsWith("tag:")) },
    { title: "Metadata", ids: shown.filter((id) => id.startsWith("meta:")) },
  ].filter(({ ids }) => ids.length > 0);
  return (
    <div className={styles.chooser}>
      <input
        className={styles.search}
        aria-label="Find a column"
        placeholder="Find a column, tag or metadata key"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <div className={styles.groups}>
        {groups.map(({ title, ids }) => (
          <fieldset key={title} className={styles.group}>
            <legend>{title}</legend>
            {ids.map((id) => (
              <label key={id} className={styles.choice}>
                <input
                  type="checkbox"
                  checked={columns.includes(id)}
                  disabled={id === "name"}
                  onChange={() => onColumns(toggleColumn(columns, id, all))}
                />
                <span>{columnOf(id).label}</span>
              </label>
            ))}
          </fieldset>
        ))}
        {groups.length === 0 && <p className={styles.none}>No column is called “{text}”.</p>}
      </div>
      <div className={styles.foot}>
        <Button look="plain" onClick={() => onColumns(defaults)}>
          Default columns
        </Button>
      </div>
    </div>
  );
}
