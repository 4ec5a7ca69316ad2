/** Where a registered model stands; its name may hold anything. */
export function modelAddress(name: string, tab: "versions" | "history" = "versions"): string {
  return `/models/${encodeURIComponent(name)}/${tab}`;
}

export function versionAddress(name: string, version: string, tab: "overview" | "artifacts" = "overview"): string {
  return `/models/${encodeURIComponent(name)}/versions/${encodeURIComponent(version)}/${tab}`;
}
