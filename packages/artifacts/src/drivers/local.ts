import { randomUUID } from "node:crypto";
import { mkdir, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { ArtifactError, noSuchArtifact } from "../artifact-error.ts";
import type { ArtifactPath } from "../artifact-path.ts";
import type { ArtifactEntry, ArtifactStore } from "../artifact-store.ts";
import { spoken } from "./local-errors.ts";
import { openFile, writeNewFile } from "./local-file.ts";
import { isAbsence, LocalRoot, uploadsName } from "./local-root.ts";
import { openLocalUploads } from "./local-uploads.ts";

/**
 * Artifacts as files of a directory, which is made when the first one is written. A link inside may lead to another
 * place inside; one that leads out is as good as not there.
 */
export function openLocal(directory: string): ArtifactStore {
  const root = new LocalRoot(directory);
  return {
    place: root.directory,
    multipart: openLocalUploads(root),

    list: (path) => spoken(path, () => list(root, path)),

    read: (path) =>
      spoken(path, async () => {
        const place = await root.find(path);
        if (place === undefined) throw noSuchArtifact(path);
        return openFile(place, path);
      }),

    write: (path, bytes) => spoken(path, () => write(root, path, bytes)),

    remove: (path) =>
      spoken(path, async () => {
        if (path === "") throw new ArtifactError("invalid-path", "The artifact root itself cannot be removed.");
        const place = await root.find(path);
        if (place === undefined) return false;
        await rm(place, { recursive: true, force: true });
        return true;
      }),

    removeStaleUploads: (beforeMs) => spoken(uploadsName, () => removeStaleUploads(root, beforeMs)),
  };
}

/** How many files are asked about at a time: a directory may hold a million. */
const listedAtOnce = 256;

async function list(root: LocalRoot, path: ArtifactPath): Promise<ArtifactEntry[]> {
  const directory = await root.find(path);
  if (directory === undefined) return [];
  const found = await readdir(directory, { withFileTypes: true }).catch(noneWhereAbsent);
  const visible = found.filter(({ name }) => path !== "" || name !== uploadsName);
  const entries: ArtifactEntry[] = [];
  for (let from = 0; from < visible.length; from += listedAtOnce) {
    const some = visible.slice(from, from + listedAtOnce).map(async (entry) => {
      if (entry.isDirectory()) return { name: entry.name, isDirectory: true, sizeBytes: 0 };
      const place = entry.isSymbolicLink() ? await root.find(join(path, entry.name)) : join(directory, entry.name);
      return place === undefined ? undefined : entryAt(place, entry.name);
    });
    for (const entry of await Promise.all(some)) if (entry !== undefined) entries.push(entry);
  }
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Nothing for what was removed meanwhile, and for pipes and the like. */
async function entryAt(place: string, name: string): Promise<ArtifactEntry | undefined> {
  const facts = await stat(place).catch(() => undefined);
  if (facts?.isDirectory()) return { name, isDirectory: true, sizeBytes: 0 };
  return facts?.isFile() ? { name, isDirectory: false, sizeBytes: facts.size } : undefined;
}

async function write(root: LocalRoot, path: ArtifactPath, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  await root.checkWritable(path);
  await mkdir(root.uploads, { recursive: true });
  const upload = join(root.uploads, randomUUID());
  try {
    await writeNewFile(upload, bytes);
    await root.place(upload, path);
  } catch (error) {
    await rm(upload, { force: true });
    throw error;
  }
}

async function removeStaleUploads({ uploads }: LocalRoot, beforeMs: number): Promise<number> {
  let removed = 0;
  for (const name of await readdir(uploads).catch(noneWhereAbsent)) {
    const facts = await stat(join(uploads, name)).catch(() => undefined);
    if (facts === undefined || facts.mtimeMs >= beforeMs) continue;
    await rm(join(uploads, name), { recursive: true, force: true });
    removed++;
  }
  return removed;
}

function noneWhereAbsent(error: unknown): [] {
  if (isAbsence(error)) return [];
  throw error;
}
