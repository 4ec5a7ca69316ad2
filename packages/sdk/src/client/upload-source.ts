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

/**
 * The bytes of a source, none of them read yet. A `Blob` knows its size and can be sent again; a file becomes one whose
 * bytes stay on the disk. What is no blob can be read once.
 */
export async function openSource(source: UploadSource): Promise<Blob | AsyncIterable<Uint8Array>> {
  if (typeof source === "string" || source instanceof URL) return openFile(source);
  if (source instanceof Blob) return source;
  if (source instanceof ReadableStream) return bytesOf(source); // browsers' streams are not iterable everywhere
  if (source instanceof ArrayBuffer) return new Blob([source]);
  if (source instanceof Uint8Array) return new Blob([source as Uint8Array<ArrayBuffer>]);
  if (typeof source === "object" && source !== null && Symbol.asyncIterator in source) return source;
  throw invalidParameter("source", "must be a path, a URL of a file, bytes, a Blob or a stream", source);
}

/** The last name of a path or URL; `undefined` for what has none. */
export function nameOf(source: UploadSource): string | undefined {
  if (source instanceof URL) return decodeURIComponent(source.pathname).split("/").pop();
  if (typeof source === "string") return source.split(/[\\/]/).pop();
  return "name" in source && typeof source.name === "string" ? source.name : undefined;
}

async function openFile(path: string | URL): Promise<Blob> {
  const { openAsBlob } = nodeModule("node:fs", "uploading a file by its path");
  return openAsBlob(path);
}

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
