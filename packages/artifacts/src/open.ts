import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { ArtifactError } from "./artifact-error.ts";
import type { ArtifactStore } from "./artifact-store.ts";

/** A driver is loaded when a URI asks for it, so that nobody loads the libraries of a store that they do not have. */
const drivers: Readonly<Record<string, (uri: string) => Promise<ArtifactStore>>> = {
  file: async (uri) => (await import("./drivers/local.ts")).openLocal(localDirectory(uri)),
};

/** The store at a URI, or at a path of this machine. Throws an `ArtifactError` that names what there is. */
export async function openArtifactStore(uri: string): Promise<ArtifactStore> {
  const driver = drivers[schemeOf(uri)];
  if (driver === undefined) {
    throw new ArtifactError(
      "unsupported",
      `Artifacts at '${uri}' are not supported: so far they are kept in a directory of the server, such as /mnt/artifacts or file:///mnt/artifacts.`,
    );
  }
  return driver(uri);
}

export function isLocal(uri: string): boolean {
  return schemeOf(uri) === "file";
}

/** A path has the scheme of a file; one letter is a drive of Windows. */
function schemeOf(uri: string): string {
  return /^([a-z][a-z0-9+.-]+):/i.exec(uri)?.[1]?.toLowerCase() ?? "file";
}

/** The directory that a path or a `file:` URI names, absolute. */
export function localDirectory(uri: string): string {
  if (!/^file:/i.test(uri)) return resolve(uri);
  // `file:relative/path` has no slash of a URI's; everything else is one.
  if (!/^file:\//i.test(uri)) return resolve(decodeURIComponent(uri.slice("file:".length)));
  try {
    return fileURLToPath(uri);
  } catch (cause) {
    throw new ArtifactError("unsupported", `'${uri}' names no directory of this machine.`, { cause });
  }
}
