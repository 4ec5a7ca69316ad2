import type { IncomingMessage, ServerResponse } from "node:http";
import type { Api, ApiAnswer } from "@spanloom/api";
import { ApiError } from "@spanloom/wire";
import type { Admission } from "../otlp/admission.ts";
import { Refusal } from "../otlp/refusal.ts";
import { type BodyLimits, readBody } from "./body.ts";
import { bodyStream, letPass } from "./body-stream.ts";
import { compress } from "./compress.ts";
import type { RouteLookup } from "./route-lookup.ts";

export interface RestOptions {
  readonly api: Api;
  readonly routeOf: RouteLookup;
  readonly limits: BodyLimits;
  readonly admission: Admission;
}

/** Answers a REST call: the API decides, this carries bytes. */
export type RestHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export function createRestHandler({ api, routeOf, limits, admission }: RestOptions): RestHandler {
  return async (request, response) => {
    const ticket = admission.enter();
    try {
      const [path = "/", query = ""] = splitOnce(request.url ?? "/", "?");
      const asked = {
        method: request.method ?? "GET",
        path,
        query,
        headers: request.headers,
        // Not counted by admission: a piece of it is in memory at a time, however long it is.
        body: bodyStream(request, limits.timeoutMs),
        readBody: () => bodyOf(request, limits, ticket),
      };
      const answer = await api.dispatch(asked, routeOf(request));
      await give(request, response, answer, limits.timeoutMs);
      void letPass(request, passMs);
    } finally {
      ticket.leave();
    }
  };
}

/** A body that cannot be had, in the API's words. Its clients try 503 again and nothing else. */
async function bodyOf(...read: Parameters<typeof readBody>): Promise<Uint8Array> {
  try {
    return await readBody(...read);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { message, retryAfterSeconds } = error;
    throw retryAfterSeconds === undefined
      ? new ApiError("INVALID_PARAMETER_VALUE", message)
      : new ApiError("TEMPORARILY_UNAVAILABLE", message, { retryAfterSeconds });
  }
}

async function give(
  request: IncomingMessage,
  response: ServerResponse,
  answer: ApiAnswer,
  idleMs: number,
): Promise<void> {
  const { status, headers, body } = answer;
  response.setHeader("Cache-Control", "no-store");
  if (typeof body !== "string" && !(body instanceof Uint8Array)) {
    response.writeHead(status, headers);
    await giveStream(response, body, idleMs);
    return;
  }
  const bytes =
    typeof body === "string" ? Buffer.from(body) : Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  if (bytes.length === 0) {
    // A HEAD, or "not modified": what is said about the length is about a body that stays away.
    const hasNone = status === 304 || "Content-Length" in headers;
    response.writeHead(status, hasNone ? headers : { ...headers, "Content-Length": 0 }).end();
    return;
  }
  const encoded = await compress(bytes, request.headers["accept-encoding"]);
  response.appendHeader("Vary", "Accept-Encoding");
  if (encoded.encoding !== undefined) response.setHeader("Content-Encoding", encoded.encoding);
  response.writeHead(status, { ...headers, "Content-Length": encoded.body.length });
  response.end(request.method === "HEAD" ? undefined : encoded.body);
}

/**
 * Sends pieces no faster than they are taken; one is read while the one before is on its way. A reader that leaves
 * early is no failure of ours, nor is one that takes nothing for `idleMs`; a source that breaks off must not end as a
 * whole file.
 */
async function giveStream(
  response: ServerResponse,
  body: AsyncIterable<string | Uint8Array>,
  idleMs: number,
): Promise<void> {
  response.setTimeout(idleMs, () => response.destroy());
  let settle = (_: boolean): void => {};
  response.once("close", () => settle(false));
  const send = (piece: string | Uint8Array): Promise<boolean> =>
    new Promise((resolve) => {
      settle = resolve;
      if (response.destroyed) resolve(false);
      else response.write(piece, (error) => resolve(!error));
    });
  let sent = Promise.resolve(true);
  try {
    for await (const piece of body) {
      if (!(await sent)) return;
      sent = send(piece);
    }
    if (await sent) response.end();
  } catch {
    response.destroy();
  }
}

/** For how long the rest of a body is let in that the answer did not need. */
const passMs = 10_000;

function splitOnce(text: string, separator: string): [string, string?] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
