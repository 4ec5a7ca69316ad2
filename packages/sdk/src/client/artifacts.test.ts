import { mkdtemp, open, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { artifactsAt } from "./artifacts.ts";
import { connect } from "./connection.ts";
import { openSource } from "./upload-source.ts";

const gigabyte = 1024 ** 3;
const megabyte = 1024 ** 2;
/** Large enough for parts. */
const large = 120 * megabyte;

let server: Server;
let received: { url: string; bytes: number }[] = [];
let arrived = 0;
let takesParts = false;
let failures = 0;
/** How far what was read of a stream was ahead of what the server had, at each read. */
let mostAhead: number[] = [];
let directory: string;

/** In the place of both servers: counts the bytes that it gets, and takes parts where it is told to. */
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "spanloom-artifacts-"));
  server = createServer((request, response) => {
    const answer = (status: number, body: object) => {
      response.writeHead(status, { "content-type": "application/json", etag: '"e"' });
      response.end(JSON.stringify(body));
    };
    const got = { url: request.url ?? "", bytes: 0 };
    const texts: string[] = [];
    request.on("data", (chunk: Buffer) => {
      got.bytes += chunk.length;
      arrived += chunk.length;
      if (got.url.includes("/mpu/")) texts.push(String(chunk));
    });
    request.on("end", () => {
      received.push(got);
      const isPart = got.url.startsWith("/part/") || request.method === "PUT";
      if (isPart && failures-- > 0) return answer(503, {});
      if (!got.url.includes("/mpu/create/")) return answer(200, {});
      if (!takesParts) return answer(501, { error_code: "NOT_IMPLEMENTED", message: "no parts" });
      const { num_parts } = JSON.parse(texts.join("")) as { num_parts: number };
      const credentials = Array.from({ length: num_parts }, (_, at) => ({
        part_number: at + 1,
        url: `${address()}/part/${at + 1}`,
      }));
      answer(200, { upload_id: "u", credentials });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await rm(directory, { recursive: true });
});

const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const files = () => {
  received = [];
  arrived = 0;
  mostAhead = [0];
  failures = 0;
  return artifactsAt(
    connect({ url: address(), retries: 2 }, async () => "0"),
    "mlflow-artifacts:/0/r/artifacts",
  );
};

/** A file that takes no room on the disk. */
async function sparseFile(sizeBytes: number): Promise<string> {
  const path = join(directory, `sparse-${sizeBytes}`);
  const file = await open(path, "w");
  await file.truncate(sizeBytes);
  await file.write("end", sizeBytes - 3);
  await file.close();
  return path;
}

function zeros(sizeBytes: number): ReadableStream<Uint8Array> {
  let left = sizeBytes;
  return new ReadableStream({
    pull(controller) {
      if (left === 0) return controller.close();
      const length = Math.min(left, 100_000);
      controller.enqueue(new Uint8Array(length));
      left -= length;
      mostAhead.push(sizeBytes - left - arrived);
    },
  });
}

test("a file past 4 GB has its whole length, and its bytes where they are", async () => {
  const source = await openSource(await sparseFile(5 * gigabyte));
  if (!("sizeBytes" in source)) throw new Error("a file has a size");
  expect(source.sizeBytes).toBe(5 * gigabyte);
  const tail = await source.part(5 * gigabyte - 5, 5 * gigabyte);
  expect([...(tail as Uint8Array)]).toEqual([0, 0, ...Buffer.from("end")]);
});

describe("what is large does not lie in memory", () => {
  test.each([
    ["a file, in one piece", () => sparseFile(large), false],
    ["a file, in parts", () => sparseFile(large), true],
    ["a stream, in one piece", () => zeros(large), false],
    ["a stream, in parts", () => zeros(large), true],
  ])(
    "%s",
    async (_, source, inParts) => {
      takesParts = inParts;
      const root = files();
      await root.upload("large", await source());
      const stored = received.filter(({ url }) => url.includes(inParts ? "/part/" : "/artifacts/0/r"));
      expect(stored.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(large);
      const parts = stored.filter(({ bytes }) => bytes > 0);
      expect(parts).toHaveLength(inParts ? 12 : 1);
      expect(Math.max(...mostAhead)).toBeLessThan(45 * megabyte);
    },
    60_000,
  );
});

test("a file is read anew where it must be sent again", async () => {
  takesParts = false;
  const root = files();
  failures = 2;
  await root.upload("again", await sparseFile(megabyte));
  expect(received.map(({ bytes }) => bytes)).toEqual([megabyte, megabyte, megabyte]);
});

test("a part is sent again, and the others are not", async () => {
  takesParts = true;
  const root = files();
  failures = 1;
  await root.upload("again", zeros(25 * megabyte));
  const parts = received.filter(({ url }) => url.startsWith("/part/")).map(({ url }) => url);
  expect(parts).toEqual(["/part/1", "/part/1", "/part/2", "/part/3"]);
});

test("an upload whose source breaks off is taken back, and the source's error is told", async () => {
  takesParts = true;
  const broken = zeros(30 * megabyte).pipeThrough(
    new TransformStream({
      transform(chunk, controller) {
        if (received.length > 1) throw new Error("the disk is gone");
        controller.enqueue(chunk);
      },
    }),
  );
  await expect(files().upload("broken", broken)).rejects.toThrow("the disk is gone");
  expect(received.at(-1)?.url).toContain("/mpu/abort/");
});

test("a stream without bytes is an empty file", async () => {
  await files().upload("empty", new Blob([]).stream());
  expect(received).toEqual([{ url: "/api/2.0/mlflow-artifacts/artifacts/0/r/artifacts/empty", bytes: 0 }]);
});

test("files that the server does not proxy are told apart", () => {
  const connection = connect({ url: address() }, async () => "0");
  expect(() => artifactsAt(connection, "s3://bucket/0/r/artifacts")).toThrow("mlflow-artifacts:/ only");
});
