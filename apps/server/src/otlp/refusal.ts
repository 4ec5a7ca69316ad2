import { IngestError } from "@spanloom/ingest";
import { OtlpDecodeError } from "@spanloom/wire";
import type { Log } from "../log.ts";

/** The gRPC codes that we answer with (google.rpc.Code). */
export const grpcCode = {
  invalidArgument: 3,
  notFound: 5,
  permissionDenied: 7,
  resourceExhausted: 8,
  unimplemented: 12,
  unavailable: 14,
} as const;

/**
 * Why a request was not taken, in the words of both protocols. `retryAfterSeconds` is there exactly when the sender
 * should send the same again; senders drop the data otherwise, so only what can never succeed goes without it.
 */
export class Refusal extends Error {
  readonly httpStatus: number;
  readonly code: number;
  readonly retryAfterSeconds: number | undefined;
  /** What of the request was wrong; answered as BadRequest. */
  readonly field: string | undefined;

  constructor(
    httpStatus: number,
    code: number,
    message: string,
    more: { readonly retryAfterSeconds?: number | undefined; readonly field?: string } = {},
  ) {
    super(message);
    this.httpStatus = httpStatus;
    this.code = code;
    this.retryAfterSeconds = more.retryAfterSeconds;
    this.field = more.field;
  }
}

export const badRequest = (field: string, message: string): Refusal =>
  new Refusal(400, grpcCode.invalidArgument, message, { field });

export const tooLarge = (maxBytes: number): Refusal =>
  new Refusal(
    413,
    grpcCode.resourceExhausted,
    `The request is larger than ${maxBytes} bytes, this server's limit before and after decompression. ` +
      "Send smaller batches, or start the server with a larger --max-body-bytes.",
  );

export const unsupported = (message: string): Refusal => new Refusal(415, grpcCode.invalidArgument, message);

export const comeAgain = (message: string, retryAfterSeconds: number): Refusal =>
  new Refusal(503, grpcCode.unavailable, message, { retryAfterSeconds });

export const overloaded = (): Refusal =>
  comeAgain("The server holds as many requests in memory as it may (--max-pending-bytes). Send this one again.", 1);

/**
 * What to answer when taking a request failed. What nobody foresaw is a bug and logged as one, yet answered as
 * "come again": any other answer tells the sender to drop the spans.
 */
export function refusalOf(error: unknown, log: Log): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof OtlpDecodeError) return badRequest("body", error.message);
  if (error instanceof IngestError) {
    switch (error.reason) {
      case "undecodable":
        return badRequest("body", error.message);
      case "unknown-experiment":
        return badRequest("experiment", error.message);
      case "overloaded":
        return comeAgain(error.message, error.retryAfterSeconds ?? 1);
      case "unavailable":
        return comeAgain(error.message, error.retryAfterSeconds ?? 2);
      case "storage-full":
        return comeAgain(error.message, error.retryAfterSeconds ?? 30);
    }
  }
  log.error("ingest failed", { error });
  return comeAgain("The server could not store this request because of a fault of its own. Send it again.", 5);
}
