/** The bit matrix of a block: a column for some 3,000 words, joints and runs, a row for each of their hashes' positions. */
import type { ChunkKind } from "../search/chunk-texts.ts";
import { HashSet } from "../search/hash-set.ts";
import { hashText, spread, WordEnds } from "../search/hash-text.ts";
import { JointReader } from "../search/joints.ts";
import { longestTexts } from "./longest-texts.ts";

const rows = 24_576;
/** Bits that are set in a column: of those that do not hold a word or joint, 3 in 100 pass for it then. */
const capacity = 12_288;
/** A column that is at least so full is not begun to be filled with another chunk, which would be taken for it. */
const closedFrom = capacity * 0.6;

/** Rows of a word or joint. */
export const rowsOfWord = 4;
/** What is searched for by runs has joints as well and mostly several runs, so that each may say less. */
export const rowsOfRun = 2;

/** Where in a matrix the entry with this hash sets bits. */
export function rowsOf(hash: number, count: number): number[] {
  const step = stepOf(hash);
  return Array.from({ length: count }, (_, i) => (hash + i * step) % rows);
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
  #bits = 0;
  readonly #starts = [0];
  readonly #traces: Uint8Array[] = [];

  /** `traceId` has 16 bytes. */
  add(chunk: Uint8Array, kind: ChunkKind, traceId: Uint8Array): void {
    this.#traces.push(traceId);
    const joints = new JointReader(
      (hash) => this.#set(hash, rowsOfWord),
      (hash) => this.#set(hash, rowsOfRun),
    );
    const ends = new WordEnds(() => joints.word(ends));
    const visit = (hash: number) => {
      this.#set(hash, rowsOfWord);
      joints.word(ends);
    };
    for (const { from, to } of longestTexts(chunk, kind)) {
      if (this.#bits >= capacity) {
        this.#close();
        this.#traces.push(traceId);
      }
      joints.clear();
      hashText(chunk, from, to, visit, ends);
    }
    if (this.#bits >= closedFrom) this.#close();
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

  #set(hash: number, count: number): void {
    if (!this.#entries.add(hash)) return;
    this.#bits += count;
    const step = stepOf(hash);
    const group = this.#groups.at(-1)!;
    const bit = 1 << (this.#column & 7);
    for (let i = 0; i < count; i++) group[(hash + i * step) % rows]! |= bit;
  }

  #close(): void {
    this.#starts.push(this.#traces.length);
    this.#entries.clear();
    this.#bits = 0;
    if (++this.#column % 8 === 0) this.#groups.push(new Uint8Array(rows));
  }
}
