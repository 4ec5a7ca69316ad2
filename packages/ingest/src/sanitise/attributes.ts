import type { Attributes } from "@spanloom/conventions";

/** Attributes are kept as they came; what is shown of bytes that are no text has U+FFFD in it, and that is said. */
export function noteBadText(attributes: Attributes, notes: string[]): void {
  for (const key in attributes) {
    const value = attributes[key];
    if (key.includes("\uFFFD") || (typeof value === "string" && value.includes("\uFFFD"))) {
      notes.push(
        `attribute ${JSON.stringify(key.slice(0, 100))} is not all valid UTF-8; the bad bytes are shown as U+FFFD`,
      );
      return; // one says that the sender is broken; thousands would say no more
    }
  }
}
