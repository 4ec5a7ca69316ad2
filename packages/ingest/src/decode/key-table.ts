/** Keys are short; what is longer is decoded each time. */
const maxKeyBytes = 64;
/** Some hundred kinds of keys are in use at once; the table stays in the processor's cache. */
const slots = 1 << 11;

/**
 * Attribute keys by their bytes, each decoded once: spans repeat a few dozen, and to make the text anew costs several
 * times as much, as does a property under a text that was not met before. A fixed size, so hostile keys only push each
 * other out.
 */
export class KeyTable {
  readonly #bytes = new Uint8Array(slots * maxKeyBytes);
  readonly #texts: string[] = new Array<string>(slots).fill("");
  readonly #lengths = new Uint8Array(slots);

  /** The text of `bytes[start, end)`. */
  text(bytes: Buffer, start: number, end: number): string {
    const length = end - start;
    if (length > maxKeyBytes || length === 0) return bytes.toString("utf8", start, end);
    let hash = length;
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
    const slot = (hash ^ (hash >>> 15)) & (slots - 1);
    const from = slot * maxKeyBytes;
    if (this.#lengths[slot] === length && this.#holds(from, bytes, start, end)) return this.#texts[slot]!;
    const text = bytes.toString("utf8", start, end);
    this.#bytes.set(bytes.subarray(start, end), from);
    this.#lengths[slot] = length;
    this.#texts[slot] = text;
    return text;
  }

  #holds(from: number, bytes: Buffer, start: number, end: number): boolean {
    const known = this.#bytes;
    for (let at = start, i = from; at < end; at++, i++) if (known[i] !== bytes[at]) return false;
    return true;
  }
}
