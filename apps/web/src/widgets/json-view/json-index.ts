/**
 * Where everything is in a JSON text: one row a value, in the order of the text, as typed arrays. The text itself is
 * never parsed into objects, so what is shown is what was sent: digits past 2^53, repeated keys and escapes included.
 * 10 MB take a quarter of a second, in slices when asked.
 */
export interface JsonIndex {
  readonly text: string;
  readonly count: number;
  /** Code of the value's first character: `{`, `[`, `"`, or that of a number or word. */
  readonly kind: Uint8Array;
  readonly start: Int32Array;
  /** Not included. */
  readonly end: Int32Array;
  /** Of the key with its quotes; -1 for none. Its end is the next quote, see `keyOf`. */
  readonly keyStart: Int32Array;
  readonly keyEnd: Int32Array;
  readonly depth: Int32Array;
  /** Values in the subtree, itself included. */
  readonly size: Int32Array;
  readonly parent: Int32Array;
  /** Members of an object or array. */
  readonly children: Int32Array;
}

export const open = { object: 0x7b, array: 0x5b, string: 0x22 } as const;

export function isContainer(index: JsonIndex, row: number): boolean {
  return index.kind[row] === open.object || index.kind[row] === open.array;
}

/** The key as it stands in the text, with its quotes; empty for an array's item. */
export function keyOf(index: JsonIndex, row: number): string {
  const start = index.keyStart[row] ?? -1;
  return start < 0 ? "" : index.text.slice(start, index.keyEnd[row]);
}

export function textOf(index: JsonIndex, row: number): string {
  return index.text.slice(index.start[row], index.end[row]);
}

/** Indexes a whole text at once; undefined when it is not JSON. */
export function indexJson(text: string): JsonIndex | undefined {
  const indexer = new JsonIndexer(text);
  indexer.run(() => false);
  return indexer.result();
}

/** Thrown and caught here: the text breaks JSON's rules at this place. */
const notJson = new Error("not JSON");

/** Indexes in slices, so that a page stays alive meanwhile. */
export class JsonIndexer {
  readonly #text: string;
  #at = 0;
  #count = 0;
  #failed = false;
  #columns = columns(256);
  /** The containers that are open, outermost first. */
  readonly #stack: number[] = [];
  #keyStart = -1;
  #keyEnd = -1;
  /** In the innermost container a value has ended and neither a comma nor the end has followed. */
  #valueDone = false;
  #done = false;

  constructor(text: string) {
    this.#text = text;
  }

  /** Goes on until the text ends or `pause` says so (asked now and then). True when there is nothing left to do. */
  run(pause: () => boolean): boolean {
    let steps = 0;
    try {
      while (!this.#done) {
        this.#step();
        if ((++steps & 0xfff) === 0 && pause()) break;
      }
    } catch (error) {
      if (error !== notJson) throw error;
      this.#failed = true;
      this.#done = true;
    }
    return this.#done;
  }

  result(): JsonIndex | undefined {
    if (!this.#done || this.#failed || this.#count === 0) return undefined;
    const count = this.#count;
    const { kind, start, end, keyStart, keyEnd, depth, size, parent, children } = this.#columns;
    return { text: this.#text, count, kind, start, end, keyStart, keyEnd, depth, size, parent, children };
  }

  #step(): void {
    const text = this.#text;
    const code = text.charCodeAt(this.#at);
    if (Number.isNaN(code)) {
      if (this.#stack.length > 0 || this.#count === 0) throw notJson;
      this.#done = true;
      return;
    }
    if (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09) {
      this.#at++;
      return;
    }
    const parent = this.#stack.at(-1) ?? -1;
    if (parent < 0 && this.#count > 0) throw notJson;
    const within = parent < 0 ? 0 : this.#columns.kind[parent];
    if (code === 0x7d || code === 0x5d) {
      this.#close(parent, code === 0x7d ? open.object : open.array);
      return;
    }
    if (code === 0x2c) {
      if (parent < 0 || this.#keyStart >= 0 || !this.#valueDone) throw notJson;
      this.#valueDone = false;
      this.#at++;
      return;
    }
    if (this.#valueDone && parent >= 0) throw notJson;
    if (within === open.object && this.#keyStart < 0) {
      this.#key(code);
      return;
    }
    if (code === open.object || code === open.array) {
      this.#stack.push(this.#push(code, this.#at, this.#at + 1));
      this.#valueDone = false;
      this.#at++;
      return;
    }
    const end = code === open.string ? stringEnd(text, this.#at) : wordEnd(text, this.#at);
    if (end < 0) throw notJson;
    this.#push(code, this.#at, end);
    this.#valueDone = true;
    this.#at = end;
  }

  #key(code: number): void {
    const end = code === open.string ? stringEnd(this.#text, this.#at) : -1;
    if (end < 0) throw notJson;
    let colon = end;
    while (" \n\r\t".includes(this.#text[colon] ?? "!")) colon++;
    if (this.#text[colon] !== ":") throw notJson;
    this.#keyStart = this.#at;
    this.#keyEnd = end;
    this.#at = colon + 1;
  }

  #close(row: number, kind: number): void {
    const { end, size } = this.#columns;
    const empty = this.#count === row + 1;
    if (row < 0 || this.#columns.kind[row] !== kind || this.#keyStart >= 0 || (!this.#valueDone && !empty)) {
      throw notJson;
    }
    this.#at++;
    end[row] = this.#at;
    size[row] = this.#count - row;
    this.#stack.pop();
    this.#valueDone = true;
  }

  #push(code: number, start: number, end: number): number {
    if (this.#count === this.#columns.kind.length) this.#columns = grown(this.#columns);
    const row = this.#count++;
    const parent = this.#stack.at(-1) ?? -1;
    const into = this.#columns;
    into.kind[row] = code;
    into.start[row] = start;
    into.end[row] = end;
    into.keyStart[row] = this.#keyStart;
    into.keyEnd[row] = this.#keyEnd;
    into.depth[row] = this.#stack.length;
    into.size[row] = 1;
    into.parent[row] = parent;
    if (parent >= 0) into.children[parent] = (into.children[parent] ?? 0) + 1;
    this.#keyStart = -1;
    this.#keyEnd = -1;
    return row;
  }
}

type Columns = ReturnType<typeof columns>;

function columns(length: number) {
  const make = () => new Int32Array(length);
  return {
    kind: new Uint8Array(length),
    start: make(),
    end: make(),
    keyStart: make(),
    keyEnd: make(),
    depth: make(),
    size: make(),
    parent: make(),
    children: make(),
  };
}

function grown(old: Columns): Columns {
  const next = columns(old.kind.length * 2);
  for (const name of Object.keys(old) as (keyof Columns)[]) next[name].set(old[name]);
  return next;
}

/** Behind the closing quote of a string that opens at `at`; -1 when it never closes. */
function stringEnd(text: string, at: number): number {
  for (let quote = text.indexOf('"', at + 1); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let slashes = 0;
    while (text.charCodeAt(quote - 1 - slashes) === 0x5c) slashes++;
    if (slashes % 2 === 0) return quote + 1;
  }
  return -1;
}

const word = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

function wordEnd(text: string, at: number): number {
  word.lastIndex = at;
  return word.test(text) ? word.lastIndex : -1;
}
