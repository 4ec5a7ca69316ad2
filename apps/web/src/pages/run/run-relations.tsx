import { Link } from "react-router";
import type { Run } from "../../data/messages.ts";
import { useChildRuns, useRun } from "../../data/run.ts";
import { Relation } from "../../views/overview/relation.tsx";
import { formatTotal } from "../../widgets/format/quantity.ts";
import { RunStatus } from "../../widgets/run-status.tsx";
import { isEvaluation } from "../evaluation/evaluated-dataset.ts";
import { evaluationAddress } from "../evaluation/evaluation-address.ts";
import { runAddress } from "./run-tabs.ts";

/** The evaluation that a run is, and the runs that it is nested in or has nested in it. */
export function RunRelations({ run }: { run: Run }) {
  const { run_id: runId, experiment_id: experimentId } = run.info;
  const children = useChildRuns(experimentId, runId).data;
  const parentId = run.data?.tags?.find(({ key }) => key === "mlflow.parentRunId")?.value;
  return (
    <>
      {isEvaluation(run) && (
        <Relation title="Evaluation">
          <li>
            <Link to={evaluationAddress(runId)}>Rows and scores</Link>
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
