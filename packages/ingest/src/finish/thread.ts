/** The thread that finishes chunks: reads their words and compresses them, while the main thread decodes what comes next. */
import { parentPort, workerData } from "node:worker_threads";
import { Compressor } from "./compressor.ts";
import type { Finished, FromThread, ToThread, Unfinished } from "./messages.ts";
import { WordFilters } from "./word-filters.ts";

const words = new WordFilters();
const compressor = new Compressor();
words.leaveOut(workerData as readonly number[]);

parentPort?.on("message", (message: ToThread) => {
  if (message.type === "common") words.leaveOut(message.hashes);
  else void answer(message);
});

async function answer({ id, chunks, withFilters }: Extract<ToThread, { type: "finish" }>): Promise<void> {
  try {
    const finished = await Promise.all(chunks.map((chunk) => finish(chunk, withFilters)));
    const buffers = finished.flatMap(({ words, data }) =>
      words === null ? [data.buffer] : [words.buffer, data.buffer],
    );
    parentPort?.postMessage({ id, chunks: finished, declared: words.takeDeclared() } satisfies FromThread, buffers);
  } catch (error) {
    parentPort?.postMessage({ id, error } satisfies FromThread);
  }
}

async function finish({ bytes, kind }: Unfinished, withFilters: boolean): Promise<Finished> {
  const filter = withFilters ? new Uint8Array(words.filterOf(bytes, kind)) : null;
  // Both in buffers of their own, which can be handed over.
  return { words: filter, data: new Uint8Array(await compressor.compress(bytes)) };
}
