import { constants } from "node:fs";
import { mkdir, open, realpath, rename, stat } from "node:fs/promises";
import { dirname, join, resolve, sep } from "node:path";
import { ArtifactError, isDirectory } from "../artifact-error.ts";
import type { ArtifactPath } from "../artifact-path.ts";

/** Below the root: files on their way in. Beside what is stored, so that a rename puts them there; never listed. */
export const uploadsName = ".uploads";

/** A directory, and the way from a path to a place that is surely inside of it. */
export class LocalRoot {
  readonly directory: string;
  readonly uploads: string;

  constructor(directory: string) {
    this.directory = resolve(directory);
    this.uploads = join(this.directory, uploadsName);
  }

  /** The real place of what exists at a path, all links followed; undefined where nothing is, or a link leads out. */
  async find(path: string): Promise<string | undefined> {
    if (isReserved(path)) return undefined;
    const [root, place] = await Promise.all([existing(this.directory), existing(join(this.directory, path))]);
    return root !== undefined && place !== undefined && isInside(root, place) ? place : undefined;
  }

  /** Throws unless a file could be put at the path, so that no byte is taken in vain. */
  async checkWritable(path: ArtifactPath): Promise<void> {
    if (path === "") throw isDirectory(path);
    if (isReserved(path))
      throw new ArtifactError("invalid-path", `Invalid path: the name '${uploadsName}' is reserved.`);
    await this.#nearestDirectory(path);
    const place = await this.find(path);
    if (place !== undefined && (await stat(place)).isDirectory()) throw isDirectory(path);
  }

  /** Moves a finished upload to its path, making directories as need be. Resolves when the disk has its name. */
  async place(upload: string, path: ArtifactPath): Promise<void> {
    const { directory, missing } = await this.#nearestDirectory(path);
    const parent = join(directory, ...missing);
    await mkdir(parent, { recursive: true });
    await rename(upload, join(parent, path.slice(path.lastIndexOf("/") + 1)));
    for (let at = parent; at.length >= directory.length; at = dirname(at)) await syncDirectory(at);
  }

  /** Of the directories above a path the lowest that exists, inside the root, and the names below it that do not. */
  async #nearestDirectory(path: ArtifactPath): Promise<{ directory: string; missing: string[] }> {
    await mkdir(this.directory, { recursive: true });
    const root = await realpath(this.directory);
    const parents = path.split("/").slice(0, -1);
    for (let depth = parents.length; ; depth--) {
      const above = parents.slice(0, depth).join("/");
      const place = depth === 0 ? root : await existing(join(root, above));
      if (place === undefined) continue;
      if (!isInside(root, place))
        throw new ArtifactError("invalid-path", `Invalid path: '${above}' leads out of the artifact root.`);
      if (!(await stat(place)).isDirectory())
        throw new ArtifactError("not-a-directory", `'${above}' is a file, so nothing can be stored below it.`);
      return { directory: place, missing: parents.slice(depth) };
    }
  }
}

const isReserved = (path: string): boolean => path.split("/", 1)[0] === uploadsName;

const isInside = (root: string, place: string): boolean =>
  place === root || place.startsWith(root.endsWith(sep) ? root : root + sep);

async function existing(path: string): Promise<string | undefined> {
  try {
    return await realpath(path);
  } catch (error) {
    if (isAbsence(error)) return undefined;
    throw error;
  }
}

/** Nothing has that name; a file in the way and links in a circle are the same to whoever reads. */
export function isAbsence(error: unknown): boolean {
  const { code } = error as { code?: string };
  return code === "ENOENT" || code === "ENOTDIR" || code === "ELOOP";
}

/** A new name is on the disk only when its directory is. Windows has no such call, and needs none. */
async function syncDirectory(directory: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(directory, constants.O_RDONLY);
  await handle.sync().finally(() => handle.close());
}
