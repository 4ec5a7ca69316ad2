import { Outlet, useParams } from "react-router";
import { useExperiment } from "../../data/experiments.ts";
import { isNotFound } from "../../data/request-error.ts";
import { NotFound } from "../../views/load-failed/not-found.tsx";
import { PageHeader } from "../../views/page-header/page-header.tsx";

/** `/experiments/:experimentId/…`: the tab that is open, or that there is no such experiment. */
export function Component() {
  const { experimentId = "" } = useParams();
  const experiment = useExperiment(experimentId);
  if (!isNotFound(experiment.error)) return <Outlet key={experimentId} />;
  return (
    <>
      <PageHeader crumbs={[{ label: "Experiments", to: "/experiments" }, { label: experimentId }]} />
      <NotFound what={`experiment ${experimentId}`} instead={{ to: "/experiments", label: "All experiments" }} />
    </>
  );
}
