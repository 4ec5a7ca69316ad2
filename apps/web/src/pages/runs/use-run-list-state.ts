import { useCallback, useMemo } from "react";
import { type RunListState, readRunListState, writeRunListState } from "../../views/run-list/list-state.ts";
import { useAddressedQuery } from "../../widgets/use-addressed-query.ts";

/** The state of the table as the URL has it. Each change is an entry of the browser's history, so that "back" undoes it. */
export function useRunListState(): [RunListState, (change: Partial<RunListState>) => void] {
  const [search, setSearch] = useAddressedQuery();
  const state = useMemo(() => readRunListState(search), [search]);
  const change = useCallback(
    (part: Partial<RunListState>) =>
      setSearch((now) => {
        writeRunListState(now, { ...readRunListState(now), ...part });
        return now;
      }),
    [setSearch],
  );
  return [state, change];
}
