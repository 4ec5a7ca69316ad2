import { findNodeModule } from "../node-module.ts";

/** The most of a diff that is kept: what a tag can hold everywhere. */
const longestDiff = 5_000;

/**
 * What differs from the commit in tracked files, staged or not. `undefined` where the platform starts no programs or has no
 * `git`: its index cannot be compared with files without rules that only git knows.
 */
export async function gitChanges(directory: string): Promise<{ dirty: boolean; diff?: string } | undefined> {
  const programs = findNodeModule("node:child_process");
  if (programs === undefined) return undefined;
  const diff = await new Promise<string | undefined>((resolve) => {
    programs.execFile(
      "git",
      ["diff", "HEAD", "--no-ext-diff", "--no-color"],
      { cwd: directory, maxBuffer: 64 * 1024 * 1024, timeout: 10_000, windowsHide: true },
      (error, stdout) => resolve(error === null ? stdout : undefined),
    );
  });
  if (diff === undefined) return undefined;
  return diff === "" ? { dirty: false } : { dirty: true, diff: diff.slice(0, longestDiff).toWellFormed() };
}
