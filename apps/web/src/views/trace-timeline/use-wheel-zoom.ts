import { type RefObject, useEffect, useEffectEvent } from "react";
import { type TimeRange, type TimeScale, within, zoomAround } from "../../trace/time-scale.ts";

interface WheelZoom {
  scale: TimeScale;
  whole: TimeRange;
  narrow: boolean;
  onRange: (range: TimeRange | undefined) => void;
}

/**
 * Ctrl + wheel (and pinch on a touch pad, which browsers report as such) zooms the time axis around the pointer;
 * shift + wheel and sideways scrolling move along it.
 */
export function useWheelZoom(element: RefObject<HTMLElement | null>, zoom: WheelZoom): void {
  const onWheel = useEffectEvent((event: WheelEvent) => {
    const { scale, whole, narrow, onRange } = zoom;
    const sideways = event.deltaX || (event.shiftKey ? event.deltaY : 0);
    if (!event.ctrlKey && Math.abs(sideways) <= Math.abs(event.shiftKey ? 0 : event.deltaY)) return;
    event.preventDefault();
    const box = element.current?.getBoundingClientRect();
    if (!box || scale.widthPx === 0) return;
    const right = box.left + (element.current?.clientWidth ?? 0);
    const x = Math.max(0, event.clientX - (narrow ? box.left : right - scale.widthPx));
    if (event.ctrlKey) {
      const next = zoomAround(scale.range, whole, scale.us(x), Math.exp(event.deltaY * 0.002));
      onRange(isWhole(next, whole) ? undefined : next);
    } else {
      const byUs = scale.us(sideways) - scale.us(0);
      const next = within({ startUs: scale.range.startUs + byUs, endUs: scale.range.endUs + byUs }, whole);
      if (!isWhole(next, whole)) onRange(next);
    }
  });
  useEffect(() => {
    const box = element.current;
    // React's own wheel listeners are passive and could not keep the page from zooming.
    box?.addEventListener("wheel", onWheel, { passive: false });
    return () => box?.removeEventListener("wheel", onWheel);
  }, [element]);
}

function isWhole(range: TimeRange, whole: TimeRange): boolean {
  return range.endUs - range.startUs >= (whole.endUs - whole.startUs) * 0.9999;
}
