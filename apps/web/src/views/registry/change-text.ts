import type { RegistryChange } from "@spanloom/wire";

/** A change of the registry in words; what empty values mean depends on the kind (proto/spanloom/registry_view.proto). */
export function changeText(change: Pick<RegistryChange, "kind" | "alias" | "version" | "old_value" | "new_value">) {
  const { kind, alias, version, old_value: before, new_value: after } = change;
  switch (kind) {
    case "model":
      if (!before) return `Registered as ${after}`;
      return after ? `Renamed from ${before} to ${after}` : `${before} deleted`;
    case "alias":
      if (!before) return `@${alias} set to version ${after}`;
      return after ? `@${alias} moved from version ${before} to ${after}` : `@${alias} removed from version ${before}`;
    case "stage":
      if (!before) return `Version ${version} registered`;
      return after ? `Version ${version} moved from ${before} to ${after}` : `Version ${version} deleted`;
    default:
      return `${kind}: ${before || "nothing"} to ${after || "nothing"}`;
  }
}
