import type { ArtifactPath } from "./artifact-path.ts";

/**
 * A tree of files somewhere. Everything that is large is a stream, and the one who reads sets the pace. Paths are below
 * the store's root; a driver makes sure that nothing outside of it is reached. Every method throws `ArtifactError`.
 */
export interface ArtifactStore {
  /** For people: where it is. */
  readonly place: string;
  /** What lies directly in a directory, by name. Empty where there is no such directory, or a file. */
  list(directory: ArtifactPath): Promise<ArtifactEntry[]>;
  /** Opens a file. The caller reads its bytes once, or closes it. */
  read(path: ArtifactPath): Promise<Artifact>;
  /**
   * Stores a file in place of any other of that name. Resolves when it is safe on the disk. All or nothing: when
   * `bytes` throws, that is what is thrown, and what was there before is still there.
   */
  write(path: ArtifactPath, bytes: AsyncIterable<Uint8Array>): Promise<void>;
  /** Removes a file, or a directory with all that is below it; false where there was neither. */
  remove(path: ArtifactPath): Promise<boolean>;
  /** Removes what uploads that were begun before that moment, and never ended, left behind; how many there were. */
  removeStaleUploads(beforeMs: number): Promise<number>;
  /** Where the store can put a file together from parts. */
  readonly multipart?: MultipartUploads;
}

export interface ArtifactEntry {
  /** Without the directory. */
  readonly name: string;
  readonly isDirectory: boolean;
  /** 0 for a directory. */
  readonly sizeBytes: number;
}

export interface Artifact {
  readonly sizeBytes: number;
  readonly modifiedMs: number;
  /** A strong validator with its quotes: another one whenever the bytes are others. */
  readonly etag: string;
  /** All bytes, or those of a range. A piece may be overwritten once the next but one is asked for. */
  bytes(range?: ByteRange): AsyncIterable<Uint8Array>;
  /** Not needed after `bytes` was read to its end or left. May be called twice. */
  close(): Promise<void>;
}

/** Both ends are in it, as in HTTP; they lie inside the file. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

export interface MultipartUploads {
  /** Resolves to the upload's id. */
  create(path: ArtifactPath): Promise<string>;
  /** Stores a part, in place of an earlier one of its number; resolves to its etag. */
  put(uploadId: string, partNumber: number, bytes: AsyncIterable<Uint8Array>): Promise<string>;
  /** Joins the parts in the order of their numbers. `path` must be the one that the upload was created for. */
  complete(path: ArtifactPath, uploadId: string, parts: readonly Part[]): Promise<void>;
  abort(path: ArtifactPath, uploadId: string): Promise<void>;
}

export interface Part {
  readonly number: number;
  /** As `put` gave it. */
  readonly etag: string;
}
