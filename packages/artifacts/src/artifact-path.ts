import { ArtifactError } from "./artifact-error.ts";

/** A path below a root that was looked at by `artifactPath`: `a/b c.txt`, and "" for the root itself. */
export type ArtifactPath = string & { readonly checked: unique symbol };

/** What file systems take of a name, and what leaves room for the root before a path (4,096 with it). */
const maxSegmentBytes = 255;
const maxPathBytes = 3000;

/**
 * A path that came from outside, made harmless. It is percent-decoded until that changes nothing more, as MLflow does,
 * so that no later decoding can turn it into another path; control characters are written as escapes. Empty and `.`
 * segments go. Throws an `ArtifactError` for whatever points outside: `..`, an absolute path of any system, a URI.
 */
export function artifactPath(text: string): ArtifactPath {
  const path = withVisibleControls(decoded(text));
  if (!path.isWellFormed()) throw invalid(text, "it holds half of a character");
  if (path.includes("#")) throw invalid(text, "it holds '#'");
  if (path.startsWith("/") || /^[a-z]:[\\/]|^\\\\/i.test(path)) throw invalid(text, "it is absolute");
  if (/^file:/i.test(path)) throw invalid(text, "it is a URI");
  if (path.split(/[\\/]/).includes("..")) throw invalid(text, "it holds '..'");
  if (process.platform === "win32" && /[\\:*?"<>|]/.test(path)) throw invalid(text, "Windows has no such names");
  const segments = path.split("/").filter((segment) => segment !== "" && segment !== ".");
  if (segments.some((segment) => Buffer.byteLength(segment) > maxSegmentBytes))
    throw invalid(text, `a name in it is longer than ${maxSegmentBytes} bytes`);
  const joined = segments.join("/");
  if (Buffer.byteLength(joined) > maxPathBytes) throw invalid(text, `it is longer than ${maxPathBytes} bytes`);
  return joined as ArtifactPath;
}

export function joinPaths(...paths: readonly ArtifactPath[]): ArtifactPath {
  return artifactPath(paths.filter((path) => path !== "").join("/"));
}

function decoded(text: string): string {
  let path = text;
  for (let round = 0; round < 10; round++) {
    const next = percentDecoded(path);
    if (next === path) return path;
    path = next;
  }
  throw invalid(text, "it is encoded too many times");
}

/** Like Python's `unquote`: what is no escape stays, so `100%.txt` is a name. */
function percentDecoded(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (escapes) => {
    const bytes = Buffer.from(escapes.replaceAll("%", ""), "hex");
    // Control characters stay as the escapes that they are shown as, or decoding would never come to an end.
    if (bytes.some((byte) => byte < 0x20 || byte === 0x7f)) return escapesKept(bytes);
    return bytes.toString("utf8");
  });
}

function escapesKept(bytes: Buffer): string {
  return withVisibleControls(bytes.toString("utf8"));
}

function withVisibleControls(text: string): string {
  if (text.includes("\0") || text.includes("%00")) throw invalid(text, "it holds a NUL");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return text.replace(/[\u0000-\u001f\u007f]/g, (character) => {
    return `%${character.charCodeAt(0).toString(16).padStart(2, "0")}`;
  });
}

function invalid(path: string, because: string): ArtifactError {
  const shown = path.length > 200 ? `${path.slice(0, 200)}…` : path;
  return new ArtifactError("invalid-path", `Invalid path: ${JSON.stringify(shown)}: ${because}.`);
}
