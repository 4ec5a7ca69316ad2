import type uPlot from "uplot";
import type { Unplaced } from "./drawn-series.ts";

/**
 * Marks where a series has a value without a place: an arrow at the upper edge for ∞, at the lower for −∞ and for what is
 * not above 0 on a log axis, and a cross at the lower edge for NaN.
 */
export function drawUnplaced(
  plot: uPlot,
  unplaced: readonly (readonly Unplaced[])[],
  colourOf: (series: number) => string,
): void {
  const { ctx, bbox } = plot;
  const size = 4 * devicePixelRatio;
  ctx.save();
  ctx.lineWidth = 1.5 * devicePixelRatio;
  unplaced.forEach((points, series) => {
    ctx.strokeStyle = colourOf(series);
    ctx.fillStyle = ctx.strokeStyle;
    for (const { x, is } of points) {
      const left = plot.valToPos(x, "x", true);
      if (left < bbox.left || left > bbox.left + bbox.width) continue;
      const bottom = bbox.top + bbox.height;
      if (is === "NaN") drawCross(ctx, left, bottom - size, size * 0.7);
      else if (is === "∞") drawArrow(ctx, left, bbox.top, size);
      else drawArrow(ctx, left, bottom, -size);
    }
  });
  ctx.restore();
}

function drawCross(ctx: CanvasRenderingContext2D, x: number, y: number, size: number): void {
  ctx.beginPath();
  ctx.moveTo(x - size, y - size);
  ctx.lineTo(x + size, y + size);
  ctx.moveTo(x + size, y - size);
  ctx.lineTo(x - size, y + size);
  ctx.stroke();
}

/** A triangle whose tip is at (x, y); a negative size points down. */
function drawArrow(ctx: CanvasRenderingContext2D, x: number, y: number, size: number): void {
  ctx.beginPath();
  ctx.moveTo(x, y);
  ctx.lineTo(x - size, y + size * 1.6);
  ctx.lineTo(x + size, y + size * 1.6);
  ctx.closePath();
  ctx.fill();
}
