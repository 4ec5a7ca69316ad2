import { randomUUID } from "node:crypto";
import { mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ArtifactError, noSuchUpload } from "../artifact-error.ts";
import type { MultipartUploads, Part } from "../artifact-store.ts";
import { spoken } from "./local-errors.ts";
import { etagOf, newBuffers, openFile, writeNewFile } from "./local-file.ts";
import type { LocalRoot } from "./local-root.ts";

/**
 * Multipart uploads into a directory: one directory each, a file a part. Nothing is kept in memory, so that another
 * process with the same root may take the next part.
 */
export function openLocalUploads(root: LocalRoot): MultipartUploads {
  return {
    create: (path) =>
      spoken(path, async () => {
        await root.checkWritable(path);
        const uploadId = randomUUID();
        await mkdir(directoryOf(root, uploadId), { recursive: true });
        await writeFile(join(directoryOf(root, uploadId), pathName), path);
        return uploadId;
      }),

    put: (uploadId, partNumber, bytes) =>
      spoken(uploadId, async () => {
        const directory = directoryOf(root, uploadId);
        await pathOf(directory, uploadId);
        const arriving = join(directory, randomUUID());
        try {
          await writeNewFile(arriving, bytes);
          const part = partOf(directory, partNumber);
          await rename(arriving, part);
          return etagOf(await stat(part, { bigint: true }));
        } catch (error) {
          await rm(arriving, { force: true });
          throw error;
        }
      }),

    complete: (path, uploadId, parts) =>
      spoken(path, async () => {
        const directory = directoryOf(root, uploadId);
        if ((await pathOf(directory, uploadId)) !== path) throw noSuchUpload(uploadId);
        await root.checkWritable(path);
        await checkParts(directory, parts);
        const whole = join(directory, randomUUID());
        try {
          await writeNewFile(whole, joined(directory, parts));
        } catch (error) {
          await rm(whole, { force: true });
          throw error;
        }
        await root.place(whole, path);
        await rm(directory, { recursive: true, force: true });
      }),

    abort: (path, uploadId) =>
      spoken(path, async () => {
        const directory = directoryOf(root, uploadId);
        if ((await pathOf(directory, uploadId)) !== path) throw noSuchUpload(uploadId);
        await rm(directory, { recursive: true, force: true });
      }),
  };
}

/** The file beside the parts that says what the upload is for. */
const pathName = "path";

const partOf = (directory: string, partNumber: number): string => join(directory, `part-${partNumber}`);

function directoryOf(root: LocalRoot, uploadId: string): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(uploadId)) throw noSuchUpload(uploadId);
  return join(root.uploads, uploadId);
}

function pathOf(directory: string, uploadId: string): Promise<string> {
  return readFile(join(directory, pathName), "utf8").catch(() => {
    throw noSuchUpload(uploadId);
  });
}

async function checkParts(directory: string, parts: readonly Part[]): Promise<void> {
  if (parts.length === 0) throw new ArtifactError("invalid-parts", "An upload has at least one part.");
  let before = 0;
  for (const { number, etag } of parts) {
    if (number <= before) throw new ArtifactError("invalid-parts", "Parts must be named once each, in their order.");
    const facts = await stat(partOf(directory, number), { bigint: true }).catch(() => undefined);
    if (facts === undefined || etagOf(facts) !== etag)
      throw new ArtifactError("invalid-parts", `Part ${number} was not put, or put again with another etag.`);
    before = number;
  }
}

async function* joined(directory: string, parts: readonly Part[]): AsyncGenerator<Uint8Array> {
  const buffers = newBuffers();
  for (const { number } of parts) yield* (await openFile(partOf(directory, number), `part ${number}`, buffers)).bytes();
}
