/** The bit matrix of a block: a column for some 3,000 words and joints, a row for each of their hashes' positions. */
import { type ChunkKind, visitTexts } from "../search/chunk-texts.ts";
import { HashSet } from "../search/hash-set.ts";
import { hashText, spread, WordEnds } from "../search/hash-text.ts";
import { jointHash } from "../search/joints.ts";

/** Of a matrix. With `capacity` entries in a column, 4 in 100 of those that do not hold a word or joint pass for it. */
const rows = 24_576;
const capacity = 3_072;
const rowsPerEntry = 4;
/** A column that is at least so full is not begun to be filled with another chunk, which would be taken for it. */
const closedFrom = capacity * 0.6;

/** Where in a matrix the entry with this hash sets bits. */
export function rowsOf(hash: number): number[] {
  const step = stepOf(hash);
  return Array.from({ length: rowsPerEntry }, (_, i) => (hash + i * step) % rows);
}

/** From one row of an entry to its next: odd, and another hash of the same. */
const stepOf = (hash: number): number => spread(hash ^ 0x2545f491) | 1;

export interface Matrix {
  readonly width: number;
  readonly starts: Uint8Array;
  readonly traces: Uint8Array;
  readonly matrix: Uint8Array;
}

/**
 * Gathers the texts of chunks. A text lies in one column whole, so that all the words of a phrase are found in the same;
 * the columns of a long chunk follow each other, short chunks share one.
 */
export class MatrixBuilder {
  /** Eight columns each, a byte a row: small enough to stay in the processor's cache while they are filled. */
  readonly #groups = [new Uint8Array(rows)];
  #column = 0;
  /** Of the column that is being filled. */
  readonly #entries = new HashSet(1 << 12);
  readonly #starts = [0];
  readonly #traces: Uint8Array[] = [];

  /** `traceId` has 16 bytes. */
  add(chunk: Uint8Array, kind: ChunkKind, traceId: Uint8Array): void {
    this.#traces.push(traceId);
    let tail = 0;
    const join = () => {
      if (tail !== 0 && ends.head !== 0) this.#set(jointHash(tail, ends.head));
      tail = ends.tail;
    };
    const ends = new WordEnds(join);
    const visit = (hash: number) => {
      this.#set(hash);
      join();
    };
    visitTexts(
      chunk,
      (from, to) => {
        if (this.#entries.size >= capacity) {
          this.#close();
          this.#traces.push(traceId);
        }
        tail = 0;
        hashText(chunk, from, to, visit, ends);
      },
      kind,
    );
    if (this.#entries.size >= closedFrom) this.#close();
  }

  finish(): Matrix {
    if (this.#traces.length > this.#starts.at(-1)!) this.#close();
    const groups = this.#groups.slice(0, Math.ceil(this.#column / 8));
    const width = groups.length;
    const matrix = new Uint8Array(rows * width);
    for (const [byte, group] of groups.entries())
      for (let row = 0; row < rows; row++) matrix[row * width + byte] = group[row]!;
    const starts = Buffer.alloc(this.#starts.length * 4);
    for (const [i, start] of this.#starts.entries()) starts.writeInt32LE(start, i * 4);
    return { width, matrix, starts, traces: Buffer.concat(this.#traces) };
  }

  #set(hash: number): void {
    if (!this.#entries.add(hash)) return;
    const step = stepOf(hash);
    const group = this.#groups.at(-1)!;
    const bit = 1 << (this.#column & 7);
    for (let i = 0; i < rowsPerEntry; i++) group[(hash + i * step) % rows]! |= bit;
  }

  #close(): void {
    this.#starts.push(this.#traces.length);
    this.#entries.clear();
    if (++this.#column % 8 === 0) this.#groups.push(new Uint8Array(rows));
  }
}
