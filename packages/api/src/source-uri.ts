import { isAbsolute, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** A URI in its parts, without changing any of them: what `URL` would normalise away is what has to be seen here. */
export interface SourceUri {
  /** Lower case; empty for a path. */
  readonly scheme: string;
  readonly authority: string;
  readonly path: string;
  /** The query and the fragment, with `?` or `#`. */
  readonly rest: string;
}

export function parseSourceUri(text: string): SourceUri {
  const [, scheme = "", authority = "", path = "", rest = ""] =
    /^(?:([a-z][a-z0-9+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(.*)$/is.exec(text) ?? [];
  return { scheme: scheme.toLowerCase(), authority: authority.toLowerCase(), path, rest };
}

/** Whether the text, however often it was percent-encoded, has a NUL or a `..` between slashes. */
export function leavesItsPlace(text: string): boolean {
  const decoded = decodedFully(text);
  return decoded.includes("\0") || decoded.split("/").includes("..");
}

/** Whether a path starts at the root and has no `.` between slashes. Slashes that repeat count as one. */
export function isPlainAbsolutePath(path: string): boolean {
  const decoded = decodedFully(path);
  return /^\/+[^/]/.test(decoded) && !decoded.split("/").includes(".");
}

/** Whether a URI is that of the root or of something below it. Local paths are compared as paths. */
export function isWithin(source: string, root: string): boolean {
  const [local, localRoot] = [localPath(source), localPath(root)];
  if (local !== undefined || localRoot !== undefined) {
    return local !== undefined && localRoot !== undefined && (local === localRoot || local.startsWith(`${localRoot}/`));
  }
  const [inner, outer] = [parseSourceUri(source), parseSourceUri(root)];
  const [innerParts, outerParts] = [partsOf(inner.path), partsOf(outer.path)];
  return (
    inner.scheme === outer.scheme &&
    inner.authority === outer.authority &&
    outerParts.length > 0 &&
    outerParts.every((part, index) => innerParts[index] === part)
  );
}

/** The path that a text without a scheme, or a `file:` URI of this machine, stands for; undefined for anything else. */
function localPath(text: string): string | undefined {
  const { scheme, authority, path } = parseSourceUri(text);
  if (scheme === "" && authority === "") return resolve(path).replace(/(?!^)\/+$/, "");
  if (scheme !== "file" || !(authority === "" || authority === "localhost") || !isAbsolute(path)) return undefined;
  try {
    return fileURLToPath(`file://${path}`).replace(/(?!^)\/+$/, "");
  } catch {
    return undefined; // an encoded slash
  }
}

const partsOf = (path: string): string[] =>
  path
    .split("/")
    .filter((part) => part !== "")
    .map(decodedFully);

function decodedFully(text: string): string {
  for (let decoded = text; ; text = decoded) {
    decoded = text.replace(/(?:%[0-9a-f]{2})+/gi, (bytes) => Buffer.from(bytes.replaceAll("%", ""), "hex").toString());
    if (decoded === text) return text;
  }
}
