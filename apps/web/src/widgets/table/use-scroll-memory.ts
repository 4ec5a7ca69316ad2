import { type RefObject, useRef } from "react";
import { useLocation } from "react-router";

/**
 * Remembers how far a list is scrolled for each entry of the browser's history, so that "back" comes back to the row.
 * `remembered` is at most `longest`: what was further down is not loaded any more after a reload.
 */
export function useScrollMemory(scroller: RefObject<HTMLElement | null>, longest: number) {
  const location = useLocation();
  const key = `spanloom.scroll.${location.key}${location.pathname}${location.search}`;
  const remembered = useRef(Math.max(0, Math.min(longest, read(key))));
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  return {
    remembered: remembered.current,
    remember() {
      clearTimeout(timer.current);
      const top = scroller.current?.scrollTop ?? 0;
      timer.current = setTimeout(() => write(key, top), 150);
    },
  };
}

function read(key: string): number {
  try {
    return Number(sessionStorage.getItem(key)) || 0;
  } catch {
    return 0;
  }
}

function write(key: string, top: number): void {
  try {
    sessionStorage.setItem(key, String(top));
  } catch {
    // Storage that is closed to us or full costs the position, nothing else.
  }
}
