import { type Changes, openChanges } from "./changes.ts";
import { ContentIndexer } from "./content-index/indexer.ts";
import { Experiments } from "./experiments.ts";
import { openPool, type Pool } from "./postgres/db.ts";
import { ensureSchema } from "./postgres/migrate.ts";
import { sql } from "./postgres/sql.ts";
import { Suggest } from "./search/suggest.ts";
import { Spans } from "./spans.ts";
import { Traces } from "./traces.ts";

export interface StoreOptions {
  readonly connectionString: string;
  /** Connections to Postgres at most; 16 where nothing is said. */
  readonly maxConnections?: number;
  /** After this long without a new span, a trace whose root has not come is incomplete; 300 where nothing is said. */
  readonly idleSeconds?: number;
  /** Failures that no caller is waiting for: an idle connection that died, a lost LISTEN. */
  readonly onError?: (error: Error) => void;
}

export interface Store {
  readonly db: Pool;
  readonly idleSeconds: number;
  readonly experiments: Experiments;
  readonly traces: Traces;
  readonly spans: Spans;
  readonly suggest: Suggest;
  readonly contentIndex: ContentIndexer;
  readonly changes: Changes;
  /** Rejects while Postgres does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Connects, and gives an empty database its schema. Throws `SchemaError` on a schema that is not this program's, and
 * the connection's error when Postgres cannot be reached.
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { connectionString, maxConnections = 16, idleSeconds = 300, onError = () => {} } = options;
  const db = openPool({ connectionString, maxConnections, onError });
  try {
    await ensureSchema(db);
  } catch (error) {
    await db.close();
    throw error;
  }
  const changes = openChanges(db, onError);
  return {
    db,
    idleSeconds,
    experiments: new Experiments(db),
    traces: new Traces(db, idleSeconds),
    spans: new Spans(db),
    suggest: new Suggest(db),
    contentIndex: new ContentIndexer(connectionString),
    changes,
    async ping() {
      await db.query(sql`select 1`);
    },
    async close() {
      await changes.close();
      await db.close();
    },
  };
}
