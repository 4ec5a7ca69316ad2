import type { Experiment as WholeExperiment } from "../../data/messages.ts";
import { traceIdIn } from "../../mlflow-links.ts";
import type { IconName } from "../../widgets/icon.tsx";

export interface Command {
  readonly label: string;
  readonly kind: string;
  readonly icon: IconName;
  readonly to: string;
}

type Experiment = Pick<WholeExperiment, "experiment_id" | "name">;

const pages: readonly Command[] = [
  { label: "All traces", kind: "Page", icon: "traces", to: "/traces" },
  { label: "Experiments", kind: "Page", icon: "experiments", to: "/experiments" },
];

const mostExperiments = 50;

/**
 * What the palette offers for `text`: a pasted trace id first, then pages and experiments whose name has all the words,
 * names that begin with the text before others.
 */
export function matchingCommands(text: string, experiments: readonly Experiment[]): Command[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const traceId = traceIdIn(text.trim());
  const found = [...pages, ...experiments.map(commandOf)].filter((command) =>
    words.every((word) => command.label.toLowerCase().includes(word)),
  );
  const start = words[0] ?? "";
  const rank = (command: Command) => (command.label.toLowerCase().startsWith(start) ? 0 : 1);
  const ordered = found
    .map((command, index) => ({ command, index }))
    .sort((a, b) => rank(a.command) - rank(b.command) || a.index - b.index)
    .map(({ command }) => command);
  return [...(traceId ? [traceCommand(traceId)] : []), ...ordered.slice(0, mostExperiments)];
}

function traceCommand(traceId: string): Command {
  return { label: traceId, kind: "Trace", icon: "traces", to: `/traces/${traceId}` };
}

function commandOf({ experiment_id, name }: Experiment): Command {
  const to = `/experiments/${encodeURIComponent(experiment_id)}/traces`;
  return { label: name || experiment_id, kind: "Experiment", icon: "experiments", to };
}
