import type { Place } from "../../data/messages.ts";
import { traceIdIn } from "../../mlflow-links.ts";
import type { IconName } from "../../widgets/icon.tsx";

export interface Command {
  readonly label: string;
  readonly kind: string;
  readonly icon: IconName;
  readonly to: string;
  /** Where it belongs, such as the experiment of a run. */
  readonly within?: string;
}

const pages: readonly Command[] = [
  { label: "Home", kind: "Page", icon: "home", to: "/" },
  { label: "Experiments", kind: "Page", icon: "experiments", to: "/experiments" },
  { label: "All traces", kind: "Page", icon: "traces", to: "/traces" },
  { label: "Datasets", kind: "Page", icon: "dataset", to: "/datasets" },
  { label: "Models", kind: "Page", icon: "models", to: "/models" },
  { label: "Prompts", kind: "Page", icon: "prompts", to: "/prompts" },
  { label: "Sources", kind: "Page", icon: "sources", to: "/sources" },
  { label: "Settings", kind: "Page", icon: "settings", to: "/settings" },
];

/** What has a page of its own to go to: a row for each kind of place. */
const kinds: Readonly<Record<string, { name: string; icon: IconName; address: (id: string) => string }>> = {
  experiment: { name: "Experiment", icon: "experiments", address: (id) => `/experiments/${id}` },
  run: { name: "Run", icon: "runs", address: (id) => `/runs/${id}` },
  model: { name: "Model", icon: "models", address: (id) => `/models/${id}` },
  logged_model: { name: "Logged model", icon: "models", address: (id) => `/logged-models/${id}` },
  prompt: { name: "Prompt", icon: "prompts", address: (id) => `/prompts/${id}` },
  session: { name: "Session", icon: "sessions", address: (id) => `/sessions/${id}` },
};

/** The kinds of places that the server is asked for. */
export const placeKinds: readonly string[] = Object.keys(kinds);

/**
 * What the palette offers for `text`: a pasted trace id first, then pages whose name has all the words, what the server
 * found, and the search among traces.
 */
export function commandsFor(text: string, places: readonly Place[]): Command[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const traceId = traceIdIn(text.trim());
  // While the server looks, the places are those of the text before; what does not fit any more must not be gone to.
  const fits = ({ name, id }: Place) =>
    words.every((word) => name.toLowerCase().includes(word)) || id.startsWith(text.trim());
  const found = places.filter(fits).flatMap((place) => commandOf(place) ?? []);
  return [
    ...(traceId ? [{ label: traceId, kind: "Trace", icon: "traces", to: `/traces/${traceId}` } as const] : []),
    ...pages.filter(({ label }) => words.every((word) => label.toLowerCase().includes(word))),
    ...found,
    ...(words.length > 0 && !traceId ? [searchIn(text.trim())] : []),
  ];
}

/** The trace list takes words in quotes as a search of names and content. */
function searchIn(text: string): Command {
  const query = new URLSearchParams({ q: `"${text.replaceAll('"', '""')}"` });
  return { label: `Traces with “${text}”`, kind: "Search", icon: "search", to: `/traces?${query}` };
}

function commandOf({ kind, id, name, experiment_name }: Place): Command | undefined {
  if (!Object.hasOwn(kinds, kind)) return undefined;
  const { name: called, icon, address } = kinds[kind]!;
  const to = address(encodeURIComponent(id));
  return { label: name || id, kind: called, icon, to, ...(experiment_name && { within: experiment_name }) };
}
