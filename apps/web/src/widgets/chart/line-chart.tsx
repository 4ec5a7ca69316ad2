import { type KeyboardEvent, type ReactNode, useId, useMemo, useRef, useState } from "react";
import { Button } from "../button.tsx";
import { formatNumber } from "../format/number.ts";
import { useTimeZone } from "../format/use-time-zone.ts";
import { placeText } from "./axis-labels.ts";
import styles from "./chart.module.css";
import { saveChartCsv, saveChartPng } from "./chart-file.ts";
import { ChartFrame } from "./chart-frame.tsx";
import { LatePlot } from "./late-plot.ts";
import { type Reading, readingsAt } from "./nearest.ts";
import type { Crosshair, PlotHandle, XRange } from "./plot.tsx";
import { type ChartSeries, colourCount, type XKind } from "./series.ts";
import { SeriesTable } from "./series-table.tsx";
import { summaryText } from "./summary.ts";
import { Tooltip } from "./tooltip.tsx";

interface LineChartProps {
  readonly title: string;
  /** What is drawn; those that the reader hid are left out by the caller, so that all charts hide the same. */
  readonly series: readonly ChartSeries[];
  readonly xKind: XKind;
  readonly logY?: boolean;
  /** 0 to below 1. */
  readonly smoothing?: number;
  /** The part of the x axis to show; undefined for all. */
  readonly range: XRange | undefined;
  /** A drag over the chart or the keys chose a part. */
  readonly onRange: (range: XRange | undefined) => void;
  /** Charts of one key share their crosshair. */
  readonly syncKey: string;
  readonly highlighted?: string | undefined;
  readonly onHighlight?: (id: string | undefined) => void;
  readonly heightPx?: number;
  /** Without a frame, a menu and all but the most needed labels: a strip above something else. */
  readonly compact?: boolean;
  /** Behind the title, while all is shown. */
  readonly end?: ReactNode;
}

/** What the lines say under the pointer. */
interface Pointed {
  readonly crosshair: Crosshair;
  readonly readings: readonly Reading[];
  readonly nearest: Reading | undefined;
}

/**
 * Lines over steps or time. A drag zooms, a double click or Escape shows all again; the arrow keys move the crosshair from
 * point to point and say what is there, `+` and `-` zoom. The same as a table is in its menu. NaN and infinities are
 * marked at the edges, and a line has a gap there.
 */
export function LineChart(props: LineChartProps) {
  const { title, series, xKind, logY = false, smoothing = 0, heightPx = 240, highlighted, compact = false } = props;
  const [zone] = useTimeZone();
  const [pointed, setPointed] = useState<Pointed>();
  const pointing = useRef(false);
  const [spoken, setSpoken] = useState("");
  const handle = useRef<PlotHandle>(undefined);
  const summaryId = useId();
  const summary = useMemo(() => summaryText(title, series), [title, series]);
  const longest = useMemo(() => series.toSorted((a, b) => b.x.length - a.x.length)[0], [series]);
  const at = useRef(-1);

  // Of charts that share a crosshair only the one under the pointer reads it: the others would be drawn for nothing.
  function onCrosshair(crosshair: Crosshair | undefined) {
    if (!pointing.current) return;
    const readings = crosshair ? readingsAt(series, crosshair.x, crosshair.reach) : [];
    const nearest = crosshair && nearestTo(readings, crosshair.y);
    setPointed(crosshair && { crosshair, readings, nearest });
    props.onHighlight?.(nearest?.series.id);
  }

  function leave() {
    pointing.current = false;
    setPointed(undefined);
    props.onHighlight?.(undefined);
  }

  function step(by: number) {
    const last = (longest?.x.length ?? 0) - 1;
    if (!longest || last < 0) return;
    at.current = Math.max(0, Math.min(last, at.current < 0 ? (by > 0 ? 0 : last) : at.current + by));
    const x = longest.x[at.current]!;
    handle.current?.moveTo(x);
    const heard = readingsAt(series, x, 0).slice(0, colourCount);
    setSpoken(
      `${placeText(x, xKind, zone)}: ${heard.map(({ series: { label }, y }) => `${label} ${formatNumber(y)}`).join(", ")}`,
    );
  }

  function zoom(factor: number) {
    const shown = handle.current?.shown();
    if (!shown) return;
    const middle = at.current >= 0 ? longest!.x[at.current]! : (shown.min + shown.max) / 2;
    props.onRange({ min: middle - (middle - shown.min) * factor, max: middle + (shown.max - middle) * factor });
  }

  function onKeyDown(event: KeyboardEvent) {
    const stride = event.shiftKey ? 10 : 1;
    if (event.key === "ArrowRight") step(stride);
    else if (event.key === "ArrowLeft") step(-stride);
    else if (event.key === "+" || event.key === "=") zoom(0.5);
    else if (event.key === "-") zoom(2);
    else if (event.key === "Escape" && props.range) props.onRange(undefined);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <ChartFrame
      title={title}
      compact={compact}
      end={
        props.range ? (
          <Button look="plain" onClick={() => props.onRange(undefined)}>
            Show all
          </Button>
        ) : (
          props.end
        )
      }
      table={() => <SeriesTable title={title} series={series} heightPx={heightPx} />}
      onCsv={() => saveChartCsv(title, xKind, series)}
      onPng={() => handle.current && saveChartPng(title, handle.current.canvas(), series)}
    >
      <p className="unseen" id={summaryId}>
        {summary}
      </p>
      {/* biome-ignore lint/a11y/useSemanticElements: a chart whose crosshair the keys move has no element of its own */}
      <div
        className={styles.body}
        style={{ height: heightPx }}
        role="group"
        aria-roledescription="chart"
        aria-label={`${title}, chart`}
        aria-describedby={summaryId}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it takes keys
        tabIndex={0}
        onKeyDown={onKeyDown}
        onBlur={() => {
          at.current = -1;
          setSpoken("");
        }}
        onPointerEnter={() => {
          pointing.current = true;
        }}
        onPointerLeave={leave}
        onDoubleClick={() => props.onRange(undefined)}
      >
        <LatePlot
          waiting={<div className={styles.waiting} style={{ height: heightPx }} />}
          series={series}
          xKind={xKind}
          logY={logY}
          smoothing={smoothing}
          range={props.range}
          zone={zone}
          heightPx={heightPx}
          compact={compact}
          syncKey={props.syncKey}
          highlighted={highlighted}
          onRange={props.onRange}
          onCrosshair={onCrosshair}
          onReady={(ready) => {
            handle.current = ready;
          }}
        />
        {pointed && pointed.readings.length > 0 && (
          <Tooltip
            place={placeText(pointed.nearest?.x ?? pointed.crosshair.x, xKind, zone)}
            readings={pointed.readings}
            nearest={pointed.nearest?.series.id}
            leftPx={pointed.crosshair.leftPx}
            topPx={pointed.crosshair.topPx}
          />
        )}
        <span className="unseen" role="status">
          {spoken}
        </span>
      </div>
    </ChartFrame>
  );
}

function nearestTo<Point extends { readonly y: number }>(points: readonly Point[], y: number): Point | undefined {
  let best: Point | undefined;
  for (const point of points) {
    if (Number.isFinite(point.y) && (!best || Math.abs(point.y - y) < Math.abs(best.y - y))) best = point;
  }
  return best;
}
