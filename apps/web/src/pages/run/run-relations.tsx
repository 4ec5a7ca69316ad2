import { Link } from "react-router";
import type { Run } from "../../data/messages.ts";
import { useChildRuns, useRun, useRunLineage, useVersionsOfRun } from "../../data/run.ts";
import styles from "../../views/overview/overview.module.css";
import { RegisteredVersions } from "../../views/overview/registered-versions.tsx";
import { Relation } from "../../views/overview/relation.tsx";
import { formatTotal } from "../../widgets/format/quantity.ts";
import { RunStatus } from "../../widgets/run-status.tsx";
import { runAddress } from "./run-tabs.ts";

/** What belongs to a run: models in and out, versions registered from it, traces, parent and nested runs. */
export function RunRelations({ run }: { run: Run }) {
  const { run_id: runId, experiment_id: experimentId } = run.info;
  const lineage = useRunLineage(runId).data;
  const versions = useVersionsOfRun(runId).data ?? [];
  const children = useChildRuns(experimentId, runId).data;
  const parentId = run.data?.tags?.find(({ key }) => key === "mlflow.parentRunId")?.value;
  const models = lineage?.models ?? [];
  const traces = lineage?.traces;
  return (
    <>
      {models.length > 0 && (
        <Relation title="Logged models">
          {models.map(({ model, direction, status, step }) => (
            <li key={`${model?.model_id} ${direction}`}>
              <Link to={`/logged-models/${encodeURIComponent(model?.model_id ?? "")}`}>
                {model?.name || model?.model_id}
              </Link>
              <span className={styles.chip}>{direction}</span>
              <span className={styles.faint}>
                {status.replace("LOGGED_MODEL_", "").toLowerCase()}
                {step > 0 && `, step ${step}`}
                {model?.lifecycle_stage === "deleted" && ", deleted"}
              </span>
            </li>
          ))}
        </Relation>
      )}
      <RegisteredVersions title="Registered versions" versions={versions} />
      {traces !== undefined && traces.count > 0 && (
        <Relation title="Traces">
          <li>
            <Link to={runAddress(runId, "traces")}>
              {formatTotal(traces.count, traces.count_is_lower_bound)} {traces.count === 1 ? "trace" : "traces"}
            </Link>
          </li>
        </Relation>
      )}
      {parentId && <Parent runId={parentId} />}
      {children?.runs && children.runs.length > 0 && (
        <Relation title={`Nested runs (${formatTotal(children.runs.length, Boolean(children.next_page_token))})`}>
          {children.runs.map(({ info }) => (
            <li key={info.run_id}>
              <RunStatus status={info.status} compact />
              <Link to={runAddress(info.run_id)}>{info.run_name || info.run_id}</Link>
            </li>
          ))}
        </Relation>
      )}
    </>
  );
}

function Parent({ runId }: { runId: string }) {
  const parent = useRun(runId).data;
  return (
    <Relation title="Nested in">
      <li>
        <Link to={runAddress(runId)}>{parent?.info.run_name || runId}</Link>
      </li>
    </Relation>
  );
}
