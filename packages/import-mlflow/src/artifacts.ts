import { createReadStream } from "node:fs";
import { opendir, stat } from "node:fs/promises";
import { join } from "node:path";
import { type ArtifactStore, artifactPath } from "@spanloom/artifacts";
import type { Locations } from "./locations.ts";

export interface CopiedFiles {
  readonly files: number;
  readonly bytes: number;
}

/**
 * Copies every file of the planned directories to the artifact store. One that is there already in the same size is not
 * copied again, so an interrupted copy goes on. Links are not followed: they may lead anywhere.
 */
export async function copyArtifacts(
  locations: Locations,
  store: ArtifactStore,
  onFile: (copied: CopiedFiles) => void,
): Promise<CopiedFiles> {
  let copied: CopiedFiles = { files: 0, bytes: 0 };
  for (const { from, to } of locations.copies) {
    for await (const { path, sizeBytes } of filesBelow(from)) {
      if (!isArtifact(to === "" ? path.slice(path.indexOf("/") + 1) : path)) continue;
      const target = artifactPath(to === "" ? path : `${to}/${path}`);
      if ((await sizeOf(store, target)) !== sizeBytes) await store.write(target, createReadStream(join(from, path)));
      copied = { files: copied.files + 1, bytes: copied.bytes + sizeBytes };
      onFile(copied);
    }
  }
  return copied;
}

/**
 * Of what lies below an experiment's location, the files of its runs, models and traces. A file store keeps its own
 * records there as well, and the spans of a trace come another way.
 */
function isArtifact(path: string): boolean {
  return (
    /^(?:models\/|traces\/)?[^/]+\/artifacts\//.test(path) && !/^traces\/[^/]+\/artifacts\/traces\.json$/.test(path)
  );
}

async function* filesBelow(root: string, below = ""): AsyncGenerator<{ path: string; sizeBytes: number }> {
  const directory = await opendir(join(root, below)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return undefined; // nothing was ever put there
    throw error;
  });
  if (directory === undefined) return;
  for await (const entry of directory) {
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) yield* filesBelow(root, path);
    else if (entry.isFile()) yield { path, sizeBytes: (await stat(join(root, path))).size };
  }
}

async function sizeOf(store: ArtifactStore, path: ReturnType<typeof artifactPath>): Promise<number | undefined> {
  try {
    const artifact = await store.read(path);
    await artifact.close();
    return artifact.sizeBytes;
  } catch {
    return undefined;
  }
}
