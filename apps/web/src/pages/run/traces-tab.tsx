import { useMemo } from "react";
import { EmptyState } from "../../widgets/empty-state.tsx";
import { TracesPage } from "../traces/traces-page.tsx";
import styles from "./run-page.module.css";
import { useOpenRun } from "./run-page.tsx";

/** `/runs/:runId/traces`: the traces that were made in the run or linked to it. */
export function Component() {
  const { run_id: runId, experiment_id: experimentId } = useOpenRun().info;
  const experimentIds = useMemo(() => [experimentId], [experimentId]);
  return (
    <TracesPage
      header={(tools) => <div className={styles.tools}>{tools}</div>}
      experimentIds={experimentIds}
      within={{
        filter: `run_id = '${runId.replaceAll("'", "''")}'`,
        none: (
          <EmptyState icon="traces" title="No traces of this run">
            Traces that are made while the run is active belong to it.
          </EmptyState>
        ),
      }}
    />
  );
}
