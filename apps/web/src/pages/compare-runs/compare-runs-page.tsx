import { useIsFetching } from "@tanstack/react-query";
import { type ComponentProps, useMemo, useRef, useState } from "react";
import { Link } from "react-router";
import { metricHistories } from "../../data/metric-history.ts";
import { useRuns } from "../../data/run.ts";
import page from "../../styles/page.module.css";
import { compared } from "../../views/comparison/compare.ts";
import { ComparedTable } from "../../views/comparison/compared-table.tsx";
import { LoadFailed } from "../../views/load-failed/load-failed.tsx";
import { NotFound } from "../../views/load-failed/not-found.tsx";
import { chartedRun } from "../../views/metric-charts/charted-run.ts";
import { MetricCharts } from "../../views/metric-charts/metric-charts.tsx";
import { useChartsInAddress } from "../../views/metric-charts/use-charts-in-address.ts";
import { useInView } from "../../views/metric-charts/use-in-view.ts";
import { PageHeader } from "../../views/page-header/page-header.tsx";
import { StepImages } from "../../views/step-images/step-images.tsx";
import { Button } from "../../widgets/button.tsx";
import { EmptyState } from "../../widgets/empty-state.tsx";
import { late } from "../../widgets/late.tsx";
import { useAddressedQuery } from "../../widgets/use-addressed-query.ts";
import { useSettled } from "../../widgets/use-settled.ts";
import { runAddress } from "../run/run-tabs.ts";
import styles from "./compare-runs.module.css";
import { comparedIds } from "./compared-ids.ts";
import { datasetsOf, metricsOf, paramsOf, tagsOf } from "./comparison.ts";

const ArtifactComparison = late(
  async () => (await import("../../views/artifacts/artifact-comparison.tsx")).ArtifactComparison,
);

/** `/compare/runs?ids=a,b,c`: curves first, then what differs between the runs, then their files side by side. */
export function Component() {
  const [search, setSearch] = useAddressedQuery();
  const asked = search.get("ids") ?? "";
  const ids = useMemo(() => comparedIds(asked), [asked]);
  const { runs, missing, error, retry, isPending } = useRuns(ids);
  const [charts, setCharts] = useChartsInAddress();
  const [highlighted, setHighlighted] = useState<string>();
  const charted = useMemo(() => runs.map((run) => chartedRun(run, ids.indexOf(run.info.run_id))), [runs, ids]);
  const sides = useMemo(
    () => charted.map(({ runId, name }) => ({ owner: { kind: "run" as const, id: runId }, name })),
    [charted],
  );
  const all = search.get("all") === "1";
  const leaveOut = (runId: string) => setSearch({ ids: ids.filter((id) => id !== runId).join(",") });
  const experimentId = runs[0]?.info.experiment_id;
  const crumbs = [
    experimentId
      ? { label: "Runs", to: `/experiments/${encodeURIComponent(experimentId)}/runs` }
      : { label: "Experiments", to: "/experiments" },
    { label: ids.length > 0 ? `Compare ${ids.length} runs` : "Compare runs" },
  ];
  const columns = charted.map(({ runId: id, name, colour }) => ({ id, name, colour, to: runAddress(id) }));
  const table = { sides: columns, all, highlighted, onHighlight: setHighlighted };

  if (ids.length === 0) {
    return (
      <>
        <PageHeader crumbs={crumbs} />
        <EmptyState icon="search" title="No runs to compare" actions={<Link to="/experiments">Experiments</Link>}>
          Select runs in the list of an experiment and choose “Compare”.
        </EmptyState>
      </>
    );
  }
  return (
    <>
      <PageHeader crumbs={crumbs}>
        <Button on={!all} aria-pressed={!all} onClick={() => setSearch({ all: all ? "" : "1" })}>
          Only differences
        </Button>
      </PageHeader>
      {error && <LoadFailed what="runs" error={error} onRetry={() => void retry()} />}
      {!isPending && !error && runs.length === 0 && (
        <NotFound what="runs" instead={{ to: "/experiments", label: "All experiments" }}>
          They may have been removed for good, or the address has a mistake: <code>{missing.join(", ")}</code>
        </NotFound>
      )}
      {!isPending && runs.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
        <section className={page.stack} tabIndex={0} aria-label="Comparison">
          {missing.length > 0 && (
            <p className={styles.missing} role="status">
              Not found: <code>{missing.join(", ")}</code>
            </p>
          )}
          <MetricCharts
            runs={charted}
            state={charts}
            onState={setCharts}
            highlighted={highlighted}
            onHighlight={setHighlighted}
          />
          <StepImages runs={runs} />
          <ComparedTable title="Params" rows={compared(runs.map(paramsOf))} {...table} onLeaveOut={leaveOut} />
          <ComparedTable title="Metrics" numeric rows={compared(runs.map(metricsOf))} {...table} />
          <ComparedTable title="Tags" rows={compared(runs.map(tagsOf))} {...table} />
          <ComparedTable title="Datasets" rows={compared(runs.map(datasetsOf))} {...table} />
          <Artifacts sides={sides} path={search.get("file") ?? ""} onPath={(path) => setSearch({ file: path })} />
        </section>
      )}
    </>
  );
}

/** Curves that have come are drawn in this time; code that came meanwhile would be compiled before them. */
const drawnMs = 200;

/** Files are listed, and what shows them is loaded, when the reader comes near them and the curves above are there. */
function Artifacts(props: ComponentProps<typeof ArtifactComparison>) {
  const frame = useRef<HTMLElement>(null);
  const isReadingCurves = useIsFetching({ queryKey: metricHistories }) > 0;
  const inView = useInView(frame, useSettled(isReadingCurves, drawnMs));
  return (
    <section ref={frame} aria-label="Artifacts">
      <h2 className={styles.heading}>Artifacts</h2>
      {inView && <ArtifactComparison {...props} />}
    </section>
  );
}
