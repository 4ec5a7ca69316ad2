import { ApiError, type FileInfo, invalidParameter, type Received } from "@spanloom/wire";
import type { Connection } from "./connection.ts";
import { partsOf, smallestPartBytes, uploadParts } from "./multipart-upload.ts";
import { blocksOf, rejoined, streamOf } from "./stream-blocks.ts";
import type { CallOptions, Exchange } from "./transport.ts";
import { openSource, type UploadSource } from "./upload-source.ts";

/** A file or directory; its path is relative to the root of the run or model. */
export type ArtifactInfo = Received<FileInfo>;

/** How to store a file. */
export interface UploadOptions extends CallOptions {
  /** Default: by what the source says, else `application/octet-stream`. */
  readonly contentType?: string | undefined;
}

/** The files below one place, such as a run's `artifact_uri`. */
export interface ArtifactRoot {
  /** Stores a file, all or nothing; memory holds at most one part of it. */
  upload(path: string, source: UploadSource, options?: UploadOptions): Promise<void>;
  /** Resolves when the first bytes can be read. */
  download(path: string, options?: DownloadOptions): Promise<Response>;
  /** The entries of one directory. Of a path that is a file or nothing there are none. */
  list(directory: string, options?: CallOptions): Promise<ArtifactInfo[]>;
}

/** What part of a file to read. */
export interface DownloadOptions extends CallOptions {
  /** Bytes `from` up to and without `to`. */
  readonly range?: { readonly from: number; readonly to?: number | undefined } | undefined;
}

/** Files above this size go in parts, where the server takes parts. */
const partedFromBytes = 100 * 1024 * 1024;

/** Nobody knows the length of a stream beforehand; 10 GB. */
const partsOfStream = 1_000;

/**
 * `uri` must be one that the server proxies (`mlflow-artifacts:`), as it is unless an operator chose otherwise; a client
 * has no credentials for other stores. Throws `ApiError` NOT_IMPLEMENTED for those.
 */
export function artifactsAt(connection: Connection, uri: string): ArtifactRoot {
  const root = proxiedPath(uri);

  async function upload(path: string, source: UploadSource, { contentType, signal }: UploadOptions = {}) {
    const target = below(root, path);
    const put = async (body: Exchange["body"], said?: string, sizeBytes?: number) => {
      const headers = {
        "content-type": contentType ?? said ?? "application/octet-stream",
        ...(sizeBytes !== undefined && { "content-length": String(sizeBytes) }),
      };
      const response = await connection.rest.uploadArtifact({ artifact_path: target }, { body, headers, signal });
      await response.body?.cancel();
    };
    const bytes = await openSource(source);
    if ("sizeBytes" in bytes) {
      const { sizeBytes, contentType: said } = bytes;
      const stored = sizeBytes >= partedFromBytes && (await uploadParts(connection, target, partsOf(bytes), signal));
      if (!stored) await put(() => bytes.whole(), said, sizeBytes);
      return;
    }
    const blocks = blocksOf(bytes, smallestPartBytes);
    const { value: first = new Uint8Array() } = await blocks.next();
    if (first.length < smallestPartBytes) return put(first);
    const all = rejoined(first, blocks);
    const stored = await uploadParts(connection, target, { atMost: partsOfStream, bodies: all }, signal);
    if (!stored) await put(streamOf(all));
  }

  return {
    upload,
    download(path, { range, signal } = {}) {
      const headers = range && { range: `bytes=${range.from}-${range.to === undefined ? "" : range.to - 1}` };
      return connection.rest.downloadArtifact({ artifact_path: below(root, path) }, { headers, signal });
    },
    async list(directory, options) {
      const path = directory === "" ? root : below(root, directory);
      const { files = [] } = await connection.rest.listProxiedArtifacts({ path }, options);
      const own = path.split("/").pop();
      // Servers may answer for a file with the file itself.
      const [first] = files;
      if (files.length === 1 && directory !== "" && first?.path === own && first?.is_dir !== true) return [];
      return files.map((file) => ({ ...file, path: directory === "" ? file.path : `${directory}/${file.path}` }));
    },
  };
}

/** Every file below a directory, depth first, in the order of the server. */
export async function* filesBelow(
  root: ArtifactRoot,
  directory: string,
  options?: CallOptions,
): AsyncGenerator<ArtifactInfo, void, undefined> {
  for (const entry of await root.list(directory, options)) {
    if (entry.is_dir === true) yield* filesBelow(root, entry.path!, options);
    else yield entry;
  }
}

/** `mlflow-artifacts:/1/abc/artifacts` and `mlflow-artifacts://host/1/…` → `1/abc/artifacts`. */
function proxiedPath(uri: string): string {
  const proxied = /^mlflow-artifacts:(?:\/\/[^/]*)?\/?(.*)$/.exec(uri);
  if (proxied !== null) return proxied[1]!;
  throw new ApiError(
    "NOT_IMPLEMENTED",
    `Files of '${uri}' are not served by the server: a client can reach those below mlflow-artifacts:/ only.`,
  );
}

function below(root: string, path: string): string {
  const parts = path.split("/");
  if (path === "" || path.includes("\0") || parts.some((part) => part === "" || part === "." || part === "..")) {
    throw invalidParameter("path", "must be names with one '/' between them, none of them '.' or '..'", path);
  }
  return `${root}/${path}`;
}
