import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findGitHead } from "./git-head.ts";

describe("what is checked out is read from git's files", () => {
  let directory: string;
  const git = (at: string, ...args: string[]) =>
    execFileSync("git", ["-C", at, "-c", "user.name=t", "-c", "user.email=t@example.com", ...args], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "spanloom-head-"));
    git(directory, "init", "--initial-branch", "main", "repo");
    git(join(directory, "repo"), "commit", "--allow-empty", "-m", "first");
  });
  afterAll(() => rm(directory, { recursive: true }));

  const repo = () => join(directory, "repo");
  const head = () => git(repo(), "rev-parse", "HEAD");

  test("in the repository and below it", async () => {
    await mkdir(join(repo(), "a/b"), { recursive: true });
    expect(findGitHead(repo())).toEqual({ commit: head(), branch: "main" });
    expect(findGitHead(join(repo(), "a/b"))).toEqual({ commit: head(), branch: "main" });
  });

  test("where refs are packed", () => {
    git(repo(), "pack-refs", "--all");
    expect(findGitHead(repo())).toEqual({ commit: head(), branch: "main" });
  });

  test("on a branch with slashes, and on none", () => {
    git(repo(), "checkout", "-b", "feature/a.b");
    expect(findGitHead(repo())?.branch).toBe("feature/a.b");
    git(repo(), "checkout", "--detach");
    expect(findGitHead(repo())).toEqual({ commit: head() });
    git(repo(), "checkout", "main");
  });

  test("in a work tree", () => {
    git(repo(), "worktree", "add", "-b", "other", "../tree");
    expect(findGitHead(join(directory, "tree"))).toEqual({ commit: head(), branch: "other" });
  });

  test("with the address of a remote, which keeps no password", () => {
    git(repo(), "remote", "add", "origin", "https://ida:secret@example.com/r.git");
    git(repo(), "remote", "add", "fork", "git@example.com:ida/r.git");
    expect(findGitHead(repo())?.repositoryUrl).toBe("https://example.com/r.git");
    expect(findGitHead(repo(), "fork")?.repositoryUrl).toBe("git@example.com:ida/r.git");
    expect(findGitHead(repo(), "none")).not.toHaveProperty("repositoryUrl");
  });

  test.each([
    ["no repository", "empty", undefined],
    ["a HEAD that is none", "broken", "what\u0000ever"],
    ["a HEAD that points nowhere", "unborn", "ref: refs/heads/nothing\n"],
    ["a HEAD that points out of the repository", "out", "ref: ../../../etc/passwd\n"],
  ])("not from %s", async (_, name, text) => {
    const at = join(directory, name);
    await mkdir(join(at, ".git"), { recursive: true });
    if (text !== undefined) await writeFile(join(at, ".git/HEAD"), text);
    expect(findGitHead(at)).toBeUndefined();
  });
});
