import type { Run } from "../../data/messages.ts";
import { metricValue } from "../../data/metric-history.ts";

/** What the charts know of a run. */
export interface ChartedRun {
  readonly runId: string;
  readonly name: string;
  /** The runs that it is drawn as one line with, where the charts are of groups. */
  readonly group?: { readonly id: string; readonly label: string };
  /** Which line colour it has in every chart, counted from 0. */
  readonly colour: number;
  readonly startTimeMs: number;
  readonly isRunning: boolean;
  readonly params: ReadonlyMap<string, string>;
  /** The last value of each metric, which may be NaN or infinite. */
  readonly metrics: ReadonlyMap<string, number>;
}

export function chartedRun({ info, data }: Run, colour: number, group?: ChartedRun["group"]): ChartedRun {
  return {
    ...(group && { group }),
    runId: info.run_id,
    name: info.run_name || info.run_id,
    colour,
    startTimeMs: info.start_time ?? 0,
    isRunning: info.status === "RUNNING",
    params: new Map(data?.params?.map(({ key = "", value = "" }) => [key, value])),
    metrics: new Map(data?.metrics?.map(({ key = "", value }) => [key, metricValue(value)])),
  };
}

/** What a legend names and a reader hides: each group, and each run without one. */
export function chartedEntries(runs: readonly ChartedRun[]): { id: string; label: string; colour: number }[] {
  const entries = runs.map((run) => ({
    id: entryId(run),
    label: run.group ? run.group.label : run.name,
    colour: run.colour,
  }));
  return [...new Map(entries.map((entry) => [entry.id, entry])).values()];
}

export function entryId({ group, runId }: ChartedRun): string {
  return group ? group.id : runId;
}

/** The name of every metric that one of the runs has: those of the model first, those of the machine apart. */
export function metricKeys(runs: readonly ChartedRun[]): { readonly model: string[]; readonly system: string[] } {
  const keys = [...new Set(runs.flatMap(({ metrics }) => [...metrics.keys()]))].sort(byName.compare);
  return { model: keys.filter((key) => !isSystem(key)), system: keys.filter(isSystem) };
}

const isSystem = (key: string): boolean => key.startsWith("system/");

/** `layer.2` before `layer.10`. */
const byName = new Intl.Collator("en", { numeric: true });
