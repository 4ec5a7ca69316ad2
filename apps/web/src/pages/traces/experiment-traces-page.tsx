import { useCallback, useMemo } from "react";
import { Link, useParams } from "react-router";
import { useExperiment } from "../../data/experiments.ts";
import { isNotFound } from "../../data/request-error.ts";
import { ExperimentSwitcher } from "../../views/experiment-switcher/experiment-switcher.tsx";
import { PageHeader } from "../../views/page-header/page-header.tsx";
import { EmptyState } from "../../widgets/empty-state.tsx";
import { TracesPage } from "./traces-page.tsx";

/** `/experiments/:experimentId/traces`: the traces of one experiment. */
export function Component() {
  const { experimentId = "" } = useParams();
  const experiment = useExperiment(experimentId);
  const name = experiment.data?.name || experimentId;
  const experimentIds = useMemo(() => [experimentId], [experimentId]);
  const experimentName = useCallback(() => name, [name]);
  const crumbs = [
    { label: "Experiments", to: "/experiments" },
    { label: name, control: <ExperimentSwitcher experimentId={experimentId} name={name} /> },
  ];
  if (isNotFound(experiment.error)) {
    return (
      <>
        <PageHeader crumbs={crumbs} />
        <EmptyState
          icon="search"
          title={`There is no experiment ${experimentId}`}
          actions={<Link to="/experiments">All experiments</Link>}
        />
      </>
    );
  }
  return (
    <TracesPage key={experimentId} crumbs={crumbs} experimentIds={experimentIds} experimentName={experimentName} />
  );
}
