/** The tabs of an experiment in their order, a row for each page that exists; the router and the header are made of it. */
export const experimentTabs = [
  { path: "overview", label: "Overview", page: () => import("../overview/overview-page.tsx") },
  { path: "traces", label: "Traces", page: () => import("../traces/experiment-traces-page.tsx") },
  { path: "sessions", label: "Sessions", page: () => import("../sessions/sessions-page.tsx") },
  { path: "runs", label: "Runs", page: () => import("../runs/runs-page.tsx") },
  { path: "models", label: "Models", page: () => import("../logged-models/logged-models-page.tsx") },
  { path: "evaluations", label: "Evaluations", page: () => import("../evaluations/evaluations-page.tsx") },
  { path: "prompts", label: "Prompts", page: () => import("../prompts/experiment-prompts-page.tsx") },
  { path: "datasets", label: "Datasets", page: () => import("../datasets/experiment-datasets-page.tsx") },
  { path: "review", label: "Review", page: () => import("../review-queues/review-queues-page.tsx") },
] as const;

export type ExperimentTab = (typeof experimentTabs)[number]["path"];

/** Where a tab of an experiment stands. */
export function experimentAddress(experimentId: string, tab: ExperimentTab): string {
  return `/experiments/${encodeURIComponent(experimentId)}/${tab}`;
}
