import { memo } from "react";
import type { CriticalPath, CriticalStretch } from "../../trace/critical-path.ts";
import type { Rows } from "../../trace/rows.ts";
import { selfStretches } from "../../trace/self-time.ts";
import { isFailed, isPlaceholder, type SpanTree, typeOf } from "../../trace/span-tree.ts";
import type { TimeScale } from "../../trace/time-scale.ts";
import { typeColor } from "../../widgets/type-icon.tsx";
import styles from "./bars.module.css";

const barPx = 12;
/** Along the foot of its row. */
const narrowBarPx = 4;
const criticalPx = 2;
/** Thinner would not be seen. */
const thinnestPx = 2;
/** In a shorter bar the mark of the first token would hide the bar. */
const firstTokenFromPx = 8;

interface BarsProps {
  tree: SpanTree;
  rows: Rows;
  /** The rows in sight: the first, and the one after the last. */
  first: number;
  last: number;
  rowPx: number;
  /** Where row 0 stands in the box of rows; above it where others are in sight. */
  fromPx: number;
  /** Of the box of rows. */
  heightPx: number;
  narrow: boolean;
  scale: TimeScale;
  critical: CriticalPath | undefined;
  stretches: ReadonlyMap<number, readonly CriticalStretch[]> | undefined;
}

/** What bars are made of, in the order in which they are drawn. */
const parts = ["whole", "own", "running", "placeholder", "critical", "firstToken"] as const;
type Part = (typeof parts)[number];

/**
 * The spans in sight on the time axis, over their rows: the whole of each light, its own time dark, the first token as a mark,
 * open at the end while it runs. A folded group shows all of its members. It is one picture with a path for each colour,
 * because one in each row costs a quarter of a scrolled frame.
 */
export const Bars = memo(function Bars(props: BarsProps) {
  const { tree, rows, first, last, rowPx, fromPx, narrow, scale, critical } = props;
  const paths = new Map<string, { part: Part; color: string; isDimmed: boolean; d: string }>();
  for (let at = first; at < last; at++) {
    const row = rows.span[at] ?? 0;
    const isDimmed = critical !== undefined && critical.onPath[row] !== 1;
    const failed = isFailed(tree, row) && tree.errors[row] === 1;
    const color = failed ? "var(--error)" : typeColor(typeOf(tree, row));
    const topPx = fromPx + at * rowPx + (narrow ? rowPx - 1 - narrowBarPx : Math.ceil((rowPx - 1 - barPx) / 2));
    const place = { topPx, bottomPx: topPx + (narrow ? narrowBarPx : barPx) };
    for (const [part, d] of barOf(tree, row, rows.members[at] ?? 0, scale, place, props.stretches?.get(row))) {
      const key = `${part} ${color} ${isDimmed}`;
      const path = paths.get(key);
      if (path) path.d += d;
      else paths.set(key, { part, color, isDimmed, d });
    }
  }
  const drawn = [...paths].sort(([, a], [, b]) => parts.indexOf(a.part) - parts.indexOf(b.part));
  return (
    <svg
      className={styles.bars}
      aria-hidden="true"
      data-narrow={narrow || undefined}
      style={{ width: narrow ? "100%" : Math.max(0, scale.widthPx - 1), height: props.heightPx }}
    >
      {drawn.map(([key, { part, color, isDimmed, d }]) => (
        <path key={key} className={styles[part]} d={d} data-dimmed={isDimmed || undefined} style={{ color }} />
      ))}
    </svg>
  );
});

interface Place {
  readonly topPx: number;
  readonly bottomPx: number;
}

function barOf(
  tree: SpanTree,
  row: number,
  members: number,
  scale: TimeScale,
  place: Place,
  critical: readonly CriticalStretch[] | undefined,
): [Part, string][] {
  const spans = members > 0 ? Array.from({ length: members }, (_, index) => row + index) : [row];
  const startUs = tree.startUs[row] ?? 0;
  const endUs = spans.reduce((end, span) => Math.max(end, tree.endUs[span] ?? 0), 0);
  const whole = boxes(scale, [startUs, endUs], place);
  if (isPlaceholder(tree, row)) return [["placeholder", whole]];
  const found: [Part, string][] = [];
  // A leaf's own time is the whole of it, and would cover it.
  if (members > 0 || tree.size[row] !== 1) found.push(["whole", whole]);
  const grainUs = Math.max(scale.us(1) - scale.us(0), Number.EPSILON);
  const own =
    members > 0
      ? spans.flatMap((span) => [tree.startUs[span] ?? 0, tree.endUs[span] ?? 0])
      : selfStretches(tree, row, grainUs);
  found.push(["own", boxes(scale, own, place)]);
  if (tree.running[row] === 1 && members === 0) found.push(["running", whole]);
  if (critical) {
    const pairs = critical.flatMap((stretch) => [stretch.startUs, stretch.endUs]);
    found.push(["critical", boxes(scale, pairs, { ...place, topPx: place.bottomPx - criticalPx })]);
  }
  const ttftUs = members > 0 ? -1 : (tree.ttftUs[row] ?? -1);
  if (ttftUs >= 0 && scale.x(endUs) - scale.x(startUs) > firstTokenFromPx)
    found.push(["firstToken", `M${px(scale.x(startUs + ttftUs))} ${place.topPx}V${place.bottomPx}`]);
  return found;
}

/** Boxes from pairs start, end, cut at the edges of the picture and merged where they touch. */
function boxes(scale: TimeScale, pairs: readonly number[], { topPx, bottomPx }: Place): string {
  let path = "";
  let left = Number.NaN;
  let right = Number.NaN;
  const draw = () => {
    if (!Number.isNaN(left)) path += `M${px(left)} ${topPx}H${px(right)}V${bottomPx}H${px(left)}Z`;
  };
  for (let at = 0; at < pairs.length; at += 2) {
    const from = scale.x(pairs[at] ?? 0);
    const to = Math.max(scale.x(pairs[at + 1] ?? 0), from + thinnestPx);
    if (to < 0 || from > scale.widthPx) continue;
    const start = Math.max(from, -2);
    const end = Math.min(to, scale.widthPx + 2);
    if (start <= right + 0.5) {
      right = Math.max(right, end);
    } else {
      draw();
      left = start;
      right = end;
    }
  }
  draw();
  return path;
}

function px(x: number): string {
  return String(Math.round(x * 10) / 10);
}
