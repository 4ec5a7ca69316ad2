import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";

/** Rows to draw, and how to bring one into sight. */
export interface RowWindow {
  readonly scroller: RefObject<HTMLDivElement | null>;
  /** The sticky box that the rows are drawn into. */
  readonly content: RefObject<HTMLDivElement | null>;
  readonly first: number;
  /** Not included. */
  readonly last: number;
  /** So many rows there are to draw at the most, wherever one scrolls. */
  readonly most: number;
  readonly heightPx: number;
  /** Where a row stands in the content box. It stays there while it is in sight, so that a scroll repaints no row. */
  topPx(row: number): number;
  /** Height of the content box, wherever one scrolls. */
  contentPx: number;
  /** Height to give the spacer, so that the scrollbar is right. */
  readonly spacerPx: number;
  /** Scrolls a row into sight: a near one just so far, a far one into the middle. */
  show(row: number): void;
}

/**
 * Browsers cap the height of an element between 16 and 33 million pixels. Past this height the scrollbar's way is
 * stretched over the rows.
 */
const tallestPx = 10_000_000;
/** A row that is at most this far out of sight is near. */
const nearRows = 3;

/**
 * A window over rows of one height, under a sticky head of `headPx` in the same scroller. The rows live in a sticky box that does not scroll by itself: a scroll only tells
 * which rows to draw there. So even the fastest jump never shows a blank frame, which rows that the compositor scrolls
 * ahead of us would.
 */
export function useRowWindow(count: number, rowPx: number, headPx = 0): RowWindow {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const [first, setFirst] = useState(0);
  const [heightPx, setHeight] = useState(() => Math.min(window.innerHeight, 1_000));
  const totalPx = count * rowPx;
  const spacerPx = Math.max(Math.min(totalPx, tallestPx), heightPx);
  const stretch = spacerPx > heightPx && totalPx > spacerPx ? (totalPx - heightPx) / (spacerPx - heightPx) : 1;

  const place = useCallback(() => {
    const top = (scroller.current?.scrollTop ?? 0) * stretch;
    const at = Math.max(0, Math.min(Math.floor(top / rowPx), count - 1));
    if (content.current) content.current.style.transform = `translateY(${Math.round(anchorOf(at) * rowPx - top)}px)`;
    return at;
  }, [count, rowPx, stretch]);

  useLayoutEffect(() => {
    const box = scroller.current;
    if (!box) return;
    setFirst(place());
    const onScroll = () => {
      const at = place();
      flushSync(() => setFirst(at));
    };
    const measured = new ResizeObserver(() => {
      setHeight(Math.max(0, box.clientHeight - headPx));
      setFirst(place());
    });
    box.addEventListener("scroll", onScroll, { passive: true });
    measured.observe(box);
    return () => {
      box.removeEventListener("scroll", onScroll);
      measured.disconnect();
    };
  }, [place, headPx]);

  const show = useCallback(
    (row: number) => {
      const box = scroller.current;
      if (!box) return;
      const height = box.clientHeight - headPx;
      const top = box.scrollTop * stretch;
      const rowTop = row * rowPx;
      const outsidePx = Math.max(top - rowTop, rowTop + rowPx - top - height);
      if (outsidePx <= 0) return;
      const near = rowTop < top ? rowTop - rowPx : rowTop + 2 * rowPx - height;
      box.scrollTop = Math.max(0, outsidePx > nearRows * rowPx ? rowTop - height / 2 : near) / stretch;
      setFirst(place());
    },
    [place, rowPx, headPx, stretch],
  );

  const start = Math.min(first, Math.max(0, count - 1));
  const anchor = anchorOf(start);
  const topPx = (row: number) => (row - anchor) * rowPx;
  const most = Math.ceil(heightPx / rowPx) + 1;
  const last = Math.min(count, start + most);
  const contentPx = (anchorEvery + most) * rowPx;
  return { scroller, content, first: start, last, most, heightPx, topPx, contentPx, spacerPx, show };
}

/** Rows are placed from here: far enough apart to be rare, near enough that the content box stays small. */
const anchorEvery = 512;

function anchorOf(row: number): number {
  return row - (row % anchorEvery);
}
