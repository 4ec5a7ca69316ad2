import { ApiError } from "@spanloom/wire";
import type { Connection, Pool } from "../postgres/db.ts";

/** What a search takes at most. It is far above what any should take, and far below what would keep others waiting. */
const searchSeconds = 20;

/**
 * Runs `work` on one connection, none of whose statements may take longer than a search may. Throws DEADLINE_EXCEEDED,
 * with `advice` on how to ask for less, where one does.
 */
export async function bounded<T>(
  db: Pool,
  advice: string,
  work: (connection: Connection) => Promise<T>,
  seconds = searchSeconds,
): Promise<T> {
  try {
    return await db.connection(async (connection) => {
      // All at once: a search is often shorter than the way to Postgres and back, and shorter than compiling its query.
      await connection.client.query(
        `begin; set local jit = off; set local statement_timeout = ${Math.ceil(seconds * 1_000)}`,
      );
      try {
        return await work(connection);
      } finally {
        await connection.client.query("rollback"); // nothing was written
      }
    });
  } catch (error) {
    throw isCanceled(error) ? tookTooLong(seconds, advice, error) : error;
  }
}

/** Whether Postgres ended the statement because its time was over. */
function isCanceled(error: unknown): boolean {
  return (error as { code?: string } | null)?.code === "57014";
}

function tookTooLong(seconds: number, advice: string, cause: unknown): ApiError {
  return new ApiError("DEADLINE_EXCEEDED", `The search took too long (more than ${seconds} s); ${advice}.`, { cause });
}
