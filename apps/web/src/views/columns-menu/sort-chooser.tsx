import { Button } from "../../widgets/button.tsx";
import { Icon } from "../../widgets/icon.tsx";
import type { TableSort } from "../../widgets/table/column.ts";
import { type SortField, sortFields } from "../trace-list/sort.ts";
import styles from "./columns-menu.module.css";

const labels: Record<SortField, string> = {
  start_time: "Time",
  duration: "Duration",
  cost: "Cost",
  tokens: "Tokens",
  span_count: "Spans",
  error_count: "Errors",
  name: "Name",
};

/** By which field the list is ordered, and which end comes first. */
export function SortChooser({ sort, onSort }: { sort: TableSort; onSort: (sort: TableSort) => void }) {
  return (
    <div className={styles.sort}>
      <label className={styles.sortField}>
        Sort by
        <select value={sort.column} onChange={(event) => onSort({ ...sort, column: event.target.value })}>
          {sortFields.map((field) => (
            <option key={field} value={field}>
              {labels[field]}
            </option>
          ))}
        </select>
      </label>
      <Button
        look="plain"
        aria-label={sort.descending ? "Largest first: turn round" : "Smallest first: turn round"}
        onClick={() => onSort({ ...sort, descending: !sort.descending })}
      >
        <Icon name={sort.descending ? "arrowDown" : "arrowUp"} />
      </Button>
    </div>
  );
}
