import { useEffect, useEffectEvent, useRef } from "react";
import type { TraceSummary } from "../../data/messages.ts";

/** Calls `onFirst` when a list that was waiting for its first trace gets one. */
export function useFirstTrace(
  isWaiting: boolean,
  first: TraceSummary | undefined,
  onFirst: (trace: TraceSummary) => void,
): void {
  const waited = useRef(false);
  const report = useEffectEvent(onFirst);
  useEffect(() => {
    if (isWaiting) waited.current = true;
    else if (first && waited.current) {
      waited.current = false;
      report(first);
    }
  }, [isWaiting, first]);
}
