import type { Artifact, ByteRange } from "@spanloom/artifacts";
import type { ArtifactLocation } from "./artifact-locations.ts";
import type { StreamAnswer, StreamRequest } from "./handler.ts";
import { mediaTypeOf } from "./media-type.ts";

type Asked = Pick<StreamRequest, "method" | "headers">;

/** The file at a place as an HTTP answer. */
export async function fileOf(request: Asked, { store, path }: ArtifactLocation): Promise<StreamAnswer> {
  return fileAnswer(request, await store.read(path), path.slice(path.lastIndexOf("/") + 1));
}

/**
 * A stored file as an HTTP answer: always as an attachment, so that a browser never runs what somebody uploaded; with
 * its validators; a range of it where one is asked for.
 */
export async function fileAnswer({ method, headers }: Asked, file: Artifact, name: string): Promise<StreamAnswer> {
  const lastModified = new Date(file.modifiedMs).toUTCString();
  const facts = {
    ETag: file.etag,
    "Last-Modified": lastModified,
    "Cache-Control": "no-cache",
    "Accept-Ranges": "bytes",
  };
  const without = async (status: number, more: Record<string, string>): Promise<StreamAnswer> => {
    await file.close();
    return { status, headers: { ...facts, ...more }, body: "" };
  };
  if (isKnown(headers["if-none-match"], file.etag)) return without(304, {});

  const content = {
    "Content-Type": mediaTypeOf(name),
    "Content-Disposition": attachment(name),
    "X-Content-Type-Options": "nosniff",
  };
  // RFC 9110: a range is of a GET, and of the file that the client has a part of already; else all of it is sent.
  const ifRange = headers["if-range"];
  const same = ifRange === undefined || ifRange === file.etag || ifRange === lastModified;
  const range = method === "GET" && same ? rangeOf(headers.range, file.sizeBytes) : undefined;
  if (range === "none") {
    return without(416, { "Content-Range": `bytes */${file.sizeBytes}` });
  }
  const length = range === undefined ? file.sizeBytes : range.last - range.first + 1;
  const all = {
    ...content,
    "Content-Length": String(length),
    ...(range && { "Content-Range": `bytes ${range.first}-${range.last}/${file.sizeBytes}` }),
  };
  if (method === "HEAD") return without(200, all);
  return { status: range === undefined ? 200 : 206, headers: { ...facts, ...all }, body: file.bytes(range) };
}

/**
 * The answer of a file as one that a frame of the web app may show: only of the two kinds that a browser draws by itself,
 * and never as a part of our origin. Everything else stays an attachment.
 */
export function toBeSeen(answer: StreamAnswer, path: string): StreamAnswer {
  const type = mediaTypeOf(path);
  const policy = seen[type];
  if (policy === undefined) return answer;
  const { "Content-Disposition": _, ...headers } = answer.headers;
  return {
    ...answer,
    headers: {
      ...headers,
      ...(headers["Content-Type"] && { "Content-Type": type === "text/html" ? "text/html; charset=utf-8" : type }),
      "Content-Security-Policy": policy,
      "Referrer-Policy": "no-referrer",
    },
  };
}

/**
 * A page may run the script that it brings along, in an origin of its own (`sandbox`), from where it reaches neither us nor
 * any other server, cannot send a form, open a window or leave its frame. A PDF is drawn by the browser's own viewer,
 * which refuses to start in a sandbox; its script has no document.
 */
const seen: Readonly<Record<string, string>> = {
  "text/html": [
    "sandbox allow-scripts",
    "default-src 'none'",
    "script-src 'unsafe-inline' 'unsafe-eval' data: blob:",
    "style-src 'unsafe-inline' data:",
    "img-src data: blob:",
    "font-src data:",
    "media-src data: blob:",
    "worker-src blob:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
  ].join("; "),
  "application/pdf": "frame-ancestors 'self'",
};

/** One range of bytes inside the file; "none" where none of it is; undefined for anything else, which is ignored. */
export function rangeOf(header: unknown, sizeBytes: number): ByteRange | "none" | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(String(header ?? "").trim());
  if (match === null) return undefined;
  const [, first = "", last = ""] = match;
  if (first === "") {
    if (last === "") return undefined;
    const count = Math.min(Number(last), sizeBytes);
    return count === 0 ? "none" : { first: sizeBytes - count, last: sizeBytes - 1 };
  }
  if (last !== "" && Number(last) < Number(first)) return undefined;
  if (Number(first) >= sizeBytes) return "none";
  return { first: Number(first), last: last === "" ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1) };
}

function isKnown(ifNoneMatch: unknown, etag: string): boolean {
  if (typeof ifNoneMatch !== "string") return false;
  const tags = ifNoneMatch.split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  return tags.includes(etag) || tags.includes("*");
}

/** RFC 6266: a plain name where it is ASCII, else also in UTF-8 (RFC 8187). */
export function attachment(name: string): string {
  const plain = name.normalize("NFKD").replace(/[^\u0020-\u007e]/g, "") || "download";
  const quoted = /^[\w!#$%&'*+.^`|~-]+$/.test(plain) ? plain : `"${plain.replace(/["\\]/g, "\\$&")}"`;
  if (plain === name) return `attachment; filename=${quoted}`;
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16)}`,
  );
  return `attachment; filename=${quoted}; filename*=UTF-8''${encoded}`;
}
