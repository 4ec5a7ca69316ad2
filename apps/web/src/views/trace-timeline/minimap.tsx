import { type PointerEvent, useEffect, useMemo, useRef, useState } from "react";
import type { Warp } from "../../trace/gaps.ts";
import { type MinimapColours, paintMinimap } from "../../trace/minimap.ts";
import type { SpanTree } from "../../trace/span-tree.ts";
import { type TimeRange, type TimeScale, timeScale } from "../../trace/time-scale.ts";
import { typeColor } from "../../widgets/type-icon.tsx";
import { useThemeName } from "../../widgets/use-theme-name.ts";
import { useWidth } from "../../widgets/use-width.ts";
import styles from "./minimap.module.css";
import { pixelColours } from "./pixel-colours.ts";
import { leastDragPx } from "./ruler.tsx";

interface MinimapProps {
  tree: SpanTree;
  whole: TimeRange;
  range: TimeRange;
  warp: Warp | undefined;
  /** First and last row of the tree in sight. */
  sight: { first: number; last: number };
  /** Rows to mark: what find found. */
  hits: Int32Array;
  onRange: (range: TimeRange | undefined) => void;
  /** A click: the row of the tree under the pointer. */
  onRow: (row: number) => void;
}

const heightPx = 48;

/** The whole trace in a strip. Drag zooms the time axis, a click goes to that place, a double click shows all again. */
export function Minimap(props: MinimapProps) {
  const { tree, whole, range, warp, sight, hits } = props;
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const widthPx = useWidth(frame);
  const theme = useThemeName();
  const scale = useMemo(() => timeScale(whole, widthPx, warp), [whole, widthPx, warp]);
  // Kept, because what is found changes with each letter that is typed, and the spans do not.
  const spans = useRef<ImageData>(undefined);
  const [drag, setDrag] = useState<{ from: number; to: number } | undefined>();

  useEffect(() => {
    spans.current = paintSpans(canvas.current!, tree, scale);
  }, [tree, scale, theme]);
  useEffect(() => {
    if (spans.current) draw(canvas.current!, spans.current, tree, scale, hits);
  }, [tree, scale, theme, hits]);

  const place = (event: PointerEvent) => {
    const box = frame.current?.getBoundingClientRect();
    return { x: Math.min(Math.max(event.clientX - (box?.left ?? 0), 0), widthPx), y: event.clientY - (box?.top ?? 0) };
  };

  function onPointerUp(event: PointerEvent) {
    if (!drag) return;
    setDrag(undefined);
    if (Math.abs(drag.to - drag.from) >= leastDragPx) {
      props.onRange({ startUs: scale.us(Math.min(drag.from, drag.to)), endUs: scale.us(Math.max(drag.from, drag.to)) });
    } else if (event.detail < 2) {
      props.onRow(Math.min(tree.count - 1, Math.max(0, Math.floor((place(event).y / heightPx) * tree.count))));
    }
  }

  const left = scale.x(range.startUs);
  const right = scale.x(range.endUs);
  const top = (sight.first / Math.max(tree.count, 1)) * heightPx;
  const bottom = ((sight.last + 1) / Math.max(tree.count, 1)) * heightPx;
  return (
    <div
      ref={frame}
      className={styles.minimap}
      title="Drag to zoom, click to go there, double click to see all"
      aria-hidden="true"
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setDrag({ from: place(event).x, to: place(event).x });
      }}
      onPointerMove={(event) => drag && setDrag({ ...drag, to: place(event).x })}
      onPointerUp={onPointerUp}
      onPointerCancel={() => setDrag(undefined)}
      onDoubleClick={() => props.onRange(undefined)}
    >
      <canvas ref={canvas} className={styles.picture} />
      <span className={styles.outside} style={{ left: 0, width: Math.max(0, left) }} />
      <span className={styles.outside} style={{ left: right, width: Math.max(0, widthPx - right) }} />
      {bottom - top < heightPx - 1 && (
        <span className={styles.sight} style={{ top, height: Math.max(bottom - top, 3), left, width: right - left }} />
      )}
      {drag && (
        <span
          className={styles.drag}
          style={{ left: Math.min(drag.from, drag.to), width: Math.abs(drag.to - drag.from) }}
        />
      )}
    </div>
  );
}

const hitPx = 3;

/** Sets the canvas' size; undefined while it has none. */
function paintSpans(canvas: HTMLCanvasElement, tree: SpanTree, scale: TimeScale): ImageData | undefined {
  const width = Math.floor(scale.widthPx);
  canvas.width = width;
  canvas.height = heightPx;
  if (width === 0) return undefined;
  const picture = new ImageData(width, heightPx);
  const colour = pixelColours();
  const colours: MinimapColours = {
    types: Uint32Array.from(tree.types, (type) => colour(typeColor(type))),
    error: colour("var(--error)"),
    background: 0,
  };
  paintMinimap(tree, scale, new Uint32Array(picture.data.buffer), heightPx, colours);
  return picture;
}

function draw(canvas: HTMLCanvasElement, spans: ImageData, tree: SpanTree, scale: TimeScale, hits: Int32Array): void {
  const context = canvas.getContext("2d");
  if (!context) return;
  context.putImageData(spans, 0, 0);
  context.fillStyle = getComputedStyle(canvas).getPropertyValue("--mark-on");
  let last = -1;
  for (const row of hits) {
    const y = Math.floor((row / tree.count) * heightPx);
    const x = Math.floor(scale.x(tree.startUs[row] ?? 0));
    const spot = y * spans.width + x;
    if (spot === last) continue;
    last = spot;
    context.fillRect(x - 1, Math.max(0, y - 1), hitPx + 1, hitPx);
  }
}
