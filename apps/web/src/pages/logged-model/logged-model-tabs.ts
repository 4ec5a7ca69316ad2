/** The tabs of a logged model in their order; the router and the header are made of it. */
export const loggedModelTabs = [
  { path: "overview", route: "overview", label: "Overview", page: () => import("./overview-tab.tsx") },
  { path: "artifacts", route: "artifacts/*", label: "Artifacts", page: () => import("./artifacts-tab.tsx") },
  { path: "traces", route: "traces", label: "Traces", page: () => import("./traces-tab.tsx") },
] as const;

/** Where a tab of a logged model stands. */
export function loggedModelAddress(
  modelId: string,
  tab: (typeof loggedModelTabs)[number]["path"] = "overview",
): string {
  return `/logged-models/${encodeURIComponent(modelId)}/${tab}`;
}
