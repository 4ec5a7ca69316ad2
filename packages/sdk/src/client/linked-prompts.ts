import { names } from "@spanloom/conventions";
import { traceIdToMlflow } from "@spanloom/wire";
import { unrefTimeout } from "../delivery/timers.ts";
import { reportOnce } from "../safely.ts";
import { activeSpan } from "../span/active-span.ts";
import { runningRootOf } from "../trace/last-trace.ts";
import type { Connection } from "./connection.ts";
import { recordOf } from "./entries.ts";
import { isCode } from "./experiments.ts";
import type { PromptVersion } from "./prompt-version.ts";
import { getActiveRun } from "./runs.ts";

/** The name of the span attribute and of the tag of traces and runs; MLflow's. */
const linkedPrompts = "mlflow.linkedPrompts";

interface PromptReference {
  readonly name: string;
  readonly version: string;
}

/**
 * Notes at the active span, its trace and the active run that they use a prompt. What needs the server goes on in the
 * background; nothing of it throws.
 */
export function linkPrompt(connection: Connection, { name, version }: Pick<PromptVersion, "name" | "version">): void {
  const reference = { name, version: String(version) };
  const tell = (error: unknown) => reportOnce("linking a prompt", error);
  try {
    linkToTrace(connection, reference);
  } catch (error) {
    tell(error);
  }
  const run = getActiveRun();
  if (run !== undefined) linkToRun(connection, run.runId, reference).catch(tell);
}

/** The span says it as an attribute, and the trace as a tag, which its root has. */
function linkToTrace(connection: Connection, reference: PromptReference): void {
  const span = activeSpan()?.otel;
  if (span === undefined || !span.isRecording()) return;
  say(span, linkedPrompts);
  const root = runningRootOf(span);
  if (root !== undefined && say(root, names.traceTagPrefix + linkedPrompts)) {
    linkWhenStored(connection, traceIdToMlflow(span.spanContext().traceId), reference);
  }

  function say(where: object, name: string): boolean {
    const { attributes, setAttribute } = where as {
      attributes?: Record<string, unknown>;
      setAttribute(name: string, value: string): void;
    };
    const before = attributes?.[name];
    const linked = withReference(typeof before === "string" ? before : undefined, reference);
    if (linked !== undefined) setAttribute.call(where, name, linked);
    return linked !== undefined;
  }
}

/**
 * MLflow's server finds traces by their prompts only if it is told by a call, too, which it takes once it has the trace.
 * That comes when it has ended; a trace of more than some minutes is not linked there.
 */
function linkWhenStored({ rest }: Connection, traceId: string, reference: PromptReference): void {
  const waits = [1_000, 2_000, 5_000, 15_000, 60_000, 180_000];
  const next = () => {
    const waitMs = waits.shift();
    if (waitMs !== undefined) unrefTimeout(() => void link(), waitMs);
  };
  const link = async () => {
    try {
      await rest.linkPromptsToTrace({ trace_id: traceId, prompt_versions: [reference] });
    } catch (error) {
      if (isCode(error, "RESOURCE_DOES_NOT_EXIST", "TEMPORARILY_UNAVAILABLE")) next();
      else reportOnce("linking a prompt", error);
    }
  };
  next();
}

async function linkToRun({ rest }: Connection, runId: string, reference: PromptReference): Promise<void> {
  const { run } = await rest.getRun({ run_id: runId });
  const linked = withReference(recordOf(run?.data?.tags)[linkedPrompts], reference);
  if (linked !== undefined) await rest.setTag({ run_id: runId, key: linkedPrompts, value: linked });
}

/** The list with the reference in it, as JSON; `undefined` where it is in there already. */
function withReference(list: string | undefined, reference: PromptReference): string | undefined {
  let known: PromptReference[] = [];
  try {
    const parsed: unknown = JSON.parse(list ?? "[]");
    if (Array.isArray(parsed)) known = parsed as PromptReference[];
  } catch {
    // Not ours; it is replaced.
  }
  const isKnown = known.some(({ name, version }) => name === reference.name && version === reference.version);
  return isKnown ? undefined : JSON.stringify([...known, reference]);
}
