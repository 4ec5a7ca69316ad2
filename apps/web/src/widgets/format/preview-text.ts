import { plainText } from "./plain-text.ts";

/** Inputs or outputs for one line of a list: what `saidText` gives, without marks of Markdown. */
export function previewText(preview: string): string {
  return plainText(saidText(preview));
}

/**
 * Inputs or outputs as a reader would say them: the text of a JSON string, the one value of an object that has only one, and
 * `name: value` for more. What is no JSON stays as it is. A preview is cut somewhere, so its text may have no end.
 */
export function saidText(preview: string): string {
  // A number of so many digits would be read as another one.
  if (!/^\s*["[{]/.test(preview) || /\d{16}/.test(preview)) return preview;
  const value = parsed(preview) ?? parsed(closed(preview));
  if (value === undefined) return preview;
  if (typeof value !== "object" || value === null) return String(value);
  const entries = Object.entries(value);
  if (entries.length === 1) return partText(entries[0]![1]);
  return entries
    .map(([name, part]) => (Array.isArray(value) ? partText(part) : `${name}: ${partText(part)}`))
    .join(", ");
}

/** With an end to the text and to all the objects and lists in which it was cut off. */
function closed(json: string): string {
  const ends: string[] = [];
  let isInText = false;
  for (let at = 0; at < json.length; at++) {
    const char = json[at];
    if (char === '"') isInText = !isInText;
    else if (isInText) at += char === "\\" ? 1 : 0;
    else if (char === "{") ends.push("}");
    else if (char === "[") ends.push("]");
    else if (char === "}" || char === "]") ends.pop();
  }
  return json + (isInText ? '"' : "") + ends.reverse().join("");
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function partText(part: unknown): string {
  return typeof part === "string" ? part : JSON.stringify(part);
}
