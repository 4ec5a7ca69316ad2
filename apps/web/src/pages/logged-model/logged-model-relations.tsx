import { Link } from "react-router";
import { useLoggedModelLineage, useVersionsOfLoggedModel } from "../../data/logged-models.ts";
import { RegisteredVersions } from "../../views/overview/registered-versions.tsx";
import { Relation } from "../../views/overview/relation.tsx";
import { formatTotal } from "../../widgets/format/quantity.ts";
import { runAddress } from "../run/run-tabs.ts";
import { loggedModelAddress } from "./logged-model-tabs.ts";

/** What belongs to a logged model: the run that made it, runs that took it in, registered versions, traces. */
export function LoggedModelRelations({ modelId }: { modelId: string }) {
  const lineage = useLoggedModelLineage(modelId).data;
  const versions = useVersionsOfLoggedModel(modelId).data ?? [];
  const traces = lineage?.traces;
  return (
    <>
      <Runs title="Made in the run" runs={lineage?.source_run ? [lineage.source_run] : []} />
      <RegisteredVersions title="Registered versions" versions={versions} />
      <Runs title="Input of runs" runs={lineage?.input_of ?? []} />
      {traces !== undefined && traces.count > 0 && (
        <Relation title="Traces">
          <li>
            <Link to={loggedModelAddress(modelId, "traces")}>
              {formatTotal(traces.count, traces.count_is_lower_bound)} {traces.count === 1 ? "trace" : "traces"}
            </Link>
          </li>
        </Relation>
      )}
    </>
  );
}

function Runs({ title, runs }: { title: string; runs: readonly { run_id: string; name: string }[] }) {
  if (runs.length === 0) return null;
  return (
    <Relation title={title}>
      {runs.map(({ run_id: id, name }) => (
        <li key={id}>
          <Link to={runAddress(id)}>{name || id}</Link>
        </li>
      ))}
    </Relation>
  );
}
