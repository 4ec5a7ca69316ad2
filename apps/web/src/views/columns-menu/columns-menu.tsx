import { useState } from "react";
import { useSuggestedKeys } from "../../data/suggestions.ts";
import { Button } from "../../widgets/button.tsx";
import { Icon } from "../../widgets/icon.tsx";
import { Popover } from "../../widgets/popover.tsx";
import { narrow, useMediaQuery } from "../../widgets/use-media-query.ts";
import { allColumns, type ColumnId, columnOf, toggleColumn } from "../trace-list/columns.ts";
import type { Sort } from "../trace-list/sort.ts";
import styles from "./columns-menu.module.css";
import { SortChooser } from "./sort-chooser.tsx";

interface ColumnsMenuProps {
  sort: Sort;
  onSort: (sort: Sort) => void;
  experimentIds: readonly string[];
  columns: readonly ColumnId[];
  defaults: readonly ColumnId[];
  onColumns: (columns: readonly ColumnId[]) => void;
}

/**
 * Which columns the list has (ours, and every tag and metadata key that occurs) and how it is ordered. A narrow screen
 * shows cards in place of columns, so there only the order is left.
 */
export function ColumnsMenu(props: ColumnsMenuProps) {
  const cards = useMediaQuery(narrow);
  const label = cards ? "Order" : "Columns";
  const [open, setOpen] = useState(false);
  return (
    <Popover
      label={label}
      open={open}
      onOpen={setOpen}
      align="end"
      trigger={
        <Button aria-label={label}>
          <Icon name="columns" size={14} />
          <span className={styles.label}>Columns</span>
        </Button>
      }
    >
      <div className={styles.chooser}>
        {!cards && <ColumnChooser {...props} />}
        <SortChooser sort={props.sort} onSort={props.onSort} />
      </div>
    </Popover>
  );
}

function ColumnChooser({ experimentIds, columns, defaults, onColumns }: ColumnsMenuProps) {
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
    <>
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
    </>
  );
}
