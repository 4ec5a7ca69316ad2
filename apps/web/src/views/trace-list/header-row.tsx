// biome-ignore-all lint/a11y/useSemanticElements: a table element cannot lay out virtual rows, so this is an ARIA grid
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names the active row

import { Icon } from "../../widgets/icon.tsx";
import type { Column } from "./columns.ts";
import { nextSort, type Sort } from "./sort.ts";
import styles from "./trace-list.module.css";

/** The heads of the columns. A click sorts; `aria-sort` and an arrow say how. */
export function HeaderRow({
  columns,
  sort,
  onSort,
}: {
  columns: readonly Column[];
  sort: Sort;
  onSort: (sort: Sort) => void;
}) {
  return (
    <div className={styles.headGroup} role="rowgroup">
      <div className={`${styles.row} ${styles.head}`} role="row" aria-rowindex={1}>
        {columns.map((column, index) => (
          <div
            key={column.id}
            role="columnheader"
            aria-colindex={index + 1}
            aria-sort={column.sort === sort.field ? (sort.descending ? "descending" : "ascending") : undefined}
            className={styles.cell}
            data-align={column.align}
            data-column={column.id}
          >
            <HeadLabel column={column} sort={sort} onSort={onSort} />
          </div>
        ))}
      </div>
    </div>
  );
}

function HeadLabel({ column, sort, onSort }: { column: Column; sort: Sort; onSort: (sort: Sort) => void }) {
  const { sort: field } = column;
  if (!field) return <span className={column.id === "status" ? "unseen" : styles.text}>{column.label}</span>;
  return (
    <button type="button" className={styles.sort} onClick={() => onSort(nextSort(sort, field))}>
      <span className={styles.text}>{column.label}</span>
      {field === sort.field && <Icon name={sort.descending ? "arrowDown" : "arrowUp"} size={12} />}
    </button>
  );
}
