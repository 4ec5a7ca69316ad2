import type { Evaluation } from "@spanloom/conventions";
import styles from "./evaluations-tab.module.css";
import details from "./span-details.module.css";

export function EvaluationsTab({ evaluations }: { evaluations: readonly Evaluation[] }) {
  return (
    <div className={details.panel}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th>Name</th>
            <th>Score</th>
            <th>Label</th>
            <th>Why</th>
          </tr>
        </thead>
        <tbody>
          {evaluations.map((evaluation, at) => (
            <tr key={`${evaluation.name} ${at}`}>
              <td>{evaluation.name}</td>
              <td>{evaluation.score ?? ""}</td>
              <td>{evaluation.label ?? ""}</td>
              <td>{evaluation.explanation ?? ""}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
