import { OtlpDecodeError, ProtoReader } from "@spanloom/wire/otlp";
import { maxTableBytes, type TextTable } from "./text-table.ts";

/** Reads the spans and records of OTLP: what it adds to protobuf are texts and ids that repeat from span to span. */
export class OtlpReader extends ProtoReader {
  readonly #buffer: Buffer;
  readonly #view: DataView;
  readonly #texts: TextTable | undefined;
  #lastId = { at: 0, text: "" };
  /** Whether U+FFFD has been read, which stands for what is not UTF-8. Only ever set here. */
  sawBadText = false;

  /** Without `texts` each is decoded anew, which is as well where few spans are read. */
  constructor(bytes: Uint8Array, texts?: TextTable) {
    // Buffer's own text decoder is several times faster than TextDecoder on OTLP's short strings.
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    super(buffer);
    this.#buffer = buffer;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#texts = texts;
  }

  /** Text that may not be UTF-8: what is not, reads as U+FFFD. */
  text(): string {
    const end = this.length();
    const start = this.pos;
    this.pos = end;
    const texts = end - start <= maxTableBytes ? this.#texts : undefined;
    const known = texts?.find(this.#view, start, end);
    if (known !== undefined) return known;
    const text = this.#buffer.toString("utf8", start, end);
    // Bad text is never kept, so what is found in the table needs no look.
    if (text.includes("\uFFFD")) this.sawBadText = true;
    else texts?.keep(text, this.#view, start, end);
    return text;
  }

  /** An int64; past 2^53 as a bigint. */
  integer(): number | bigint {
    const last = Math.min(this.pos + 4, this.end);
    for (let at = this.pos; at < last; at++) if (this.bytes[at]! < 0x80) return this.uint32();
    const value = this.int64();
    return value >= -9007199254740991n && value <= 9007199254740991n ? Number(value) : value;
  }

  /** A trace's id in hex, of whatever length was sent. The spans of a trace come one after the other. */
  traceId(): string {
    const end = this.length();
    const start = this.pos;
    this.pos = end;
    const { at, text } = this.#lastId;
    if (text.length === (end - start) * 2 && this.#buffer.compare(this.#buffer, at, at + end - start, start, end) === 0)
      return text;
    this.#lastId = { at: start, text: this.#buffer.toString("hex", start, end) };
    return this.#lastId.text;
  }

  /** A span's id, and how long it was: without its 8 bytes it is 0. */
  spanId(): SpanId {
    const end = this.length();
    const length = end - this.pos;
    const value = length === 8 ? this.#view.getBigInt64(this.pos) : 0n;
    this.pos = end;
    return { length, value };
  }

  /** The end of the length-delimited field that comes next, which must lie inside its message. */
  nestedEnd(limit: number): number {
    const end = this.length();
    if (end > limit) throw new OtlpDecodeError("not protobuf: a field runs past the end of its message");
    return end;
  }

  /** A message that its last field ran past is broken, though its bytes can be read as something: no other reader would. */
  checkEnd(end: number): void {
    if (this.pos !== end) throw new OtlpDecodeError("not protobuf: a field runs past the end of its message");
  }
}

export interface SpanId {
  readonly length: number;
  readonly value: bigint;
}

export const noSpanId: SpanId = { length: 0, value: 0n };
