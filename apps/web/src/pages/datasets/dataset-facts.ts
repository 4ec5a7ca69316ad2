import type { Dataset } from "../../data/messages.ts";

/** How many records a dataset has, as the server counts them. */
export function recordCount({ profile }: Dataset): number {
  const { num_records: count } = objectIn(profile);
  return typeof count === "number" ? count : 0;
}

/** Its tags, those of MLflow itself among them. */
export function tagsOf({ tags }: Dataset): Record<string, string> {
  return Object.fromEntries(Object.entries(objectIn(tags)).map(([key, value]) => [key, String(value)]));
}

function objectIn(text: string | undefined): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text || "{}");
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
