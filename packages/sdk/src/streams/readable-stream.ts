import { type Followers, followObject } from "./followers.ts";
import { watchedIterator } from "./iterators.ts";
import { Watch } from "./observer.ts";
import { method, type Overrides } from "./override.ts";

type Reader = ReadableStreamDefaultReader<unknown> | ReadableStreamBYOBReader;

export function isReadableStream(value: object): value is ReadableStream<unknown> {
  const { getReader, tee } = value as { getReader?: unknown; tee?: unknown };
  return typeof getReader === "function" && typeof tee === "function";
}

/**
 * A web stream, in place. Its readers and its iterator are watched. `tee`, `pipeTo` and `pipeThrough` read inside the
 * platform, where nothing can be watched: they work on a stream that hands the chunks on one by one, as they are asked for.
 */
export function followReadableStream<T extends ReadableStream<unknown>>(stream: T, watch: Watch): T {
  return followObject(stream, watch, (followers) => {
    // Of a subclass its own, which may read through getReader, as LangChain's does; then that is where it is watched.
    const native = globalThis.ReadableStream?.prototype;
    const { getReader, values, cancel } = stream;
    const lockedOf = Reflect.get.bind(null, Object.getPrototypeOf(stream), "locked", stream);
    let passing: ReadableStream<unknown> | undefined;
    const passed = () => {
      passing ??= passOn(getReader.bind(stream) as Get, followers);
      return passing;
    };

    const overrides = new Map<PropertyKey, PropertyDescriptor>([
      ["locked", { get: () => (passing === undefined ? lockedOf() : passing.locked) }],
      [
        "getReader",
        method((...args: [options?: ReadableStreamGetReaderOptions]) =>
          passing === undefined
            ? watchReader((getReader as (...a: unknown[]) => Reader).apply(stream, args), followers)
            : (passing.getReader as (...a: unknown[]) => Reader)(...args),
        ),
      ],
      ["tee", method(() => passed().tee())],
      ["pipeTo", method((...args: Parameters<ReadableStream["pipeTo"]>) => passed().pipeTo(...args))],
      ["pipeThrough", method((...args: Parameters<ReadableStream["pipeThrough"]>) => passed().pipeThrough(...args))],
      [
        "cancel",
        method((reason?: unknown) => {
          if (passing !== undefined) return passing.cancel(reason);
          const cancelled = cancel.call(stream, reason);
          if (!lockedOf()) followers.cancel();
          return cancelled;
        }),
      ],
    ]);
    const iterate = method((...args: unknown[]) =>
      passing === undefined
        ? watchedIterator((values as (...a: unknown[]) => object).apply(stream, args), followers, stream)
        : (passing.values as (...a: unknown[]) => unknown).apply(passing, args),
    );
    if (values !== undefined && (values === native?.values || Object.hasOwn(stream, "values"))) {
      overrides.set("values", iterate);
    }
    if (stream[Symbol.asyncIterator] !== undefined && stream[Symbol.asyncIterator] === native?.[Symbol.asyncIterator]) {
      overrides.set(Symbol.asyncIterator, iterate);
    }
    return overrides satisfies Overrides;
  });
}

/** A new stream of the same chunks that is watched, for where the first one cannot be handed on. */
export function passOn(getReader: Get, followers: Told): ReadableStream<unknown> {
  const isBytes = readsBytes(getReader);
  const reader = getReader() as ReadableStreamDefaultReader<unknown>;
  const source = {
    async pull(controller: ReadableStreamDefaultController<unknown> | ReadableByteStreamController) {
      try {
        const { done, value } = await followers.within(() => reader.read());
        if (done) {
          followers.end();
          reader.releaseLock();
          controller.close();
          // A reader that brought its own buffer waits for this answer after the end.
          if ("byobRequest" in controller) controller.byobRequest?.respond(0);
          return;
        }
        followers.chunk(value);
        (controller as ReadableStreamDefaultController<unknown>).enqueue(value);
      } catch (error) {
        followers.fail(error);
        throw error;
      }
    },
    cancel(reason: unknown) {
      followers.cancel();
      return reader.cancel(reason).finally(() => reader.releaseLock());
    },
  };
  const typed = isBytes ? ({ ...source, type: "bytes" } as const) : source;
  // The stream may be held by the platform alone, but its source is there for as long as it.
  if (followers instanceof Watch) followObject(typed, followers, () => new Map());
  // With room for nothing, a chunk is read when it is asked for, as from the stream itself.
  return new ReadableStream(typed as UnderlyingDefaultSource<unknown>, { highWaterMark: 0 });
}

/** A watch, or all the watches of an object. */
type Told = Pick<Followers, "chunk" | "end" | "fail" | "cancel" | "within">;

type Get = (options?: { mode: "byob" }) => Reader;

function readsBytes(getReader: Get): boolean {
  try {
    getReader({ mode: "byob" }).releaseLock();
    return true;
  } catch {
    return false;
  }
}

function watchReader<T extends Reader>(reader: T, followers: Followers): T {
  const read = reader.read as (...args: unknown[]) => Promise<ReadableStreamReadResult<unknown>>;
  const { cancel } = reader;
  const watched = (...args: unknown[]) =>
    followers
      .within(() => read.apply(reader, args))
      .then(
        (result) => {
          // A reader with a buffer of its own may get an empty one with the end.
          if (result.done) followers.end();
          else followers.chunk(result.value);
          return result;
        },
        (error: unknown) => {
          // A read that was pending when the reader was released says nothing about the stream.
          if (!isReleased(reader, error)) followers.fail(error);
          throw error;
        },
      );
  Object.defineProperty(reader, "read", { ...method(watched), configurable: true });
  Object.defineProperty(reader, "cancel", {
    ...method((reason?: unknown) => {
      const cancelled = cancel.call(reader, reason);
      followers.cancel();
      return cancelled;
    }),
    configurable: true,
  });
  const { releaseLock } = reader;
  Object.defineProperty(reader, "releaseLock", {
    ...method(() => {
      released.add(reader);
      releaseLock.call(reader);
    }),
    configurable: true,
  });
  return reader;
}

const released = new WeakSet<Reader>();

function isReleased(reader: Reader, error: unknown): boolean {
  return released.has(reader) && error instanceof TypeError;
}
