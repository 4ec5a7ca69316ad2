import { useCallback, useMemo } from "react";
import { useSearchParams } from "react-router";
import { type RunListState, readRunListState, writeRunListState } from "../../views/run-list/list-state.ts";

/** The state of the table as the URL has it. Each change is an entry of the browser's history, so that "back" undoes it. */
export function useRunListState(): [RunListState, (change: Partial<RunListState>) => void] {
  const [search, setSearch] = useSearchParams();
  const state = useMemo(() => readRunListState(search), [search]);
  const change = useCallback(
    (part: Partial<RunListState>) =>
      setSearch((before) => {
        const next = new URLSearchParams(before);
        writeRunListState(next, { ...readRunListState(before), ...part });
        return next;
      }),
    [setSearch],
  );
  return [state, change];
}
