import { pinsOf, type TraceReport, type TraceRow } from "@spanloom/store";
import {
  type Assessment,
  durationToNano,
  type Init,
  nanoToDuration,
  nanoToTimestamp,
  parseJson,
  type TraceInfo,
  type TraceInfoV3,
  timestampToNano,
  traceIdToMlflow,
} from "@spanloom/wire";
import type { ApiContext, TrackingSettings } from "./context.ts";
import {
  experimentIdParameter,
  maxTagValueLength,
  nanoParameter,
  traceIdParameter,
  valueParameter,
} from "./parameters.ts";

/** MLflow's names of what it keeps in tags and metadata. */
const key = {
  artifactLocation: "mlflow.artifactLocation",
  cost: "mlflow.trace.cost",
  infoFinalized: "mlflow.trace.infoFinalized",
  modelId: "mlflow.modelId",
  name: "mlflow.traceName",
  run: "mlflow.sourceRun",
  schemaVersion: "mlflow.trace_schema.version",
  session: "mlflow.trace.session",
  spansLocation: "mlflow.trace.spansLocation",
  tokenUsage: "mlflow.trace.tokenUsage",
  user: "mlflow.trace.user",
} as const;

const spansInTrackingStore = "TRACKING_STORE";

const states = { running: "IN_PROGRESS", incomplete: "IN_PROGRESS", ok: "OK", error: "ERROR" } as const;

/** Traces as v3 clients know them, with what was said of them. */
export async function traceInfosV3({ store }: ApiContext, rows: readonly TraceRow[]): Promise<Init<TraceInfoV3>[]> {
  const [assessments, roots] = await Promise.all([
    store.assessments.ofTraces(rows.map((row) => row.traceId)),
    store.artifactRoots.ofExperiments(rows.map((row) => row.experimentId)),
  ]);
  return rows.map((row) => traceInfoV3(row, roots, assessments.get(row.traceId) ?? []));
}

/** The artifact roots of experiments, by id. */
type Roots = ReadonlyMap<string, string>;

/** Times are cut to milliseconds, in which MLflow counts. */
function traceInfoV3(row: TraceRow, roots: Roots, assessments: readonly Init<Assessment>[]): Init<TraceInfoV3> {
  const duration = durationMs(row);
  return {
    trace_id: traceIdToMlflow(row.traceId),
    client_request_id: row.clientRequestId ?? undefined,
    trace_location: { type: "MLFLOW_EXPERIMENT", mlflow_experiment: { experiment_id: row.experimentId } },
    request_preview: row.inputPreview ?? undefined,
    response_preview: row.outputPreview ?? undefined,
    request_time: nanoToTimestamp(startMs(row) * 1_000_000n),
    execution_duration: duration === undefined ? undefined : nanoToDuration(duration * 1_000_000n),
    state: states[row.state],
    trace_metadata: metadataOf(row),
    assessments,
    tags: tagsOf(row, roots),
  };
}

/** Traces as v2 clients know them. */
export async function traceInfosV2({ store }: ApiContext, rows: readonly TraceRow[]): Promise<Init<TraceInfo>[]> {
  const roots = await store.artifactRoots.ofExperiments(rows.map((row) => row.experimentId));
  return rows.map((row) => traceInfoV2(row, roots));
}

function traceInfoV2(row: TraceRow, roots: Roots): Init<TraceInfo> {
  const duration = durationMs(row);
  return {
    request_id: traceIdToMlflow(row.traceId),
    experiment_id: row.experimentId,
    timestamp_ms: Number(startMs(row)),
    execution_time_ms: duration === undefined ? undefined : Number(duration),
    status: states[row.state],
    request_metadata: entries(metadataOf(row)),
    tags: entries(tagsOf(row, roots)),
  };
}

const entries = (map: Record<string, string>): { key: string; value: string }[] =>
  Object.entries(map).map(([name, value]) => ({ key: name, value }));

const startMs = (row: TraceRow): bigint => row.startTimeUnixNano / 1_000_000n;

function durationMs(row: TraceRow): bigint | undefined {
  return row.endTimeUnixNano === null ? undefined : row.endTimeUnixNano / 1_000_000n - startMs(row);
}

/** What spans said stands in columns; a client's own words about the same win. */
function metadataOf(row: TraceRow): Record<string, string> {
  const usage = tokenUsageOf(row);
  return {
    ...(row.spanCount > 0 && { [key.schemaVersion]: "3" }),
    ...(row.session !== null && { [key.session]: row.session }),
    ...(row.user !== null && { [key.user]: row.user }),
    ...(row.runId !== null && { [key.run]: row.runId }),
    ...(row.modelId !== null && { [key.modelId]: row.modelId }),
    ...(usage !== undefined && { [key.tokenUsage]: pythonJson(usage) }),
    ...(row.costPicoUsd !== null && { [key.cost]: pythonJson({ total_cost: Number(row.costPicoUsd) / 1e12 }) }),
    ...row.metadata,
  };
}

function tokenUsageOf(row: TraceRow): Record<string, number> | undefined {
  if (row.inputTokens === null && row.outputTokens === null) return undefined;
  const input = row.inputTokens ?? 0;
  const output = row.outputTokens ?? 0;
  return {
    input_tokens: input,
    output_tokens: output,
    total_tokens: input + output,
    ...(row.cacheReadTokens !== null && { cache_read_input_tokens: row.cacheReadTokens }),
    ...(row.cacheWriteTokens !== null && { cache_creation_input_tokens: row.cacheWriteTokens }),
  };
}

/** Numbers in an object as Python prints them, spaces included: clients compare this text. */
function pythonJson(value: Record<string, number>): string {
  const members = Object.entries(value).map(([name, number]) => `"${name}": ${number}`);
  return `{${members.join(", ")}}`;
}

/** Where a trace keeps what it has besides its spans. */
export function traceArtifactRoot({ experimentId, traceId }: TraceRow, roots: Roots): string {
  const root = roots.get(experimentId) ?? `mlflow-artifacts:/${experimentId}`;
  return `${root}/traces/${traceIdToMlflow(traceId)}/artifacts`;
}

function tagsOf(row: TraceRow, roots: Roots): Record<string, string> {
  return {
    ...(row.name !== "" && { [key.name]: row.name }),
    ...row.tags,
    [key.artifactLocation]: traceArtifactRoot(row, roots),
    // Clients upload the spans as a file unless this says that the server has them.
    ...(row.spanCount > 0 && { [key.spansLocation]: spansInTrackingStore }),
  };
}

/** Reads what a client reports about a trace. Throws `ApiError` for what cannot be stored. */
export function reportOf(info: TraceInfoV3, settings: TrackingSettings): TraceReport {
  const metadata = storableValues({ ...info.trace_metadata, [key.infoFinalized]: "true" }, settings);
  const tags = storableValues(info.tags, settings);
  for (const tag of [key.artifactLocation, key.spansLocation]) delete tags[tag];
  const usage = numbersIn(metadata[key.tokenUsage]);
  const cost = numbersIn(metadata[key.cost]).total_cost;
  const startNano = info.request_time === undefined ? undefined : timestampToNano(info.request_time);
  const durationNano = info.execution_duration === undefined ? undefined : durationToNano(info.execution_duration);
  if (startNano !== undefined) nanoParameter("trace.trace_info.request_time", startNano);
  if (durationNano !== undefined) {
    nanoParameter("trace.trace_info.execution_duration", durationNano);
    nanoParameter("trace.trace_info.execution_duration", (startNano ?? 0n) + durationNano);
  }
  return withPins({
    traceId: traceIdParameter("trace.trace_info.trace_id", info.trace_id),
    experimentId: experimentIdParameter(info.trace_location?.mlflow_experiment?.experiment_id ?? "0"),
    startTimeUnixNano: startNano,
    durationNano,
    state:
      info.state === "OK"
        ? "ok"
        : info.state === "ERROR"
          ? "error"
          : info.state === "IN_PROGRESS"
            ? "running"
            : undefined,
    clientRequestId: info.client_request_id,
    inputPreview: info.request_preview,
    outputPreview: info.response_preview,
    inputTokens: countOf(usage.input_tokens),
    outputTokens: countOf(usage.output_tokens),
    costPicoUsd: picoUsdOf(cost),
    ...saidIn(metadata, tags),
    tags,
    metadata,
  });
}

/** What metadata and tags say that has a column of its own. */
export function saidIn(metadata: Readonly<Record<string, string>>, tags: Readonly<Record<string, string>>) {
  return {
    name: tags[key.name],
    session: metadata[key.session],
    user: metadata[key.user],
    runId: metadata[key.run],
    modelId: metadata[key.modelId],
  };
}

export function withPins(report: Omit<TraceReport, "said">): TraceReport {
  return { ...report, said: pinsOf(report) };
}

/** Tags or metadata with values of a length that is kept. */
export function storableValues(
  map: Readonly<Record<string, string>>,
  settings: TrackingSettings,
): Record<string, string> {
  const entries = Object.entries(map);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, valueParameter("value", value, maxTagValueLength, settings)]),
  );
}

/** What a client reports is text that it may have made up: a count or a cost that cannot be one is none. */
function countOf(value: number | undefined): number | undefined {
  return value !== undefined && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

/** The column holds nine million dollars. */
function picoUsdOf(usd: number | undefined): bigint | undefined {
  return usd !== undefined && usd >= 0 && usd < 9e6 ? BigInt(Math.round(usd * 1e12)) : undefined;
}

/** The numbers in a JSON object; none for a text that is no such thing. */
function numbersIn(text: string | undefined): Record<string, number> {
  if (text === undefined) return {};
  try {
    const value = parseJson(text);
    const members = typeof value === "object" && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
    return Object.fromEntries(members.filter((member): member is [string, number] => typeof member[1] === "number"));
  } catch {
    return {};
  }
}
