import type pg from "pg";
import type { Pool } from "./postgres/db.ts";
import { sql } from "./postgres/sql.ts";

/** A trace that is new or has grown. */
export interface TraceChange {
  readonly traceId: string;
  readonly experimentId: string;
}

export type ChangeListener = (changes: readonly TraceChange[]) => void;

export interface Changes {
  /** Tells every replica, this one included; gathered for up to 200 ms, so that a busy server sends few messages. */
  publish(changes: readonly TraceChange[]): void;
  /** Calls `listener` after each gathered change until the returned function is called. */
  subscribe(listener: ChangeListener): () => void;
  close(): Promise<void>;
}

const channel = "spanloom_traces";
/** NOTIFY refuses 8,000 bytes; a change is 32 + 1 + up to 20 characters and a comma. */
const changesPerMessage = 140;
const gatherMs = 200;
/** What a busy second can hold back at most; past it the oldest are dropped, and pages catch up by asking again. */
const maxGathered = 20_000;

/**
 * Live news over Postgres LISTEN/NOTIFY. A lost message costs a page a moment of freshness and nothing else: pages ask
 * again from time to time. NOTIFY is sent apart from the ingest's transactions, because a transaction that notifies
 * holds a lock on the whole database while it commits.
 */
export function openChanges(pool: Pool, onError: (error: Error) => void): Changes {
  const listeners = new Set<ChangeListener>();
  const gathered = new Map<string, string>();
  let timer: NodeJS.Timeout | undefined;
  let listening: Listening | undefined;
  let closed = false;

  const flush = async () => {
    timer = undefined;
    const all = [...gathered].map(([traceId, experimentId]) => `${traceId}:${experimentId}`);
    gathered.clear();
    try {
      for (let i = 0; i < all.length; i += changesPerMessage) {
        await pool.query(sql`select pg_notify(${channel}, ${all.slice(i, i + changesPerMessage).join(",")})`);
      }
    } catch (error) {
      onError(error as Error);
    }
  };

  const receive = (payload: string) => {
    const changes = payload.split(",").map((entry) => {
      const [traceId = "", experimentId = ""] = entry.split(":");
      return { traceId, experimentId };
    });
    for (const listener of listeners) listener(changes);
  };

  return {
    publish(changes) {
      if (closed) return;
      for (const { traceId, experimentId } of changes) {
        if (gathered.size < maxGathered) gathered.set(traceId, experimentId);
      }
      timer ??= setTimeout(() => void flush(), gatherMs);
    },
    subscribe(listener) {
      listeners.add(listener);
      listening ??= new Listening(pool, receive, onError);
      return () => {
        listeners.delete(listener);
      };
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      await listening?.close();
    },
  };
}

/** One connection that LISTENs, and comes back after it broke. */
class Listening {
  readonly #pool: Pool;
  readonly #receive: (payload: string) => void;
  readonly #onError: (error: Error) => void;
  readonly #done: Promise<void>;
  #stop: () => void = () => {};
  #stopped = false;

  constructor(pool: Pool, receive: (payload: string) => void, onError: (error: Error) => void) {
    this.#pool = pool;
    this.#receive = receive;
    this.#onError = onError;
    this.#done = this.#run();
  }

  close(): Promise<void> {
    this.#stopped = true;
    this.#stop();
    return this.#done;
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      try {
        await this.#pool.connection(({ client }) => this.#listen(client));
      } catch (error) {
        this.#onError(error as Error);
        await new Promise<void>((resolve) => {
          const wait = setTimeout(resolve, 500);
          this.#stop = () => {
            clearTimeout(wait);
            resolve();
          };
        });
      }
    }
  }

  async #listen(client: pg.PoolClient): Promise<void> {
    const onNotification = (message: pg.Notification) => {
      if (message.payload) this.#receive(message.payload);
    };
    client.on("notification", onNotification);
    try {
      const ended = new Promise<void>((resolve, reject) => {
        this.#stop = resolve;
        client.once("error", reject);
        client.once("end", () => reject(new Error("Connection terminated")));
      });
      ended.catch(() => {});
      await client.query(`listen ${channel}`);
      if (!this.#stopped) await ended;
      await client.query(`unlisten ${channel}`);
    } finally {
      client.off("notification", onNotification);
    }
  }
}
