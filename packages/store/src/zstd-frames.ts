/**
 * Several zstd frames as one (RFC 8878), for a single call of the library: making a context for each takes longer than
 * decompressing the 20 kB of a typical chunk. Blocks go as they are. All that a decoder carries from one to the next is
 * the last three offsets, and a frame begins with 1, 4 and 8: between two frames stand blocks that set those again.
 */

/** A frame that can be joined to others. */
export interface ZstdFrame {
  /** With its headers. */
  readonly blocks: Buffer;
  /** Where the header of the last block stands in `blocks`. */
  readonly last: number;
  /** Uncompressed. */
  readonly size: number;
}

const magic = 0xfd2fb528;
/** Of a single segment whose length has eight bytes. */
const headerBytes = 13;
/** A header of six bytes, and that of a block. */
const leastBytes = 9;
const blockHeaderBytes = 3;

/** Undefined where the frame does not say how long its content is, has a checksum or a dictionary, or is none. */
export function zstdFrame(bytes: Buffer): ZstdFrame | undefined {
  if (bytes.length < leastBytes || bytes.readUInt32LE(0) !== magic) return undefined;
  const descriptor = bytes[4]!;
  const isSingleSegment = (descriptor & 0x20) !== 0;
  if ((descriptor & 0b1111) !== 0) return undefined; // checksum, dictionary, and what is reserved
  const sizeAt = isSingleSegment ? 5 : 6;
  const sizeField = descriptor >> 6;
  if (sizeField === 3 || (sizeField === 0 && !isSingleSegment)) return undefined;
  const blocksAt = sizeAt + (1 << sizeField);
  if (bytes.length < blocksAt) return undefined;
  const size =
    sizeField === 0 ? bytes[sizeAt]! : sizeField === 1 ? bytes.readUInt16LE(sizeAt) + 256 : bytes.readUInt32LE(sizeAt);
  const blocks = bytes.subarray(blocksAt);
  for (let at = 0; at + blockHeaderBytes <= blocks.length; ) {
    const header = blocks.readUIntLE(at, blockHeaderBytes);
    const isRunOfOneByte = ((header >> 1) & 3) === 1;
    const next = at + blockHeaderBytes + (isRunOfOneByte ? 1 : header >> 3);
    if ((header & 1) === 1) return next === blocks.length ? { blocks, last: at, size } : undefined;
    at = next;
  }
  return undefined;
}

/** A compressed block of one sequence: literals, then a match of three bytes at an offset, whose code and further bits are given. */
function matchBlock(literals: number, offsetCode: number, offsetBits: number): Buffer {
  const noMoreBits = 1 << offsetCode;
  const raw = literals << 3;
  const eachOfOneSymbol = 0b01_01_01_00;
  const content = [
    raw,
    ...new Array<number>(literals).fill(0),
    1,
    eachOfOneSymbol,
    ...[literals, offsetCode, 0],
    noMoreBits | offsetBits,
  ];
  const compressed = 2 << 1;
  const header = Buffer.alloc(blockHeaderBytes);
  header.writeUIntLE((content.length << 3) | compressed, 0, blockHeaderBytes);
  return Buffer.concat([header, Buffer.from(content)]);
}

/** Matches at offsets of 8, 4 and 1, which stand for themselves plus 3: 2 to the power of the code, plus the bits. */
const between = Buffer.concat([matchBlock(8, 3, 3), matchBlock(0, 2, 3), matchBlock(0, 2, 0)]);
/** What they decompress to. */
const bytesBetween = 8 + 3 * 3;

/** One frame with the content of all, and where in it that of each begins. */
export function joinFrames(frames: readonly ZstdFrame[]): { frame: Buffer; size: number; starts: readonly number[] } {
  const parts: Buffer[] = [Buffer.alloc(headerBytes)];
  const starts: number[] = [];
  let size = 0;
  for (const [i, { blocks, last, size: own }] of frames.entries()) {
    starts.push(size);
    size += own;
    if (i + 1 === frames.length) {
      parts.push(blocks);
    } else {
      const header = Buffer.of(blocks[last]! & ~1);
      parts.push(blocks.subarray(0, last), header, blocks.subarray(last + 1), between);
      size += bytesBetween;
    }
  }
  const header = parts[0]!;
  header.writeUInt32LE(magic, 0);
  header[4] = 0b11_1_00000; // a single segment, its length in eight bytes
  header.writeBigUInt64LE(BigInt(size), 5);
  return { frame: Buffer.concat(parts), size, starts };
}
