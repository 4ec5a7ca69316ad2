import type { XRange } from "../../widgets/chart/plot.tsx";
import type { XKind } from "../../widgets/chart/series.ts";
import type { AxisId } from "./axes.ts";

export const chartKinds = ["lines", "bars", "scatter", "parallel", "contour"] as const;
export type ChartKind = (typeof chartKinds)[number];

/** All that decides what the charts show. It is a part of the page's address, beside what else the page has there. */
export interface ChartsState {
  readonly kind: ChartKind;
  readonly x: XKind;
  readonly logY: boolean;
  /** 0 to below 1. */
  readonly smoothing: number;
  /** The shown part of the x axis, in its own unit. */
  readonly zoom: XRange | undefined;
  /** Only metrics whose name holds this. */
  readonly find: string;
  /** Ids of the runs, and of groups of runs, that are not drawn. */
  readonly hidden: ReadonlySet<string>;
  /** What scatter, parallel coordinates and contour place runs by; empty: what suits. */
  readonly axes: readonly AxisId[];
}

export const initialCharts: ChartsState = {
  kind: "lines",
  x: "step",
  logY: false,
  smoothing: 0,
  zoom: undefined,
  find: "",
  hidden: new Set(),
  axes: [],
};

/** Reads the parameters of charts; what it does not understand is as if it were absent. */
export function readChartsState(search: URLSearchParams): ChartsState {
  const kind = chartKinds.find((known) => known === search.get("chart")) ?? "lines";
  const x = (["step", "time", "relative"] as const).find((known) => known === search.get("x")) ?? "step";
  const smoothing = Number(search.get("smooth") ?? 0);
  return {
    kind,
    x,
    logY: search.get("log") === "1",
    smoothing: smoothing > 0 && smoothing < 1 ? smoothing : 0,
    zoom: readRange(search.get("zoom")),
    find: search.get("metric") ?? "",
    hidden: new Set(search.get("hide")?.split(",").filter(Boolean).map(withCommas)),
    axes: search.getAll("axis").filter(isAxis),
  };
}

/** Puts a state into the parameters of an address, and leaves out what is as at first. Other parameters stay. */
export function writeChartsState(search: URLSearchParams, state: ChartsState): void {
  const set = (name: string, value: string) => (value ? search.set(name, value) : search.delete(name));
  set("chart", state.kind === "lines" ? "" : state.kind);
  set("x", state.x === "step" ? "" : state.x);
  set("log", state.logY ? "1" : "");
  set("smooth", state.smoothing ? String(state.smoothing) : "");
  set("zoom", state.zoom ? `${tidy(state.zoom.min)}~${tidy(state.zoom.max)}` : "");
  set("metric", state.find);
  set("hide", [...state.hidden].map(withoutCommas).join(","));
  search.delete("axis");
  for (const axis of state.axes) search.append("axis", axis);
}

/** Ids of groups hold values of params, and so any text. */
const withoutCommas = (id: string) => id.replaceAll("%", "%25").replaceAll(",", "%2C");
const withCommas = (text: string) => text.replaceAll("%2C", ",").replaceAll("%25", "%");

function readRange(text: string | null): XRange | undefined {
  const [min, max] = (text ?? "").split("~").map((end) => (end === "" ? Number.NaN : Number(end)));
  return min !== undefined && max !== undefined && Number.isFinite(min) && min < max && Number.isFinite(max)
    ? { min, max }
    : undefined;
}

/** A pixel is no finer than six digits of the range. */
function tidy(value: number): string {
  return String(Math.round(value * 1_000) / 1_000);
}

function isAxis(text: string): text is AxisId {
  return /^(metric|param):./s.test(text);
}
