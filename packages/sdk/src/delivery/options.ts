import type { Backoff } from "./backoff.ts";

/** Where spans go, and how much may wait for it. */
export interface DeliveryOptions {
  /** Where they are posted, `/v1/traces` included. */
  readonly url: string;
  /** Sent with each request; a function is asked each time, and its failure counts as the server being away. */
  readonly headers?: Readonly<Record<string, string>> | (() => Promise<Readonly<Record<string, string>>>);
  /** Asked when a request was refused: true where it has changed `headers`, and another try may succeed. Never rejects. */
  readonly recover?: ((reason: string) => Promise<boolean>) | undefined;
  /** Most spans that wait or are under way; past it the oldest are dropped. Default 8,192. */
  readonly queueSize?: number;
  /** The same in bytes of OTLP, about. Default 64 MiB. */
  readonly queueBytes?: number;
  /** Most spans of one request. Default 512. */
  readonly batchSize?: number;
  /** The same in bytes before compression, about. Default 4 MiB. */
  readonly batchBytes?: number;
  /** How long a span waits for others to go with it. Default 1,000. */
  readonly delayMs?: number;
  /** How long one attempt may take. Default 10,000. */
  readonly timeoutMs?: number;
  /** Default gzip, and none to a loopback address, where it costs more than it saves. */
  readonly compression?: "gzip" | "none";
  /**
   * Whether a span that runs longer than `runningSpanAfterMs` (default 5,000) is sent as it is by then, with end time 0,
   * so that it can be seen; it is sent again when it ends. "auto" (default): to servers that say that they merge both.
   */
  readonly runningSpans?: "auto" | boolean;
  readonly runningSpanAfterMs?: number;
  /** How long `flush()` and `shutdown()` try. Default 30,000. */
  readonly flushTimeoutMs?: number;
  /** How long the end of the program is held up, at most. Default 3,000; 0 leaves the program's end alone. */
  readonly exitTimeoutMs?: number;
  /** What is lost is said at most once in this time. Default 30,000. */
  readonly reportIntervalMs?: number;
  /** Between attempts where the server does not say when. Default from 500 ms to 10 s. */
  readonly backoff?: Backoff;
}

export type ResolvedOptions = Required<Omit<DeliveryOptions, "recover">> &
  Pick<DeliveryOptions, "recover"> & {
    /** False on Cloudflare Workers: what one invocation began, timers and requests, ends with it. */
    readonly background: boolean;
  };

/** Throws a `TypeError` for a `url` that is none. */
export function resolveOptions(options: DeliveryOptions): ResolvedOptions {
  const { hostname, protocol } = new URL(options.url);
  if (!/^https?:$/.test(protocol)) throw new TypeError(`url must be http: or https:, it is ${options.url}`);
  const atLeast = (value: number | undefined, least: number, otherwise: number) =>
    typeof value === "number" && value >= least ? value : otherwise;
  return {
    url: options.url,
    headers: options.headers ?? {},
    recover: options.recover,
    queueSize: atLeast(options.queueSize, 1, 8_192),
    queueBytes: atLeast(options.queueBytes, 1, 64 * 1024 * 1024),
    batchSize: atLeast(options.batchSize, 1, 512),
    batchBytes: atLeast(options.batchBytes, 1, 4 * 1024 * 1024),
    delayMs: atLeast(options.delayMs, 0, 1_000),
    timeoutMs: atLeast(options.timeoutMs, 1, 10_000),
    compression: options.compression ?? (isLoopback(hostname) ? "none" : "gzip"),
    runningSpans: options.runningSpans ?? "auto",
    runningSpanAfterMs: atLeast(options.runningSpanAfterMs, 1, 5_000),
    flushTimeoutMs: atLeast(options.flushTimeoutMs, 0, 30_000),
    exitTimeoutMs: atLeast(options.exitTimeoutMs, 0, 3_000),
    reportIntervalMs: atLeast(options.reportIntervalMs, 0, 30_000),
    backoff: options.backoff ?? { initialMs: 500, maxMs: 10_000 },
    background: globalThis.navigator?.userAgent !== "Cloudflare-Workers",
  };
}

function isLoopback(hostname: string): boolean {
  return /^(localhost|.*\.localhost|127\.[\d.]+|\[::1\])$/.test(hostname);
}
