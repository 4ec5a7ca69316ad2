import {
  type JsonValue,
  type LoggedModel,
  type LoggedModelInfo,
  LoggedModelStatus,
  type Metric,
  parseJson,
} from "@spanloom/wire";
import { type Sql, sql } from "./postgres/sql.ts";

/** A model with what was logged to it, each kind as JSON: one value a model costs far less than a row for each key. */
export interface LoggedModelRow {
  readonly model_id: string;
  readonly experiment_id: bigint;
  readonly name: string;
  readonly artifact_uri: string;
  readonly creation_time_ms: bigint;
  readonly last_updated_time_ms: bigint;
  readonly status: number;
  readonly status_message: string | null;
  readonly model_type: string;
  readonly source_run_id: string;
  readonly lifecycle_stage: string;
  readonly params: string | null;
  readonly tags: string | null;
  readonly metrics: string | null;
}

/** Of a row of logged_models that the statement calls `model`. */
export const loggedModelColumns: Sql = sql`
  model.model_id, model.experiment_id, model.name, model.artifact_uri, model.creation_time_ms, model.last_updated_time_ms,
  model.status, model.status_message, model.model_type, model.source_run_id, model.lifecycle_stage,
  (select json_agg(json_build_array(key, value) order by key)::text
   from logged_model_params p where p.model_id = model.model_id) as params,
  (select json_agg(json_build_array(key, value) order by key)::text
   from logged_model_tags t where t.model_id = model.model_id) as tags,
  (select json_agg(json_build_array(key, case when is_nan then null else value end, timestamp_ms, step, run_id,
                                    dataset_name, dataset_digest) order by key, timestamp_ms, step, run_id)::text
   from logged_model_metrics m where m.model_id = model.model_id) as metrics`;

export function loggedModelOf(row: LoggedModelRow): LoggedModel {
  return {
    info: {
      model_id: row.model_id,
      experiment_id: String(row.experiment_id),
      name: row.name,
      creation_timestamp_ms: Number(row.creation_time_ms),
      last_updated_timestamp_ms: Number(row.last_updated_time_ms),
      artifact_uri: row.artifact_uri,
      status: statusName(row.status),
      model_type: row.model_type,
      source_run_id: row.source_run_id,
      ...(row.status_message !== null && { status_message: row.status_message }),
      tags: listOf(row.tags, pairOf),
    },
    data: {
      params: listOf(row.params, pairOf),
      metrics: listOf(row.metrics, (item) => metricOf(row.model_id, item)),
    },
  };
}

export type LoggedModelStatusName = NonNullable<LoggedModelInfo["status"]>;

export const statusNumber = (name: LoggedModelStatusName): number => LoggedModelStatus.values[name]!;

export function statusName(number: number): LoggedModelStatusName {
  return statusNames[number]!;
}

const statusNames: Readonly<Record<number, LoggedModelStatusName>> = Object.fromEntries(
  Object.entries(LoggedModelStatus.values).map(([name, number]) => [number, name as LoggedModelStatusName]),
);

function listOf<T>(json: string | null, read: (item: JsonValue[]) => T): T[] {
  return json === null ? [] : (parseJson(json) as JsonValue[][]).map(read);
}

const pairOf = ([key, value]: JsonValue[]) => ({ key: key as string, value: value as string });

function metricOf(modelId: string, item: JsonValue[]): Metric {
  const [key, value, timestamp, step, runId, datasetName, datasetDigest] = item;
  return {
    key: key as string,
    value: value === null ? Number.NaN : Number(value),
    timestamp: timestamp as number,
    step: step as number | bigint,
    ...(datasetName !== "" && { dataset_name: datasetName as string }),
    ...(datasetDigest !== "" && { dataset_digest: datasetDigest as string }),
    model_id: modelId,
    run_id: runId as string,
  };
}
