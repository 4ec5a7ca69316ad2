import { useState } from "react";
import { allOpen, type Collapse } from "../../trace/collapse.ts";
import type { TreeFilter } from "../../trace/find.ts";
import type { PageState } from "./page-state.ts";
import type { UpdatePage } from "./use-page-state.ts";

/**
 * What is closed. A filter that narrows the tree starts with everything open, because what it found shall be seen, and
 * what is closed meanwhile is forgotten with it; otherwise it stands in the address.
 */
export function useCollapse(
  state: PageState,
  update: UpdatePage,
  narrowing: TreeFilter | undefined,
): [Collapse, (collapse: Collapse) => void] {
  const [during, setDuring] = useState<{ filter: TreeFilter; collapse: Collapse } | undefined>();
  if (!narrowing) return [state.collapse, (collapse) => update({ collapse })];
  const current = during?.filter === narrowing ? during.collapse : allOpen;
  return [current, (collapse) => setDuring({ filter: narrowing, collapse })];
}
