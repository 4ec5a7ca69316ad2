import { ApiError } from "@spanloom/wire";

/** One point of a metric, as it goes over the wire. */
export interface MetricPoint {
  readonly key: string;
  /** NaN and infinities are values, too; the server keeps infinities as the largest doubles. */
  readonly value: number;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly step: number | bigint;
  readonly model_id?: string | undefined;
  readonly dataset_name?: string | undefined;
  readonly dataset_digest?: string | undefined;
}

export interface MetricQueueOptions {
  /** Stores points, all or nothing. */
  readonly send: (points: readonly MetricPoint[]) => Promise<void>;
  /** How long points wait for others to go with them; default 100. */
  readonly delayMs?: number;
  /** How many may wait. What comes past them is dropped, and counted. Default 100,000. */
  readonly capacity?: number;
}

/** The most that one request may hold. */
const batchSize = 1000;

/**
 * Points on their way to the server: `add` returns at once, batches go one after the other in the order of adding. A
 * refused batch is sent again in halves until the points that were refused are alone, so that they take none with them.
 * A batch that could not be sent waits for the next `flush`.
 */
export class MetricQueue {
  readonly #send: (points: readonly MetricPoint[]) => Promise<void>;
  readonly #delayMs: number;
  readonly #capacity: number;
  #waiting: MetricPoint[] = [];
  #refused: { point: MetricPoint; error: ApiError }[] = [];
  #dropped = 0;
  #sending: Promise<void> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor({ send, delayMs = 100, capacity = 100_000 }: MetricQueueOptions) {
    this.#send = send;
    this.#delayMs = delayMs;
    this.#capacity = capacity;
  }

  add(points: readonly MetricPoint[]): void {
    for (const point of points) {
      if (this.#waiting.length < this.#capacity) this.#waiting.push(point);
      else this.#dropped++;
    }
    if (this.#waiting.length >= batchSize) this.#start();
    else this.#timer ??= setTimeout(() => this.#start(), this.#delayMs);
  }

  /**
   * Resolves when every point added before is stored. Rejects with an `ApiError` that says how many are not, and why:
   * those that were refused are gone, those that could not be sent are tried again by the next `flush`.
   */
  async flush(): Promise<void> {
    while (this.#waiting.length > 0 || this.#sending !== undefined) {
      const before = this.#waiting.length;
      const failure = await this.#drain();
      if (failure !== undefined) throw lost(before, failure);
    }
    const [refused, dropped] = [this.#refused, this.#dropped];
    this.#refused = [];
    this.#dropped = 0;
    const first = refused[0];
    if (first !== undefined) {
      throw lost(refused.length, first.error, `, the first of them metric '${first.point.key}'`);
    }
    if (dropped > 0) {
      const reason = `more than ${this.#capacity} were waiting for the server`;
      throw lost(dropped, new ApiError("RESOURCE_EXHAUSTED", reason));
    }
  }

  /** In the background: what fails is told by `flush`. */
  #start(): void {
    if (this.#sending === undefined) void this.#drain();
  }

  /** Resolves to the error that stopped it. */
  async #drain(): Promise<ApiError | undefined> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    let failure: ApiError | undefined;
    if (this.#sending === undefined) {
      this.#sending = this.#sendAll()
        .catch((error) => {
          failure = error instanceof ApiError ? error : new ApiError("INTERNAL_ERROR", String(error), { cause: error });
        })
        .finally(() => {
          this.#sending = undefined;
        });
    }
    await this.#sending;
    return failure;
  }

  async #sendAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.slice(0, batchSize);
      await this.#sendBatch(batch);
      this.#waiting.splice(0, batch.length);
    }
  }

  async #sendBatch(batch: readonly MetricPoint[]): Promise<void> {
    try {
      await this.#send(batch);
    } catch (error) {
      if (!(error instanceof ApiError) || ![400, 404].includes(error.httpStatus)) throw error;
      if (batch.length === 1 || isOfRun(error)) {
        this.#refused.push(...batch.map((point) => ({ point, error })));
        return;
      }
      const half = batch.length >> 1;
      await this.#sendBatch(batch.slice(0, half));
      await this.#sendBatch(batch.slice(half));
    }
  }
}

/** The run is gone or deleted: no part of the batch will do. */
const isOfRun = ({ httpStatus, message }: ApiError) => httpStatus === 404 || message.includes("'active' state");

function lost(count: number, error: ApiError, which = ""): ApiError {
  const points = count === 1 ? "1 point was" : `${count} points were`;
  return new ApiError(error.code, `${points} not stored${which}: ${error.message}`, {
    cause: error,
    httpStatus: error.httpStatus,
  });
}
