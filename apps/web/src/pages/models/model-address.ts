/** Where a registered model stands; its name may hold anything. */
export function modelAddress(name: string, tab: "versions" | "history" = "versions"): string {
  return `/models/${encodeURIComponent(name)}/${tab}`;
}

/** Where two of its versions are compared. */
export function comparisonAddress(name: string, a: string, b: string): string {
  return `/models/${encodeURIComponent(name)}/compare?${new URLSearchParams({ a, b })}`;
}

export function versionAddress(name: string, version: string, tab: "overview" | "artifacts" = "overview"): string {
  return `/models/${encodeURIComponent(name)}/versions/${encodeURIComponent(version)}/${tab}`;
}
