import { ApiError, parseJson, printMessageJson, type RestCall } from "@spanloom/wire";
import { answerError, connectionError } from "./answer-error.ts";
import { credentialsIn } from "./credentials.ts";

/** Where a client's server is, and how it is asked. Every field has a default. */
export interface TransportOptions {
  /** `https://host:port`, with a path where the server has a prefix, and with `user:password@` where it asks for them. */
  readonly url: string;
  /** Sent with every request to the server. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** In place of the platform's. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** For one attempt at a call with messages; default 30,000. Files have none: a signal ends them. */
  readonly timeoutMs?: number | undefined;
  /** How often a call is tried again after the first time; default 4. 0: never. */
  readonly retries?: number | undefined;
}

/** What every call takes. */
export interface CallOptions {
  /** Ends the call, and what it still waits for, with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** One exchange of bytes. */
export interface Exchange extends CallOptions {
  readonly method: string;
  /** A path of the server, or an absolute address: a part of an upload may be stored elsewhere. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** A function makes it anew for each attempt. */
  readonly body?: BodyInit | null | undefined | (() => BodyInit | Promise<BodyInit>);
  /** May be sent again where the answer leaves open whether it was done. A body that is a stream cannot be. */
  readonly repeatable: boolean;
  /** Until the answer's head has come. */
  readonly timeoutMs?: number | undefined;
}

export interface Transport {
  /** Without a slash at its end. */
  readonly url: string;
  /** Sends a message and resolves to the message that came. Rejects with `ApiError`, or with the signal's reason. */
  message<Answer>(call: RestCall, repeatable: boolean, options?: CallOptions): Promise<Answer>;
  /** Sends bytes and resolves to an answer of success, its body unread. Rejects as `message` does. */
  exchange(exchange: Exchange): Promise<Response>;
}

/** Throws `ApiError` INVALID_PARAMETER_VALUE for an address that is none. Sends nothing. */
export function createTransport(options: TransportOptions): Transport {
  const { url, authorization } = credentialsIn(options.url);
  const { timeoutMs = 30_000, retries = 4 } = options;
  const ownHeaders: Record<string, string> = {
    ...(authorization !== undefined && { authorization }),
    ...options.headers,
  };
  const origin = new URL(url).origin;

  async function attempt({ method, path, headers, body, signal, timeoutMs: limitMs }: Exchange): Promise<Response> {
    const address = path.startsWith("/") ? url + path : path;
    const head = new URL(address).origin === origin ? { ...ownHeaders, ...headers } : headers;
    const timeout = limitMs === undefined ? undefined : AbortSignal.timeout(limitMs);
    const signals = [signal, timeout].filter((one) => one !== undefined);
    const fetch = options.fetch ?? globalThis.fetch;
    const sent = typeof body === "function" ? await body() : (body ?? null);
    let response: Response;
    try {
      response = await fetch(address, {
        method,
        headers: head ?? {},
        body: sent,
        signal: signals.length > 0 ? AbortSignal.any(signals) : null,
        ...(sent instanceof ReadableStream && { duplex: "half" }),
        ...((sent instanceof ReadableStream || sent instanceof Blob) && unbuffered),
      });
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      throw connectionError(address, error, timeout?.aborted === true ? limitMs : undefined);
    }
    if (response.ok) return response;
    throw await answerError(method, address, response);
  }

  async function exchange(request: Exchange): Promise<Response> {
    const again = request.body instanceof ReadableStream ? 0 : retries;
    for (let tried = 0; ; tried++) {
      request.signal?.throwIfAborted();
      try {
        return await attempt(request);
      } catch (error) {
        const waitMs = tried < again ? waitBefore(error, tried, request.repeatable) : undefined;
        if (waitMs === undefined) throw error;
        await sleep(waitMs, request.signal);
      }
    }
  }

  return {
    url,
    exchange,
    async message<Answer>({ method, path, body }: RestCall, repeatable: boolean, { signal }: CallOptions = {}) {
      const response = await exchange({
        method,
        path,
        headers: { accept: "application/json", ...(body !== undefined && { "content-type": "application/json" }) },
        body: body === undefined ? null : printMessageJson(body),
        signal,
        repeatable,
        timeoutMs,
      });
      return (await readMessage(response, url + path, signal)) as Answer;
    },
  };
}

/** Otherwise Node keeps what it sends, all of it, for a redirection or a question to the user that may come. */
const unbuffered = { redirect: "error", window: null } as const;

async function readMessage(response: Response, address: string, signal: AbortSignal | undefined): Promise<unknown> {
  let text: string;
  try {
    text = await response.text();
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    throw connectionError(address, error, undefined);
  }
  let answer: unknown;
  try {
    answer = parseJson(text);
  } catch {
    // Below, with what is JSON but no message.
  }
  if (typeof answer === "object" && answer !== null && !Array.isArray(answer)) return answer;
  throw new ApiError(
    "INTERNAL_ERROR",
    `${address} answered with something that is no message. Is it the right address?`,
    {
      httpStatus: response.status,
    },
  );
}

/** In milliseconds; undefined: it is not worth, or not safe, to try again. */
function waitBefore(error: unknown, tried: number, repeatable: boolean): number | undefined {
  if (!(error instanceof ApiError)) return undefined;
  const { httpStatus, code, retryAfterSeconds } = error;
  // 429 says that nothing was done, and so does a refused connection. After the others a second row could be made.
  const untouched = httpStatus === 429 || isRefused(error.cause);
  const passing =
    untouched ||
    httpStatus === 0 ||
    (httpStatus === 500 && code === "INTERNAL_ERROR") ||
    [408, 502, 503, 504].includes(httpStatus);
  if (!passing || !(repeatable || untouched)) return undefined;
  if (retryAfterSeconds !== undefined) return retryAfterSeconds <= 60 ? retryAfterSeconds * 1000 : undefined;
  return Math.min(10_000, 200 * 2 ** tried) * (0.5 + Math.random() / 2);
}

/** No connection came about; the codes are those of Node, Bun and Deno. */
function isRefused(cause: unknown): boolean {
  for (let error = cause as { code?: unknown; cause?: unknown } | undefined; error; error = error.cause as undefined) {
    if (typeof error.code === "string" && refusals.has(error.code)) return true;
  }
  return false;
}

const refusals = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
  "ConnectionRefused",
]);

function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, ms);
    signal?.addEventListener("abort", stop, { once: true });
  });
}
