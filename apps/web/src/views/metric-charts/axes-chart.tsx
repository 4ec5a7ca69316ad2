import { useMemo } from "react";
import { ParallelChart } from "../../widgets/chart/parallel-chart.tsx";
import { ScatterChart } from "../../widgets/chart/scatter-chart.tsx";
import { EmptyState } from "../../widgets/empty-state.tsx";
import { type AxisId, mostTexts, numberAndTextAxes, numberAxes, placeOn, type RunAxis } from "./axes.ts";
import type { ChartedRun } from "./charted-run.ts";
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
  const isParallel = state.kind === "parallel";
  const { all, crowded } = useMemo(
    () => (isParallel ? numberAndTextAxes(runs) : { all: numberAxes(runs), crowded: [] }),
    [isParallel, runs],
  );
  const axes = useMemo(() => chosenAxes(state, all), [state, all]);
  const placed = useMemo(
    () =>
      runs.map((run) => ({
        id: run.runId,
        label: run.name,
        colour: run.colour,
        values: axes.map((axis) => placeOn(axis, run)),
      })),
    [runs, axes],
  );
  if (all.length < 2) {
    return (
      <EmptyState icon="chart" title={isParallel ? "Too little to compare" : "Too few numbers to compare"}>
        {isParallel
          ? "These runs have no two params or metrics that differ and have room on an axis."
          : "These runs share no two params or metrics that are numbers."}
      </EmptyState>
    );
  }
  const picture = { axes, all: placed, highlighted, onHighlight };
  const ids = axes.map(({ id }) => id);
  const replace = (at: number, axis: AxisId) => onState({ axes: ids.map((old, index) => (index === at ? axis : old)) });
  return (
    <>
      {isParallel ? (
        <fieldset className={styles.axes}>
          <legend className="unseen">Axes</legend>
          {all.map(({ id, name }) => (
            <label key={id}>
              <input
                type="checkbox"
                checked={ids.includes(id)}
                onChange={(event) =>
                  onState({ axes: event.target.checked ? [...ids, id] : ids.filter((other) => other !== id) })
                }
              />
              {name}
            </label>
          ))}
        </fieldset>
      ) : (
        <div className={styles.axes}>
          {ids.map((axis, at) => (
            <label key={["Across", "Up", "Colour"][at]}>
              {["Across", "Up", "Colour"][at]}
              <select value={axis} onChange={(event) => replace(at, event.target.value as AxisId)}>
                {all.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </select>
            </label>
          ))}
        </div>
      )}
      {crowded.length > 0 && (
        <p className={styles.none}>
          An axis has room for {mostTexts} texts. Without one are{" "}
          {crowded.map(({ name, texts }) => `“${name}” with ${texts?.length}`).join(", ")}.
        </p>
      )}
      {isParallel ? (
        <ParallelChart title={`${runs.length} runs over ${axes.length} axes`} {...picture} />
      ) : (
        <ScatterChart title={scatterTitle(axes)} {...picture} />
      )}
    </>
  );
}

function scatterTitle([x, y, colour]: readonly RunAxis[]): string {
  return colour ? `${colour.name} by ${x?.name} and ${y?.name}` : `${y?.name} by ${x?.name}`;
}

/** The axes of the address that these runs have; where they are too few, those that suit the picture. */
function chosenAxes({ kind, axes }: ChartsState, all: readonly RunAxis[]): RunAxis[] {
  const known = axes.flatMap((id) => all.find((axis) => axis.id === id) ?? []);
  const metrics = all.filter(({ id }) => id.startsWith("metric:"));
  const params = all.filter(({ id }) => id.startsWith("param:"));
  if (kind === "parallel") {
    if (known.length > 0) return known;
    // What the params led to has to be seen, however many params there are.
    const most = axesAtFirst - Math.min(metrics.length, axesAtFirst / 2);
    return [...params.slice(0, most), ...metrics].slice(0, axesAtFirst);
  }
  const wanted = kind === "contour" ? 3 : 2;
  const suiting = kind === "contour" ? [...params.slice(0, 2), ...metrics] : [...params.slice(0, 1), ...metrics];
  return [...new Set([...known, ...suiting, ...all])].slice(0, wanted);
}
