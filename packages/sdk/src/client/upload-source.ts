import { invalidParameter } from "@spanloom/wire";
import { nodeModule } from "./node-module.ts";

/** What can be uploaded: a local file by its path or `file:` URL (where there is a file system), bytes, or a stream. */
export type UploadSource =
  | string
  | URL
  | Blob
  | ArrayBuffer
  | Uint8Array<ArrayBufferLike>
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array>;

/** Bytes whose number is known, and that can be read as often as an upload needs. */
export interface SizedSource {
  readonly sizeBytes: number;
  /** Of the bytes, where the source says it. */
  readonly contentType?: string | undefined;
  /** All bytes, streaming where they do not lie in memory. */
  whole(): BodyInit;
  /** Bytes `from` up to and without `to`. */
  part(from: number, to: number): BodyInit | Promise<BodyInit>;
}

/** None of the bytes is read yet. What is not sized can be read once. */
export async function openSource(source: UploadSource): Promise<SizedSource | AsyncIterable<Uint8Array>> {
  if (typeof source === "string" || source instanceof URL) return openFile(source);
  if (source instanceof Blob) return sizedBlob(source);
  if (source instanceof ReadableStream) return bytesOf(source); // browsers' streams are not iterable everywhere
  if (source instanceof ArrayBuffer) return sizedBlob(new Blob([source]));
  if (source instanceof Uint8Array) return sizedBlob(new Blob([source as Uint8Array<ArrayBuffer>]));
  if (typeof source === "object" && source !== null && Symbol.asyncIterator in source) return source;
  throw invalidParameter("source", "must be a path, a URL of a file, bytes, a Blob or a stream", source);
}

/** The last name of a path or URL; `undefined` for what has none. */
export function nameOf(source: UploadSource): string | undefined {
  if (source instanceof URL) return decodeURIComponent(source.pathname).split("/").pop();
  if (typeof source === "string") return source.split(/[\\/]/).pop();
  return "name" in source && typeof source.name === "string" ? source.name : undefined;
}

function sizedBlob(blob: Blob): SizedSource {
  return {
    sizeBytes: blob.size,
    contentType: blob.type === "" ? undefined : blob.type,
    whole: () => blob,
    part: (from, to) => blob.slice(from, to),
  };
}

/** Not by `fs.openAsBlob`: Node 24 takes the length of a file modulo 4 GB there. */
async function openFile(path: string | URL): Promise<SizedSource> {
  const { promises: fs } = nodeModule("node:fs", "uploading a file by its path");
  const { size } = await fs.stat(path);
  async function read(from: number, to: number): Promise<Uint8Array<ArrayBuffer>> {
    const file = await fs.open(path);
    try {
      const bytes = new Uint8Array(to - from);
      let length = 0;
      while (length < bytes.length) {
        const { bytesRead } = await file.read(bytes, length, bytes.length - length, from + length);
        if (bytesRead === 0) throw new Error(`${path} has become shorter while it was read.`);
        length += bytesRead;
      }
      return bytes;
    } finally {
      await file.close();
    }
  }
  return {
    sizeBytes: size,
    part: read,
    whole() {
      let at = 0;
      return new ReadableStream<Uint8Array>({
        async pull(controller) {
          const to = Math.min(size, at + streamedBytes);
          if (at < to) controller.enqueue(await read(at, to));
          at = to;
          if (at === size) controller.close();
        },
      });
    },
  };
}

/** How much of a file is in memory while it streams. */
const streamedBytes = 1024 * 1024;

async function* bytesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = stream.getReader();
  let done = false;
  try {
    for (;;) {
      const next = await reader.read();
      done = next.done;
      if (next.done) return;
      yield next.value;
    }
  } finally {
    if (!done) await reader.cancel().catch(() => undefined);
  }
}
