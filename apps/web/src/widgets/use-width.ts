import { type RefObject, useLayoutEffect, useState } from "react";

/**
 * The inner width of an element in pixels, 0 before it is laid out. Where another value is given for `layout`, on which the
 * width depends, it is measured anew before the frame is painted, and not in the next one.
 */
export function useWidth(element: RefObject<HTMLElement | null>, layout?: string): number {
  const [widthPx, setWidth] = useState(0);
  useLayoutEffect(() => {
    const box = element.current;
    if (!box) return;
    const measure = () => setWidth(box.clientWidth);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    return () => observer.disconnect();
  }, [element, layout]);
  return widthPx;
}
