import { ApiError } from "@spanloom/wire";
import type { Connection } from "./connection.ts";
import { isCode } from "./experiments.ts";
import type { Exchange } from "./transport.ts";
import type { SizedSource } from "./upload-source.ts";

/** As MLflow's clients have it. */
export const smallestPartBytes = 10 * 1024 * 1024;

/** What is sent in parts: their number, or more where it is not known, and each of them when it is its turn. */
export interface Parts {
  readonly atMost: number;
  readonly bodies: Iterable<Exchange["body"]> | AsyncIterable<Exchange["body"]>;
}

/** Stores have a limit on the number of parts, so large files get larger ones. */
export function partsOf(source: SizedSource): Parts {
  const size = Math.max(smallestPartBytes, Math.ceil(source.sizeBytes / 9_000));
  return { atMost: Math.ceil(source.sizeBytes / size), bodies: partBodies(source, size) };
}

function* partBodies(source: SizedSource, size: number): Generator<() => BodyInit | Promise<BodyInit>> {
  for (let at = 0; at < source.sizeBytes; at += size) {
    const [from, to] = [at, Math.min(source.sizeBytes, at + size)];
    yield () => source.part(from, to);
  }
}

/**
 * Sends a file in parts, each of which can be tried again. Resolves to false, and has then taken no part, where the
 * server offers none. What was sent is removed when it fails.
 */
export async function uploadParts(
  { rest, transport }: Connection,
  target: string,
  { atMost, bodies }: Parts,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const slash = target.lastIndexOf("/");
  const upload = { artifact_path: target.slice(0, slash), path: target.slice(slash + 1) };
  let begun: Awaited<ReturnType<typeof rest.createMultipartUpload>>;
  try {
    begun = await rest.createMultipartUpload({ ...upload, num_parts: atMost }, { signal });
  } catch (error) {
    if (isCode(error, "NOT_IMPLEMENTED", "ENDPOINT_NOT_FOUND")) return false;
    throw error;
  }
  const { upload_id, credentials = [] } = begun;
  try {
    const parts: { part_number: number; etag: string; url: string }[] = [];
    for await (const body of bodies) {
      const place = credentials[parts.length];
      if (place?.url === undefined) throw tooLong(parts.length);
      const response = await transport.exchange({
        method: "PUT",
        path: place.url,
        headers: place.headers,
        body,
        signal,
        repeatable: true,
      });
      await response.body?.cancel();
      const etag = response.headers.get("etag") ?? "";
      parts.push({ part_number: place.part_number ?? parts.length + 1, etag, url: place.url });
    }
    await rest.completeMultipartUpload({ ...upload, upload_id, parts }, { signal });
    return true;
  } catch (error) {
    await rest.abortMultipartUpload({ ...upload, upload_id }).catch(() => undefined);
    throw error;
  }
}

const tooLong = (parts: number) =>
  new ApiError(
    "INVALID_PARAMETER_VALUE",
    `A stream can have at most ${parts} parts of ${smallestPartBytes} bytes: give what is larger as a file or Blob.`,
  );
