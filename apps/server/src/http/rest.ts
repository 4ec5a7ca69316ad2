import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Api, ApiAnswer } from "@spanloom/api";
import { ApiError } from "@spanloom/wire";
import type { Admission } from "../otlp/admission.ts";
import { Refusal } from "../otlp/refusal.ts";
import { type BodyLimits, readBody } from "./body.ts";
import { compress } from "./compress.ts";

export interface RestOptions {
  readonly api: Api;
  readonly limits: BodyLimits;
  readonly admission: Admission;
}

/** Answers a REST call: the API decides, this carries bytes. */
export type RestHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export function createRestHandler({ api, limits, admission }: RestOptions): RestHandler {
  return async (request, response) => {
    const ticket = admission.enter();
    try {
      const [path = "/", query = ""] = splitOnce(request.url ?? "/", "?");
      const answer = await api.dispatch({
        method: request.method === "HEAD" ? "GET" : (request.method ?? "GET"),
        path,
        query,
        contentType: request.headers["content-type"],
        readBody: () => bodyOf(request, limits, ticket),
      });
      await give(request, response, answer);
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

async function give(request: IncomingMessage, response: ServerResponse, answer: ApiAnswer): Promise<void> {
  const { status, headers, body } = answer;
  response.setHeader("Cache-Control", "no-store");
  if (typeof body !== "string" && !(body instanceof Uint8Array)) {
    response.writeHead(status, headers);
    // A reader that leaves early is no failure of ours, and a source that breaks off must not end as a whole file.
    await pipeline(Readable.from(body), response).catch(() => response.destroy());
    return;
  }
  const bytes =
    typeof body === "string" ? Buffer.from(body) : Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const encoded = await compress(bytes, request.headers["accept-encoding"]);
  response.appendHeader("Vary", "Accept-Encoding");
  if (encoded.encoding !== undefined) response.setHeader("Content-Encoding", encoded.encoding);
  response.writeHead(status, { ...headers, "Content-Length": encoded.body.length });
  response.end(request.method === "HEAD" ? undefined : encoded.body);
}

function splitOnce(text: string, separator: string): [string, string?] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
