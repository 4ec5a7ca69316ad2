import { ArtifactError, type ArtifactProblem } from "../artifact-error.ts";

/** Runs `work`; what the file system throws comes out as an `ArtifactError`, and everything else as it is. */
export async function spoken<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const known = errors[(error as { code?: string } | null)?.code ?? ""];
    if (known === undefined || error instanceof ArtifactError || !isSystemError(error)) throw error;
    const [problem, sentence] = known;
    throw new ArtifactError(problem, `${sentence}: '${path}'.`, { cause: error });
  }
}

/** A connection that broke while its bytes were written has a code as well, but is not about files. */
const isSystemError = (error: unknown): boolean => error instanceof Error && "syscall" in error;

const errors: Readonly<Record<string, readonly [ArtifactProblem, string]>> = {
  ENOENT: ["no-such-artifact", "No such artifact"],
  ENOTDIR: ["not-a-directory", "A file stands where the path needs a directory"],
  EEXIST: ["is-directory", "A directory stands where the file would go"],
  EISDIR: ["is-directory", "Artifact path refers to a directory, not a file"],
  ENOTEMPTY: ["is-directory", "A directory stands where the file would go"],
  ENAMETOOLONG: ["invalid-path", "Invalid path: it is too long for the file system"],
  EINVAL: ["invalid-path", "Invalid path: the file system does not take it"],
  EILSEQ: ["invalid-path", "Invalid path: the file system does not take it"],
  ENOSPC: ["out-of-space", "There is no space left for artifacts on the server's disk"],
  EDQUOT: ["out-of-space", "The server's quota for artifacts is used up"],
  EFBIG: ["out-of-space", "The file is larger than the server's file system takes"],
  EACCES: ["forbidden", "The server may not touch this file"],
  EPERM: ["forbidden", "The server may not touch this file"],
  EROFS: ["forbidden", "The server's artifact directory is read-only"],
  EXDEV: ["unavailable", "Another file system is mounted below the artifact root, and files cannot be moved there"],
  EIO: ["unavailable", "The server's disk failed"],
  ESTALE: ["unavailable", "The server's disk is away"],
  EMFILE: ["unavailable", "The server has too many files open"],
  ENFILE: ["unavailable", "The server has too many files open"],
  EBUSY: ["unavailable", "The file is in use"],
};
