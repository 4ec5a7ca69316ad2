import { type Followers, followObject } from "./followers.ts";
import type { Watch } from "./observer.ts";
import { method } from "./override.ts";

type Emit = (event: unknown, ...args: unknown[]) => unknown;

/**
 * Something that emits events: a Node stream, an EventEmitter, the message streams of OpenAI's and Anthropic's clients.
 * Watched at `emit`, not by listeners: a listener for "data" would start a stream, and one for "error" would hide that
 * nobody handles it.
 */
export function followEmitter<T extends object>(emitter: T, watch: Watch): T {
  const key = emitKey(emitter)!;
  const emit = (emitter as Record<string, unknown>)[key] as Emit;
  const { read } = emitter as { read?: (...args: unknown[]) => unknown };
  return followObject(emitter, watch, (followers) => {
    const overrides = new Map<PropertyKey, PropertyDescriptor>();
    const isReadable = typeof read === "function";
    overrides.set(
      key,
      method((...args: [event: unknown, ...values: unknown[]]) => {
        look(followers, isReadable, args[0], args[1]);
        return emit.apply(emitter, args);
      }),
    );
    // Where a stream makes its chunks. Every way of consuming comes through here.
    if (isReadable)
      overrides.set(
        "read",
        method((...args: unknown[]) => followers.within(() => read.apply(emitter, args))),
      );
    return overrides;
  });
}

/** The name of its emitting method; undefined for what is no emitter. */
export function emitKey(value: object): "emit" | "_emit" | undefined {
  const { on, emit, _emit } = value as Record<string, unknown>;
  if (typeof on !== "function") return undefined;
  return typeof emit === "function" ? "emit" : typeof _emit === "function" ? "_emit" : undefined;
}

function look(followers: Followers, isReadable: boolean, event: unknown, value: unknown): void {
  if (event === "data" || event === "chunk" || event === "streamEvent") followers.chunk(value);
  // Emitted just before "end": the whole message says more than its pieces.
  else if (event === "finalChatCompletion" || event === "finalMessage") followers.end(value);
  else if (event === "end") followers.end();
  // Node destroys a stream with an AbortError when a loop over it is left.
  else if (event === "abort" || (event === "error" && (value as Error)?.name === "AbortError")) followers.cancel();
  else if (event === "error") followers.fail(value);
  // The writing half of a duplex stream is done before the reading half, and "close" comes after "end".
  else if (event === "finish" && !isReadable) followers.end();
  else if (event === "close") {
    if (isReadable) followers.cancel();
    else followers.end();
  }
}
