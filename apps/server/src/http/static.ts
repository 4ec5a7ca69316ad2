import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { extname, join, normalize, sep } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { acceptedCodings } from "./compress.ts";

/** Serves a file of the web app, or its index page for the app's own paths; false when the path is neither. */
export type StaticFiles = (request: IncomingMessage, response: ServerResponse, path: string) => Promise<boolean>;

interface StaticFile {
  readonly modifiedMs: number;
  readonly etag: string;
  readonly plain: Buffer;
  readonly br?: Buffer;
  readonly gzip?: Buffer;
}

const brotliAsync = promisify(brotliCompress);
const gzipAsync = promisify(gzip);

/**
 * Files are compressed when first asked for and kept in memory: the whole app is a few megabytes. What Vite names by
 * its content may be cached for ever; index.html, which names the others, is asked for every time. It is also the only one
 * that says where the app is: the scripts find one another, and the app itself, from where they came.
 *
 * @param prefix what stands before the app's paths in a browser: `/team/spanloom`, or nothing.
 */
export function createStaticFiles(directory: string, prefix: string): StaticFiles {
  const index = join(directory, "index.html");
  const cache = new Map<string, StaticFile>();

  const load = async (file: string): Promise<StaticFile | undefined> => {
    const found = await stat(file).catch(() => undefined);
    if (!found?.isFile()) return undefined;
    const cached = cache.get(file);
    if (cached?.modifiedMs === found.mtimeMs) return cached;
    const plain = file === index ? below(prefix, await readFile(file)) : await readFile(file);
    const etag = `"${createHash("sha256").update(plain).digest("base64url").slice(0, 20)}"`;
    const loaded = { modifiedMs: found.mtimeMs, etag, plain, ...(isText(file) && (await precompressed(plain))) };
    cache.set(file, loaded);
    return loaded;
  };

  return async (request, response, path) => {
    if (request.method !== "GET" && request.method !== "HEAD") return false;
    let name = fileUnder(directory, path);
    if (name === undefined) return false;
    let file = await load(name);
    if (file === undefined && isPage(request, path)) {
      name = index;
      file = await load(name);
    }
    if (file === undefined) return false;
    give(request, response, name, file);
    return true;
  };
}

function give(request: IncomingMessage, response: ServerResponse, name: string, file: StaticFile): void {
  const accepted = acceptedCodings(String(request.headers["accept-encoding"] ?? ""));
  const encoding = file.br && accepted.has("br") ? "br" : file.gzip && accepted.has("gzip") ? "gzip" : undefined;
  const body = encoding === undefined ? file.plain : file[encoding]!;
  response.setHeader("ETag", file.etag);
  response.setHeader("Cache-Control", isHashed(name) ? "public, max-age=31536000, immutable" : "no-cache");
  response.setHeader("Vary", "Accept-Encoding");
  response.setHeader("Content-Security-Policy", contentSecurityPolicy);
  if (request.headers["if-none-match"] === file.etag) {
    response.writeHead(304).end();
    return;
  }
  response.setHeader("Content-Type", contentTypes[extname(name)] ?? "application/octet-stream");
  if (encoding !== undefined) response.setHeader("Content-Encoding", encoding);
  response.writeHead(200, { "Content-Length": body.length }).end(request.method === "HEAD" ? undefined : body);
}

/** The page with the addresses of its scripts and styles moved: Vite writes each of them from the root. */
const below = (prefix: string, html: Buffer): Buffer =>
  Buffer.from(html.toString("utf8").replaceAll(/(?<= (?:src|href)=")(?=\/)/g, prefix));

/** Traces hold what strangers wrote, so nothing in them may run or fetch; their own pictures come as data: or blob:. */
const contentSecurityPolicy = [
  "default-src 'self'",
  "img-src 'self' data: blob:",
  "media-src 'self' data: blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "frame-ancestors 'self'",
  "form-action 'self'",
].join("; ");

const contentTypes: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".wasm": "application/wasm",
  ".txt": "text/plain; charset=utf-8",
  ".webmanifest": "application/manifest+json",
};

const isText = (file: string): boolean => /\.(html|js|css|json|map|svg|txt|webmanifest|wasm)$/.test(file);
const isHashed = (file: string): boolean => /[\\/]assets[\\/].+-[\w-]{8,}\.\w+$/.test(file);

/**
 * The web app has its own routes, which only its router knows: whatever a browser opens as a page. A path that ends like a
 * file may be one, too (an artifact in the address, a model called `v1.2`), but only a browser that opens a page names HTML.
 */
function isPage(request: IncomingMessage, path: string): boolean {
  const accepted = request.headers.accept ?? "";
  return (
    !/^\/(api|ajax-api|v1|assets|static-files)(\/|$)/.test(path) &&
    (extname(path) === "" ? /text\/html|\*\/\*/ : /text\/html/).test(accepted)
  );
}

/** Undefined for what would leave the directory, and for names that start with a dot. */
function fileUnder(directory: string, path: string): string | undefined {
  let name: string;
  try {
    name = normalize(join(directory, decodeURIComponent(path)));
  } catch {
    return undefined;
  }
  const inside =
    name.startsWith(directory + sep) && !name.includes("\0") && !name.includes(`${sep}.`, directory.length);
  return inside ? name : undefined;
}

async function precompressed(plain: Buffer): Promise<{ br: Buffer; gzip: Buffer }> {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 6, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length };
  const [br, gzip] = await Promise.all([brotliAsync(plain, { params }), gzipAsync(plain, { level: 7 })]);
  return { br, gzip };
}
