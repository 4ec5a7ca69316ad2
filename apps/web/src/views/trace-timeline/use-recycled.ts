import { useEffect, useState } from "react";
import type { RowWindow } from "../../widgets/use-row-window.ts";

/** So long after the last step of a scroll the elements are put into the order of their rows. */
const restMs = 150;

/**
 * The rows of a window in the order of their elements, each with the key of its element. An element that goes out of sight
 * takes on a row that comes into sight, and while one scrolls none is made, moved or removed: that is what a frame of a
 * scroll would cost most. What stays in sight keeps its element.
 */
export function useRecycled({
  first,
  last,
  most,
}: Pick<RowWindow, "first" | "last" | "most">): [key: number, row: number][] {
  const [origin, setOrigin] = useState(first);
  useEffect(() => {
    const timer = setTimeout(() => setOrigin(first), restMs);
    return () => clearTimeout(timer);
  }, [first]);
  return recycled(first, last, most, origin);
}

/** As above, of elements that were in the order of their rows when `origin` was the first. */
export function recycled(first: number, last: number, most: number, origin: number): [key: number, row: number][] {
  const places = Array.from({ length: most }, (_, at) => first + modulo(origin + at - first, most));
  return places.filter((row) => row < last).map((row) => [row % most, row]);
}

/** 0 to below `by`, also of a negative number. */
function modulo(number: number, by: number): number {
  return ((number % by) + by) % by;
}
