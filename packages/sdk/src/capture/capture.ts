import { reportOnce } from "../safely.ts";
import { cutToFit, fits } from "./cut.ts";
import { type MediaSink, mayBeMedia } from "./media.ts";
import { maxDepth, plainTree, RedactFailed } from "./plain-tree.ts";

/** One step of the way from the captured value to a part of it: a key of an object, or an index of a list. */
export type CapturePath = readonly (string | number)[];

export interface CaptureLimits {
  /** What the JSON text may take at most, in bytes of UTF-8. */
  readonly maxBytes: number;
  /** Called with the value and with every part of it before it is written; what it returns is written instead. */
  readonly redact?: (value: unknown, path: CapturePath) => unknown;
  /** Takes images, recordings and files that are too large to stand in the text. Without it they stay where they are. */
  readonly media?: MediaSink | undefined;
}

/**
 * Any value as JSON text that is at most `maxBytes` long. Never throws, and takes a bounded time and memory for values
 * of any shape and size. What JSON cannot say is said in words (`"[Function: search]"`, `"[Circular]"`, `"NaN"`), and
 * whatever is left out leaves a sign that says how much it was.
 *
 * Plain data goes the fast way: one look at it, then `JSON.stringify`.
 */
export function capture(value: unknown, limits: CaptureLimits): string {
  try {
    return plainJson(value, limits) ?? cutToFit(plainTree(value, limits), limits.maxBytes);
  } catch (error) {
    if (error instanceof RedactFailed) {
      reportOnce("the redact hook", error.cause);
      return '"[dropped: the redact hook threw]"';
    }
    return '"[could not be captured]"';
  }
}

/** The fast way; undefined where the value, or its length, asks for the other. */
function plainJson(value: unknown, limits: CaptureLimits): string | undefined {
  try {
    if (limits.redact !== undefined || !isPlain(value, limits)) return undefined;
    const text = JSON.stringify(value);
    // JSON.stringify writes half a surrogate pair as \ud…: no text at all, which a database refuses.
    return text.includes("\\ud") || !fits(text, limits.maxBytes) ? undefined : text;
  } catch {
    return undefined;
  }
}

/** Whether JSON.stringify says all of a value, in a size that can be allowed, and without running anybody's code. */
function isPlain(value: unknown, limits: CaptureLimits): boolean {
  const longest = limits.media === undefined ? Number.POSITIVE_INFINITY : limits.media.minBytes;
  let left = limits.maxBytes;
  return plain(value, 0);

  function plain(part: unknown, depth: number): boolean {
    left -= 2;
    if (left < 0) return false;
    switch (typeof part) {
      case "string":
        left -= part.length;
        return part.length < longest || !mayBeMedia(part);
      case "number":
        return Number.isFinite(part);
      case "boolean":
        return true;
      case "object":
        return part === null || (depth < maxDepth && plainObject(part, depth + 1));
      default:
        return false;
    }
  }

  function plainObject(part: object, depth: number): boolean {
    if (Array.isArray(part)) {
      if (part.length > left || Object.getPrototypeOf(part) !== Array.prototype) return false;
      for (let index = 0; index < part.length; index++) if (!plain(part[index], depth)) return false;
      return true;
    }
    const prototype = Object.getPrototypeOf(part);
    // The second form is an object of another realm: of a vm context, as test runners and frameworks have.
    if (prototype !== Object.prototype && prototype !== null && Object.getPrototypeOf(prototype) !== null) return false;
    for (const key in part) {
      left -= key.length + 2;
      const child = (part as Record<string, unknown>)[key];
      if (child !== undefined && !plain(child, depth)) return false;
    }
    return true;
  }
}
