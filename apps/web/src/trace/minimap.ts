import { isFailed, isPlaceholder, type SpanTree } from "./span-tree.ts";
import type { TimeScale } from "./time-scale.ts";

/** Colours as 32-bit words in the byte order of a canvas' pixels. */
export interface MinimapColours {
  /** By index into the tree's types. */
  readonly types: Uint32Array;
  readonly error: number;
  readonly background: number;
}

/**
 * Paints every span of a trace into a picture, one after another from top to bottom: the whole trace at a glance. Where
 * there are more spans than lines, several share one; failed spans are painted last, so that none is covered.
 */
export function paintMinimap(
  tree: SpanTree,
  scale: TimeScale,
  pixels: Uint32Array,
  heightPx: number,
  colours: MinimapColours,
): void {
  const width = Math.floor(scale.widthPx);
  pixels.fill(colours.background);
  if (tree.count === 0) return;
  const lines = heightPx / tree.count;
  const thick = Math.max(1, Math.min(Math.floor(lines), 4));
  const paint = (row: number, colour: number) => {
    const left = Math.max(0, Math.floor(scale.x(tree.startUs[row] ?? 0)));
    const right = Math.min(width, Math.max(left + 1, Math.ceil(scale.x(tree.endUs[row] ?? 0))));
    const top = Math.floor(row * lines);
    for (let line = top; line < top + thick && line < heightPx; line++) {
      pixels.fill(colour, line * width + left, line * width + right);
    }
  };
  for (let row = 0; row < tree.count; row++) {
    if (!isPlaceholder(tree, row)) paint(row, colours.types[tree.type[row] ?? -1] ?? colours.error);
  }
  // Only the spans that raised an error: its callers span half the trace and would paint it red.
  for (let row = 0; row < tree.count; row++)
    if (isFailed(tree, row) && tree.errors[row] === 1) paint(row, colours.error);
}
