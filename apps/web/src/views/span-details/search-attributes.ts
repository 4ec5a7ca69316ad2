import type { Attributes, AttributeValue } from "@spanloom/conventions";
import { exactJson } from "../../widgets/json-view/json-text.ts";

/** Attributes whose key or value holds the words, without regard to case, by key. */
export function searchAttributes(attributes: Attributes, words: string): [string, AttributeValue][] {
  const wanted = words.trim().toLowerCase();
  const found = Object.entries(attributes).filter(
    ([key, value]) =>
      wanted === "" || key.toLowerCase().includes(wanted) || textOf(value).toLowerCase().includes(wanted),
  );
  return found.sort(([a], [b]) => byName.compare(a, b));
}

/** `documents.2` before `documents.10`. */
const byName = new Intl.Collator("en", { numeric: true });

function textOf(value: AttributeValue): string {
  return typeof value === "string" ? value : exactJson(value);
}
