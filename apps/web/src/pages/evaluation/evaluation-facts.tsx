import type { GetEvaluationResponse } from "@spanloom/wire";
import { Link } from "react-router";
import type { Run } from "../../data/messages.ts";
import { formatCount, formatTotal } from "../../widgets/format/quantity.ts";
import { formatExact, formatRelative } from "../../widgets/format/time.ts";
import { useTimeZone } from "../../widgets/format/use-time-zone.ts";
import { RunStatus } from "../../widgets/run-status.tsx";
import { useNow } from "../../widgets/use-now.ts";
import { datasetAddress } from "../datasets/dataset-address.ts";
import { runAddress } from "../run/run-tabs.ts";
import { datasetOf } from "./evaluated-dataset.ts";
import styles from "./evaluation-facts.module.css";

/** One line: what was evaluated, on what, when, and where to read on. */
export function EvaluationFacts({ run, evaluation }: { run: Run | undefined; evaluation: GetEvaluationResponse }) {
  const [zone] = useTimeZone();
  const nowMs = useNow(10_000);
  if (!run) return <div className={styles.facts} />;
  const { run_id: runId, status, start_time: start } = run.info;
  const dataset = datasetOf(run);
  const agent = run.data?.tags?.find(({ key }) => key === "mlflow.genaiEvaluate.agent.function")?.value;
  const models = run.inputs?.model_inputs ?? [];
  return (
    <div className={styles.facts}>
      <RunStatus status={status} />
      <span>
        {formatTotal(evaluation.trace_ids.length, evaluation.truncated)} rows
        {evaluation.failed.length > 0 && (
          <span className={styles.failed}>, {formatCount(evaluation.failed.length)} failed</span>
        )}
      </span>
      {dataset && (
        <span>
          on {dataset.datasetId ? <Link to={datasetAddress(dataset.datasetId)}>{dataset.name}</Link> : dataset.name}{" "}
          <code>{dataset.digest}</code>
        </span>
      )}
      {agent && <code title="The function that was evaluated">{agent}</code>}
      {models.map(({ model_id: id = "" }) => (
        <Link key={id} to={`/logged-models/${encodeURIComponent(id)}`}>
          model {id.slice(0, 10)}
        </Link>
      ))}
      {start ? <time title={formatExact(start, zone)}>{formatRelative(start, nowMs, zone)}</time> : null}
      <span className={styles.links}>
        <Link to={runAddress(runId)}>Run</Link>
        <Link to={runAddress(runId, "traces")}>Traces</Link>
      </span>
    </div>
  );
}
