import { type AgentTrace, agentTrace, sendTrace } from "../../harness/agent-trace.ts";
import { attributes, newSpanId, newTraceId, type OtlpSpan, tracesOf } from "../../harness/otlp.ts";
import { newExperiment, type RunSketch } from "../../harness/runs.ts";
import { send } from "../../harness/send.ts";

/** What both servers hold. Traces have the same ids on both. */
export interface WebData {
  /** By how many spans each has. */
  readonly traces: ReadonlyMap<number, AgentTrace>;
  /** Many traces of three spans each. */
  readonly listed: readonly OtlpSpan[];
  /** By how many there are. */
  readonly runs: ReadonlyMap<number, readonly Run[]>;
  readonly curves: readonly Run[];
}

export type Run = Omit<RunSketch, "experimentId">;

/** The ids that a server has given. */
export interface Filled {
  /** The experiment with the traces of every size. */
  readonly sizes: string;
  readonly list: string;
  readonly runs: ReadonlyMap<number, string>;
  readonly curves: { readonly experimentId: string; readonly runIds: readonly string[] };
}

export interface Amounts {
  readonly spans: readonly number[];
  readonly traces: number;
  readonly runs: readonly number[];
  readonly curves: number;
  readonly points: number;
}

export function webData({ spans, traces, runs, curves, points }: Amounts): WebData {
  const startNs = BigInt(Date.now() - 3_600_000) * 1_000_000n;
  return {
    traces: new Map(spans.map((count) => [count, agentTrace(count, { name: `agent of ${count}`, startNs })])),
    listed: Array.from({ length: traces }, (_, at) => listedTrace(listedName(at), at, startNs)).flat(),
    runs: new Map(runs.map((count) => [count, Array.from({ length: count }, (_, at) => listedRun(at))])),
    curves: Array.from({ length: curves }, (_, at) => curve(at, points)),
  };
}

/** How runs come into an experiment of a server; resolves to their ids. */
export type LogRuns = (experimentId: string, runs: readonly Run[]) => Promise<string[]>;

/** Traces go over OTLP, which both servers have; those of more spans than `largest` are left out. */
export async function fill(url: string, data: WebData, largest: number, logRuns: LogRuns): Promise<Filled> {
  const sizes = await newExperiment(url, "sizes");
  for (const [spans, trace] of data.traces) if (spans <= largest) await sendTrace(url, trace, sizes);
  const list = await newExperiment(url, "list");
  for (let from = 0; from < data.listed.length; from += 300)
    await send(url, tracesOf(data.listed.slice(from, from + 300)), { "x-mlflow-experiment-id": list });
  const runs = new Map<number, string>();
  for (const [count, listed] of data.runs) {
    const experimentId = await newExperiment(url, `${count} runs`);
    runs.set(count, experimentId);
    await logRuns(experimentId, listed);
  }
  const experimentId = await newExperiment(url, "curves");
  return { sizes, list, runs, curves: { experimentId, runIds: await logRuns(experimentId, data.curves) } };
}

export const listedName = (at: number): string => `question-${String(at).padStart(5, "0")}`;
export const runName = (at: number): string => `run-${String(at).padStart(5, "0")}`;

const runsStartMs = Date.UTC(2026, 10, 1);

/** Sends a trace that begins now to the experiment of the list. */
export async function sendNew(url: string, experimentId: string, name: string): Promise<void> {
  const spans = listedTrace(name, 0, BigInt(Date.now()) * 1_000_000n);
  await send(url, tracesOf(spans), { "x-mlflow-experiment-id": experimentId });
}

function listedTrace(name: string, at: number, startNs: bigint): OtlpSpan[] {
  const traceId = newTraceId();
  const begin = startNs + BigInt(at) * 1_000_000_000n;
  const root = newSpanId();
  const io = { "mlflow.spanInputs": JSON.stringify(name), "mlflow.spanOutputs": '"It rains."' };
  const span = (spanName: string, values: Record<string, unknown>, parentSpanId?: string): OtlpSpan => ({
    traceId,
    spanId: parentSpanId === undefined ? root : newSpanId(),
    parentSpanId,
    name: spanName,
    startTimeUnixNano: String(begin),
    endTimeUnixNano: String(begin + BigInt(at + 1) * 1_000_000n),
    attributes: attributes(values),
  });
  const usage = { "gen_ai.request.model": "gpt-4o-mini", "gen_ai.usage.input_tokens": 20 + at };
  return [
    span(name, { ...io, "gen_ai.operation.name": "invoke_agent" }),
    span("chat", { ...usage, "gen_ai.operation.name": "chat", "gen_ai.usage.output_tokens": 10 }, root),
    span("execute_tool", { "gen_ai.operation.name": "execute_tool" }, root),
  ];
}

function listedRun(at: number): Run {
  const params = ["rate", "depth", "seed", "optimizer"].map((key, place) => [key, String((at * (place + 3)) % 97)]);
  return {
    name: runName(at),
    startMs: runsStartMs + at * 1_000,
    params: Object.fromEntries(params),
    metrics: { loss: [1 / (at + 1)], accuracy: [(at % 100) / 100], f1: [(at % 37) / 37] },
  };
}

function curve(at: number, points: number): Run {
  const value = (_: unknown, step: number) => Math.exp(-step / points) + at / 10 + Math.sin(step * at) / 50;
  return {
    name: runName(at),
    startMs: runsStartMs + at,
    params: { rate: String(at / 10) },
    metrics: { loss: Array.from({ length: points }, value) },
  };
}
