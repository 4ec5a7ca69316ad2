/** The tabs of a run in their order, a row for each; the router and the header are made of it. */
export const runTabs = [
  { path: "overview", route: "overview", label: "Overview", page: () => import("./overview-tab.tsx") },
  { path: "metrics", route: "metrics", label: "Metrics", page: () => import("./metrics-tab.tsx") },
  { path: "artifacts", route: "artifacts/*", label: "Artifacts", page: () => import("./artifacts-tab.tsx") },
  { path: "traces", route: "traces", label: "Traces", page: () => import("./traces-tab.tsx") },
] as const;

/** Where a tab of a run stands. */
export function runAddress(runId: string, tab: (typeof runTabs)[number]["path"] = "overview"): string {
  return `/runs/${encodeURIComponent(runId)}/${tab}`;
}
