import { type RefObject, useEffect } from "react";

/** More marks than this help nobody and cost time. */
const mostMarks = 500;
const settleMs = 80;

/**
 * Marks a text wherever it stands in an element, as the browser's own search does, and keeps the marks while the
 * content changes. The element's nodes stay untouched (CSS highlights), so it works over anything drawn by anyone.
 *
 * @param name of the highlight, which a style sheet names; elements that are there together need their own.
 */
export function useTextMarks(element: RefObject<HTMLElement | null>, text: string, name = "spanloom-find"): void {
  useEffect(() => {
    const box = element.current;
    if (!box || text === "" || !("highlights" in CSS)) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const mark = () => CSS.highlights.set(name, new Highlight(...placesOf(box, text.toLowerCase())));
    const observer = new MutationObserver(() => {
      clearTimeout(timer);
      timer = setTimeout(mark, settleMs);
    });
    mark();
    observer.observe(box, { childList: true, characterData: true, subtree: true });
    return () => {
      clearTimeout(timer);
      observer.disconnect();
      CSS.highlights.delete(name);
    };
  }, [element, text, name]);
}

function placesOf(box: HTMLElement, wanted: string): Range[] {
  const places: Range[] = [];
  const nodes = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
  for (let node = nodes.nextNode(); node !== null; node = nodes.nextNode()) {
    const content = node.textContent ?? "";
    const lowered = content.toLowerCase();
    // Some characters grow when lowered; then the places would not fit.
    if (lowered.length !== content.length) continue;
    for (let at = lowered.indexOf(wanted); at >= 0; at = lowered.indexOf(wanted, at + wanted.length)) {
      const range = new Range();
      range.setStart(node, at);
      range.setEnd(node, at + wanted.length);
      if (places.push(range) === mostMarks) return places;
    }
  }
  return places;
}
