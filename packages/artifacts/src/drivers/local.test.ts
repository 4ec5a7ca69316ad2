import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { artifactPath } from "../artifact-path.ts";
import type { ArtifactStore } from "../artifact-store.ts";
import { artifactStoreContract, piecesOf } from "../contract.ts";
import { openLocal } from "./local.ts";

artifactStoreContract("a directory", async () => {
  const directory = await mkdtemp(join(tmpdir(), "spanloom-artifacts-"));
  return { store: openLocal(join(directory, "not yet there")), close: () => rm(directory, { recursive: true }) };
});

describe("a directory", () => {
  let outer: string;
  let root: string;
  let store: ArtifactStore;
  beforeEach(async () => {
    outer = await mkdtemp(join(tmpdir(), "spanloom-artifacts-"));
    root = join(outer, "root");
    await mkdir(join(root, "inside"), { recursive: true });
    await mkdir(join(outer, "root-beside"));
    await writeFile(join(root, "inside/file"), "inside");
    await writeFile(join(outer, "secret"), "secret");
    await writeFile(join(outer, "root-beside/secret"), "secret");
    store = openLocal(root);
  });
  afterEach(() => rm(outer, { recursive: true }));

  const outward: [string, string][] = [
    ["link to a file", "../secret"],
    ["link to a directory", ".."],
    ["absolute link", "/etc"],
    ["link to a directory whose name begins like the root's", "../root-beside"],
  ];

  test.each(outward)("a %s leads nowhere", async (name, target) => {
    await symlink(target, join(root, "link"));
    for (const path of ["link", "link/secret", "link/passwd"].map(artifactPath)) {
      await expect(store.read(path)).rejects.toMatchObject({ problem: "no-such-artifact" });
      expect(await store.list(path)).toEqual([]);
      expect(await store.remove(path)).toBe(false);
    }
    expect((await store.list(artifactPath(""))).map((entry) => entry.name)).toEqual(["inside"]);
    if (name !== "link to a file") {
      await expect(store.write(artifactPath("link/new"), piecesOf("x"))).rejects.toMatchObject({
        problem: "invalid-path",
      });
    }
    expect(await readdir(outer)).toEqual(["root", "root-beside", "secret"]);
  });

  test("a file written over a link replaces the link, not what it leads to", async () => {
    await symlink("../secret", join(root, "link"));
    await store.write(artifactPath("link"), piecesOf("mine"));
    expect((await store.list(artifactPath(""))).map((entry) => entry.sizeBytes)).toEqual([0, 4]);
    await expect(readText(join(outer, "secret"))).resolves.toBe("secret");
  });

  test("a link to a place inside is followed; one in a circle is nothing", async () => {
    await symlink("inside", join(root, "within"));
    await symlink("circle", join(root, "circle"));
    expect(await store.list(artifactPath("within"))).toEqual([{ name: "file", isDirectory: false, sizeBytes: 6 }]);
    await store.write(artifactPath("within/more"), piecesOf("x"));
    expect(await readdir(join(root, "inside"))).toEqual(["file", "more"]);
    await expect(store.read(artifactPath("circle"))).rejects.toMatchObject({ problem: "no-such-artifact" });
    expect((await store.list(artifactPath(""))).map((entry) => entry.name)).toEqual(["inside", "within"]);
  });

  test("a file where a directory is needed, and the other way round, is said before a byte is taken", async () => {
    // biome-ignore lint/correctness/useYield: it is never asked
    const never = async function* (): AsyncGenerator<Uint8Array> {
      throw new Error("was asked for bytes");
    };
    await expect(store.write(artifactPath("inside/file/below"), never())).rejects.toMatchObject({
      problem: "not-a-directory",
    });
    await expect(store.write(artifactPath("inside"), never())).rejects.toMatchObject({ problem: "is-directory" });
  });

  test("uploads under way are nobody's to see, list, or overwrite", async () => {
    const uploadId = await store.multipart!.create(artifactPath("whole"));
    await store.multipart!.put(uploadId, 1, piecesOf("x"));
    expect((await store.list(artifactPath(""))).map((entry) => entry.name)).toEqual(["inside"]);
    const path = artifactPath(`.uploads/${uploadId}/path`);
    expect(await store.list(artifactPath(".uploads"))).toEqual([]);
    await expect(store.read(path)).rejects.toMatchObject({ problem: "no-such-artifact" });
    await expect(store.write(path, piecesOf("other"))).rejects.toMatchObject({ problem: "invalid-path" });
    expect(await store.remove(artifactPath(".uploads"))).toBe(false);
  });

  test("a name or path that the file system does not take is an invalid path", async () => {
    const deep = artifactPath(Array.from({ length: 11 }, () => "d".repeat(250)).join("/"));
    await store.write(deep, piecesOf("x"));
    expect((await store.read(deep).then(closing)).sizeBytes).toBe(1);
  });
});

async function readText(file: string): Promise<string> {
  const { readFile } = await import("node:fs/promises");
  return readFile(file, "utf8");
}

async function closing<T extends { close(): Promise<void> }>(file: T): Promise<T> {
  await file.close();
  return file;
}
