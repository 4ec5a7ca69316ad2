import { attachmentOf, type MediaSource } from "./media-source.ts";

export interface FoundAttachment {
  readonly reference: string;
  readonly source: Extract<MediaSource, { type: "attached" }>;
  readonly mimeType: string;
}

/** The attachments that a value refers to anywhere in it, each once, in their order; at most a dozen. */
export function attachmentsIn(value: unknown): readonly FoundAttachment[] {
  const text = typeof value === "string" ? value : mayRefer(value) ? JSON.stringify(value) : "";
  if (!text.includes(scheme)) return [];
  const found = new Map<string, FoundAttachment>();
  for (const [reference] of text.matchAll(/mlflow-attachment:\/\/[\da-f-]{36}\?[\w%&=.+-]+/g)) {
    const source = attachmentOf(reference);
    if (source === undefined || found.has(reference)) continue;
    const mimeType = new URLSearchParams(reference.slice(reference.indexOf("?"))).get("content_type") ?? "file";
    found.set(reference, { reference, source, mimeType });
    if (found.size === 12) break;
  }
  return [...found.values()];
}

const scheme = "mlflow-attachment://";

/** Looks through a value without making a text of it; values can be of many megabytes. */
function mayRefer(value: unknown): boolean {
  if (typeof value === "string") return value.startsWith(scheme);
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).some(mayRefer);
}
