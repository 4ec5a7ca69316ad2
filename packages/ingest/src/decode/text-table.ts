/** What is longer seldom repeats, and is decoded each time. */
export const maxTableBytes = 64;
/** Some hundred texts are in use at once; the table stays in the processor's cache. */
const slots = 1 << 11;

/**
 * Short texts by their bytes, each decoded once: keys of attributes, of which spans repeat a few dozen, and values such
 * as models and ids that the spans of a trace share. To make a text anew costs several times as much, as does a property
 * under a text that was not met before. A fixed size, so hostile texts only push each other out.
 */
export class TextTable {
  readonly #bytes = new DataView(new ArrayBuffer(slots * maxTableBytes));
  readonly #texts: string[] = new Array<string>(slots).fill("");
  readonly #lengths = new Uint8Array(slots);

  /** The text that was kept for the bytes `[start, end)`, where it still is. */
  find(bytes: DataView, start: number, end: number): string | undefined {
    const slot = slotOf(bytes, start, end);
    const isIt = this.#lengths[slot] === end - start && this.#holds(slot * maxTableBytes, bytes, start, end);
    return isIt ? this.#texts[slot] : undefined;
  }

  /** Keeps the text of the bytes `[start, end)`, `maxTableBytes` at most. */
  keep(text: string, bytes: DataView, start: number, end: number): void {
    const slot = slotOf(bytes, start, end);
    const from = slot * maxTableBytes - start;
    for (let at = start; at < end; at++) this.#bytes.setUint8(from + at, bytes.getUint8(at));
    this.#lengths[slot] = end - start;
    this.#texts[slot] = text;
  }

  #holds(from: number, bytes: DataView, start: number, end: number): boolean {
    const known = this.#bytes;
    let at = start;
    let i = from;
    for (; at + 4 <= end; at += 4, i += 4) if (known.getInt32(i) !== bytes.getInt32(at)) return false;
    for (; at < end; at++, i++) if (known.getUint8(i) !== bytes.getUint8(at)) return false;
    return true;
  }
}

function slotOf(bytes: DataView, start: number, end: number): number {
  let hash = end - start;
  let at = start;
  for (; at + 4 <= end; at += 4) {
    hash = Math.imul(hash ^ bytes.getInt32(at), 0x5bd1e995);
    hash ^= hash >>> 13;
  }
  for (; at < end; at++) hash = Math.imul(hash ^ bytes.getUint8(at), 0x5bd1e995);
  return (hash ^ (hash >>> 15)) & (slots - 1);
}
