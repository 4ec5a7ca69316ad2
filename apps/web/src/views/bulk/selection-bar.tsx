import type { ReactNode } from "react";
import { Button } from "../../widgets/button.tsx";
import { formatTotal } from "../../widgets/format/quantity.ts";
import styles from "./bulk.module.css";
import type { BulkSelection } from "./use-selection.ts";

interface SelectionBarProps {
  readonly selection: BulkSelection;
  /** How many are selected, among those that are loaded. */
  readonly count: number;
  /** "run" or "trace". */
  readonly noun: string;
  /** How many match in all; undefined while it is not known. */
  readonly total: number | undefined;
  readonly totalIsLowerBound?: boolean;
  /** More match than are loaded and selected. */
  readonly hasMore: boolean;
  /** What can be done with them. */
  readonly children: ReactNode;
}

/** What is selected, and what can be done with it. It belongs below the list, so that no row moves when the first is selected. */
export function SelectionBar({
  selection,
  count,
  noun,
  total,
  totalIsLowerBound = false,
  ...props
}: SelectionBarProps) {
  const all =
    total === undefined ? `all ${noun}s that match` : `all ${formatTotal(total, totalIsLowerBound)} that match`;
  return (
    <div className={styles.selection}>
      <span role="status">{selection.isAll ? `${capital(all)}` : `${counted(count, noun)} selected`}</span>
      {!selection.isAll && props.hasMore && (
        <Button look="plain" className={styles.all} onClick={selection.selectAll}>
          Select {all}
        </Button>
      )}
      {props.children}
      <Button look="plain" onClick={selection.clear}>
        Clear
      </Button>
    </div>
  );
}

/** `1 run`, `1,200 runs`. */
export function counted(count: number, noun: string): string {
  return `${formatTotal(count, false)} ${noun}${count === 1 ? "" : "s"}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
