import { reportOnce } from "../safely.ts";
import { emitKey, followEmitter } from "./emitters.ts";
import { followAsyncIterable, followAsyncIterator, followIterator } from "./iterators.ts";
import { type ResultObserver, tellEnd, Watch } from "./observer.ts";
import { followPlainPromise, followThenable, isPlainPromise, type Thenable } from "./promises.ts";
import { followReadableStream, isReadableStream } from "./readable-stream.ts";
import { followResponse } from "./response.ts";

/**
 * Watches what comes of a call, to its real end: of a promise when it is settled, of a generator, a stream, an emitter or a
 * Response when it was consumed, failed or was given up. A plain value ends at once.
 *
 * What is returned is to be used instead of `result`. It is the same object wherever that is possible; a plain promise is
 * another one (one microtask later), and so are a frozen object and a Response that was made by hand. Nothing is read
 * that the consumer does not read, and nothing is held in memory. Never throws.
 */
export function followResult<T>(result: T, observer: ResultObserver): T {
  return follow(result, observer) as T;
}

/** For each traced call: a `Watch` is made only for what can be followed on, so for no plain value and no promise. */
function follow(value: unknown, observer: ResultObserver): unknown {
  let told = observer;
  if (typeof value === "object" && value !== null) {
    try {
      if (isPlainPromise(value)) return followPlainPromise(value, observer, follow);
      const watch = observer instanceof Watch ? observer : new Watch(observer);
      told = watch;
      const followed = following(value, watch);
      if (followed !== undefined) return followed;
    } catch (fault) {
      reportOnce("following a result", fault);
    }
  }
  tellEnd(told, value);
  return value;
}

/** Undefined for what is a value like any other. */
function following(value: object, watch: Watch): object | undefined {
  if (Array.isArray(value)) return undefined;
  if (typeof Response === "function" && value instanceof Response) return followResponse(value, watch);
  if (isReadableStream(value)) return followReadableStream(value, watch);
  const { then, next } = value as { then?: unknown; next?: unknown };
  if (typeof then === "function") return followThenable(value as Thenable, watch, follow);
  if (emitKey(value) !== undefined) return followEmitter(value, watch);
  if (typeof (value as Partial<AsyncIterable<unknown>>)[Symbol.asyncIterator] === "function") {
    return typeof next === "function" ? followAsyncIterator(value, watch) : followAsyncIterable(value, watch);
  }
  // Collections can be iterated as well, again and again: they are values. An iterator is consumed.
  if (typeof next === "function" && typeof (value as Partial<Iterable<unknown>>)[Symbol.iterator] === "function") {
    return followIterator(value, watch);
  }
  const { baseStream } = value as { baseStream?: unknown };
  // The result of the AI SDK's streamText: every way of consuming it goes through this stream.
  if (typeof baseStream === "object" && baseStream !== null && isReadableStream(baseStream)) {
    followReadableStream(baseStream, watch);
    return value;
  }
  return undefined;
}
