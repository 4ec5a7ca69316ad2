import type { CaptureLimits } from "./capture.ts";
import { cut } from "./cut.ts";
import { base64OfBytes, type Media, mediaOfString, typeOfBytes } from "./media.ts";
import { isSecretKey } from "./secrets.ts";
import { bytesOf, wordsFor } from "./words-for.ts";

/** Deeper values are cut off there: parsers of most readers stop at depths not much larger. */
export const maxDepth = 100;

/** The `redact` hook threw; its error is the cause. */
export class RedactFailed extends Error {}

/**
 * A copy of any value that is made of null, booleans, finite numbers, strings, arrays and objects without prototype
 * only, with no cycle, no deeper than `maxDepth` and of at most `maxNodes` parts. Strings are shared, not copied.
 * Code of the value's own (getters, `toJSON`, Proxies) runs, and where it throws, the words say so.
 */
export function plainTree(value: unknown, limits: CaptureLimits, traceId: string): unknown {
  const path: (string | number)[] = [];
  const ancestors = new Set<object>();
  let nodesLeft = Math.min(maxNodes, limits.maxBytes / 2);
  return plain(value, undefined);

  function plain(given: unknown, holder: unknown): unknown {
    nodesLeft--;
    const part = limits.redact === undefined ? given : redacted(given);
    switch (typeof part) {
      case "string":
        return plainString(part, holder);
      case "number":
        return Number.isFinite(part) ? part : String(part);
      case "bigint":
        // As a number where every reader gets the same number out of it.
        return part >= Number.MIN_SAFE_INTEGER && part <= Number.MAX_SAFE_INTEGER ? Number(part) : String(part);
      case "boolean":
        return part;
      case "undefined":
        return null;
      case "object":
        return part === null ? null : plainObject(part);
      default:
        return guarded(() => wordsFor(part));
    }
  }

  function redacted(part: unknown): unknown {
    try {
      return limits.redact?.(part, [...path]);
    } catch (error) {
      throw new RedactFailed("The redact hook threw.", { cause: error });
    }
  }

  function plainString(text: string, holder: unknown): unknown {
    if (limits.media === undefined || text.length < limits.media.minBytes) return text;
    const media = guarded(() => mediaOfString(text, path.at(-1), holder));
    return (isMedia(media) && limits.media.keep(media, traceId)) || text;
  }

  function plainObject(part: object): unknown {
    if (ancestors.has(part)) return "[Circular]";
    if (ancestors.size >= maxDepth) return `[deeper than ${maxDepth} levels]`;
    ancestors.add(part);
    const written = guarded(() => writeObject(part));
    ancestors.delete(part);
    return written;
  }

  function writeObject(part: object): unknown {
    const bytes = bytesOf(part);
    if (bytes !== undefined)
      return plainMedia({ mimeType: typeOfBytes(bytes) ?? "application/octet-stream", content: bytes });
    if (typeof Blob === "function" && part instanceof Blob) {
      return plainMedia({ mimeType: part.type || "application/octet-stream", content: part });
    }
    const { toJSON } = part as { toJSON?: unknown };
    const words = wordsFor(part);
    if (words !== part) {
      if (typeof words === "string") return words;
      return typeof words === "object" ? writeItems(words as object, part) : plain(words, undefined);
    }
    if (typeof toJSON === "function") {
      const json: unknown = toJSON.call(part, String(path.at(-1) ?? ""));
      // What it gives may be the object itself, whose toJSON has had its turn.
      return json === part ? writeItems(part, part) : plain(json, undefined);
    }
    return writeItems(part, part);
  }

  function writeItems(part: object, source: object): unknown {
    if (Array.isArray(part) || ArrayBuffer.isView(part)) return writeList(part as unknown as ArrayLike<unknown>);
    const prototype = Object.getPrototypeOf(source);
    // Plain data is the caller's own; an instance may be a client that holds its key.
    const hidesSecrets =
      part === source &&
      prototype !== null &&
      prototype !== Object.prototype &&
      Object.getPrototypeOf(prototype) !== null;
    const written: Record<string, unknown> = Object.create(null);
    const keys = Object.keys(part);
    for (const [index, key] of keys.entries()) {
      if (nodesLeft <= 0) {
        written["…"] = `${keys.length - index} more keys`;
        break;
      }
      const item = guarded(() => (part as Record<string, unknown>)[key]);
      if (item === undefined) continue;
      path.push(key);
      written[cut(key, maxKeyLength)] = hidesSecrets && isSecretKey(key) ? "[masked]" : plain(item, part);
      path.pop();
    }
    return written;
  }

  function writeList(list: ArrayLike<unknown>): unknown[] {
    const written: unknown[] = [];
    const { length } = list;
    for (let index = 0; index < length; index++) {
      if (nodesLeft <= 0) {
        written.push(`[${length - index} more items]`);
        break;
      }
      if (!(index in list)) {
        let next = index + 1;
        while (next < length && !(next in list) && nodesLeft > 0) {
          next++;
          nodesLeft -= 1 / 16;
        }
        written.push(`[${next - index} empty items]`);
        index = next - 1;
        continue;
      }
      path.push(index);
      written.push(
        plain(
          guarded(() => list[index]),
          list,
        ),
      );
      path.pop();
    }
    return written;
  }

  function plainMedia(media: Media): string {
    const { content } = media;
    const size = content instanceof Uint8Array ? content.byteLength : (content as Blob).size;
    if (limits.media !== undefined && (size >= limits.media.minBytes || !(content instanceof Uint8Array))) {
      const reference = limits.media.keep(media, traceId);
      if (reference !== undefined) return reference;
    }
    if (content instanceof Uint8Array && size <= maxInlineBytes) {
      return `data:${media.mimeType};base64,${base64OfBytes(content)}`;
    }
    return `[${media.mimeType}, ${size} bytes]`;
  }
}

const maxNodes = 100_000;
const maxKeyLength = 1000;
/** Bytes that have nowhere else to go stand in the text up to this size. */
const maxInlineBytes = 16 * 1024;

/** The result of code that is not ours, or words for why there is none. */
function guarded(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    if (error instanceof RedactFailed) throw error;
    return `[threw: ${reasonOf(error)}]`;
  }
}

function reasonOf(error: unknown): string {
  try {
    return cut(String(error instanceof Error ? error.message : error), 200);
  } catch {
    return "something that cannot be read";
  }
}

function isMedia(found: unknown): found is Media {
  return typeof found === "object" && found !== null;
}
