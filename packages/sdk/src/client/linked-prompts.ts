import { reportOnce } from "../safely.ts";
import { activeSpan } from "../span/active-span.ts";
import type { Connection } from "./connection.ts";
import { recordOf } from "./entries.ts";
import type { PromptVersion } from "./prompt-version.ts";
import { getActiveRun } from "./runs.ts";

/** The name of the span attribute and of the tag of traces, runs and logged models; MLflow's. */
const linkedPrompts = "mlflow.linkedPrompts";

interface PromptReference {
  readonly name: string;
  readonly version: string;
}

/** Notes at the active span, its trace and the active run that they use a prompt. In the background; nothing of it throws. */
export function linkPrompt(connection: Connection, { name, version }: Pick<PromptVersion, "name" | "version">): void {
  const reference = { name, version: String(version) };
  const tell = (error: unknown) => reportOnce("linking a prompt", error);
  const span = activeSpan();
  if (span !== undefined) {
    const attribute = (span.otel as { attributes?: Record<string, unknown> }).attributes?.[linkedPrompts];
    const linked = withReference(typeof attribute === "string" ? attribute : undefined, reference);
    if (linked !== undefined) span.setAttribute(linkedPrompts, linked);
  }
  const run = getActiveRun();
  if (run !== undefined) linkToRun(connection, run.runId, reference).catch(tell);
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
