import { Link } from "react-router";
import { useVersionLineage } from "../../data/registry.ts";
import styles from "../../views/overview/overview.module.css";
import { RegisteredVersions } from "../../views/overview/registered-versions.tsx";
import { Relation } from "../../views/overview/relation.tsx";
import { formatTotal } from "../../widgets/format/quantity.ts";

/** Run → logged model → version → traces and copies: each a link, in the order in which one came of the other. */
export function VersionLineage({ name, version }: { name: string; version: string }) {
  const lineage = useVersionLineage(name, version).data;
  if (!lineage) return null;
  const { run, logged_model: model, copied_from: original, copies, traces } = lineage;
  const hasTraces = traces !== undefined && traces.count > 0;
  if (!run && !model && !original && copies.length === 0 && !hasTraces) {
    return (
      <Relation title="Lineage">
        <li className={styles.faint}>Neither a run nor a logged model is known that it comes from.</li>
      </Relation>
    );
  }
  return (
    <>
      {run && (
        <Relation title="Made in the run">
          <li>
            <Link to={`/runs/${encodeURIComponent(run.run_id)}`}>{run.name || run.run_id}</Link>
            {run.lifecycle_stage === "deleted" && <span className={styles.faint}>deleted</span>}
          </li>
        </Relation>
      )}
      {model && (
        <Relation title="Registered from the logged model">
          <li>
            <Link to={`/logged-models/${encodeURIComponent(model.model_id)}`}>{model.name || model.model_id}</Link>
            {model.lifecycle_stage === "deleted" && <span className={styles.faint}>deleted</span>}
          </li>
        </Relation>
      )}
      {original && <RegisteredVersions title="Copied from" versions={[original]} />}
      {hasTraces && (
        <Relation title="Traces">
          {(model || run) && (
            <li>
              <Link
                to={
                  model ? `/logged-models/${encodeURIComponent(model.model_id)}/traces` : `/runs/${run?.run_id}/traces`
                }
              >
                {formatTotal(traces.count, traces.count_is_lower_bound)} {traces.count === 1 ? "trace" : "traces"}
              </Link>
            </li>
          )}
          {traces.newest_trace_ids.slice(0, mostTraces).map((id) => (
            <li key={id}>
              <Link to={`/traces/${id}`}>
                <code>{id}</code>
              </Link>
            </li>
          ))}
        </Relation>
      )}
      <RegisteredVersions title="Copies" versions={copies} />
    </>
  );
}

const mostTraces = 5;
