/** The tabs of a registered model in their order; the router and the header are made of it. */
export const modelTabs = [
  { path: "versions", label: "Versions", page: () => import("./versions-tab.tsx") },
  { path: "history", label: "History", page: () => import("./history-tab.tsx") },
] as const;
