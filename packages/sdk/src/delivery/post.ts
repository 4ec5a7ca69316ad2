import { context } from "@opentelemetry/api";
import { suppressTracing } from "@opentelemetry/core";
import { type Answer, readAnswer } from "./otlp-answer.ts";

export interface PostOptions {
  /** Where spans are posted, `/v1/traces` included. */
  readonly url: string;
  /** Sent with each request; a function is asked each time, and its failure counts as the server being away. */
  readonly headers: Readonly<Record<string, string>> | (() => Promise<Readonly<Record<string, string>>>);
  /**
   * Asked when a request was refused: true where it has changed `headers` since, and the request is worth another try. Never
   * rejects.
   */
  readonly recover?: ((reason: string) => Promise<boolean>) | undefined;
  /** How long one attempt may take until its answer is read. */
  readonly timeoutMs: number;
  readonly compression: "gzip" | "none";
}

/** Sends an encoded export request once. Never rejects: what went wrong is the answer. */
export type Post = (body: Uint8Array<ArrayBuffer>) => Promise<Answer>;

/**
 * By `fetch`, which every platform has, and which we do not trace: neither our spans nor those of an HTTP
 * instrumentation may be about their own delivery.
 */
export function createPost(options: PostOptions): Post {
  return (body) => context.with(suppressTracing(context.active()), () => attemptOrRecover(options, body));
}

async function attemptOrRecover(options: PostOptions, body: Uint8Array<ArrayBuffer>): Promise<Answer> {
  const answer = await attempt(options, body);
  if (answer.kind !== "refused" || options.recover === undefined) return answer;
  return (await options.recover(answer.reason)) ? attempt(options, body) : answer;
}

async function attempt(options: PostOptions, body: Uint8Array<ArrayBuffer>): Promise<Answer> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), options.timeoutMs);
  try {
    const given = typeof options.headers === "function" ? await options.headers() : options.headers;
    const packed = options.compression === "gzip" && body.length >= worthPacking ? await gzip(body) : undefined;
    const response = await platformFetch()(options.url, {
      method: "POST",
      headers: { ...requestHeaders(given), ...(packed !== undefined && { "content-encoding": "gzip" }) },
      body: packed ?? body,
      signal: abort.signal,
      // A redirected POST becomes a GET, whose success would be nobody's spans.
      redirect: "manual",
      keepalive: isPageLeaving() && (packed ?? body).length <= maxKeepaliveBytes,
      ...nextInternal,
    });
    const { status, statusText, headers } = response;
    if (status === 0) return { kind: "refused", reason: "redirected; the url must be the one that answers" };
    return readAnswer({ status, statusText, headers, body: await firstBytes(response) });
  } catch (error) {
    const reason = abort.signal.aborted ? `no answer within ${options.timeoutMs} ms` : sayFault(error);
    return { kind: "retry", afterMs: undefined, reason };
  } finally {
    clearTimeout(timer);
  }
}

/** The user's headers, and over them those that make it an OTLP request. */
export function requestHeaders(given: Readonly<Record<string, string>>): Record<string, string> {
  return { ...given, "content-type": "application/x-protobuf" };
}

/** Below it the header of gzip and the time cost more than they save. */
const worthPacking = 1_024;

/** All requests of a page that is being left may be 64 kB together; this leaves some for headers. */
const maxKeepaliveBytes = 60_000;

/** An answer is a few bytes; of a page of errors its beginning is enough. OTLP asks to limit it to 4 MiB at most. */
const maxAnswerBytes = 65_536;

/** Next.js patches `fetch` to cache and to trace; this is its sign for requests that are not the application's. */
const nextInternal = { next: { internal: true } };

/** Not the one that an OpenTelemetry instrumentation put in its place: it would make spans where suppression is unknown. */
export function platformFetch(): typeof globalThis.fetch {
  const { fetch } = globalThis as { fetch: typeof globalThis.fetch & { __original?: typeof globalThis.fetch } };
  return typeof fetch.__original === "function" ? fetch.__original : fetch;
}

async function gzip(body: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (typeof CompressionStream !== "function") return undefined;
  const packed = new Blob([body]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}

async function firstBytes(response: Response): Promise<Uint8Array> {
  const reader = response.body?.getReader();
  if (reader === undefined) return new Uint8Array(0);
  const bytes = new Uint8Array(maxAnswerBytes);
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return bytes.subarray(0, length);
    const part = value.subarray(0, maxAnswerBytes - length);
    bytes.set(part, length);
    length += part.length;
    if (length === maxAnswerBytes) {
      await reader.cancel().catch(() => undefined);
      return bytes;
    }
  }
}

function isPageLeaving(): boolean {
  return (globalThis as { document?: { visibilityState?: string } }).document?.visibilityState === "hidden";
}

/** `fetch failed` alone says nothing; the reason is its cause. */
function sayFault(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return String(cause);
  const { code } = cause as { code?: unknown };
  return typeof code === "string" && !cause.message.includes(code) ? `${code} ${cause.message}`.trim() : cause.message;
}
