import { ApiError } from "@spanloom/wire";
import { openPool, type Pool, type PoolOptions } from "../postgres/db.ts";

/** What a statement of a search takes at most: far above what any should take, and far below what would keep others waiting. */
const searchSeconds = 20;

/**
 * Connections for searches alone, none of whose statements may take longer than a search may: however many search, those
 * who write find a connection.
 */
export interface SearchPool extends Pool {
  readonly maxSeconds: number;
}

export function openSearchPool(options: Omit<PoolOptions, "settings">, maxSeconds = searchSeconds): SearchPool {
  // A search is often shorter than compiling its query.
  const settings = { statement_timeout: `${maxSeconds}s`, jit: "off" };
  return { ...openPool({ ...options, settings }), maxSeconds };
}

/** Throws DEADLINE_EXCEEDED, with `advice` on how to ask for less, where a statement of `work` takes longer than one may. */
export async function bounded<T>(
  searches: SearchPool,
  advice: string,
  work: (searches: SearchPool) => Promise<T>,
): Promise<T> {
  try {
    return await work(searches);
  } catch (error) {
    if (!isCanceled(error)) throw error;
    const message = `The search took too long (more than ${searches.maxSeconds} s); ${advice}.`;
    throw new ApiError("DEADLINE_EXCEEDED", message, { cause: error });
  }
}

/** Whether Postgres ended the statement because its time was over. */
function isCanceled(error: unknown): boolean {
  return (error as { code?: string } | null)?.code === "57014";
}
