import { findNodeModule } from "../node-module.ts";

/**
 * Sends requests while a program ends and nothing asynchronous runs any more: after `process.exit()`, after an uncaught
 * exception. A worker thread sends, and this thread sleeps until it has; so exit code, order of handlers and what is
 * printed stay as they are.
 *
 * Gives the HTTP status of each body's request, 0 where no answer came in time; undefined where the platform has no
 * threads, or none that let the main one sleep (browsers, workerd).
 */
export function deliverAtExit(
  url: string,
  headers: Readonly<Record<string, string>>,
  bodies: readonly Uint8Array<ArrayBuffer>[],
  timeoutMs: number,
): number[] | undefined {
  const threads = findNodeModule("node:worker_threads");
  if (threads === undefined || typeof SharedArrayBuffer !== "function") return undefined;
  try {
    const state = new Int32Array(new SharedArrayBuffer(4 * (bodies.length + 1)));
    const worker = new threads.Worker(source, {
      eval: true,
      workerData: { url, headers, bodies, timeoutMs, state },
      // The application's loaders and instrumentations have nothing to do with it.
      execArgv: [],
      env: {},
    });
    worker.on("error", () => undefined);
    Atomics.wait(state, 0, 0, timeoutMs);
    return [...state.subarray(1)];
  } catch {
    return undefined;
  }
}

/** A script of its own, as text: no bundler has to find a file, and it may use nothing from here. */
const source = `
const { workerData } = require("node:worker_threads");
const { url, headers, bodies, timeoutMs, state } = workerData;
const send = async (body, at) => {
  const signal = AbortSignal.timeout(timeoutMs);
  const response = await fetch(url, { method: "POST", headers, body, signal, redirect: "manual" });
  await response.arrayBuffer();
  Atomics.store(state, at + 1, response.status);
};
Promise.allSettled(bodies.map(send)).then(() => {
  Atomics.store(state, 0, 1);
  Atomics.notify(state, 0);
});
`;
