import { findNodeModule } from "../node-module.ts";

/** What is checked out. */
export interface GitHead {
  /** 40 or 64 hex digits. */
  readonly commit: string;
  /** Absent where no branch is checked out. */
  readonly branch?: string;
  /** Of the remote asked for. */
  readonly repositoryUrl?: string;
}

/**
 * Reads the repository that a directory is in, from its files: no program is started. Of work trees and submodules, too.
 * `undefined` where there is no repository, no commit, no file system, or refs are kept in a form that is not files.
 */
export function findGitHead(directory: string, remote = "origin"): GitHead | undefined {
  const fs = findNodeModule("node:fs");
  const path = findNodeModule("node:path");
  if (fs === undefined || path === undefined) return undefined;
  const { isAbsolute, join, resolve } = path;
  const read = (...names: string[]) => {
    try {
      return fs.readFileSync(join(...names), "utf8");
    } catch {
      return undefined;
    }
  };

  const git = repository(resolve(directory));
  if (git === undefined) return undefined;
  const head = read(git, "HEAD")?.trim();
  if (head === undefined) return undefined;
  const common = sharedFiles(git);
  const ref = /^ref: (\S+)$/.exec(head)?.[1];
  const commit = ref === undefined ? head : (read(git, ref) ?? read(common, ref) ?? packed(common, ref))?.trim();
  if (commit === undefined || !/^[0-9a-f]{40,64}$/.test(commit)) return undefined;
  const branch = ref?.startsWith("refs/heads/") === true ? ref.slice("refs/heads/".length) : undefined;
  const repositoryUrl = urlOf(read(common, "config") ?? "", remote);
  return { commit, ...(branch !== undefined && { branch }), ...(repositoryUrl !== undefined && { repositoryUrl }) };

  /** `.git` is a directory, or a file that says where it is (`gitdir: …`): work trees, submodules. */
  function repository(from: string): string | undefined {
    for (let at = from; ; at = join(at, "..")) {
      const own = join(at, ".git");
      if (read(own, "HEAD") !== undefined) return own;
      const elsewhere = /^gitdir: (.+)$/m.exec(read(own) ?? "")?.[1]?.trim();
      if (elsewhere !== undefined) return isAbsolute(elsewhere) ? elsewhere : join(at, elsewhere);
      if (at === join(at, "..")) return undefined;
    }
  }

  /** A work tree has a HEAD of its own, and the rest with the others. */
  function sharedFiles(own: string): string {
    const common = read(own, "commondir")?.trim();
    if (common === undefined) return own;
    return isAbsolute(common) ? common : join(own, common);
  }

  function packed(common: string, ref: string): string | undefined {
    const line = read(common, "packed-refs")
      ?.split("\n")
      .find((text) => text.endsWith(` ${ref}`));
    return line?.split(" ")[0];
  }
}

/** The `url` in the section `[remote "<name>"]` of git's configuration, without credentials. */
function urlOf(config: string, remote: string): string | undefined {
  let inside = false;
  for (const line of config.split("\n")) {
    const section = /^\s*\[(.*)\]\s*$/.exec(line)?.[1];
    if (section !== undefined) inside = section === `remote "${remote}"`;
    const url = inside ? /^\s*url\s*=\s*(.+?)\s*$/.exec(line)?.[1] : undefined;
    if (url !== undefined) return url.replace(/^(\w+:\/\/)[^/@]*@/, "$1");
  }
  return undefined;
}
