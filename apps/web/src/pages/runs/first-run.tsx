import { serverUrl } from "../../data/prefix.ts";
import { CopyButton } from "../../widgets/copy-button.tsx";
import { EmptyState } from "../../widgets/empty-state.tsx";
import styles from "./runs-page.module.css";

/** For an experiment without runs: a program that logs one to this server. */
export function FirstRun({ experimentId }: { experimentId: string }) {
  const program = `import mlflow

mlflow.set_tracking_uri("${serverUrl()}")
mlflow.set_experiment(experiment_id="${experimentId}")

with mlflow.start_run(run_name="first run"):
    mlflow.log_param("temperature", 0.2)
    for step in range(20):
        mlflow.log_metric("loss", 1 / (step + 1), step=step)
`;
  return (
    <EmptyState icon="runs" title="No runs yet">
      <p>A run is one execution of training or evaluation code. Log one with MLflow's Python client:</p>
      <div className={styles.program}>
        <pre>{program}</pre>
        <CopyButton text={program} label="Copy the program" withText />
      </div>
    </EmptyState>
  );
}
