import { type RefObject, useRef } from "react";
import { useLocation } from "react-router";

/**
 * Remembers how far a list is scrolled for each entry of the browser's history, so that "back" comes back to the row.
 * `remembered` is at most `longest`: what was further down is not loaded any more after a reload.
 */
export function useScrollMemory(scroller: RefObject<HTMLElement | null>, longest: number) {
  const location = useLocation();
  const key = `spanloom.scroll.${location.key}${location.pathname}${location.search}`;
  const remembered = useRef(Math.max(0, Math.min(longest, Number(sessionStorage.getItem(key)) || 0)));
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  return {
    remembered: remembered.current,
    remember() {
      clearTimeout(timer.current);
      const top = scroller.current?.scrollTop ?? 0;
      timer.current = setTimeout(() => sessionStorage.setItem(key, String(top)), 150);
    },
  };
}
