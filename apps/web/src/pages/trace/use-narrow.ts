import { useSyncExternalStore } from "react";

const query = "(max-width: 859px)";

/** True where there is no room for the details beside the tree. */
export function useNarrow(): boolean {
  return useSyncExternalStore(listen, () => window.matchMedia(query).matches);
}

function listen(notify: () => void): () => void {
  const media = window.matchMedia(query);
  media.addEventListener("change", notify);
  return () => media.removeEventListener("change", notify);
}
