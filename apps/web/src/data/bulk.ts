/** Batches of what is to be changed, read as they are needed. */
export type Batches<Item> = AsyncIterable<readonly Item[]> | Iterable<readonly Item[]>;

/** What came of one batch. */
export interface BatchResult<Item> {
  readonly done: readonly Item[];
  /** Why the others were not. */
  readonly failure?: unknown;
}

export interface BulkResult<Item> {
  readonly done: readonly Item[];
  readonly failed: number;
  /** The first. */
  readonly failure: unknown;
  readonly stopped: boolean;
}

/**
 * Changes batch after batch, until there is none left, `signal` fires, or one of which nothing could be changed: then the
 * server is away, and so would be all that follows. Never rejects; what was done is told either way.
 *
 * @param onDone is told how many were done after each batch.
 */
export async function inBatches<Item>(
  batches: Batches<Item>,
  act: (batch: readonly Item[]) => Promise<BatchResult<Item>>,
  onDone: (count: number) => void,
  signal: AbortSignal,
): Promise<BulkResult<Item>> {
  const done: Item[] = [];
  let failed = 0;
  let failure: unknown;
  try {
    for await (const batch of batches) {
      if (signal.aborted) break;
      if (batch.length === 0) continue;
      const result = await act(batch);
      for (const item of result.done) done.push(item);
      onDone(done.length);
      failed += batch.length - result.done.length;
      failure ??= result.failure;
      if (result.done.length === 0) break;
    }
  } catch (error) {
    if (!signal.aborted) failure ??= error;
  }
  return { done, failed, failure, stopped: signal.aborted };
}

/** One request for each of a batch, a few at a time; all are tried, unless the signal fires. */
export async function eachOf<Item>(
  items: readonly Item[],
  send: (item: Item) => Promise<unknown>,
  signal: AbortSignal,
): Promise<BatchResult<Item>> {
  const left = [...items];
  const done: Item[] = [];
  let failure: unknown;
  const work = async () => {
    for (let item = left.shift(); item !== undefined && !signal.aborted; item = left.shift()) {
      try {
        await send(item);
        done.push(item);
      } catch (error) {
        failure ??= error;
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return { done, failure };
}

const atOnce = 4;

/** A list in batches. */
export function* chunksOf<Item>(items: readonly Item[], size: number): Generator<readonly Item[]> {
  for (let from = 0; from < items.length; from += size) yield items.slice(from, from + size);
}
