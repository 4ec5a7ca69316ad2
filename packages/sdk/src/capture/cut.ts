/** Whether a text takes at most so many bytes as UTF-8. */
export function fits(text: string, maxBytes: number): boolean {
  if (text.length * 3 <= maxBytes) return true;
  return text.length <= maxBytes && utf8Length(text) <= maxBytes;
}

/**
 * A tree of plain values as JSON text of at most `maxBytes`. Where it is too long, the longest strings give way first,
 * all down to the same length: of a list of messages with one huge file in it, every message stays.
 */
export function cutToFit(tree: unknown, maxBytes: number): string {
  let longest = waterline(tree, maxBytes);
  for (;;) {
    const text = JSON.stringify(tree, (_key, value) => (typeof value === "string" ? cut(value, longest) : value));
    if (fits(text, maxBytes)) return text;
    // Escapes and letters of several bytes are longer than they were counted.
    if (longest < 32) return asCutString(text, maxBytes);
    longest = Math.floor(longest / 2);
  }
}

/** At most `longest` characters of a text, with a sign that says how many were cut; always well-formed Unicode. */
export function cut(text: string, longest: number): string {
  if (text.length <= longest) return text.isWellFormed() ? text : text.toWellFormed();
  const kept = text.slice(0, longest);
  const last = kept.charCodeAt(longest - 1);
  const whole = last >= 0xd800 && last <= 0xdbff ? kept.slice(0, -1) : kept;
  return `${whole.toWellFormed()}… [${text.length - whole.length} of ${text.length} characters cut]`;
}

/** How long the strings of a tree may be for all of them, and what is around them, to take no more than `maxBytes`. */
function waterline(tree: unknown, maxBytes: number): number {
  const lengths: number[] = [];
  let around = 0;
  measure(tree);
  lengths.sort((a, b) => a - b);
  let left = maxBytes - around;
  for (const [index, length] of lengths.entries()) {
    const share = Math.floor(left / (lengths.length - index));
    if (length > share) return Math.max(0, share - signLength);
    left -= length;
  }
  return maxBytes;

  function measure(value: unknown): void {
    if (typeof value === "string") {
      lengths.push(value.length);
      around += 3;
    } else if (Array.isArray(value)) {
      around += 2;
      for (const item of value) measure(item);
    } else if (typeof value === "object" && value !== null) {
      around += 2;
      for (const [key, item] of Object.entries(value)) {
        around += key.length + 3;
        measure(item);
      }
    } else around += String(value).length + 1;
  }
}

/** Room for "… [… of … characters cut]". */
const signLength = 60;

/** Where nothing else helps: the beginning of the JSON text, as a string. */
function asCutString(text: string, maxBytes: number): string {
  for (let longest = Math.floor(maxBytes / 2); longest > 0; longest = Math.floor(longest / 2)) {
    const quoted = JSON.stringify(cut(text, longest));
    if (fits(quoted, maxBytes)) return quoted;
  }
  return "null";
}

function utf8Length(text: string): number {
  if (!/[\u0080-\uffff]/.test(text)) return text.length;
  let length = text.length;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    // A surrogate counts 2, and so its pair 4.
    if (unit >= 0x80) length += unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 1 : 2;
  }
  return length;
}
