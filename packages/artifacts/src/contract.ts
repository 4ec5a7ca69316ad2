import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ArtifactError, type ArtifactProblem } from "./artifact-error.ts";
import { artifactPath } from "./artifact-path.ts";
import type { Artifact, ArtifactStore, MultipartUploads } from "./artifact-store.ts";

export interface StoreUnderTest {
  readonly store: ArtifactStore;
  close(): Promise<void>;
}

/** What every driver promises: called in the driver's own test, with how to get an empty store. */
export function artifactStoreContract(name: string, open: () => Promise<StoreUnderTest>): void {
  describe(`${name} keeps the contract of artifact stores`, () => {
    let opened: StoreUnderTest;
    let store: ArtifactStore;
    beforeEach(async () => {
      opened = await open();
      store = opened.store;
    });
    afterEach(() => opened.close());

    const put = (path: string, text: string) => store.write(artifactPath(path), piecesOf(text));
    const get = async (path: string) => (await contentOf(await store.read(artifactPath(path)))).toString();
    const names = async (path: string) =>
      (await store.list(artifactPath(path))).map((entry) => (entry.isDirectory ? `${entry.name}/` : entry.name));

    test("what is written is read", async () => {
      await put("a/b/c.txt", "hello");
      expect(await get("a/b/c.txt")).toBe("hello");
      expect(await store.read(artifactPath("a/b/c.txt")).then(closed)).toMatchObject({ sizeBytes: 5 });
    });

    test("an empty file is a file", async () => {
      await put("empty", "");
      expect(await get("empty")).toBe("");
      expect(await store.list(artifactPath(""))).toEqual([{ name: "empty", isDirectory: false, sizeBytes: 0 }]);
    });

    test("a second write replaces the first, and its etag", async () => {
      await put("file", "first, longer");
      const before = await store.read(artifactPath("file")).then(closed);
      await put("file", "second");
      const after = await store.read(artifactPath("file")).then(closed);
      expect(await get("file")).toBe("second");
      expect(after.etag).not.toBe(before.etag);
      expect(after.etag).toMatch(/^"[^"]+"$/);
      expect(Math.abs(after.modifiedMs - Date.now())).toBeLessThan(60_000);
    });

    test("a reader keeps what it opened while the file is replaced", async () => {
      await put("file", "before");
      const opened = await store.read(artifactPath("file"));
      await put("file", "after it");
      expect((await contentOf(opened)).toString()).toBe("before");
    });

    test.each([
      [0, 0, "0"],
      [2, 4, "234"],
      [9, 9, "9"],
      [0, 9, "0123456789"],
    ])("the range %i to %i", async (first, last, expected) => {
      await put("digits", "0123456789");
      const file = await store.read(artifactPath("digits"));
      expect((await contentOf(file, { first, last })).toString()).toBe(expected);
    });

    test("many megabytes come back as they were", async () => {
      const piece = Buffer.alloc(1 << 20, "0123456789abcdef!");
      const count = 9;
      await store.write(
        artifactPath("large"),
        (async function* () {
          for (let i = 0; i < count; i++) yield piece;
          yield Buffer.from("end");
        })(),
      );
      const file = await store.read(artifactPath("large"));
      expect(file.sizeBytes).toBe(count * piece.length + 3);
      const bytes = await contentOf(file);
      expect(bytes.subarray(0, piece.length).equals(piece)).toBe(true);
      expect(bytes.subarray(-3).toString()).toBe("end");
    });

    test("a body that breaks off leaves nothing, and what was there before", async () => {
      const broken = async function* () {
        yield Buffer.from("half");
        throw new Error("gone");
      };
      await expect(store.write(artifactPath("new/file"), broken())).rejects.toThrow("gone");
      expect(await names("")).toEqual([]);
      await put("file", "old");
      await expect(store.write(artifactPath("file"), broken())).rejects.toThrow("gone");
      expect(await get("file")).toBe("old");
      expect(await names("")).toEqual(["file"]);
    });

    test("lists what lies directly in a directory, by name, with sizes", async () => {
      await put("dir/b.txt", "12");
      await put("dir/a.txt", "1");
      await put("dir/sub/deep/c.txt", "123");
      await put("dir/Z", "");
      expect(await store.list(artifactPath("dir"))).toEqual([
        { name: "Z", isDirectory: false, sizeBytes: 0 },
        { name: "a.txt", isDirectory: false, sizeBytes: 1 },
        { name: "b.txt", isDirectory: false, sizeBytes: 2 },
        { name: "sub", isDirectory: true, sizeBytes: 0 },
      ]);
      expect(await names("")).toEqual(["dir/"]);
      expect(await names("dir/sub")).toEqual(["deep/"]);
    });

    test("lists nothing for what is missing, and for a file", async () => {
      await put("dir/file", "1");
      expect(await names("nowhere")).toEqual([]);
      expect(await names("dir/file")).toEqual([]);
      expect(await names("dir/file/below")).toEqual([]);
    });

    test("a directory of a thousand files is listed whole", async () => {
      await Promise.all(Array.from({ length: 1000 }, (_, i) => put(`many/${String(i).padStart(4, "0")}`, "x")));
      const found = await names("many");
      expect(found).toHaveLength(1000);
      expect(found).toEqual(found.toSorted());
    });

    test("removes a file, a directory with all below, and says whether there was one", async () => {
      await put("dir/a", "1");
      await put("dir/sub/b", "2");
      await put("dirt", "3");
      expect(await store.remove(artifactPath("dir/a"))).toBe(true);
      expect(await names("dir")).toEqual(["sub/"]);
      expect(await store.remove(artifactPath("dir"))).toBe(true);
      expect(await names("")).toEqual(["dirt"]);
      expect(await store.remove(artifactPath("dir"))).toBe(false);
    });

    test("the root itself is never removed", async () => {
      await put("file", "1");
      await fails(store.remove(artifactPath("")), "invalid-path");
      expect(await get("file")).toBe("1");
    });

    test.each(hostileNames)("the name %j is a name like any other", async (name) => {
      const path = artifactPath(`dir/${name}`);
      await store.write(path, piecesOf("here"));
      expect((await contentOf(await store.read(path))).toString()).toBe("here");
      expect(await names("dir")).toEqual([path.slice("dir/".length)]);
      expect(await store.remove(path)).toBe(true);
    });

    test("what is missing, or something else, is said to be", async () => {
      await put("dir/file", "1");
      await fails(store.read(artifactPath("nothing")), "no-such-artifact");
      await fails(store.read(artifactPath("dir/file/below")), "no-such-artifact");
      await fails(store.read(artifactPath("dir")), "is-directory");
      await fails(store.read(artifactPath("")), "is-directory");
      await fails(put("", "x"), "is-directory");
    });

    test("one writer of many wins, whole", async () => {
      const texts = Array.from({ length: 20 }, (_, i) => String.fromCharCode(97 + i).repeat(100_000));
      await Promise.all(texts.map((text) => put("raced", text)));
      expect(texts).toContain(await get("raced"));
    });

    test("what an upload left behind is removed when it is old", async () => {
      expect(await store.removeStaleUploads(Date.now())).toBe(0);
      await put("kept", "1");
      const uploadId = await store.multipart?.create(artifactPath("begun"));
      expect(await store.removeStaleUploads(0)).toBe(0);
      expect(await store.removeStaleUploads(Date.now() + 60_000)).toBe(uploadId === undefined ? 0 : 1);
      expect(await names("")).toEqual(["kept"]);
    });

    describe("multipart", () => {
      const path = artifactPath("dir/whole");
      const withMultipart = (promise: string, body: (uploads: MultipartUploads) => Promise<void>) =>
        test(promise, async (context) => {
          if (store.multipart === undefined) context.skip();
          else await body(store.multipart);
        });

      withMultipart("parts in any order become one file, once it is complete", async (uploads) => {
        const uploadId = await uploads.create(path);
        const second = await uploads.put(uploadId, 2, piecesOf("world"));
        await uploads.put(uploadId, 1, piecesOf("replaced"));
        const first = await uploads.put(uploadId, 1, piecesOf("hello "));
        expect(await names("")).toEqual([]);
        await uploads.complete(path, uploadId, [
          { number: 1, etag: first },
          { number: 2, etag: second },
        ]);
        expect(await get("dir/whole")).toBe("hello world");
        expect(await names("dir")).toEqual(["whole"]);
        await fails(uploads.put(uploadId, 3, piecesOf("late")), "no-such-upload");
      });

      withMultipart("an aborted upload leaves nothing", async (uploads) => {
        const uploadId = await uploads.create(path);
        await uploads.put(uploadId, 1, piecesOf("part"));
        await uploads.abort(path, uploadId);
        await fails(uploads.complete(path, uploadId, [{ number: 1, etag: '"x"' }]), "no-such-upload");
        expect(await names("")).toEqual([]);
      });

      withMultipart("only parts that were put, in their order, and of this artifact", async (uploads) => {
        const uploadId = await uploads.create(path);
        const etag = await uploads.put(uploadId, 1, piecesOf("part"));
        const complete = (...parts: [number, string][]) =>
          uploads.complete(
            path,
            uploadId,
            parts.map(([number, tag]) => ({ number, etag: tag })),
          );
        await fails(complete(), "invalid-parts");
        await fails(complete([1, '"other"']), "invalid-parts");
        await fails(complete([1, etag], [2, etag]), "invalid-parts");
        await fails(complete([1, etag], [1, etag]), "invalid-parts");
        await fails(uploads.complete(artifactPath("other"), uploadId, [{ number: 1, etag }]), "no-such-upload");
        await fails(uploads.abort(artifactPath("other"), uploadId), "no-such-upload");
        await complete([1, etag]);
        expect(await get("dir/whole")).toBe("part");
      });

      withMultipart("an unknown upload is not found", async (uploads) => {
        for (const uploadId of ["", "..", "../..", "0".repeat(300), crypto.randomUUID()])
          await fails(uploads.put(uploadId, 1, piecesOf("x")), "no-such-upload");
      });
    });
  });
}

/** Names that are hard to carry, and harmless. */
const hostileNames = [
  "a b.txt",
  "100%.txt",
  "ü-é-🥣-日本語.txt",
  "e\u0301",
  "\u202eexe.txt",
  "\u200b",
  "back\\slash",
  "quote'\"",
  "semi;colon&amp=?",
  "line\nbreak",
  "-rf",
  "~",
  "...",
  "CON",
  "x".repeat(255),
  "ü".repeat(127),
  ".hidden",
];

async function fails(work: Promise<unknown>, problem: ArtifactProblem): Promise<void> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ArtifactError);
  expect((error as ArtifactError).problem).toBe(problem);
}

async function closed(file: Artifact): Promise<Artifact> {
  await file.close();
  await file.close();
  return file;
}

async function contentOf(file: Artifact, range?: Parameters<Artifact["bytes"]>[0]): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of file.bytes(range)) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}

export async function* piecesOf(text: string): AsyncGenerator<Uint8Array> {
  if (text !== "") yield Buffer.from(text);
}
