/** Runs written over REST, as any client does. */
export interface LoggedRun {
  readonly runId: string;
  readonly experimentId: string;
  /** Where the proxy keeps the run's files. */
  readonly artifactPath: string;
}

export interface RunSketch {
  readonly experimentId: string;
  readonly name: string;
  readonly status?: "RUNNING" | "FINISHED" | "FAILED";
  /** Unix milliseconds. */
  readonly startMs?: number;
  readonly params?: Readonly<Record<string, string>>;
  readonly tags?: Readonly<Record<string, string>>;
  /** For each key its values, at steps 0, 1, 2 … */
  readonly metrics?: Readonly<Record<string, readonly number[]>>;
}

const startMs = Date.UTC(2026, 10, 1, 12);

export async function logRun(url: string, sketch: RunSketch): Promise<LoggedRun> {
  const pairs = (values: Readonly<Record<string, string>> = {}) =>
    Object.entries(values).map(([key, value]) => ({ key, value }));
  const start = sketch.startMs ?? startMs;
  const { run } = await post<{ run: { info: { run_id: string; artifact_uri: string } } }>(url, "runs/create", {
    experiment_id: sketch.experimentId,
    run_name: sketch.name,
    start_time: start,
    tags: pairs(sketch.tags),
  });
  const runId = run.info.run_id;
  const points = Object.entries(sketch.metrics ?? {}).flatMap(([key, values]) =>
    values.map((value, step) => ({
      key,
      value: Number.isFinite(value) ? value : String(value),
      timestamp: start + step * 1_000,
      step,
    })),
  );
  await post(url, "runs/log-batch", { run_id: runId, params: pairs(sketch.params), metrics: points.slice(0, 900) });
  for (let from = 900; from < points.length; from += 1_000)
    await post(url, "runs/log-batch", { run_id: runId, metrics: points.slice(from, from + 1_000) });
  if (sketch.status !== "RUNNING") {
    const end = { run_id: runId, status: sketch.status ?? "FINISHED", end_time: start + 60_000 };
    await post(url, "runs/update", end);
  }
  const artifactPath = run.info.artifact_uri.replace(/^mlflow-artifacts:\/+/, "");
  return { runId, experimentId: sketch.experimentId, artifactPath };
}

export async function newExperiment(url: string, name: string): Promise<string> {
  return (await post<{ experiment_id: string }>(url, "experiments/create", { name })).experiment_id;
}

/** Puts a file among the run's. */
export async function putArtifact(
  url: string,
  run: LoggedRun,
  path: string,
  body: string | Uint8Array<ArrayBuffer>,
): Promise<void> {
  const place = [...run.artifactPath.split("/"), ...path.split("/")].map(encodeURIComponent).join("/");
  const response = await fetch(`${url}/api/2.0/mlflow-artifacts/artifacts/${place}`, { method: "PUT", body });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
}

/** One call of MLflow's REST API. */
export async function post<Answer>(url: string, path: string, body: object): Promise<Answer> {
  const response = await fetch(`${url}/api/2.0/mlflow/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
  return JSON.parse(text) as Answer;
}
