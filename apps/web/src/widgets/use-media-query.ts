import { useCallback, useSyncExternalStore } from "react";

/** Whether a media query holds, for the few things that CSS alone cannot arrange. */
export function useMediaQuery(query: string): boolean {
  return useSyncExternalStore(
    useCallback(
      (notify) => {
        const list = window.matchMedia(query);
        list.addEventListener("change", notify);
        return () => list.removeEventListener("change", notify);
      },
      [query],
    ),
    () => window.matchMedia(query).matches,
  );
}

/** Phones and very narrow windows: the rail is a bar at the bottom and tables become cards. */
export const narrow = "(max-width: 640px)";
