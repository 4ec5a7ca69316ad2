import {
  type KeyboardEvent,
  type MouseEvent,
  type Ref,
  useEffect,
  useEffectEvent,
  useImperativeHandle,
  useMemo,
  useRef,
} from "react";
import type { CriticalPath, CriticalStretch } from "../../trace/critical-path.ts";
import type { Warp } from "../../trace/gaps.ts";
import { positionOf, type Rows } from "../../trace/rows.ts";
import { idOf, type SpanTree } from "../../trace/span-tree.ts";
import type { SpansHandle } from "../../trace/spans-handle.ts";
import { type TimeRange, timeScale } from "../../trace/time-scale.ts";
import { useRemembered } from "../../widgets/use-remembered.ts";
import { useRowWindow } from "../../widgets/use-row-window.ts";
import { useShortcuts } from "../../widgets/use-shortcuts.ts";
import { useWidth } from "../../widgets/use-width.ts";
import { Bars } from "./bars.tsx";
import { type Columns, gridColumns, shownColumns } from "./columns.ts";
import { gridMove } from "./grid-keys.ts";
import { HeaderRow } from "./header-row.tsx";
import { Minimap } from "./minimap.tsx";
import { TimelineRow } from "./timeline-row.tsx";
import styles from "./trace-timeline.module.css";
import { useKeepPlace } from "./use-keep-place.ts";
import { useRecycled } from "./use-recycled.ts";
import { useWheelZoom } from "./use-wheel-zoom.ts";

export interface TraceTimelineProps {
  tree: SpanTree;
  rows: Rows;
  /** Position of the active row on the screen, -1 for none. */
  activeAt: number;
  /** Rows of the tree that find found, ascending, and as marks. */
  hits: Int32Array;
  hitMarks: Uint8Array | undefined;
  /** The text looked for. */
  mark: string;
  critical: CriticalPath | undefined;
  whole: TimeRange;
  range: TimeRange;
  warp: Warp | undefined;
  columns: Columns;
  /** `merge`: by a key, one of many small steps. */
  onActivate: (at: number, how?: "merge") => void;
  /** Enter or a click on the active row: on to its details. */
  onOpen: (at: number) => void;
  onToggle: (at: number) => void;
  onHover: (at: number) => void;
  /** Undefined: the whole trace. */
  onRange: (range: TimeRange | undefined) => void;
  /** A double click on a bar. */
  onFit: (at: number) => void;
  ref?: Ref<SpansHandle>;
}

const levelPx = 14;
const headPx = 26;
const narrowPx = 560;
const rowPx = 28;
/** Fingers need more. */
const narrowRowPx = 36;

/** Tree and time axis as one grid of virtual rows, with the whole trace as a minimap above. */
export function TraceTimeline(props: TraceTimelineProps) {
  const { tree, rows, activeAt, columns, whole, range, warp, critical } = props;
  const frame = useRef<HTMLDivElement>(null);
  const ruler = useRef<HTMLDivElement>(null);
  const widthPx = useWidth(frame);
  const narrow = widthPx > 0 && widthPx < narrowPx;
  const height = narrow ? narrowRowPx : rowPx;
  const [treeShare, rememberShare] = useRemembered("trace.tree-share", (stored) =>
    typeof stored === "number" && stored >= 0.15 && stored <= 0.85 ? stored : treeShares[0]!,
  );
  const shown = useMemo(() => shownColumns(columns, widthPx, narrow), [columns, widthPx, narrow]);
  const grid = gridColumns(shown, widthPx, treeShare, narrow);
  const rulerPx = useWidth(ruler, grid);
  const timePx = narrow ? widthPx : rulerPx;
  const scale = useMemo(() => timeScale(range, timePx, warp), [range, timePx, warp]);
  const view = useRowWindow(rows.count, height, headPx);
  const elements = useRecycled(view);
  const stretches = useMemo(() => byRow(critical), [critical]);

  useShortcuts({ t: () => rememberShare(nextShare(treeShare)) });
  useKeepPlace(tree, rows, view.scroller, height);
  useWheelZoom(view.scroller, { scale, whole, narrow, onRange: props.onRange });
  useImperativeHandle(props.ref, () => ({
    focus: () => view.scroller.current?.focus({ preventScroll: true }),
    show: view.show,
  }));
  // Only another span scrolls: in a growing trace the same one may move, and a reader may look elsewhere.
  const activeKey = activeAt < 0 ? "" : keyOf(tree, rows, activeAt);
  const showActive = useEffectEvent(() => view.show(activeAt));
  useEffect(() => {
    if (activeKey !== "") showActive();
  }, [activeKey]);

  function onKeyDown(event: KeyboardEvent) {
    const perPage = Math.max(1, Math.floor(view.heightPx / height) - 1);
    const move = gridMove(event, rows, activeAt, perPage);
    if (!move) return;
    event.preventDefault();
    if (move.do === "toggle") props.onToggle(move.at);
    else if (move.do === "open") props.onOpen(move.at);
    else props.onActivate(move.at, "merge");
  }

  function onClick(event: MouseEvent) {
    const at = rowUnder(event);
    if (at < 0) return;
    const target = event.target as Element;
    if (target.closest("[data-twisty]")) props.onToggle(at);
    else if (event.detail === 2 && target.closest("[data-time]")) props.onFit(at);
    else if (event.detail === 2 && rows.expansion[at] !== 0) props.onToggle(at);
    else if (narrow) props.onOpen(at);
    else props.onActivate(at);
  }

  const mostLevels = Math.max(2, Math.floor((narrow ? widthPx * 0.4 : widthPx * treeShare * 0.5) / levelPx));
  return (
    <div
      ref={frame}
      className={styles.frame}
      data-narrow={narrow || undefined}
      style={
        {
          "--grid": grid,
          "--row": `${height}px`,
          "--level": `${levelPx}px`,
          "--head": `${headPx}px`,
        } as React.CSSProperties
      }
    >
      <Minimap
        tree={tree}
        whole={whole}
        range={range}
        warp={warp}
        hits={props.hits}
        sight={sightOf(rows, view.first, view.last)}
        onRange={props.onRange}
        onRow={(row) => {
          const at = nearestPosition(rows, tree, row);
          if (at >= 0) view.show(at);
        }}
      />
      <div
        ref={view.scroller}
        className={styles.grid}
        role="treegrid"
        aria-label="Spans"
        aria-rowcount={rows.count + 1}
        aria-readonly="true"
        tabIndex={0}
        {...(activeAt >= view.first && activeAt < view.last && { "aria-activedescendant": domId(activeAt) })}
        onKeyDown={onKeyDown}
        onClick={onClick}
        onPointerOver={(event) => {
          const at = event.pointerType === "mouse" ? rowUnder(event) : -1;
          if (at >= 0) props.onHover(at);
        }}
      >
        <HeaderRow
          columns={shown}
          scale={scale}
          narrow={narrow}
          rulerRef={ruler}
          widthPx={widthPx}
          treeShare={treeShare}
          onTreeShare={rememberShare}
          onRange={props.onRange}
        />
        <div className={styles.spacer} style={{ height: view.spacerPx }} role="presentation">
          <div className={styles.sight} style={{ height: view.heightPx }} role="presentation">
            <div ref={view.content} className={styles.rows} style={{ height: view.contentPx }} role="presentation">
              {elements.map(([key, at]) => (
                <TimelineRow
                  key={key}
                  domId={domId(at)}
                  tree={tree}
                  rows={rows}
                  at={at}
                  topPx={view.topPx(at)}
                  active={at === activeAt}
                  hit={props.hitMarks?.[rows.span[at] ?? 0] === 1 && rows.members[at] === 0}
                  mark={props.mark}
                  columns={shown}
                  mostLevels={mostLevels}
                  dimmed={critical !== undefined && critical.onPath[rows.span[at] ?? 0] !== 1}
                />
              ))}
              <Bars
                tree={tree}
                rows={rows}
                first={view.first}
                last={view.last}
                rowPx={height}
                fromPx={view.topPx(0)}
                heightPx={view.contentPx}
                narrow={narrow}
                scale={scale}
                critical={critical}
                stretches={stretches}
              />
            </div>
          </div>
        </div>
      </div>
    </div>
  );
}

function byRow(critical: CriticalPath | undefined): Map<number, CriticalStretch[]> | undefined {
  if (!critical) return undefined;
  const rows = new Map<number, CriticalStretch[]>();
  for (let at = critical.stretches.length - 1; at >= 0; at--) {
    const stretch = critical.stretches[at];
    if (!stretch) continue;
    const known = rows.get(stretch.row);
    if (known) known.push(stretch);
    else rows.set(stretch.row, [stretch]);
  }
  return rows;
}

/** The position of a row, or of the next shown one before it where a filter hides it. */
function nearestPosition(rows: Rows, tree: SpanTree, row: number): number {
  for (let near = row; near >= 0; near--) {
    const at = positionOf(rows, tree, near);
    if (at >= 0) return at;
  }
  return -1;
}

/** The first and the last row of the tree in sight. */
function sightOf(rows: Rows, from: number, to: number): { first: number; last: number } {
  const inSight = rows.span.subarray(from, to);
  if (inSight.length === 0) return { first: 0, last: 0 };
  if (!rows.position) return { first: inSight[0]!, last: inSight.at(-1)! };
  return { first: Math.min(...inSight), last: Math.max(...inSight) };
}

/** How much of the width the tree takes: even, little, much. */
const treeShares = [0.54, 0.3, 0.8];

function nextShare(share: number): number {
  return treeShares[(treeShares.indexOf(share) + 1) % treeShares.length]!;
}

function rowUnder(event: { target: EventTarget }): number {
  const row = (event.target as Element).closest<HTMLElement>("[data-at]");
  return row ? Number(row.dataset.at) : -1;
}

function keyOf(tree: SpanTree, rows: Rows, at: number): string {
  const id = idOf(tree, rows.span[at] ?? -1) || String(at);
  return (rows.members[at] ?? 0) > 0 ? `g${id}` : id;
}

function domId(at: number): string {
  return `span-row-${at}`;
}
