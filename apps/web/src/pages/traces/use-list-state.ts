import { useCallback, useMemo } from "react";
import type { ColumnId } from "../../views/trace-list/columns.ts";
import { type ListState, readListState, writeListState } from "../../views/trace-list/list-state.ts";
import { useAddressedQuery } from "../../widgets/use-addressed-query.ts";

/** The state of the list as the URL has it. Each change is an entry of the browser's history, so that "back" undoes it. */
export function useListState(defaults: readonly ColumnId[]): [ListState, (change: Partial<ListState>) => void] {
  const [search, setSearch] = useAddressedQuery();
  const state = useMemo(() => readListState(search, defaults), [search, defaults]);
  const change = useCallback(
    (part: Partial<ListState>) =>
      setSearch((now) => writeListState({ ...readListState(now, defaults), ...part }, defaults)),
    [setSearch, defaults],
  );
  return [state, change];
}
