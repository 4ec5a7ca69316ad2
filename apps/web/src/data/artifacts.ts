import { useQueries, useQuery } from "@tanstack/react-query";
import { artifactUrl } from "./addresses.ts";
import { client } from "./client.ts";
import type { ArtifactOwner, FileInfo } from "./messages.ts";
import { RequestError } from "./request-error.ts";

/**
 * What lies in some directories of some runs or models, `listings[directory][owner]`; undefined where a listing is not there
 * yet. The root is "". Directories first, then by name.
 */
export function useArtifactDirectories(owners: readonly ArtifactOwner[], directories: readonly string[]) {
  return useQueries({
    queries: directories.flatMap((directory) => owners.map((owner) => listing(owner, directory))),
    combine: (results) => ({
      listings: directories.map((_, at) =>
        results.slice(at * owners.length, (at + 1) * owners.length).map(({ data }) => data),
      ),
      /** Why the first root could not be listed. */
      error: results.slice(0, owners.length).find(({ error, data }) => error && !data)?.error ?? undefined,
      retry: () => void Promise.all(results.filter(({ error }) => error).map((result) => result.refetch())),
    }),
  });
}

/** What lies in one directory, in the same order; without an owner nothing is asked. */
export function useArtifactDirectory(owner: ArtifactOwner | undefined, directory: string) {
  const query = listing(owner ?? { kind: "run", id: "" }, directory);
  return useQuery({ ...query, enabled: owner !== undefined });
}

function listing({ kind, id }: ArtifactOwner, path: string) {
  return {
    queryKey: ["artifacts", kind, id, path],
    queryFn: async ({ signal }: { signal: AbortSignal }): Promise<readonly FileInfo[]> => {
      const list = kind === "run" ? client.listRunArtifacts : client.listLoggedModelArtifacts;
      return [...(await list(id, path, signal))].sort(directoriesFirst);
    },
    staleTime: 30_000,
  };
}

/** `part-2` before `part-10`. */
const byName = new Intl.Collator("en", { numeric: true });

function directoriesFirst(a: FileInfo, b: FileInfo): number {
  return Number(b.is_dir ?? false) - Number(a.is_dir ?? false) || byName.compare(a.path, b.path);
}

/** A part of a file. */
export interface FilePart {
  readonly bytes: Uint8Array;
  /** Of the first byte. */
  readonly offset: number;
  /** Of the whole file. */
  readonly sizeBytes: number;
}

/** So many bytes from `offset` on, fewer at the end of the file; a negative offset counts from the end. */
export async function readFilePart(
  owner: ArtifactOwner,
  path: string,
  offset: number,
  count: number,
  signal?: AbortSignal,
): Promise<FilePart> {
  const range = offset < 0 ? `bytes=${offset}` : `bytes=${offset}-${offset + count - 1}`;
  let response: Response;
  try {
    response = await fetch(artifactUrl(owner, path), { headers: { range }, signal: signal ?? null });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new RequestError("unreachable", "The server did not answer.");
  }
  // 416: the file is empty, or ends before the offset.
  if (response.status === 416) return { bytes: new Uint8Array(), offset: 0, sizeBytes: 0 };
  if (!response.ok) throw await refusal(response);
  const bytes = new Uint8Array(await response.arrayBuffer());
  const [, first, size] = /^bytes (\d+)-\d+\/(\d+)$/.exec(response.headers.get("content-range") ?? "") ?? [];
  return { bytes, offset: Number(first ?? 0), sizeBytes: Number(size ?? bytes.length) };
}

async function refusal(response: Response): Promise<RequestError> {
  const answer = (await response.json().catch(() => undefined)) as { message?: unknown } | undefined;
  const message = typeof answer?.message === "string" ? answer.message : `The server answered with ${response.status}.`;
  return new RequestError(response.status >= 500 ? "broken" : "refused", message, response.status);
}

/** The first bytes of a file, read once. */
export function useFileStart(owner: ArtifactOwner, path: string, count: number) {
  return useQuery({
    queryKey: ["artifact-start", owner.kind, owner.id, path, count],
    queryFn: ({ signal }) => readFilePart(owner, path, 0, count, signal),
    staleTime: 60_000,
    gcTime: 60_000,
  });
}
