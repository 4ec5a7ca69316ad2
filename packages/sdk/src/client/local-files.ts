import { nodeModule } from "./node-module.ts";

/** All files below a directory, links followed as the file system does: `path` has slashes and starts below it. */
export async function* localFiles(
  directory: string,
): AsyncGenerator<{ path: string; location: string }, void, undefined> {
  const { promises: fs } = nodeModule("node:fs", "uploading a directory");
  const { join } = nodeModule("node:path", "uploading a directory");
  yield* below("", directory);

  async function* below(
    prefix: string,
    location: string,
  ): AsyncGenerator<{ path: string; location: string }, void, undefined> {
    const entries = await fs.readdir(location, { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = prefix + entry.name;
      const at = join(location, entry.name);
      const isDirectory = entry.isSymbolicLink() ? (await fs.stat(at)).isDirectory() : entry.isDirectory();
      if (isDirectory) yield* below(`${path}/`, at);
      else if (entry.isFile() || entry.isSymbolicLink()) yield { path, location: at };
    }
  }
}
