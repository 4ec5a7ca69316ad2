import { countOf, type Loss, type LossKind, sayLosses } from "./losses.ts";

/**
 * What `flush()` and `shutdown()` reject with when spans did not arrive: how many, which way, and what the server said
 * last. Spans that `wait` are still in the queue and are tried again; the others are gone.
 *
 * @example
 * await flush({ timeoutMs: 2_000 }).catch((error) => console.warn(error.message));
 */
export class DeliveryError extends Error {
  override readonly name = "DeliveryError";
  /** Still in the queue. */
  readonly waiting: number;
  /** There was no room for them. */
  readonly dropped: number;
  /** The server refused their request. */
  readonly refused: number;
  /** The server took the request without them. */
  readonly rejected: number;
  /** What came back for the last request that failed. */
  readonly lastAnswer: string | undefined;

  constructor(url: string, waiting: number, losses: readonly Loss[], lastAnswer: string | undefined) {
    const parts: string[] = [];
    if (waiting > 0) {
      parts.push(`${countOf(waiting)} still waiting${lastAnswer === undefined ? "" : ` (last answer: ${lastAnswer})`}`);
    }
    if (losses.length > 0) parts.push(sayLosses(losses));
    super(`Not everything was delivered to ${url}: ${parts.join("; ")}`);
    const lost = (kind: LossKind) => losses.reduce((sum, loss) => (loss.kind === kind ? sum + loss.spans : sum), 0);
    this.waiting = waiting;
    this.dropped = lost("dropped");
    this.refused = lost("refused");
    this.rejected = lost("rejected");
    this.lastAnswer = lastAnswer;
  }
}
