import { useMemo } from "react";
import { EmptyState } from "../../widgets/empty-state.tsx";
import { TracesPage } from "../traces/traces-page.tsx";
import styles from "./logged-model.module.css";
import { useOpenLoggedModel } from "./logged-model-page.tsx";

/** `/logged-models/:modelId/traces`: the traces that were made with it as the active model. */
export function Component() {
  const { model_id: modelId, experiment_id: experimentId } = useOpenLoggedModel().info;
  const experimentIds = useMemo(() => [experimentId], [experimentId]);
  return (
    <TracesPage
      header={(tools) => <div className={styles.tools}>{tools}</div>}
      experimentIds={experimentIds}
      within={{
        filter: `model_id = '${modelId.replaceAll("'", "''")}'`,
        none: (
          <EmptyState icon="traces" title="No traces of this model">
            Traces belong to it that are made while it is the active model.
          </EmptyState>
        ),
      }}
    />
  );
}
