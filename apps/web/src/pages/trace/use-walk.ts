import { useLocation, useNavigate } from "react-router";
import { neighbours, readWalk } from "../../views/trace-list/trace-walk.ts";
import { useShortcuts } from "../../widgets/use-shortcuts.ts";

/** The list that this trace was opened from, and how to go to the ones before and behind it: `j`, `k`. */
export interface Walk {
  readonly list: string;
  /** Undefined at the end of what the list had loaded. */
  readonly onPrevious: (() => void) | undefined;
  readonly onNext: (() => void) | undefined;
}

/** Undefined for a page that was opened by its link. */
export function useWalk(traceId: string): Walk | undefined {
  const { state } = useLocation();
  const navigate = useNavigate();
  const walk = readWalk(state);
  const { previous, next } = walk ? neighbours(walk, traceId) : {};
  const to = (id: string | undefined) => id && (() => void navigate(`/traces/${id}`, { state: { walk } }));
  const onPrevious = to(previous) || undefined;
  const onNext = to(next) || undefined;
  useShortcuts({ ...(onPrevious && { k: onPrevious }), ...(onNext && { j: onNext }) });
  return walk && { list: walk.list, onPrevious, onNext };
}
