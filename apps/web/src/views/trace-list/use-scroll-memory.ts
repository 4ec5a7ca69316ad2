import { type RefObject, useRef } from "react";
import { useLocation } from "react-router";

/** Remembers how far a list is scrolled for each entry of the browser's history, so that "back" comes back to the row. */
export function useScrollMemory(scroller: RefObject<HTMLElement | null>): { remembered: number; remember: () => void } {
  const key = `spanloom.scroll.${useLocation().key}`;
  const remembered = useRef(Number(sessionStorage.getItem(key)) || 0);
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
