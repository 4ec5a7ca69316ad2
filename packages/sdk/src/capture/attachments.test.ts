import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type AttachmentOptions, type Attachments, createAttachments } from "./attachments.ts";

const trace = "0123456789abcdef0123456789abcdef";
const bytes = new Uint8Array(20_000).fill(7);
const png = { mimeType: "image/png", content: bytes };

let server: Server;
let seen: string[];
let stored: Map<string, Buffer>;
/** What the server answers to a request; undefined: what it should. */
let answers: (request: string) => number | undefined;

beforeEach(async () => {
  seen = [];
  stored = new Map();
  answers = () => undefined;
  server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const said = `${request.method} ${request.url}`;
    seen.push(said);
    const status = answers(said);
    if (status !== undefined) {
      const code = status === 404 && said.includes("experiments") ? "RESOURCE_DOES_NOT_EXIST" : "INTERNAL_ERROR";
      response.writeHead(status, { "content-type": "application/json" });
      return response.end(JSON.stringify({ error_code: code, message: "refused here" }));
    }
    if (request.method === "PUT") stored.set(request.url!, Buffer.concat(parts));
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ experiment: { artifact_location: "mlflow-artifacts:/files/3" } }));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

function attachmentsTo(options: Partial<AttachmentOptions> = {}): Attachments {
  const { port } = server.address() as AddressInfo;
  return createAttachments({ url: `http://127.0.0.1:${port}`, retries: 0, ...options });
}
const placeOf = (reference: string) =>
  `/api/2.0/mlflow-artifacts/artifacts/files/3/traces/tr-${trace}/artifacts/attachments/${new URL(reference).host}`;

test.each<[string, unknown, Buffer]>([
  ["bytes", bytes, Buffer.from(bytes)],
  ["base64", { base64: Buffer.from(bytes).toString("base64") }, Buffer.from(bytes)],
  ["base64 of the web's alphabet", { base64: Buffer.alloc(4, 0xfb).toString("base64url") }, Buffer.alloc(4, 0xfb)],
  ["a Blob", new Blob(["abc"]), Buffer.from("abc")],
])("%s are stored where MLflow keeps attachments, under the reference's id", async (_what, content, expected) => {
  const attachments = attachmentsTo();
  const reference = attachments.keep({ mimeType: "image/png", content } as never, trace)!;
  const { protocol, host, searchParams } = new URL(reference);
  expect(protocol).toBe("mlflow-attachment:");
  expect(host).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  expect(Object.fromEntries(searchParams)).toEqual({
    content_type: "image/png",
    trace_id: `tr-${trace}`,
    size: String(expected.length),
  });
  await attachments.flush(5_000);
  expect(stored.get(placeOf(reference))).toEqual(expected);
  expect(attachments.stats).toEqual({ uploaded: 1, failed: 0, waiting: 0 });
});

test("the same medium in one trace is uploaded once; bytes that change afterwards are those that were kept", async () => {
  const attachments = attachmentsTo();
  const changing = bytes.slice();
  const first = attachments.keep({ ...png, content: changing }, trace)!;
  expect(attachments.keep(png, trace)).toBe(first);
  expect(attachments.keep(png, "f".repeat(32))).not.toBe(first);
  changing[19_999] = 8;
  expect(attachments.keep({ ...png, content: changing }, trace)).not.toBe(first);
  await attachments.flush(5_000);
  expect(stored.get(placeOf(first))).toEqual(Buffer.from(bytes));
  expect(attachments.stats.uploaded).toBe(3);
});

test("an experiment that the first span will make is waited for", async () => {
  let asked = 0;
  answers = (said) => (said.includes("get-by-name") && ++asked < 3 ? 404 : undefined);
  const attachments = attachmentsTo({ experiment: "new one" });
  attachments.keep(png, trace);
  await attachments.flush(10_000);
  expect(seen.filter((said) => said.includes("get-by-name?experiment_name=new"))).toHaveLength(3);
  expect(attachments.stats.uploaded).toBe(1);
});

test("flush rejects once with what did not arrive, and counts it", async () => {
  answers = (said) => (said.startsWith("PUT") ? 500 : undefined);
  const attachments = attachmentsTo();
  attachments.keep(png, trace);
  await expect(attachments.flush(5_000)).rejects.toMatchObject({
    name: "AttachmentError",
    message: expect.stringContaining("refused here"),
  });
  await attachments.flush(5_000);
  expect(attachments.stats).toEqual({ uploaded: 0, failed: 1, waiting: 0 });
});

test("where there is no such API, media stay in the span from then on", async () => {
  answers = () => 405;
  const attachments = attachmentsTo();
  expect(attachments.keep(png, trace)).toBeDefined();
  await expect(attachments.flush(5_000)).rejects.toThrow();
  expect(attachments.keep({ ...png, content: bytes.slice(1) }, trace)).toBeUndefined();
});

test("media past 64 MiB that wait stay in the span", () => {
  const attachments = attachmentsTo();
  const large = { mimeType: "application/octet-stream", content: new Blob([new Uint8Array(40 * 1024 * 1024)]) };
  expect(attachments.keep(large, trace)).toBeDefined();
  expect(attachments.keep(large, trace)).toBeUndefined();
});
