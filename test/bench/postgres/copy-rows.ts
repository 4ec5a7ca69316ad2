import { finished } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";

/**
 * Rows in Postgres's binary COPY format. Every layout is written with it, the plain one too: the text format would cost
 * the yardstick a tenth of its rate.
 */
export class CopyRows {
  #bytes = Buffer.allocUnsafeSlow(1 << 20);
  #at = 0;

  constructor() {
    this.#at = this.#bytes.write("PGCOPY\n\xff\r\n\0", "latin1");
    this.#at = this.#bytes.fill(0, this.#at, this.#at + 8) && this.#at + 8; // no flags, no extension
  }

  row(columns: number): void {
    this.#room(2);
    this.#at = this.#bytes.writeInt16BE(columns, this.#at);
  }

  int2(value: number): void {
    this.#head(2);
    this.#at = this.#bytes.writeInt16BE(value, this.#at);
  }

  int4(value: number): void {
    this.#head(4);
    this.#at = this.#bytes.writeInt32BE(value, this.#at);
  }

  int8(value: bigint | null): void {
    this.#head(value === null ? -1 : 8);
    if (value !== null) this.#at = this.#bytes.writeBigInt64BE(value, this.#at);
  }

  /** bytea, or the 16 bytes of a uuid. */
  bytes(value: Uint8Array): void {
    this.#head(value.length);
    this.#bytes.set(value, this.#at);
    this.#at += value.length;
  }

  text(value: string): void {
    this.bytes(Buffer.from(value));
  }

  jsonb(json: string): void {
    const length = Buffer.byteLength(json);
    this.#head(1 + length);
    this.#bytes[this.#at++] = 1; // the format's version
    this.#at += this.#bytes.write(json, this.#at);
  }

  int4Array(values: readonly number[]): void {
    this.#array(23, values, (value) => this.int4(value));
  }

  int8Array(values: readonly bigint[]): void {
    this.#array(20, values, (value) => this.int8(value));
  }

  textArray(values: readonly string[]): void {
    this.#array(25, values, (value) => this.text(value));
  }

  /** One dimension, no nulls, the oid of the element's type, the length, and the lower bound 1. */
  #array<Value>(elementType: number, values: readonly Value[], write: (value: Value) => void): void {
    this.#room(24);
    const start = this.#at;
    this.#at += 4;
    for (const word of [1, 0, elementType, values.length, 1]) this.#at = this.#bytes.writeInt32BE(word, this.#at);
    for (const value of values) write(value);
    this.#bytes.writeInt32BE(this.#at - start - 4, start);
  }

  /** Sends the rows; `target` is a table with its columns in the order written. */
  async send(client: pg.Client, target: string): Promise<void> {
    this.#room(2);
    this.#at = this.#bytes.writeInt16BE(-1, this.#at);
    const stream = client.query(copyFrom(`copy ${target} from stdin (format binary)`));
    const done = finished(stream);
    stream.end(this.#bytes.subarray(0, this.#at));
    await done;
  }

  #head(length: number): void {
    this.#room(4 + Math.max(0, length));
    this.#at = this.#bytes.writeInt32BE(length, this.#at);
  }

  #room(size: number): void {
    const need = this.#at + size;
    if (need <= this.#bytes.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(need, this.#bytes.length * 2));
    this.#bytes.copy(grown, 0, 0, this.#at);
    this.#bytes = grown;
  }
}
