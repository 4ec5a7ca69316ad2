import type { BigIntStats } from "node:fs";
import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { ArtifactError, isDirectory, noSuchArtifact } from "../artifact-error.ts";
import type { Artifact, ByteRange } from "../artifact-store.ts";

const pieceBytes = 256 * 1024;

/** What a file is read into: one is on its way while the other is filled. */
export type Buffers = readonly [Uint8Array, Uint8Array];

export const newBuffers = (bytes = pieceBytes): Buffers => [
  Buffer.allocUnsafeSlow(bytes),
  Buffer.allocUnsafeSlow(bytes),
];

/**
 * Opens the regular file at a place that has no links in it. `path` is what errors call it. Who reads many files one
 * after the other gives `buffers` for all of them.
 */
export async function openFile(place: string, path: string, buffers?: Buffers): Promise<Artifact> {
  // What became a link or a pipe meanwhile must neither be followed nor keep a thread waiting.
  const file = await open(place, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const facts = await file.stat({ bigint: true });
    if (facts.isDirectory()) throw isDirectory(path);
    if (!facts.isFile()) throw noSuchArtifact(path);
    const sizeBytes = Number(facts.size);
    return {
      sizeBytes,
      modifiedMs: Number(facts.mtimeMs),
      etag: etagOf(facts),
      bytes: (range = { first: 0, last: sizeBytes - 1 }) => bytesOf(file, range, buffers),
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** Every write makes a new file, so its number tells two writes in one tick of the clock apart. */
export const etagOf = ({ mtimeNs, size, ino }: BigIntStats): string =>
  `"${mtimeNs.toString(36)}-${size.toString(36)}-${ino.toString(36)}"`;

async function* bytesOf(
  file: FileHandle,
  { first, last }: ByteRange,
  buffers = newBuffers(Math.max(0, Math.min(pieceBytes, last - first + 1))),
): AsyncGenerator<Uint8Array> {
  // Two buffers in turn, so that a large file leaves nothing to collect.
  let [piece, other] = buffers;
  try {
    for (let at = first; at <= last; ) {
      const { bytesRead } = await file.read(piece, 0, Math.min(piece.length, last - at + 1), at);
      // A file that got shorter must not pass for a whole one.
      if (bytesRead === 0) throw new ArtifactError("unavailable", "The file was cut short while it was read.");
      yield piece.subarray(0, bytesRead);
      [piece, other] = [other, piece];
      at += bytesRead;
    }
  } finally {
    await file.close();
  }
}

/** Writes a file that must not exist yet, and waits until the disk has it. */
export async function writeNewFile(place: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  const file = await open(place, "wx");
  try {
    for await (const piece of bytes) {
      for (let at = 0; at < piece.length; ) at += (await file.write(piece, at)).bytesWritten;
    }
    await file.sync();
  } finally {
    await file.close();
  }
}
