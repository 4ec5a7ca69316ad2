import { Link } from "react-router";
import type { Run } from "../../data/messages.ts";
import styles from "../../views/overview/overview.module.css";
import { JsonView } from "../../widgets/json-view/json-view.tsx";
import { datasetAddress } from "../datasets/dataset-address.ts";
import { evaluationDatasetId } from "../evaluation/evaluated-dataset.ts";

/** The datasets that a run took in, with what was said of them. */
export function RunDatasets({ run }: { run: Run }) {
  const inputs = run.inputs?.dataset_inputs ?? [];
  if (inputs.length === 0) return null;
  return (
    <section className={styles.block} aria-label="Datasets">
      <h2 className={styles.heading}>Datasets</h2>
      <ul className={styles.cards}>
        {inputs.map(({ dataset = {}, tags = [] }) => {
          const context = tags.find(({ key }) => key === "mlflow.data.context")?.value;
          const id = evaluationDatasetId(dataset);
          const parts = { source: dataset.source, schema: dataset.schema, profile: dataset.profile };
          const details = Object.entries(parts).filter(([, text]) => text);
          return (
            <li key={`${dataset.name} ${dataset.digest} ${context}`} className={styles.card}>
              <div className={styles.cardHead}>
                <strong>{id ? <Link to={datasetAddress(id)}>{dataset.name}</Link> : dataset.name}</strong>
                <code>{dataset.digest}</code>
                {context && <span className={styles.chip}>{context}</span>}
                {dataset.source_type && <span className={styles.faint}>{dataset.source_type}</span>}
              </div>
              {details.length > 0 && (
                <details className={styles.details}>
                  <summary>{details.map(([name]) => name).join(", ")}</summary>
                  {details.map(([name, text]) => (
                    <div key={name}>
                      <h3 className={styles.subheading}>{name}</h3>
                      <JsonView text={text!} label={`${name} of ${dataset.name}`} />
                    </div>
                  ))}
                </details>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
