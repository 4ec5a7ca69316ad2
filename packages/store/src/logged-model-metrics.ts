import { ApiError } from "@spanloom/wire";
import type { Db } from "./postgres/db.ts";
import { prepared, sql } from "./postgres/sql.ts";
import type { RunKey } from "./runs.ts";
import { storableText } from "./storable-text.ts";

/** A point that a run logs for a model, beside the same point of the run itself. */
export interface ModelMetric {
  readonly modelId: string;
  readonly key: string;
  /** NaN and infinities as they are. */
  readonly value: number;
  readonly timestampMs: number;
  readonly step: number | bigint;
  /** What the metric was measured on. */
  readonly datasetName?: string;
  readonly datasetDigest?: string;
}

/**
 * Adds points to the metrics of models; one that is there already is left alone. To be called in the transaction that
 * stores the points of the run. Throws BAD_REQUEST where a model does not exist: then the caller rolls back.
 */
export async function logModelMetrics(
  db: Db,
  { runId }: Pick<RunKey, "runId">,
  points: readonly ModelMetric[],
): Promise<void> {
  if (points.length === 0) return;
  const [row] = await db.query<{ unknown: string | null }>(
    prepared(
      "log-model-metrics",
      sql`
    with given as materialized (
      select * from unnest(
        ${points.map(({ modelId }) => storableText(modelId))}::text[], ${points.map(({ key }) => storableText(key))}::text[],
        ${points.map(({ timestampMs }) => timestampMs)}::bigint[], ${points.map(({ step }) => step)}::bigint[],
        ${points.map(({ datasetName = "" }) => storableText(datasetName))}::text[],
        ${points.map(({ datasetDigest = "" }) => storableText(datasetDigest))}::text[],
        ${points.map(({ value }) => finite(value))}::float8[], ${points.map(({ value }) => Number.isNaN(value))}::boolean[]
      ) as given (model_id, key, timestamp_ms, step, dataset_name, dataset_digest, value, is_nan)),
    points as (
      insert into logged_model_metrics (model_id, key, timestamp_ms, step, run_id, dataset_name, dataset_digest, value, is_nan)
      select model_id, key, timestamp_ms, step, ${storableText(runId)}, dataset_name, dataset_digest, value, is_nan
      from given join logged_models using (model_id)
      order by model_id, key, timestamp_ms, step, dataset_name, dataset_digest, value
      on conflict do nothing)
    select min(model_id) as unknown from given where not exists (
      select from logged_models where logged_models.model_id = given.model_id)`,
    ),
  );
  const unknown = row?.unknown;
  if (unknown == null) return;
  const { key } = points.find(({ modelId }) => storableText(modelId) === unknown)!;
  throw new ApiError("BAD_REQUEST", `Metric '${key}' is for the logged model '${unknown}', which does not exist.`);
}

function finite(value: number): number {
  return Number.isNaN(value) ? 0 : Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, value));
}
