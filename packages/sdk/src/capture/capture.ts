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
  readonly redact?: ((value: unknown, path: CapturePath) => unknown) | undefined;
  /** Takes images, recordings and files that are too large to stand in the text. Without it they stay where they are. */
  readonly media?: MediaSink | undefined;
}

/**
 * Any value as JSON text that is at most `maxBytes` long. Never throws, and takes a bounded time and memory for values
 * of any shape and size. What JSON cannot say is said in words (`"[Function: search]"`, `"[Circular]"`, `"NaN"`), and
 * whatever is left out leaves a sign that says how much it was. `traceId` is told to `media`.
 *
 * Plain data goes the fast way: one look at it, then `JSON.stringify`.
 */
export function capture(value: unknown, limits: CaptureLimits, traceId = ""): string {
  try {
    return plainJson(value, limits) ?? cutToFit(plainTree(value, limits, traceId), limits.maxBytes);
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
    if (limits.redact !== undefined || leftAfter(value, limits.maxBytes, 0, limits) < 0) return undefined;
    const text = JSON.stringify(value);
    // JSON.stringify writes half a surrogate pair as \ud…: no text at all, which a database refuses.
    return text.includes("\\ud") || !fits(text, limits.maxBytes) ? undefined : text;
  } catch {
    return undefined;
  }
}

/**
 * What is left of so many characters when a value is written; negative where it is too large, or where JSON.stringify does
 * not say all of it, or only by running somebody's code. For each captured value, so it makes no objects.
 */
function leftAfter(part: unknown, budget: number, depth: number, limits: CaptureLimits): number {
  const left = budget - 2;
  if (left < 0) return -1;
  switch (typeof part) {
    case "string":
      return limits.media !== undefined && part.length >= limits.media.minBytes && mayBeMedia(part)
        ? -1
        : left - part.length;
    case "number":
      return Number.isFinite(part) ? left : -1;
    case "boolean":
      return left;
    case "object":
      if (part === null) return left;
      if (depth >= maxDepth) return -1;
      return Array.isArray(part)
        ? leftAfterList(part, left, depth, limits)
        : leftAfterObject(part, left, depth, limits);
    default:
      return -1;
  }
}

function leftAfterList(list: readonly unknown[], budget: number, depth: number, limits: CaptureLimits): number {
  if (list.length > budget || Object.getPrototypeOf(list) !== Array.prototype) return -1;
  let left = budget;
  for (let index = 0; index < list.length && left >= 0; index++) left = leftAfter(list[index], left, depth + 1, limits);
  return left;
}

function leftAfterObject(object: object, budget: number, depth: number, limits: CaptureLimits): number {
  const prototype = Object.getPrototypeOf(object);
  // The second form is an object of another realm: of a vm context, as test runners and frameworks have.
  if (prototype !== Object.prototype && prototype !== null && Object.getPrototypeOf(prototype) !== null) return -1;
  let left = budget;
  for (const key in object) {
    const child = (object as Record<string, unknown>)[key];
    left -= key.length + 2;
    if (child !== undefined) left = leftAfter(child, left, depth + 1, limits);
    if (left < 0) return -1;
  }
  return left;
}
