import type pg from "pg";
import type { BenchSpan } from "../workloads/bench-span.ts";

/** One way to lay spans into Postgres. */
export interface Layout<Prepared = unknown> {
  readonly name: string;
  readonly ddl: string;
  readonly tables: readonly string[];
  /** What any layout would be handed: decoding and making JSON is not what is measured. */
  prepare(batch: readonly BenchSpan[]): Prepared;
  /** Writes the batch in one transaction; compression belongs to it. Resolves after the commit. */
  write(client: pg.Client, batch: Prepared): Promise<void>;
  /** Reads all of a trace's spans as far as bytes in memory, uncompressed; resolves with how many bytes those are. */
  readTrace(client: pg.Client, traceId: string): Promise<number>;
  /** The ids of at most twenty of the newest spans that have this attribute with this value; resolves with how many. */
  search(client: pg.Client, key: string, value: string): Promise<number>;
}

/** Keeps each layout's own type of prepared batch inside of it. */
export function layout<Prepared>(definition: Layout<Prepared>): Layout {
  return definition as Layout;
}

export async function inTransaction(client: pg.Client, work: () => Promise<void>): Promise<void> {
  await client.query("begin");
  await work();
  await client.query("commit");
}
