/** Shorter texts are sooner read than compared. */
const minBytes = 256;
/** Texts that agree in so many bytes are compared further. */
const keyBytes = 128;
const space = 0x20;

/**
 * Tells what of a text stood in its chunk before. In an agent's trace each model call carries the conversation so far,
 * so most of a long text is the beginning of an earlier one, and comparing bytes is several times quicker than hashing
 * their words.
 */
export class KnownBeginnings {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  /** The last text of each beginning. */
  readonly #texts = new Map<number, { readonly from: number; readonly to: number }>();

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  /** Where in `[from, to)` the words start that may be new: `from`, or after a space, which begins a word anew. */
  newFrom(from: number, to: number): number {
    if (to - from < minBytes) return from;
    const key = this.#keyOf(from);
    const known = this.#texts.get(key);
    this.#texts.set(key, { from, to });
    if (known === undefined) return from;
    const end = Math.min(to, from + known.to - known.from) - 4;
    let at = from;
    for (let other = known.from; at <= end && this.#view.getInt32(at) === this.#view.getInt32(other); other += 4)
      at += 4;
    while (at > from && this.#bytes[at - 1] !== space) at--;
    return at;
  }

  #keyOf(from: number): number {
    let hash = 0;
    for (let at = from; at < from + keyBytes; at++) hash = Math.imul(hash ^ this.#bytes[at]!, 0x01000193);
    return hash;
  }
}
