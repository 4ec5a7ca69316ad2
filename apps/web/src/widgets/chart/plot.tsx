import "uplot/dist/uPlot.min.css";
import { useEffect, useEffectEvent, useRef } from "react";
import uPlot from "uplot";
import type { TimeZone } from "../format/time.ts";
import { useThemeName } from "../use-theme-name.ts";
import { useWidth } from "../use-width.ts";
import styles from "./chart.module.css";
import { type Drawn, drawnSeries, hasBands } from "./drawn-series.ts";
import { plotOptions } from "./plot-options.ts";
import type { ChartSeries, XKind } from "./series.ts";

/** The ends of the shown part of an x axis. */
export interface XRange {
  readonly min: number;
  readonly max: number;
}

/** The place that the pointer or the keys are at. */
export interface Crosshair {
  readonly x: number;
  /** How far a point may be to count as being there. */
  readonly reach: number;
  /** In CSS pixels from the top left of the plot. */
  readonly leftPx: number;
  readonly topPx: number;
  /** The value of the y axis there. */
  readonly y: number;
}

export interface PlotProps {
  readonly series: readonly ChartSeries[];
  readonly xKind: XKind;
  readonly logY: boolean;
  readonly smoothing: number;
  readonly range: XRange | undefined;
  readonly zone: TimeZone;
  readonly heightPx: number;
  readonly compact: boolean;
  /** Charts of one key share their crosshair. */
  readonly syncKey: string;
  /** The series to bring out. */
  readonly highlighted: string | undefined;
  readonly onRange: (range: XRange | undefined) => void;
  readonly onCrosshair: (at: Crosshair | undefined) => void;
  /** Given once it is drawn: puts the crosshair at a place (undefined takes it away), and hands out the canvas. */
  readonly onReady: (handle: PlotHandle) => void;
}

export interface PlotHandle {
  moveTo(x: number | undefined): void;
  shown(): XRange;
  canvas(): HTMLCanvasElement;
}

/** Lines on a canvas. All that is not drawn (names, readings, what keys do) is the chart's around it. */
export function Plot(props: PlotProps) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  const drawn = useRef<Drawn>(undefined);
  const widthPx = useWidth(box);
  const theme = useThemeName();
  const { series, xKind, logY, smoothing, heightPx, compact, zone, syncKey, range } = props;
  // What a plot is built for: its effects depend on this text. Points and ranges change in it, anything else makes another.
  const structure = JSON.stringify([
    series.map(({ id, colour }) => [id, colour]),
    xKind,
    logY,
    hasBands(series, smoothing),
    zone,
    syncKey,
    theme,
  ]);

  const onSelect = useEffectEvent((selected: XRange) => props.onRange(selected));
  const onCrosshair = useEffectEvent((at: Crosshair | undefined) => props.onCrosshair(at));
  const onReady = useEffectEvent((handle: PlotHandle) => props.onReady(handle));
  const currentRange = useRef(range);
  currentRange.current = range;
  // What the plot shows: one that was just made shows all of it, and its columns need not be made a second time.
  const facts = [series, smoothing, logY, range?.min, range?.max];
  const shown = useRef<typeof facts>([]);

  useEffect(() => {
    const into = box.current;
    if (!into || widthPx === 0) return;
    drawn.current = drawnSeries(series, smoothing, logY);
    const options = plotOptions({
      series,
      xKind,
      logY,
      zone,
      compact,
      syncKey,
      drawn: () => drawn.current!,
      range: () => currentRange.current,
      onSelect,
      onCrosshair,
    });
    const made = new uPlot({ ...options, width: widthPx, height: heightPx }, drawn.current.data, into);
    plot.current = made;
    shown.current = facts;
    onReady({
      moveTo: (x) => moveTo(made, x),
      shown: () => ({ min: made.scales.x?.min ?? 0, max: made.scales.x?.max ?? 0 }),
      canvas: () => made.ctx.canvas,
    });
    return () => {
      made.destroy();
      plot.current = undefined;
    };
  }, [structure, widthPx === 0]);

  useEffect(() => {
    const made = plot.current;
    if (widthPx > 0 && made && (made.width !== widthPx || made.height !== heightPx))
      made.setSize({ width: widthPx, height: heightPx });
  }, [widthPx, heightPx]);

  useEffect(() => {
    const known = shown.current;
    if (!plot.current || facts.every((fact, at) => fact === known[at])) return;
    const isMoved = facts.slice(0, 3).every((fact, at) => fact === known[at]);
    shown.current = facts;
    if (!isMoved) drawn.current = drawnSeries(series, smoothing, logY);
    plot.current.setData(drawn.current!.data);
  }, facts);

  const highlightedAt = series.findIndex(({ id }) => id === props.highlighted);
  const isFocused = useRef(false);
  useEffect(() => {
    if (highlightedAt < 0 && !isFocused.current) return;
    isFocused.current = highlightedAt >= 0;
    const columns = drawn.current?.columns ?? 1;
    plot.current?.setSeries(isFocused.current ? highlightedAt * columns + columns : null, { focus: isFocused.current });
  }, [highlightedAt, structure, widthPx === 0]);

  return <div ref={box} className={styles.plot} style={{ height: heightPx }} />;
}

function moveTo(plot: uPlot, x: number | undefined): void {
  if (x === undefined) plot.setCursor({ left: -10, top: -10 });
  else plot.setCursor({ left: plot.valToPos(x, "x"), top: plot.over.clientHeight / 2 });
}
