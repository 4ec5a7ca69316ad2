import { ApiError } from "@spanloom/wire";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createTransport } from "./transport.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

type Outcome = Response | Error;

/** A transport whose attempts come out as said, the last of them for ever. */
function transportWith(
  outcomes: (() => Outcome)[],
  options: { url?: string; retries?: number; timeoutMs?: number } = {},
) {
  const requests: { address: string; init: RequestInit }[] = [];
  const fetch = async (address: string | URL | Request, init: RequestInit = {}) => {
    requests.push({ address: String(address), init });
    const outcome = outcomes[Math.min(requests.length, outcomes.length) - 1]!();
    if (outcome instanceof Error) throw outcome;
    return outcome;
  };
  return { transport: createTransport({ url: "http://host", ...options, fetch }), requests };
}

const fine = () => Response.json({ done: true });
const failing = (status: number, body: unknown = {}, headers: Record<string, string> = {}) => {
  return () => new Response(typeof body === "string" ? body : JSON.stringify(body), { status, headers });
};
const broken = (code: string) => () =>
  new TypeError("fetch failed", { cause: Object.assign(new Error(code), { code }) });
const get = { method: "GET", path: "/api" } as const;

/** The call's outcome, with all timers run as they come up. */
async function outcomeOf(call: Promise<unknown>): Promise<unknown> {
  const settled = call.then(
    (value) => value,
    (error: unknown) => error,
  );
  await vi.runAllTimersAsync();
  return settled;
}

describe("a call is tried again", () => {
  test.each([
    ["429", failing(429), true],
    ["429, though it makes something new: nothing was done", failing(429), false],
    ["408", failing(408), true],
    ["500 without a reason", failing(500), true],
    ["502", failing(502, "<html>"), true],
    ["503", failing(503, { error_code: "TEMPORARILY_UNAVAILABLE", message: "m" }), true],
    ["504", failing(504), true],
    ["a connection that broke", broken("ECONNRESET"), true],
    ["a connection that was refused, though it makes something new", broken("ECONNREFUSED"), false],
  ])("after %s", async (_, failure, repeatable) => {
    const { transport, requests } = transportWith([failure, failure, fine]);
    expect(await outcomeOf(transport.message(get, repeatable))).toEqual({ done: true });
    expect(requests).toHaveLength(3);
  });

  test("as often as said, with pauses that grow; then the error is told", async () => {
    const { transport, requests } = transportWith([failing(503)], { retries: 3 });
    const start = Date.now();
    expect(await outcomeOf(transport.message(get, true))).toMatchObject({
      code: "TEMPORARILY_UNAVAILABLE",
      httpStatus: 503,
    });
    expect(requests).toHaveLength(4);
    expect(Date.now() - start).toBeGreaterThanOrEqual(700);
    expect(Date.now() - start).toBeLessThanOrEqual(1_400);
  });

  test.each([
    ["seconds", () => "7"],
    ["a date", () => new Date(Date.now() + 7_000).toUTCString()],
  ])("after the time that the server says, in %s", async (_, retryAfter) => {
    const { transport, requests } = transportWith([
      () => new Response("{}", { status: 429, headers: { "retry-after": retryAfter() } }),
      fine,
    ]);
    const start = Date.now();
    await outcomeOf(transport.message(get, true));
    expect(requests).toHaveLength(2);
    expect(Date.now() - start).toBeGreaterThan(5_900);
    expect(Date.now() - start).toBeLessThanOrEqual(7_000);
  });
});

describe("a call is not tried again", () => {
  test.each([
    ["400", failing(400), true],
    ["404", failing(404), true],
    ["501", failing(501), true],
    ["500 with a reason that stays", failing(500, { error_code: "INVALID_STATE", message: "m" }), true],
    ["503 where it makes something new", failing(503), false],
    ["a broken connection where it makes something new", broken("ECONNRESET"), false],
    ["being told to wait for an hour", failing(429, {}, { "retry-after": "3600" }), true],
  ])("after %s", async (_, failure, repeatable) => {
    const { transport, requests } = transportWith([failure, fine]);
    expect(await outcomeOf(transport.message(get, repeatable))).toBeInstanceOf(ApiError);
    expect(requests).toHaveLength(1);
  });

  test("where its body is a stream, which can be read once", async () => {
    const { transport, requests } = transportWith([failing(503), fine]);
    const body = new Blob(["x"]).stream();
    await outcomeOf(transport.exchange({ method: "PUT", path: "/x", body, repeatable: true }));
    expect(requests).toHaveLength(1);
  });
});

test.each([
  ["a stream", () => new Blob(["x"]).stream()],
  ["a blob", () => new Blob(["x"])],
  ["what a function makes", () => () => new Blob(["x"]).stream()],
])("%s is sent so that Node keeps no copy of it", async (_, body) => {
  const { transport, requests } = transportWith([fine]);
  await transport.exchange({ method: "PUT", path: "/x", body: body(), repeatable: true });
  // With another `redirect`, or a window, undici tees the body and holds all that was sent (the Fetch standard, 4.5.5).
  expect(requests[0]?.init).toMatchObject({ redirect: "error", window: null });
});

describe("errors", () => {
  test.each([
    [
      "the server's code and sentence",
      failing(400, { error_code: "INVALID_PARAMETER_VALUE", message: "No." }),
      { code: "INVALID_PARAMETER_VALUE", message: "No.", httpStatus: 400 },
    ],
    [
      "a code that nobody knows",
      failing(418, { error_code: "TEAPOT", message: "I am." }),
      { code: "BAD_REQUEST", message: "I am." },
    ],
    ["FastAPI's form", failing(422, { detail: "field required" }), { code: "BAD_REQUEST", message: "field required" }],
    [
      "a page of a proxy",
      failing(403, "<html>"),
      { code: "PERMISSION_DENIED", message: "GET /api was answered with status 403." },
    ],
    ["a prototype's name as code", failing(404, { error_code: "toString" }), { code: "ENDPOINT_NOT_FOUND" }],
    ["a page in place of a message", () => new Response("<html>"), { code: "INTERNAL_ERROR", httpStatus: 200 }],
    ["a list in place of a message", () => Response.json([]), { code: "INTERNAL_ERROR", httpStatus: 200 }],
    ["no server", broken("ENOTFOUND"), { code: "TEMPORARILY_UNAVAILABLE", httpStatus: 0 }],
  ])("%s", async (_, failure, expected) => {
    const { transport } = transportWith([failure], { retries: 0 });
    const error = await outcomeOf(transport.message(get, true));
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject(expected);
  });

  test("a signal ends a call with its reason, also while it waits to try again", async () => {
    const control = new AbortController();
    const { transport, requests } = transportWith([failing(503)]);
    const call = outcomeOf(transport.message(get, true, { signal: control.signal }));
    control.abort(new Error("enough"));
    expect(await call).toEqual(new Error("enough"));
    expect(requests.length).toBeLessThan(2);
  });

  test("no answer in time is DEADLINE_EXCEEDED", async () => {
    vi.useRealTimers();
    const fetch = (_: unknown, init?: RequestInit) =>
      new Promise<Response>((_resolve, reject) => {
        init?.signal?.addEventListener("abort", () => reject(init.signal?.reason));
      });
    const transport = createTransport({ url: "http://host", timeoutMs: 5, retries: 1, fetch });
    await expect(transport.message(get, true)).rejects.toMatchObject({ code: "DEADLINE_EXCEEDED", httpStatus: 0 });
  });
});

describe("addresses", () => {
  test("prefix and credentials; nobody else is told them", async () => {
    const { transport, requests } = transportWith([fine], { url: "https://ida:p%C3%A4ss@host/prefix/" });
    expect(transport.url).toBe("https://host/prefix");
    await transport.message(get, true);
    await transport.exchange({ method: "PUT", path: "https://bucket.example/part?signed", repeatable: true });
    expect(requests[0]?.address).toBe("https://host/prefix/api");
    expect(requests[0]?.init.headers).toMatchObject({
      authorization: `Basic ${Buffer.from("ida:päss").toString("base64")}`,
    });
    expect(requests[1]?.init.headers).toEqual({});
  });

  test.each(["", "host:5000", "ftp://host", "file:///x", "databricks"])("%j is refused", (url) => {
    expect(() => createTransport({ url })).toThrow(ApiError);
  });
});

test("integers past 2^53 keep every digit", async () => {
  const { transport } = transportWith([() => new Response('{"time":1767323045000000001,"n":1}')]);
  expect(await transport.message(get, true)).toEqual({ time: 1767323045000000001n, n: 1 });
});
