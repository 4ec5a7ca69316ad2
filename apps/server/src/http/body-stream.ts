import type { IncomingMessage } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { ApiError } from "@spanloom/wire";
import { allowLongBody } from "./listen.ts";

/**
 * The body of a request as it comes, of any length, no faster than it is taken. A piece is there until the next one is
 * asked for: then its memory is given back, because a large upload is over before the garbage collector looks at what
 * it left. Throws an `ApiError` when the connection ends before the body does, or when nothing comes for `idleMs`.
 * Whoever stops taking leaves the connection usable for an answer.
 */
export async function* bodyStream(request: IncomingMessage, idleMs: number): AsyncGenerator<Uint8Array> {
  allowLongBody(request);
  const arrived: Buffer[] = [];
  let wake = (): void => {};
  let isIdle = false;
  const receive = (piece: Buffer) => {
    arrived.push(piece);
    request.pause();
    wake();
  };
  const notice = () => wake();
  const idle = setTimeout(() => {
    isIdle = true;
    wake();
  }, idleMs);
  request.on("data", receive).on("end", notice).on("close", notice).on("error", notice);
  try {
    for (;;) {
      const piece = arrived.shift();
      if (piece !== undefined) {
        yield piece;
        giveBack(piece);
        idle.refresh();
      } else if (request.readableEnded) break;
      else if (request.destroyed) throw unfinished("The connection ended before the body did.");
      else if (isIdle) throw unfinished(`Nothing of the body came for ${idleMs / 1000} s (--body-timeout-seconds).`);
      else {
        const news = new Promise<void>((resolve) => {
          wake = resolve;
        });
        request.resume();
        await news;
      }
    }
    // A connection that closed early can look like an end.
    if (!request.complete) throw unfinished("The connection ended before the body did.");
  } finally {
    clearTimeout(idle);
    request.off("data", receive).off("end", notice).off("close", notice);
  }
}

const unfinished = (message: string): ApiError =>
  new ApiError("TEMPORARILY_UNAVAILABLE", message, { retryAfterSeconds: 1 });

/** A buffer that is moved to an empty one is freed at once. One that is part of a larger one is left alone. */
function giveBack({ buffer, byteLength }: Buffer): void {
  if (buffer.byteLength === byteLength && buffer instanceof ArrayBuffer) buffer.transfer(0);
}

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
