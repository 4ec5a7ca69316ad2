/**
 * A chunk's content in two parts: its long texts, and its head, which is everything else. A search by an attribute reads
 * the heads of a hundred chunks, a tenth of their bytes. Together they are the content as it came.
 *
 * A head begins with where the texts belong: their number, and for each how many bytes stand before it since the last
 * one, and its length (varints).
 */
import { visitTexts } from "./search/chunk-texts.ts";

/** Texts with more bytes are long. */
export const longText = 256;
/** With fewer bytes of long texts a second part is not worth its own beginning. */
const leastTexts = 1_024;

export interface ChunkParts {
  readonly head: Buffer;
  /** The long texts, one after the other. */
  readonly texts: Buffer;
}

/** Undefined where the content is to stay in one part. Only of spans; log records are nearly nothing but text. */
export function cutContent(content: Uint8Array): ChunkParts | undefined {
  const places: number[] = [];
  let cut = 0;
  visitTexts(content, (from, to) => {
    if (to - from <= longText) return;
    places.push(from, to);
    cut += to - from;
  });
  if (cut < leastTexts) return undefined;
  const head = Buffer.allocUnsafe(content.length - cut + (1 + places.length) * maxVarint);
  const texts = Buffer.allocUnsafe(cut);
  let at = writeVarint(head, 0, places.length / 2);
  for (let i = 0, end = 0; i < places.length; i += 2) {
    at = writeVarint(head, at, places[i]! - end);
    end = places[i + 1]!;
    at = writeVarint(head, at, end - places[i]!);
  }
  let end = 0;
  let textsAt = 0;
  for (let i = 0; i < places.length; i += 2) {
    const from = places[i]!;
    head.set(content.subarray(end, from), at);
    at += from - end;
    end = places[i + 1]!;
    texts.set(content.subarray(from, end), textsAt);
    textsAt += end - from;
  }
  head.set(content.subarray(end), at);
  return { head: head.subarray(0, at + content.length - end), texts };
}

/** The content of which these are the parts. */
export function joinParts({ head, texts }: ChunkParts): Buffer {
  const { gaps, from } = gapsOf(head);
  const content = Buffer.allocUnsafe(head.length - from + texts.length);
  fill(content, head, from, gaps);
  let at = 0;
  for (let i = 0; i < gaps.length; i += 2) at += texts.copy(content, gaps[i]!, at, at + gaps[i + 1]! - gaps[i]!);
  return content;
}

/** A chunk's content without its long texts. */
export interface ChunkHead {
  /** Everything at its place in the content. Where a long text belongs, anything may stand. */
  readonly content: Buffer;
  /** From where to where that is: pairs, one after the other. */
  readonly gaps: readonly number[];
}

/** The content lies in `room` where that is large enough: it is good until the next head is read there. */
export function readHead(head: Buffer, room: Buffer = nothing): ChunkHead {
  const { gaps, from } = gapsOf(head);
  let size = head.length - from;
  for (let i = 0; i < gaps.length; i += 2) size += gaps[i + 1]! - gaps[i]!;
  const content = size <= room.length ? room.subarray(0, size) : Buffer.allocUnsafe(size);
  fill(content, head, from, gaps);
  return { content, gaps };
}

const nothing = Buffer.alloc(0);

/** Where long texts belong, and from where on the head has the rest. */
function gapsOf(head: Buffer): { gaps: readonly number[]; from: number } {
  const gaps: number[] = [];
  let at = 0;
  const next = () => {
    let value = 0;
    for (let factor = 1; ; factor *= 0x80) {
      const byte = head[at++]!;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
  };
  for (let left = next(), end = 0; left > 0; left--) {
    const from = end + next();
    end = from + next();
    gaps.push(from, end);
  }
  return { gaps, from: at };
}

/** Lays what is around the gaps into the content. */
function fill(content: Buffer, head: Buffer, from: number, gaps: readonly number[]): void {
  let at = from;
  let end = 0;
  for (let i = 0; i < gaps.length; i += 2) {
    at += head.copy(content, end, at, at + gaps[i]! - end);
    end = gaps[i + 1]!;
  }
  head.copy(content, end, at);
}

/** Of numbers below 2^35. */
const maxVarint = 5;

function writeVarint(bytes: Buffer, from: number, value: number): number {
  let at = from;
  let rest = value;
  while (rest >= 0x80) {
    bytes[at++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  bytes[at++] = rest;
  return at;
}
