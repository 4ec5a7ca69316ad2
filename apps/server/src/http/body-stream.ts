import type { IncomingMessage } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { ApiError } from "@spanloom/wire";
import { allowLongBody } from "./listen.ts";

/**
 * The body of a request as it comes, of any length: nothing is read ahead of who takes it. Throws an `ApiError` when
 * the connection ends before the body does, or when nothing comes for `idleMs`. One who stops taking leaves the
 * connection usable for an answer.
 */
export async function* bodyStream(request: IncomingMessage, idleMs: number): AsyncGenerator<Uint8Array> {
  allowLongBody(request);
  const pieces = request.iterator({ destroyOnReturn: false })[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const idle = new IdleTimer(idleMs);
  try {
    for (;;) {
      const next = await idle.during(pieces.next().catch(broken));
      if (next === "idle")
        throw unfinished(`Nothing of the body came for ${idleMs / 1000} s (--body-timeout-seconds).`);
      if (next.done) break;
      yield next.value;
    }
    // A closed connection can look like an end.
    if (!request.complete) throw broken();
  } finally {
    idle.stop();
    void pieces.return?.().catch(() => {});
  }
}

/** One timer for all pieces: a large body comes in a hundred thousand of them. */
class IdleTimer {
  readonly #timer: NodeJS.Timeout;
  #expire: (word: "idle") => void = () => {};

  constructor(idleMs: number) {
    this.#timer = setTimeout(() => this.#expire("idle"), idleMs);
  }

  during<T>(work: Promise<T>): Promise<T | "idle"> {
    this.#timer.refresh();
    const expired = new Promise<"idle">((resolve) => {
      this.#expire = resolve;
    });
    return Promise.race([work, expired]);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}

function broken(): never {
  throw unfinished("The connection ended before the body did.");
}

const unfinished = (message: string): ApiError =>
  new ApiError("TEMPORARILY_UNAVAILABLE", message, { retryAfterSeconds: 1 });

/**
 * Lets the rest of a body that nobody wants pass by, so that its sender gets to read the answer; for a while, then the
 * connection is closed.
 */
export async function letPass(request: IncomingMessage, graceMs: number): Promise<void> {
  if (request.complete || request.destroyed) return;
  request.resume();
  const late = new AbortController();
  const ended = new Promise<void>((resolve) => request.once("end", resolve).once("close", resolve));
  await Promise.race([ended, sleep(graceMs, undefined, { signal: late.signal, ref: false }).catch(() => {})]);
  late.abort();
  if (!request.complete) request.destroy();
}
