import { useMemo } from "react";
import { ParallelChart } from "../../widgets/chart/parallel-chart.tsx";
import { ScatterChart } from "../../widgets/chart/scatter-chart.tsx";
import { EmptyState } from "../../widgets/empty-state.tsx";
import { type Axis, axesOf, axisName, axisValue, type ChartedRun } from "./charted-run.ts";
import type { ChartsState } from "./charts-state.ts";
import styles from "./metric-charts.module.css";

interface AxesChartProps {
  readonly runs: readonly ChartedRun[];
  readonly state: ChartsState;
  readonly onState: (change: Partial<ChartsState>) => void;
  readonly highlighted: string | undefined;
  readonly onHighlight: (runId: string | undefined) => void;
}

/** So many axes has a picture of parallel coordinates until the reader chooses. */
const axesAtFirst = 8;

/** Runs by their params and last values: scatter, contour, parallel coordinates, with the choice of axes. */
export function AxesChart({ runs, state, onState, highlighted, onHighlight }: AxesChartProps) {
  const all = useMemo(() => axesOf(runs), [runs]);
  const chosen = useMemo(() => chosenAxes(state, all), [state, all]);
  const names = useMemo(() => chosen.map(axisName), [chosen]);
  const placed = useMemo(
    () =>
      runs.map((run) => ({
        id: run.runId,
        label: run.name,
        colour: run.colour,
        values: chosen.map((axis) => axisValue(run, axis)),
      })),
    [runs, chosen],
  );
  if (all.length < 2) {
    return (
      <EmptyState icon="chart" title="Too few numbers to compare">
        These runs share no two params or metrics that are numbers.
      </EmptyState>
    );
  }
  const picture = { axes: names, all: placed, highlighted, onHighlight };
  const replace = (at: number, axis: Axis) =>
    onState({ axes: chosen.map((old, index) => (index === at ? axis : old)) });
  return (
    <>
      {state.kind === "parallel" ? (
        <fieldset className={styles.axes}>
          <legend className="unseen">Axes</legend>
          {all.map((axis) => (
            <label key={axis}>
              <input
                type="checkbox"
                checked={chosen.includes(axis)}
                onChange={(event) =>
                  onState({ axes: event.target.checked ? [...chosen, axis] : chosen.filter((other) => other !== axis) })
                }
              />
              {axisName(axis)}
            </label>
          ))}
        </fieldset>
      ) : (
        <div className={styles.axes}>
          {chosen.map((axis, at) => (
            <label key={["Across", "Up", "Colour"][at]}>
              {["Across", "Up", "Colour"][at]}
              <select value={axis} onChange={(event) => replace(at, event.target.value as Axis)}>
                {all.map((other) => (
                  <option key={other} value={other}>
                    {axisName(other)}
                  </option>
                ))}
              </select>
            </label>
          ))}
        </div>
      )}
      {state.kind === "parallel" ? (
        <ParallelChart title={`${runs.length} runs over ${names.length} axes`} {...picture} />
      ) : (
        <ScatterChart
          title={names.length > 2 ? `${names[2]} by ${names[0]} and ${names[1]}` : `${names[1]} by ${names[0]}`}
          {...picture}
        />
      )}
    </>
  );
}

/** The axes of the address that these runs have; where they are too few, those that suit the picture. */
function chosenAxes({ kind, axes }: ChartsState, all: readonly Axis[]): Axis[] {
  const known = axes.filter((axis) => all.includes(axis));
  if (kind === "parallel") return known.length > 0 ? known : all.slice(0, axesAtFirst);
  const wanted = kind === "contour" ? 3 : 2;
  const metrics = all.filter((axis) => axis.startsWith("metric:"));
  const params = all.filter((axis) => axis.startsWith("param:"));
  const suiting = kind === "contour" ? [...params.slice(0, 2), ...metrics] : [...params.slice(0, 1), ...metrics];
  return [...new Set([...known, ...suiting, ...all])].slice(0, wanted);
}
