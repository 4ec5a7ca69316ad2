import { useMemo, useState } from "react";
import type { TableSelection } from "../../widgets/table/selection.ts";

export interface BulkSelection extends TableSelection {
  /** All that match are meant, those that are not loaded too. */
  readonly isAll: boolean;
  readonly selectAll: () => void;
  readonly clear: () => void;
}

/**
 * What is selected in a list: rows, or all that match. Rows stay selected when the list is narrowed otherwise, so that two
 * of different lists can be compared; "all" is of one list alone.
 *
 * @param listKey tells lists apart: the filter and all else that decides what matches.
 * @param keys of the rows that are loaded.
 */
export function useSelection(listKey: string, keys: readonly string[]): BulkSelection {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(nothing);
  const [allOf, setAllOf] = useState<string | undefined>();
  const isAll = allOf === listKey;
  const selected = useMemo(() => (isAll ? new Set(keys) : chosen), [isAll, keys, chosen]);
  return {
    selected,
    isAll,
    onSelected(next) {
      setAllOf(undefined);
      setChosen(next);
    },
    selectAll: () => setAllOf(listKey),
    clear() {
      setAllOf(undefined);
      setChosen(nothing);
    },
  };
}

const nothing: ReadonlySet<string> = new Set();
