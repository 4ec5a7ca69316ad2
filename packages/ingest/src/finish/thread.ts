/** The thread that finishes chunks: reads their words and compresses them, while the main thread decodes what comes next. */
import { parentPort, workerData } from "node:worker_threads";
import { cutContent } from "@spanloom/store/chunk-parts";
import { Compressor } from "./compressor.ts";
import type { FromThread, ToThread } from "./messages.ts";
import { WordFilters } from "./word-filters.ts";

const words = new WordFilters();
const compressor = new Compressor();
words.leaveOut(workerData as readonly number[]);

parentPort?.on("message", (message: ToThread) => {
  if (message.type === "common") words.leaveOut(message.hashes);
  else void answer(message);
});

async function answer({ id, bytes, chunks, withFilters }: Extract<ToThread, { type: "finish" }>): Promise<void> {
  try {
    let end = 0;
    const contents = chunks.map(({ size, kind }) => {
      end += size;
      const chunk = bytes.subarray(end - size, end);
      return { chunk, kind, filter: withFilters ? words.filterOf(chunk, kind) : null };
    });
    const compressed = await compress(contents);
    const finished = contents.map(({ filter }, at) => ({ filter, frames: compressed[at]! }));
    const answer: FromThread = {
      id,
      bytes: joined(finished.flatMap(({ filter, frames }) => (filter === null ? frames : [filter, ...frames]))),
      chunks: finished.map(({ filter, frames }) => ({
        words: filter?.length ?? null,
        data: frames.reduce((sum, { length }) => sum + length, 0),
        head: frames.length === 1 ? null : frames[0]!.length,
      })),
      declared: words.takeDeclared(),
    };
    parentPort?.postMessage(answer, [answer.bytes.buffer]);
  } catch (error) {
    parentPort?.postMessage({ id, error } satisfies FromThread);
  }
}

/** A chunk is cut while the one before it is compressed, and none sooner: cut, it is in memory once more. */
async function compress(
  contents: readonly { readonly chunk: Uint8Array; readonly kind: 0 | 1 }[],
): Promise<Buffer[][]> {
  const compressed: Promise<Buffer[]>[] = [];
  for (const [at, { chunk, kind }] of contents.entries()) {
    const parts = kind === 0 ? cutContent(chunk) : undefined;
    const frames = (parts === undefined ? [chunk] : [parts.head, parts.texts]).map((part) => compressor.compress(part));
    compressed.push(Promise.all(frames));
    compressed[at]!.catch(() => {}); // it is thrown where it is awaited
    await compressed[at - 1];
  }
  return Promise.all(compressed);
}

/** In a buffer of its own, which can be handed over. */
function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = Buffer.allocUnsafeSlow(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
