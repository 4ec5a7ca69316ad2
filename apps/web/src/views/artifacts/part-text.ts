import type { FilePart } from "../../data/artifacts.ts";

export interface PartText {
  readonly text: string;
  /** Where the next part has to begin: before a character of which only the first bytes were there. */
  readonly endBytes: number;
}

/** A part of a file as text: UTF-8, or UTF-16 where a mark at the beginning of the file says so. */
export function partText({ bytes, offset, sizeBytes }: FilePart): PartText {
  const start = offset > 0 ? tornHead(bytes) : 0;
  const end = offset + bytes.length < sizeBytes ? bytes.length - tornTail(bytes) : bytes.length;
  const mark = offset === 0 ? (bytes[0] ?? 0) * 256 + (bytes[1] ?? 0) : 0;
  const encoding = mark === 0xfffe ? "utf-16le" : mark === 0xfeff ? "utf-16be" : "utf-8";
  return { text: new TextDecoder(encoding).decode(bytes.subarray(start, end)), endBytes: offset + end };
}

/** Bytes at the beginning that belong to a character before them. */
function tornHead(bytes: Uint8Array): number {
  const first = bytes.findIndex((byte) => !isContinuation(byte));
  return first > 3 || first < 0 ? 0 : first;
}

/** Bytes at the end that are only the beginning of a character. */
function tornTail(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if (isContinuation(byte)) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return length > back ? back : 0;
  }
  return 0;
}

function isContinuation(byte: number): boolean {
  return (byte & 0xc0) === 0x80;
}
