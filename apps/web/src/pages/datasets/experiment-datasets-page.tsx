import { useParams } from "react-router";
import { ExperimentHeader } from "../experiment/experiment-header.tsx";
import { DatasetList } from "./dataset-list.tsx";

/** `/experiments/:experimentId/datasets?q=&sort=`: evaluation datasets that were added to the experiment. */
export function Component() {
  const { experimentId = "" } = useParams();
  return (
    <DatasetList
      experimentId={experimentId}
      header={(tools) => <ExperimentHeader experimentId={experimentId}>{tools}</ExperimentHeader>}
    />
  );
}
