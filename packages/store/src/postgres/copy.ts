import { finished } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";

/**
 * Rows in Postgres's binary COPY format (docs: sql-copy, "Binary Format"), several times cheaper for both ends than
 * text. Write a row with `row(columns)` and then each column in order with the writer of its type.
 */
export class CopyBuffer {
  #bytes: Buffer<ArrayBuffer>;
  #view: DataView;
  #at = 0;
  rows = 0;

  constructor(expectedBytes = 1 << 16) {
    this.#bytes = Buffer.allocUnsafeSlow(expectedBytes);
    this.#view = new DataView(this.#bytes.buffer);
    signature.copy(this.#bytes);
    this.#at = signature.length;
  }

  row(columns: number): void {
    this.rows++;
    this.#room(2);
    this.#view.setInt16(this.#at, columns);
    this.#at += 2;
  }

  null(): void {
    this.#room(4);
    this.#word(-1);
  }

  int2(value: number): void {
    this.#room(6);
    this.#word(2);
    this.#view.setInt16(this.#at, value);
    this.#at += 2;
  }

  int4(value: number | undefined): void {
    if (value === undefined) {
      this.null();
      return;
    }
    this.#room(8);
    this.#word(4);
    this.#word(value);
  }

  int8(value: bigint | undefined): void {
    if (value === undefined) {
      this.null();
      return;
    }
    this.#room(12);
    this.#word(8);
    this.#view.setBigInt64(this.#at, value);
    this.#at += 8;
  }

  /** Days since 2000-01-01. */
  date(days: number): void {
    this.int4(days);
  }

  /** 32 hex digits. */
  uuid(hex: string): void {
    this.#room(20);
    this.#word(16);
    this.#at += this.#bytes.write(hex, this.#at, 16, "hex");
  }

  /** A bytea. */
  bytes(value: Uint8Array): void {
    this.#room(4 + value.length);
    this.#word(value.length);
    this.#bytes.set(value, this.#at);
    this.#at += value.length;
  }

  text(value: string | undefined): void {
    if (value === undefined) this.null();
    else this.#string(value, 0);
  }

  /** A document that is JSON already. */
  jsonb(json: string): void {
    this.#string(json, 1);
  }

  int4s(values: Int32Array): void {
    const { length } = values;
    const start = this.#openArray(length, 23, 8);
    for (let i = 0; i < length; i++) {
      this.#word(4);
      this.#word(values[i]!);
    }
    this.#closeArray(start, length, length);
  }

  /** Of each item the value that `of` gives; null where it gives none of any. */
  int4Array<Item>(items: readonly Item[], of: (item: Item) => number | undefined): void {
    const start = this.#openArray(items.length, 23, 8);
    let values = 0;
    for (const item of items) {
      const value = of(item);
      if (value === undefined) {
        this.#word(-1);
        continue;
      }
      this.#word(4);
      this.#word(value);
      values++;
    }
    this.#closeArray(start, items.length, values);
  }

  int8Array<Item>(items: readonly Item[], of: (item: Item) => bigint | undefined): void {
    const start = this.#openArray(items.length, 20, 12);
    let values = 0;
    for (const item of items) {
      const value = of(item);
      if (value === undefined) {
        this.#word(-1);
        continue;
      }
      this.#word(8);
      this.#view.setBigInt64(this.#at, value);
      this.#at += 8;
      values++;
    }
    this.#closeArray(start, items.length, values);
  }

  textArray<Item>(items: readonly Item[], of: (item: Item) => string | undefined): void {
    const start = this.#openArray(items.length, 25, 4);
    let values = 0;
    for (const item of items) {
      const value = of(item);
      this.text(value);
      if (value !== undefined) values++;
    }
    this.#closeArray(start, items.length, values);
  }

  /** Begins an array with room for `length` elements of so many bytes; tells where it begins. */
  #openArray(length: number, elementType: number, elementBytes: number): number {
    this.#room(24 + length * elementBytes);
    const start = this.#at;
    this.#word(0); // the size in bytes, once it is known
    this.#word(length === 0 ? 0 : 1); // dimensions
    this.#word(0); // whether there are nulls
    this.#word(elementType);
    if (length > 0) {
      this.#word(length);
      this.#word(1); // the index of the first element
    }
    return start;
  }

  /** Ends the array that began at `start`, of whose elements so many are not null; one that has none is null itself. */
  #closeArray(start: number, length: number, values: number): void {
    if (length > 0 && values === 0) {
      this.#at = start;
      this.null();
      return;
    }
    if (values < length) this.#view.setInt32(start + 8, 1);
    this.#view.setInt32(start, this.#at - start - 4);
  }

  /** Sends the rows into `target`, a table with its columns in the order written; trusted text. */
  async send(client: pg.PoolClient, target: string): Promise<void> {
    if (this.rows === 0) return;
    this.#room(2);
    this.#view.setInt16(this.#at, -1);
    this.#at += 2;
    const stream = client.query(copyFrom(`copy ${target} from stdin (format binary)`));
    const done = finished(stream);
    stream.end(this.#bytes.subarray(0, this.#at));
    await done;
  }

  #string(value: string, versionBytes: 0 | 1): void {
    this.#room(4 + versionBytes + value.length * 3);
    const start = this.#at + 4;
    if (versionBytes === 1) this.#bytes[start] = 1;
    const length = versionBytes + this.#utf8(value, start + versionBytes);
    this.#view.setInt32(this.#at, length);
    this.#at = start + length;
  }

  /** Tells how many bytes it wrote. For names and ids a loop beats the call into Buffer. */
  #utf8(value: string, at: number): number {
    if (value.length > shortText) return this.#bytes.write(value, at, "utf8");
    for (let i = 0; i < value.length; i++) {
      const unit = value.charCodeAt(i);
      if (unit >= 0x80) return this.#bytes.write(value, at, "utf8");
      this.#bytes[at + i] = unit;
    }
    return value.length;
  }

  /** There must be room. */
  #word(value: number): void {
    this.#view.setInt32(this.#at, value);
    this.#at += 4;
  }

  #room(size: number): void {
    const need = this.#at + size;
    if (need <= this.#bytes.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(need, this.#bytes.length * 2));
    this.#bytes.copy(grown, 0, 0, this.#at);
    this.#bytes = grown;
    this.#view = new DataView(grown.buffer);
  }
}

/** "PGCOPY\n\377\r\n\0", no flags, no extension. */
const signature = Buffer.concat([Buffer.from("PGCOPY\n\xff\r\n\0", "latin1"), Buffer.alloc(8)]);

const shortText = 32;
