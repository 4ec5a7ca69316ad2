import { OtlpDecodeError } from "../errors.ts";
import { readUtf8, writeUtf8 } from "./utf8.ts";

/** Protobuf's wire types. 3 and 4 (groups) are obsolete and only ever skipped. */
export const wireType = { varint: 0, fixed64: 1, length: 2, groupStart: 3, groupEnd: 4, fixed32: 5 } as const;

/** How deeply messages may nest. OTLP's own envelope takes five, each level of a structured attribute three. */
export const maxDepth = 200;

/**
 * Reads protobuf's wire format. It never reads past its end and throws nothing but `OtlpDecodeError`.
 *
 *     while (reader.pos < reader.end) {
 *       const tag = reader.tag();
 *       if (tag >>> 3 === 5) name = reader.string();
 *       else reader.skip(tag);
 *     }
 */
export class ProtoReader {
  readonly bytes: Uint8Array;
  pos: number;
  readonly end: number;
  #view: DataView;

  constructor(bytes: Uint8Array, start = 0, end = bytes.length) {
    this.bytes = bytes;
    this.pos = start;
    this.end = end;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Field number × 8 + wire type. Never 0. */
  tag(): number {
    const tag = this.uint32();
    if (tag >>> 3 === 0) throw this.#error("field number 0");
    return tag;
  }

  /** The lower 32 bits of a varint, as protobuf asks for when a longer one stands where 32 bits are expected. */
  uint32(): number {
    const { bytes, end } = this;
    // Tags, and the lengths of most texts, are one byte.
    if (this.pos < end && bytes[this.pos]! < 0x80) return bytes[this.pos++]!;
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (this.pos >= end) throw this.#truncated();
      const byte = bytes[this.pos++]!;
      if (shift < 32) value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
    throw this.#error("a varint longer than 10 bytes");
  }

  int32(): number {
    return this.uint32() | 0;
  }

  bool(): boolean {
    return this.uint64() !== 0n;
  }

  uint64(): bigint {
    const { bytes, end } = this;
    let low = 0; // 28 bits
    let middle = 0; // 28 bits
    let high = 0; // 8 bits
    for (let shift = 0; shift < 70; shift += 7) {
      if (this.pos >= end) throw this.#truncated();
      const byte = bytes[this.pos++]!;
      const bits = byte & 0x7f;
      if (shift < 28) low |= bits << shift;
      else if (shift < 56) middle |= bits << (shift - 28);
      else high |= bits << (shift - 56);
      if (byte < 0x80) {
        if (high === 0 && middle < 1 << 25) return BigInt(low + middle * 0x10000000);
        return BigInt(low) | (BigInt(middle) << 28n) | (BigInt(high & 0xff) << 56n);
      }
    }
    throw this.#error("a varint longer than 10 bytes");
  }

  int64(): bigint {
    return BigInt.asIntN(64, this.uint64());
  }

  fixed32(): number {
    return this.#view.getUint32(this.#take(4), true);
  }

  fixed64(): bigint {
    return this.#view.getBigUint64(this.#take(8), true);
  }

  double(): number {
    return this.#view.getFloat64(this.#take(8), true);
  }

  /** Bytes that are not UTF-8 read as U+FFFD. */
  string(): string {
    const end = this.length();
    const text = readUtf8(this.bytes, this.pos, end);
    this.pos = end;
    return text;
  }

  /** A view into the buffer that is read, not a copy. */
  view(): Uint8Array {
    const end = this.length();
    const view = this.bytes.subarray(this.pos, end);
    this.pos = end;
    return view;
  }

  /** Reads a length and tells where what it measures ends; `pos` then stands at its start. */
  length(): number {
    const length = this.uint32();
    const end = this.pos + length;
    if (end > this.end) throw this.#truncated();
    return end;
  }

  /** A reader of the length-delimited field that comes next, which this one steps over. */
  nested(): ProtoReader {
    const end = this.length();
    const reader = new ProtoReader(this.bytes, this.pos, end);
    this.pos = end;
    return reader;
  }

  /** Steps over the field whose tag was just read. */
  skip(tag: number, depth = 0): void {
    switch (tag & 7) {
      case wireType.varint:
        this.uint64();
        return;
      case wireType.fixed64:
        this.#take(8);
        return;
      case wireType.length:
        this.pos = this.length();
        return;
      case wireType.fixed32:
        this.#take(4);
        return;
      case wireType.groupStart:
        if (depth > maxDepth) throw this.#error(`groups nested deeper than ${maxDepth}`);
        for (;;) {
          const inner = this.tag();
          if ((inner & 7) === wireType.groupEnd) {
            if (inner >>> 3 !== tag >>> 3) throw this.#error("a group that another group's end closes");
            return;
          }
          this.skip(inner, depth + 1);
        }
      default:
        throw this.#error(`wire type ${tag & 7} where a field should start`);
    }
  }

  #take(size: number): number {
    const at = this.pos;
    if (at + size > this.end) throw this.#truncated();
    this.pos = at + size;
    return at;
  }

  #truncated(): OtlpDecodeError {
    return this.#error("the message ends in the middle of a field");
  }

  #error(what: string): OtlpDecodeError {
    return new OtlpDecodeError(`not protobuf: ${what}, at byte ${this.pos} of ${this.bytes.length}`);
  }
}

/** Writes protobuf's wire format into a buffer that grows. `finish` gives a view of it, valid until the next write. */
export class ProtoWriter {
  #bytes: Uint8Array;
  #view: DataView;
  pos = 0;

  constructor(expectedBytes = 1024) {
    this.#bytes = new Uint8Array(Math.max(16, expectedBytes));
    this.#view = new DataView(this.#bytes.buffer);
  }

  finish(): Uint8Array {
    return this.#bytes.subarray(0, this.pos);
  }

  /** Forgets what was written and keeps the buffer. */
  reset(): void {
    this.pos = 0;
  }

  tag(no: number, type: number): void {
    this.uint32((no << 3) | type);
  }

  uint32(value: number): void {
    this.#room(5);
    let rest = value >>> 0;
    while (rest >= 0x80) {
      this.#bytes[this.pos++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.#bytes[this.pos++] = rest;
  }

  /** Negative values take ten bytes, as the format has it. */
  int32(value: number): void {
    if (value >= 0) this.uint32(value);
    else this.uint64(BigInt(value));
  }

  bool(value: boolean): void {
    this.uint32(value ? 1 : 0);
  }

  /** Signed values are written as their two's complement. */
  uint64(value: bigint): void {
    this.#room(10);
    let rest = BigInt.asUintN(64, value);
    while (rest >= 0x10000000n) {
      const bits = Number(rest & 0xfffffffn);
      rest >>= 28n;
      for (let shift = 0; shift < 28; shift += 7) this.#bytes[this.pos++] = ((bits >>> shift) & 0x7f) | 0x80;
    }
    this.uint32(Number(rest));
  }

  fixed32(value: number): void {
    this.#view.setUint32(this.#take(4), value >>> 0, true);
  }

  fixed64(value: bigint): void {
    this.#view.setBigUint64(this.#take(8), BigInt.asUintN(64, value), true);
  }

  double(value: number): void {
    this.#view.setFloat64(this.#take(8), value, true);
  }

  string(text: string): void {
    this.#room(text.length * 3 + 5);
    const mark = this.open();
    this.pos += writeUtf8(text, this.#bytes, this.pos);
    this.close(mark);
  }

  /** A length and then the bytes. */
  bytes(bytes: Uint8Array): void {
    this.uint32(bytes.length);
    this.raw(bytes);
  }

  /** The bytes as they are: a field, or several, that were encoded elsewhere. */
  raw(bytes: Uint8Array): void {
    this.#room(bytes.length);
    this.#bytes.set(bytes, this.pos);
    this.pos += bytes.length;
  }

  /** Starts a length-delimited value. One byte is kept for its length; `close` moves the content if that was too little. */
  open(): number {
    this.#room(1);
    return this.pos++;
  }

  close(mark: number): void {
    const start = mark + 1;
    const length = this.pos - start;
    if (length < 0x80) {
      this.#bytes[mark] = length;
      return;
    }
    const extra = length < 0x4000 ? 1 : length < 0x200000 ? 2 : length < 0x10000000 ? 3 : 4;
    this.#room(extra);
    this.#bytes.copyWithin(start + extra, start, this.pos);
    this.pos = mark;
    this.uint32(length);
    this.pos = start + extra + length;
  }

  #take(size: number): number {
    this.#room(size);
    const at = this.pos;
    this.pos += size;
    return at;
  }

  #room(size: number): void {
    const need = this.pos + size;
    if (need <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(need, this.#bytes.length * 2));
    grown.set(this.#bytes.subarray(0, this.pos));
    this.#bytes = grown;
    this.#view = new DataView(grown.buffer);
  }
}
