import { useMemo, useState } from "react";
import { chartedRun } from "../../views/metric-charts/charted-run.ts";
import { MetricCharts } from "../../views/metric-charts/metric-charts.tsx";
import { useChartsInAddress } from "../../views/metric-charts/use-charts-in-address.ts";
import { StepImages } from "../../views/step-images/step-images.tsx";
import styles from "./run-page.module.css";
import { useOpenRun } from "./run-page.tsx";

/** `/runs/:runId/metrics`: every metric as a curve, growing while the run is running, and its pictures by step. */
export function Component() {
  const run = useOpenRun();
  const runs = useMemo(() => [chartedRun(run, 0)], [run]);
  const [state, setState] = useChartsInAddress();
  const [highlighted, setHighlighted] = useState<string>();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className={styles.scroll} tabIndex={0} aria-label="Metrics">
      <MetricCharts
        runs={runs}
        state={state}
        onState={setState}
        highlighted={highlighted}
        onHighlight={setHighlighted}
      />
      <StepImages runs={[run]} />
    </section>
  );
}
