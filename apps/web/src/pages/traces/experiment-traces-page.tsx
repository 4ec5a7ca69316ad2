import { useCallback, useMemo } from "react";
import { useParams } from "react-router";
import { useExperiment } from "../../data/experiments.ts";
import { ExperimentHeader } from "../experiment/experiment-header.tsx";
import { TracesPage } from "./traces-page.tsx";

/** `/experiments/:experimentId/traces`: the traces of one experiment. */
export function Component() {
  const { experimentId = "" } = useParams();
  const name = useExperiment(experimentId).data?.name || experimentId;
  const experimentIds = useMemo(() => [experimentId], [experimentId]);
  const experimentName = useCallback(() => name, [name]);
  return (
    <TracesPage
      header={(tools) => <ExperimentHeader experimentId={experimentId}>{tools}</ExperimentHeader>}
      experimentIds={experimentIds}
      experimentName={experimentName}
    />
  );
}
