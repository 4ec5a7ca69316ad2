import { type Day, dayOf } from "./partitions.ts";
import { storableText } from "./storable-text.ts";

/** What a client says of a whole trace (MLflow's StartTraceV3). What is undefined was not said. */
export interface TraceReport {
  /** 32 hex digits. */
  readonly traceId: string;
  readonly experimentId: string;
  readonly startTimeUnixNano?: bigint;
  readonly durationNano?: bigint;
  readonly state?: "ok" | "error" | "running";
  readonly name?: string;
  readonly session?: string;
  readonly user?: string;
  readonly runId?: string;
  readonly modelId?: string;
  readonly clientRequestId?: string;
  readonly inputPreview?: string;
  readonly outputPreview?: string;
  readonly inputTokens?: number;
  readonly outputTokens?: number;
  readonly costPicoUsd?: bigint;
  readonly tags: Readonly<Record<string, string>>;
  readonly metadata: Readonly<Record<string, string>>;
  /** Which columns spans may not change any more; see `pinsOf`. */
  readonly said: Pins;
}

/** Kept in `traces.reported`: ingest leaves alone what has a key here. */
export type Pins = Readonly<Partial<Record<PinnedField, true>>>;

type PinnedField =
  | "startNs"
  | "state"
  | "usage"
  | "name"
  | "experimentId"
  | "session"
  | "endUser"
  | "runId"
  | "modelId"
  | "clientRequestId"
  | "inputPreview"
  | "outputPreview";

/**
 * What a report fixes. Times and usage only where it says both halves, and the state only once it is final: a report
 * made at the start of a trace must not stop the spans from finishing it.
 */
export function pinsOf(report: Omit<TraceReport, "said">): Pins {
  const pins: Partial<Record<PinnedField, boolean>> = {
    startNs: report.startTimeUnixNano !== undefined && report.durationNano !== undefined,
    state: report.state === "ok" || report.state === "error",
    usage: report.inputTokens !== undefined && report.outputTokens !== undefined && report.costPicoUsd !== undefined,
    name: report.name !== undefined,
    experimentId: true,
    session: report.session !== undefined,
    endUser: report.user !== undefined,
    runId: report.runId !== undefined,
    modelId: report.modelId !== undefined,
    clientRequestId: report.clientRequestId !== undefined,
    inputPreview: report.inputPreview !== undefined,
    outputPreview: report.outputPreview !== undefined,
  };
  return Object.fromEntries(Object.entries(pins).filter(([, pinned]) => pinned)) as Pins;
}

/** The report as values of columns; null is what it does not say. */
export function columnsOfReport(report: TraceReport) {
  const startNs = report.startTimeUnixNano ?? BigInt(Date.now()) * 1_000_000n;
  return {
    experimentId: report.experimentId,
    startNs,
    endNs: report.durationNano === undefined ? null : startNs + report.durationNano,
    rootStatus: report.state === "ok" ? 1 : report.state === "error" ? 2 : null,
    inputTokens: report.inputTokens ?? null,
    outputTokens: report.outputTokens ?? null,
    costPicoUsd: report.costPicoUsd ?? null,
    name: textOf(report.name),
    session: textOf(report.session),
    endUser: textOf(report.user),
    runId: textOf(report.runId),
    modelId: textOf(report.modelId),
    clientRequestId: textOf(report.clientRequestId),
    inputPreview: textOf(report.inputPreview),
    outputPreview: textOf(report.outputPreview),
  };
}

const textOf = (text: string | undefined): string | null => (text === undefined ? null : storableText(text));

/** A trace's partition: its start's day, unless that is so far from now that a partition for it would be a mistake. */
export function partitionDay(startNs: bigint, nowMs: number): Day {
  const today = dayOf(nowMs);
  const day = dayOf(Number(startNs / 1_000_000n));
  return day < today - maxAgeDays || day > today + 1 ? today : day;
}

/** Traces older than this were imported, or their clock is wrong: they go to today's partition. */
const maxAgeDays = 400;
