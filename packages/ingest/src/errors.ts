export type IngestErrorReason =
  /** The request as a whole cannot be read: sending it again will not help. */
  | "undecodable"
  /** The request names an experiment that does not exist. */
  | "unknown-experiment"
  /** More is waiting than may: try again in a moment. */
  | "overloaded"
  /** Postgres is away, or is starting: try again in a moment. */
  | "unavailable"
  /** Postgres has no room to write: an operator must act, and senders should keep trying. */
  | "storage-full";

/** Why nothing of a request was stored. The message is for the sender. */
export class IngestError extends Error {
  override readonly name = "IngestError";
  readonly reason: IngestErrorReason;
  /** Set where a later try can succeed. */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    reason: IngestErrorReason,
    message: string,
    options: { retryAfterSeconds?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.reason = reason;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}
