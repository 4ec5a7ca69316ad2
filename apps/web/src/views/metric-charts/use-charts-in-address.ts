import { useCallback, useMemo } from "react";
import { useAddressedQuery } from "../../widgets/use-addressed-query.ts";
import { type ChartsState, readChartsState, writeChartsState } from "./charts-state.ts";

/** What changes many times a second while the reader drags or types is one step of the history. */
const continuous: readonly (keyof ChartsState)[] = ["smoothing", "find"];

/** The state of the charts as a part of this page's address. */
export function useChartsInAddress(): [ChartsState, (change: Partial<ChartsState>) => void] {
  const [search, setSearch] = useAddressedQuery();
  const state = useMemo(() => readChartsState(search), [search]);
  const change = useCallback(
    (part: Partial<ChartsState>) => {
      const replace = Object.keys(part).every((name) => continuous.includes(name as keyof ChartsState));
      setSearch(
        (now) => {
          writeChartsState(now, { ...readChartsState(now), ...part });
          return now;
        },
        { replace, preventScrollReset: true },
      );
    },
    [setSearch],
  );
  return [state, change];
}
