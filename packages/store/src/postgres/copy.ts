import { finished } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";

/**
 * Rows in Postgres's binary COPY format (docs: sql-copy, "Binary Format"), several times cheaper for both ends than
 * text. Write a row with `row(columns)` and then each column in order with the writer of its type.
 */
export class CopyBuffer {
  #bytes: Buffer;
  #at = 0;
  rows = 0;

  constructor(expectedBytes = 1 << 16) {
    this.#bytes = Buffer.allocUnsafeSlow(expectedBytes);
    signature.copy(this.#bytes);
    this.#at = signature.length;
  }

  row(columns: number): void {
    this.rows++;
    this.#room(2);
    this.#at = this.#bytes.writeInt16BE(columns, this.#at);
  }

  null(): void {
    this.#room(4);
    this.#at = this.#bytes.writeInt32BE(-1, this.#at);
  }

  int2(value: number): void {
    this.#room(6);
    this.#bytes.writeInt32BE(2, this.#at);
    this.#at = this.#bytes.writeInt16BE(value, this.#at + 4);
  }

  int4(value: number | undefined): void {
    if (value === undefined) {
      this.null();
      return;
    }
    this.#room(8);
    this.#bytes.writeInt32BE(4, this.#at);
    this.#at = this.#bytes.writeInt32BE(value, this.#at + 4);
  }

  int8(value: bigint | undefined): void {
    if (value === undefined) {
      this.null();
      return;
    }
    this.#room(12);
    this.#bytes.writeInt32BE(8, this.#at);
    this.#at = this.#bytes.writeBigInt64BE(value, this.#at + 4);
  }

  /** Days since 2000-01-01. */
  date(days: number): void {
    this.int4(days);
  }

  /** 32 hex digits. */
  uuid(hex: string): void {
    this.#room(20);
    this.#bytes.writeInt32BE(16, this.#at);
    this.#at += 4 + this.#bytes.write(hex, this.#at + 4, 16, "hex");
  }

  /** A bytea. */
  bytes(value: Uint8Array | undefined): void {
    if (value === undefined) {
      this.null();
      return;
    }
    this.#room(4 + value.length);
    this.#bytes.writeInt32BE(value.length, this.#at);
    this.#bytes.set(value, this.#at + 4);
    this.#at += 4 + value.length;
  }

  text(value: string | undefined): void {
    if (value === undefined) {
      this.null();
      return;
    }
    this.#string(value, 0);
  }

  /** A document that is JSON already. */
  jsonb(json: string): void {
    this.#string(json, 1);
  }

  /** Null where every element is undefined. */
  int4Array(values: readonly (number | undefined)[] | Int32Array): void {
    this.#array(values, 23, (value) => this.int4(value));
  }

  int8Array(values: readonly (bigint | undefined)[]): void {
    this.#array(values, 20, (value) => this.int8(value));
  }

  textArray(values: readonly (string | undefined)[]): void {
    this.#array(values, 25, (value) => this.text(value));
  }

  #array<Value>(
    values: ArrayLike<Value | undefined>,
    elementType: number,
    write: (value: Value | undefined) => void,
  ): void {
    let nulls = 0;
    for (let i = 0; i < values.length; i++) if (values[i] === undefined) nulls++;
    if (nulls > 0 && nulls === values.length) {
      this.null();
      return;
    }
    this.#room(24);
    const start = this.#at;
    // One dimension (none for no elements), whether there are nulls, the type's oid; the length and the lower bound 1.
    const header =
      values.length === 0 ? [0, 0, 0, elementType] : [0, 1, nulls > 0 ? 1 : 0, elementType, values.length, 1];
    for (const word of header) this.#at = this.#bytes.writeInt32BE(word, this.#at);
    for (let i = 0; i < values.length; i++) write(values[i]);
    this.#bytes.writeInt32BE(this.#at - start - 4, start);
  }

  /** Sends the rows into `target`, a table with its columns in the order written; trusted text. */
  async send(client: pg.PoolClient, target: string): Promise<void> {
    if (this.rows === 0) return;
    this.#room(2);
    this.#at = this.#bytes.writeInt16BE(-1, this.#at);
    const stream = client.query(copyFrom(`copy ${target} from stdin (format binary)`));
    const done = finished(stream);
    stream.end(this.#bytes.subarray(0, this.#at));
    await done;
  }

  #string(value: string, versionBytes: 0 | 1): void {
    this.#room(4 + versionBytes + value.length * 3);
    const start = this.#at + 4;
    if (versionBytes === 1) this.#bytes[start] = 1;
    const length = versionBytes + this.#bytes.write(value, start + versionBytes, "utf8");
    this.#bytes.writeInt32BE(length, this.#at);
    this.#at = start + length;
  }

  #room(size: number): void {
    const need = this.#at + size;
    if (need <= this.#bytes.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(need, this.#bytes.length * 2));
    this.#bytes.copy(grown, 0, 0, this.#at);
    this.#bytes = grown;
  }
}

/** "PGCOPY\n\377\r\n\0", no flags, no extension. */
const signature = Buffer.concat([Buffer.from("PGCOPY\n\xff\r\n\0", "latin1"), Buffer.alloc(8)]);
