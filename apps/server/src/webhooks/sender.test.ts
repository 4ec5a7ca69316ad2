import { createHmac } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, LookupFunction } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createWebhookSender, type SenderOptions } from "./sender.ts";

interface Received {
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

let server: Server;
let received: Received[] = [];
let answer: (response: ServerResponse) => void;
let port: number;
beforeAll(async () => {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    received.push({ url: request.url!, headers: request.headers, body: Buffer.concat(chunks).toString() });
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  received = [];
  answer = (response) => response.end("thanks");
});

/** A resolver that knows one answer after the other; the last is the answer from then on. */
function resolver(...answers: string[][]): LookupFunction {
  return (_hostname, _options, done) => {
    const addresses = answers.length > 1 ? answers.shift()! : answers[0]!;
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
    );
  };
}

const open = { schemes: ["http", "https"], allowPrivate: true, timeoutMs: 2000 };
const guarded = { ...open, allowPrivate: false };
const sender = (options: Partial<SenderOptions> = {}) => createWebhookSender({ ...open, ...options });
const message = (url: string, secret?: string) => ({ deliveryId: "d-1", url, secret, body: '{"entity":"ü"}' });
const here = (path = "/hook") => `http://127.0.0.1:${port}${path}`;

describe("what is sent", () => {
  test("the body as it is, with its id, the time and a signature over all three", async () => {
    const outcome = await sender().send(message(here("/hook?token=1"), "s3cret"));
    expect(outcome).toEqual({ taken: true, status: 200, text: "thanks" });
    const [{ url, headers, body }] = received as [Received];
    expect(url).toBe("/hook?token=1");
    expect(headers["content-type"]).toBe("application/json");
    expect(headers["x-mlflow-delivery-id"]).toBe("d-1");
    const timestamp = headers["x-mlflow-timestamp"] as string;
    expect(Math.abs(Number(timestamp) - Date.now() / 1000)).toBeLessThan(60);
    const expected = createHmac("sha256", "s3cret").update(`d-1.${timestamp}.${body}`).digest("base64");
    expect(headers["x-mlflow-signature"]).toBe(`v1,${expected}`);
  });

  test("no signature without a secret", async () => {
    await sender().send(message(here()));
    expect(received[0]?.headers).not.toHaveProperty("x-mlflow-signature");
  });

  test("goes to the address that was checked, under the name that was asked for", async () => {
    const outcome = await sender({ lookup: resolver(["127.0.0.1"]) }).send(message(`http://hook.example:${port}/`));
    expect(outcome.taken).toBe(true);
    expect(received[0]?.headers.host).toBe(`hook.example:${port}`);
  });
});

describe("what comes of it", () => {
  test.each([
    [201, true, undefined],
    [400, false, false],
    [404, false, false],
    [410, false, false],
    [429, false, true],
    [500, false, true],
    [503, false, true],
  ])("an answer of %s", async (status, taken, worthAnotherTry) => {
    answer = (response) => response.writeHead(status).end("words");
    const outcome = await sender().send(message(here()));
    expect(outcome).toMatchObject({ taken, status, text: "words" });
    expect(outcome.worthAnotherTry).toBe(worthAnotherTry);
  });

  test("a redirect is not followed", async () => {
    answer = (response) => response.writeHead(302, { Location: here("/elsewhere") }).end();
    expect(await sender().send(message(here()))).toMatchObject({
      taken: false,
      status: 302,
      failure: "The webhook answered 302; redirects are not followed.",
      worthAnotherTry: false,
    });
    expect(received).toHaveLength(1);
  });

  test("how long the receiver wants to be left alone", async () => {
    answer = (response) => response.writeHead(429, { "Retry-After": "7" }).end();
    expect(await sender().send(message(here()))).toMatchObject({ retryAfterSeconds: 7 });
  });

  test("an answer that breaks off after its status", async () => {
    answer = (response) => response.writeHead(200).write("half");
    expect(await sender({ timeoutMs: 200 }).send(message(here()))).toEqual({ taken: true, status: 200, text: "half" });
  });

  test("no answer, nobody there: worth another try", async () => {
    const impatient = sender({ timeoutMs: 200 });
    answer = () => {};
    expect(await impatient.send(message(here()))).toEqual({
      taken: false,
      failure: "The webhook could not be reached: No whole answer came within 0.2 seconds.",
      worthAnotherTry: true,
    });
    answer = (response) => response.destroy();
    expect(await impatient.send(message(here()))).toMatchObject({ taken: false, worthAnotherTry: true });
    expect(await impatient.send(message("http://127.0.0.1:1/"))).toMatchObject({ taken: false, worthAnotherTry: true });
  });

  test("of an endless answer the start is read", async () => {
    answer = (response) => {
      const more = () => {
        while (response.write("x".repeat(65_536)));
      };
      response.on("drain", more);
      more();
    };
    const outcome = await sender().send(message(here()));
    expect(outcome.taken).toBe(true);
    expect(outcome.text).toHaveLength(65_536);
  });
});

describe("where it may go", () => {
  const refused = async (url: string, options: Partial<SenderOptions>) => {
    const chosen = sender(options);
    await expect(chosen.check(url)).rejects.toMatchObject({ code: "INVALID_PARAMETER_VALUE" });
    const outcome = await chosen.send(message(url));
    expect(outcome.taken).toBe(false);
    expect(outcome.worthAnotherTry).toBeUndefined();
    expect(received).toEqual([]);
  };

  test.each([
    "ftp://example.com/",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "https://user:pass@example.com/",
    "https://user@example.com/",
    "https:///example.com/",
    "https://",
    "example.com",
    "https://x y/",
    "",
  ])("never to '%s'", async (url) => {
    await refused(url, open);
  });

  test("only https, where nothing else is allowed", async () => {
    await refused("http://example.com/", { ...guarded, schemes: ["https"], lookup: resolver(["8.8.8.8"]) });
    await sender({ ...guarded, schemes: ["https"], lookup: resolver(["8.8.8.8"]) }).check("https://example.com/");
  });

  test.each([
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f.0.0.1",
    "0177.0.0.1",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[64:ff9b::127.0.0.1]",
    "169.254.169.254",
    "10.0.0.1",
    "[fd00::1]",
    "0.0.0.0",
    "[::]",
  ])("not to %s", async (host) => {
    await refused(`http://${host}:${port}/`, guarded);
  });

  test.each([[["127.0.0.1"]], [["8.8.8.8", "10.0.0.1"]], [["2606:4700::1", "fe80::1"]], [["::ffff:10.1.1.1"]]])(
    "not to a name at %j",
    async (addresses) => {
      await refused(`http://hook.example:${port}/`, { ...guarded, lookup: resolver(addresses) });
    },
  );

  test("not to a name that is public when it is checked, and private when it is used", async () => {
    const rebinding = sender({ ...guarded, lookup: resolver(["8.8.8.8"], ["127.0.0.1"]) });
    await rebinding.check(`http://hook.example:${port}/`);
    const outcome = await rebinding.send(message(`http://hook.example:${port}/`));
    expect(outcome).toMatchObject({ taken: false, failure: expect.stringContaining("is not a public address") });
    expect(received).toEqual([]);
  });

  test("a name that nobody knows is refused, and worth another try later", async () => {
    const unknown: LookupFunction = (_hostname, _options, done) => {
      done(Object.assign(new Error("getaddrinfo ENOTFOUND"), { code: "ENOTFOUND" }), "");
    };
    const chosen = sender({ ...guarded, lookup: unknown });
    await expect(chosen.check("https://nowhere.example/")).rejects.toThrow(/does not resolve/);
    expect(await chosen.send(message("https://nowhere.example/"))).toMatchObject({ worthAnotherTry: true });
  });
});
