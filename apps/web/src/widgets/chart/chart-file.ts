import { csvText } from "../format/csv.ts";
import { saveFile } from "../save-file.ts";
import { themeColours } from "./plot-options.ts";
import { type ChartSeries, colourOf, type XKind } from "./series.ts";

const xNames: Record<XKind, string> = { step: "step", time: "timestamp_ms", relative: "relative_s" };

/** All points of a chart as a table of lines: series, x, value. */
export function saveChartCsv(title: string, kind: XKind, all: readonly ChartSeries[]): void {
  const rows = all.flatMap(({ id, label, x, y }) => x.map((value, at) => [id, label, String(value), String(y[at])]));
  saveFile(`${fileName(title)}.csv`, csvText([["id", "name", xNames[kind], "value"], ...rows]), "text/csv");
}

/** The drawn canvas with its title and a legend under it, on the theme's ground. */
export function saveChartPng(title: string, plot: HTMLCanvasElement, all: readonly ChartSeries[]): void {
  const scale = devicePixelRatio;
  const line = 18 * scale;
  const sheet = document.createElement("canvas");
  sheet.width = plot.width;
  sheet.height = plot.height + line * (2 + all.length);
  const context = sheet.getContext("2d");
  if (!context) return;
  const theme = themeColours();
  context.fillStyle = theme("var(--surface)");
  context.fillRect(0, 0, sheet.width, sheet.height);
  context.font = `${12 * scale}px ${theme("var(--font-sans)")}`;
  context.textBaseline = "middle";
  context.fillStyle = theme("var(--text)");
  context.fillText(title, 12 * scale, line * 0.7);
  context.drawImage(plot, 0, line * 1.4);
  all.forEach((series, at) => {
    const y = plot.height + line * (2 + at);
    context.fillStyle = theme(colourOf(series.colour));
    context.fillRect(12 * scale, y - scale, 14 * scale, 3 * scale);
    context.fillStyle = theme("var(--text)");
    context.fillText(series.label, 34 * scale, y);
  });
  sheet.toBlob((blob) => blob && saveFile(`${fileName(title)}.png`, blob, "image/png"));
}

function fileName(title: string): string {
  return title.replace(/[^\w.-]+/g, "-").replace(/^-+|-+$/g, "") || "chart";
}
