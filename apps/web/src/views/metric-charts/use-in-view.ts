import { type RefObject, useEffect, useState } from "react";

/**
 * True from the moment the element comes near the window on: what is far below need not be fetched or drawn. Nothing is
 * looked at while `isHeldBack`, for what comes before it.
 */
export function useInView(element: RefObject<Element | null>, isHeldBack = false): boolean {
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    if (!element.current || seen || isHeldBack) return;
    const observer = new IntersectionObserver(
      (entries) => entries.some((entry) => entry.isIntersecting) && setSeen(true),
      {
        rootMargin: "300px",
      },
    );
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element, seen, isHeldBack]);
  return seen;
}
