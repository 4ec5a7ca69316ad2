import type pg from "pg";

/** What a bench reads, put straight into Spanloom's tables: logging it would take longer than measuring. */
export interface Filled {
  readonly experimentId: string;
}

/** Runs with ten metrics, ten params and four tags each. The tenth part of them has `params.optimizer = 'adam-3'`. */
export async function fillRuns(client: pg.Client, runs: number): Promise<Filled> {
  const { rows } = await client.query<{ id: string }>(
    `insert into experiments (name, artifact_location, creation_time_ms, last_update_time_ms)
     values ('many runs', 'mlflow-artifacts:/many', 0, 0) returning experiment_id::text as id`,
  );
  const experimentId = rows[0]!.id;
  for (const statement of [
    `insert into runs (run_id, experiment_id, name, user_id, status, start_time_ms, end_time_ms, artifact_uri)
     select md5(i::text), ${experimentId}, 'run-' || i, 'user-' || i % 50, 3, 1.7e12 + i * 1000, 1.7e12 + i * 1000 + 500,
       'mlflow-artifacts:/many/' || md5(i::text) || '/artifacts'
     from generate_series(1, ${runs}) as i`,
    `insert into run_params (run_id, experiment_id, key, value)
     select md5(i::text), ${experimentId}, case k when 0 then 'optimizer' else 'param_' || k end,
       case k when 0 then 'adam-' || i % 10 else (i * k % 1000)::text end
     from generate_series(1, ${runs}) as i, generate_series(0, 9) as k`,
    `insert into run_tags (run_id, experiment_id, key, value)
     select md5(i::text), ${experimentId}, key, case key when 'mlflow.runName' then 'run-' || i else key || i % 50 end
     from generate_series(1, ${runs}) as i, unnest(array['mlflow.runName', 'mlflow.user', 'mlflow.source.name', 'team']) as key`,
    `select setseed(0.5)`,
    `insert into latest_metrics (run_id, experiment_id, key, value, is_nan, step, timestamp_ms, points)
     select md5(i::text), ${experimentId}, 'metric_' || k, random(), false, 100, 1.7e12 + i * 1000, 1
     from generate_series(1, ${runs}) as i, generate_series(0, 9) as k`,
    "vacuum analyze",
  ]) {
    await client.query(statement);
  }
  return { experimentId };
}
