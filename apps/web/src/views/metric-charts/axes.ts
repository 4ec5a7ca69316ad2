import type { PictureAxis } from "../../widgets/chart/placed.ts";
import { type ChartedRun, metricKeys } from "./charted-run.ts";

/** The name of an axis in the address: a metric, whose last value counts, or a param. */
export type AxisId = `metric:${string}` | `param:${string}`;

/** What charts can place a run by. */
export interface RunAxis extends PictureAxis {
  readonly id: AxisId;
}

/** The most texts that have room on one axis. */
export const mostTexts = 20;

/**
 * Every number on which at least two runs stand at different places, params before metrics; where there are none such, all
 * that are numbers.
 */
export function numberAxes(runs: readonly ChartedRun[]): RunAxis[] {
  const ids: AxisId[] = [
    ...paramKeys(runs).map((key): AxisId => `param:${key}`),
    ...metricKeys(runs).model.map((key): AxisId => `metric:${key}`),
  ];
  const numeric = ids
    .map((id): RunAxis => ({ id, name: axisName(id) }))
    .filter((axis) => placesOn(runs, axis).size > 0);
  const telling = numeric.filter((axis) => placesOn(runs, axis).size > 1);
  return telling.length > 0 ? telling : numeric;
}

/**
 * The axes of numbers, and one for each param that is text and differs: a param of which one value is no number is text.
 * `crowded` are those that have more texts than an axis has room for, and too few numbers to do without them.
 */
export function numberAndTextAxes(runs: readonly ChartedRun[]): { all: RunAxis[]; crowded: PictureAxis[] } {
  const numbers = new Map(numberAxes(runs).map((axis) => [axis.id, axis]));
  const params: RunAxis[] = [];
  const crowded: PictureAxis[] = [];
  for (const name of paramKeys(runs)) {
    const id: AxisId = `param:${name}`;
    const texts = [...new Set(runs.map((run) => paramText(run, name)).filter((text) => text !== ""))].sort(byName);
    const number = numbers.get(id);
    const isText = texts.length > 1 && texts.some((text) => !Number.isFinite(Number(text)));
    if (isText && texts.length <= mostTexts) params.push({ id, name, texts });
    else if (number) params.push(number);
    else if (isText) crowded.push({ name, texts });
  }
  const metrics = [...numbers.values()].filter(({ id }) => id.startsWith("metric:"));
  return { all: [...params, ...metrics], crowded };
}

/** Where a run stands: a number, on an axis of texts the index of one; NaN for a run without such a value. */
export function placeOn({ id, name, texts }: RunAxis, run: ChartedRun): number {
  if (id.startsWith("metric:")) return run.metrics.get(name) ?? Number.NaN;
  const text = paramText(run, name);
  if (!texts) return text ? Number(text) : Number.NaN;
  const at = texts.indexOf(text);
  return at < 0 ? Number.NaN : at;
}

function placesOn(runs: readonly ChartedRun[], axis: RunAxis): Set<number> {
  return new Set(runs.map((run) => placeOn(axis, run)).filter(Number.isFinite));
}

/** `lr` of `param:lr`. */
function axisName(id: AxisId): string {
  return id.slice(id.indexOf(":") + 1);
}

function paramText({ params }: ChartedRun, key: string): string {
  return params.get(key)?.trim() ?? "";
}

function paramKeys(runs: readonly ChartedRun[]): string[] {
  return [...new Set(runs.flatMap(({ params }) => [...params.keys()]))].sort(byName);
}

/** `layer.2` before `layer.10`. */
const { compare: byName } = new Intl.Collator("en", { numeric: true });
