import { useState } from "react";
import { useNamesInUse } from "../../data/feedback.ts";
import { useSuggestedKeys } from "../../data/suggestions.ts";
import { Button } from "../../widgets/button.tsx";
import { Icon } from "../../widgets/icon.tsx";
import { Popover } from "../../widgets/popover.tsx";
import type { TableSort } from "../../widgets/table/column.ts";
import { ColumnChooser } from "../../widgets/table/column-chooser.tsx";
import { RowHeightChoice } from "../../widgets/table/row-height-choice.tsx";
import { narrow, useMediaQuery } from "../../widgets/use-media-query.ts";
import { allColumns, type ColumnId, columnOf, toggleColumn } from "../trace-list/columns.ts";
import styles from "./columns-menu.module.css";
import { SortChooser } from "./sort-chooser.tsx";

interface ColumnsMenuProps {
  sort: TableSort;
  onSort: (sort: TableSort) => void;
  experimentIds: readonly string[];
  columns: readonly ColumnId[];
  defaults: readonly ColumnId[];
  onColumns: (columns: readonly ColumnId[]) => void;
}

/**
 * Which columns the list has (ours, and every key of tags, metadata, feedback and attributes that occurs), how it is
 * ordered and how high its rows are. A narrow screen shows cards in place of columns, so there only the order is left.
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
          <Icon name={cards ? "arrowDown" : "columns"} size={14} />
          <span className={styles.label}>Columns</span>
        </Button>
      }
    >
      <div className={styles.chooser}>
        {!cards && <TraceColumns {...props} />}
        <SortChooser sort={props.sort} onSort={props.onSort} />
        {!cards && <RowHeightChoice />}
      </div>
    </Popover>
  );
}

function TraceColumns({ experimentIds, columns, defaults, onColumns }: ColumnsMenuProps) {
  const keys = useSuggestedKeys("traces", experimentIds).data;
  const said = useNamesInUse(experimentIds.length === 1 ? (experimentIds[0] ?? "") : "");
  const all = allColumns({ tag: keys?.tags, meta: keys?.metadata, said, attr: keys?.["span.attributes"] }, columns);
  const named = (isOf: (id: ColumnId) => boolean) => all.filter(isOf).map(columnOf);
  return (
    <ColumnChooser
      groups={[
        { title: "Columns", columns: named((id) => !id.includes(":")) },
        { title: "Tags", columns: named((id) => id.startsWith("tag:")) },
        { title: "Metadata", columns: named((id) => id.startsWith("meta:")) },
        { title: "Feedback", columns: named((id) => id.startsWith("said:")) },
        { title: "Attributes of the root span", columns: named((id) => id.startsWith("attr:")) },
      ]}
      chosen={columns}
      onToggle={(id) => onColumns(toggleColumn(columns, id as ColumnId, all))}
      onDefault={() => onColumns(defaults)}
    />
  );
}
