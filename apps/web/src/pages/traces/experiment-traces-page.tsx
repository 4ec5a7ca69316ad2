import { useMemo } from "react";
import { useParams } from "react-router";
import { ExperimentHeader } from "../experiment/experiment-header.tsx";
import { TracesPage } from "./traces-page.tsx";

/** `/experiments/:experimentId/traces`: the traces of one experiment. */
export function Component() {
  const { experimentId = "" } = useParams();
  const experimentIds = useMemo(() => [experimentId], [experimentId]);
  return (
    <TracesPage
      header={(tools) => <ExperimentHeader experimentId={experimentId}>{tools}</ExperimentHeader>}
      experimentIds={experimentIds}
    />
  );
}
