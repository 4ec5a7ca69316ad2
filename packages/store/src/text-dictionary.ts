/** Texts that repeat, each decoded and kept once: spans of a trace share few names. */
export class TextDictionary {
  readonly texts: string[] = [];
  readonly #bytes: Buffer[] = [];
  /** From a hash to the text that was last added with it. */
  readonly #last = new Map<number, number>();
  /** From a text to the one before it with the same hash, or -1. */
  readonly #before: number[] = [];

  /** The index in `texts` of the UTF-8 text that lies there. */
  indexOf(bytes: Buffer, start: number, end: number): number {
    const hash = hashOf(bytes, start, end);
    const last = this.#last.get(hash) ?? -1;
    for (let at = last; at !== -1; at = this.#before[at]!) if (isSame(this.#bytes[at]!, bytes, start, end)) return at;
    const index = this.texts.push(bytes.toString("utf8", start, end)) - 1;
    this.#bytes.push(Buffer.from(bytes.subarray(start, end)));
    this.#before.push(last);
    this.#last.set(hash, index);
    return index;
  }
}

/** FNV-1a. */
function hashOf(bytes: Buffer, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
  return hash;
}

/** Names are short: calling Buffer's own comparison takes longer. */
function isSame(known: Buffer, bytes: Buffer, start: number, end: number): boolean {
  if (known.length !== end - start) return false;
  for (let at = 0; at < known.length; at++) if (known[at] !== bytes[start + at]) return false;
  return true;
}
