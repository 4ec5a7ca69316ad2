import { once } from "node:events";
import { createServer, type IncomingMessage, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { bodyStream, letPass } from "./body-stream.ts";

let server: Server;
let handle: (incoming: IncomingMessage) => Promise<string>;
beforeEach(async () => {
  server = createServer((incoming, response) => {
    handle(incoming).then(
      (text) => response.end(text),
      (error: Error) => response.writeHead(503).end(error.message),
    );
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

function send(headers: Record<string, string | number> = {}) {
  const outgoing = request({ port: (server.address() as AddressInfo).port, method: "PUT", headers });
  outgoing.on("error", () => {});
  const answer = once(outgoing, "response").then(async ([response]) => {
    let text = "";
    for await (const piece of response as IncomingMessage) text += String(piece);
    return text;
  });
  return { outgoing, answer };
}

test("every byte comes, in order", async () => {
  handle = async (incoming) => {
    let text = "";
    for await (const piece of bodyStream(incoming, 5_000)) text += Buffer.from(piece).toString();
    return String(text === "0123456789".repeat(100_000));
  };
  const { outgoing, answer } = send();
  for (let i = 0; i < 100; i++) outgoing.write("0123456789".repeat(1_000));
  outgoing.end();
  expect(await answer).toBe("true");
});

test("no faster than it is taken", async () => {
  let seen = 0;
  handle = async (incoming) => {
    for await (const _ of bodyStream(incoming, 5_000)) {
      if (seen++ === 0) await sleep(300);
    }
    return "ok";
  };
  const { outgoing, answer } = send();
  const piece = Buffer.alloc(1 << 20);
  for (let i = 0; i < 64; i++) outgoing.write(piece);
  await sleep(200);
  // What the two sockets hold is a few megabytes; the rest has not left.
  expect(outgoing.writableLength).toBeGreaterThan(32 << 20);
  outgoing.end();
  expect(await answer).toBe("ok");
});

test("silence ends it, with an answer", async () => {
  handle = async (incoming) => {
    for await (const _ of bodyStream(incoming, 100));
    return "whole";
  };
  const { outgoing, answer } = send({ "Content-Length": 10 });
  outgoing.write("12345");
  expect(await answer).toMatch(/Nothing of the body came for 0\.1 s/);
});

test("a connection that ends before its body does is no end", async () => {
  let failure: Promise<unknown> = Promise.resolve();
  const told = new Promise<void>((resolve) => {
    handle = (incoming) => {
      failure = (async () => {
        for await (const _ of bodyStream(incoming, 5_000)) resolve();
      })().catch((error: unknown) => error);
      return failure.then(() => "");
    };
  });
  const { outgoing, answer } = send({ "Content-Length": 10 });
  answer.catch(() => {});
  outgoing.write("12345");
  await told;
  outgoing.destroy();
  expect(await failure).toMatchObject({ message: "The connection ended before the body did." });
});

test("who stops taking can answer, and the rest passes by", async () => {
  handle = async (incoming) => {
    for await (const _ of bodyStream(incoming, 5_000)) break;
    void letPass(incoming, 5_000);
    return "no more";
  };
  const { outgoing, answer } = send();
  for (let i = 0; i < 20; i++) outgoing.write(Buffer.alloc(1 << 20));
  outgoing.end();
  expect(await answer).toBe("no more");
});
