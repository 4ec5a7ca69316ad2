/** The tabs of a model version in their order; the router and the header are made of it. */
export const versionTabs = [
  { path: "overview", route: "overview", label: "Overview", page: () => import("./overview-tab.tsx") },
  { path: "artifacts", route: "artifacts/*", label: "Artifacts", page: () => import("./artifacts-tab.tsx") },
] as const;
