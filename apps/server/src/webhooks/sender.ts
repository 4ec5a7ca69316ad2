import { createHmac } from "node:crypto";
import { lookup as systemLookup } from "node:dns";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import type { WebhookMessage, WebhookOutcome, WebhookSender } from "@spanloom/api";
import { ApiError } from "@spanloom/wire";
import { isPublicAddress } from "./public-address.ts";

export interface SenderOptions {
  /** `https`, and whatever else is allowed. */
  readonly schemes: readonly string[];
  /** Whether webhooks may be on machines of this network. */
  readonly allowPrivate: boolean;
  /** For a whole request, answer included. */
  readonly timeoutMs: number;
  /** How names become addresses: the system's way, but for tests. */
  readonly lookup?: LookupFunction;
}

/**
 * Sends webhooks. Whoever can make a webhook chooses where this server sends to, so that an address is checked where it
 * is used: every address that a name has must be public, and the connection goes to those that were checked. A name
 * that resolves to something else a moment later gains nothing, and redirects are not followed.
 */
export function createWebhookSender(options: SenderOptions): WebhookSender {
  const lookup = guardedLookup(options);
  return {
    async check(url) {
      const { hostname } = destination(url, options);
      if (options.allowPrivate || isIP(bare(hostname)) !== 0) return;
      await new Promise<void>((resolve, reject) => {
        lookup(hostname, { all: true }, (error) => {
          if (error === null) resolve();
          else if (error instanceof RefusedAddress) reject(refusal(error.message));
          else reject(refusal(`Webhook host '${hostname}' does not resolve to an address (${error.code}).`));
        });
      });
    },
    async send(message) {
      try {
        const response = await post(destination(message.url, options), message, lookup, options.timeoutMs);
        return await outcomeOf(response);
      } catch (error) {
        return failureOf(error as Error, options.timeoutMs);
      }
    },
  };
}

class RefusedAddress extends Error {}

const refusal = (message: string): ApiError => new ApiError("INVALID_PARAMETER_VALUE", message);

/** Throws INVALID_PARAMETER_VALUE. */
function destination(text: string, { schemes, allowPrivate }: SenderOptions): URL {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : undefined;
  // `https:///host` would be taken for `https://host`.
  if (url === undefined || !/^[a-z]+:\/\/[^/\\]/i.test(text.trim()))
    throw refusal(`Invalid webhook URL '${text}': it must be such as https://example.com/hook.`);
  const scheme = url.protocol.slice(0, -1);
  if (!schemes.includes(scheme) || !["http", "https"].includes(scheme)) {
    throw refusal(`Invalid webhook URL scheme: '${scheme}'. Allowed schemes are: ${schemes.join(", ")}.`);
  }
  if (url.username !== "" || url.password !== "") {
    throw refusal("A webhook URL must not have a user name or password in it: use a secret, which signs what is sent.");
  }
  const host = bare(url.hostname);
  if (!allowPrivate && isIP(host) !== 0 && !isPublicAddress(host)) throw refusal(notPublic(host));
  return url;
}

/** Resolves to public addresses only; a name that has one which is not public is refused as a whole. */
function guardedLookup({ allowPrivate, lookup = systemLookup as LookupFunction }: SenderOptions): LookupFunction {
  return (hostname, options, done) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error !== null) return done(error, "");
      const addresses = found as { address: string; family: number }[];
      const inside = allowPrivate ? undefined : addresses.find(({ address }) => !isPublicAddress(address));
      if (inside !== undefined) return done(new RefusedAddress(notPublic(hostname, inside.address)), "");
      if (options.all) return done(null, addresses);
      return done(null, addresses[0]!.address, addresses[0]!.family);
    });
  };
}

function notPublic(host: string, address = host): string {
  return `The webhook host '${host}' is at ${address}, which is not a public address.`;
}

/** An IPv6 address stands in brackets in a URL. */
const bare = (hostname: string): string => hostname.replace(/^\[(.*)\]$/, "$1");

function post(url: URL, message: WebhookMessage, lookup: LookupFunction, timeoutMs: number): Promise<IncomingMessage> {
  const body = Buffer.from(message.body);
  const timestamp = String(Math.floor(Date.now() / 1000));
  const headers: Record<string, string> = {
    "Content-Type": "application/json",
    "Content-Length": String(body.length),
    "User-Agent": "spanloom-webhooks",
    "X-MLflow-Delivery-Id": message.deliveryId,
    "X-MLflow-Timestamp": timestamp,
  };
  if (message.secret !== undefined) {
    headers["X-MLflow-Signature"] = signature(message.secret, `${message.deliveryId}.${timestamp}.${message.body}`);
  }
  return new Promise((resolve, reject) => {
    const send = url.protocol === "https:" ? httpsRequest : httpRequest;
    // `agent: false`: a connection of its own, never through a proxy that would resolve the name again.
    send(url, { method: "POST", headers, lookup, agent: false, signal: AbortSignal.timeout(timeoutMs) })
      .once("response", resolve)
      .once("error", reject)
      .end(body);
  });
}

function signature(secret: string, content: string): string {
  return `v1,${createHmac("sha256", secret).update(content).digest("base64")}`;
}

const maxTextBytes = 64 * 1024;

async function outcomeOf(response: IncomingMessage): Promise<WebhookOutcome> {
  const text = await textOf(response);
  const status = response.statusCode ?? 0;
  if (status >= 200 && status < 300) return { taken: true, status, text };
  const redirect = status >= 300 && status < 400 ? "; redirects are not followed" : "";
  return {
    taken: false,
    status,
    text,
    failure: `The webhook answered ${status}${redirect}.`,
    worthAnotherTry: status === 429 || status >= 500,
    retryAfterSeconds: secondsOf(response.headers["retry-after"]),
  };
}

/** The start of the answer; the rest is not waited for. Where it breaks off the status says enough. */
async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      length += chunk.length;
      if (length >= maxTextBytes) break;
    }
  } catch {}
  return Buffer.concat(chunks).subarray(0, maxTextBytes).toString("utf8");
}

function secondsOf(retryAfter: string | undefined): number | undefined {
  if (retryAfter === undefined) return undefined;
  const seconds = /^\d{1,9}$/.test(retryAfter) ? Number(retryAfter) : (Date.parse(retryAfter) - Date.now()) / 1000;
  return Number.isFinite(seconds) && seconds > 0 ? seconds : undefined;
}

function failureOf(error: Error, timeoutMs: number): WebhookOutcome {
  if (error instanceof RefusedAddress || error instanceof ApiError) return { taken: false, failure: error.message };
  const timedOut = error.name === "AbortError" || error.name === "TimeoutError";
  const failure = timedOut ? `No whole answer came within ${timeoutMs / 1000} seconds.` : reasonOf(error);
  return { taken: false, failure: `The webhook could not be reached: ${failure}`, worthAnotherTry: true };
}

/** Several addresses that all failed make one error without a message of its own. */
function reasonOf(error: Error): string {
  if (error instanceof AggregateError && error.message === "") return error.errors.map(String).join("; ");
  return error.message;
}
