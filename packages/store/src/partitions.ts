import type { Pool } from "./postgres/db.ts";
import { identifier, raw, sql } from "./postgres/sql.ts";

/** The tables that have a partition a day. */
export const partitionedTables = ["chunks"] as const;

/** Days since 2000-01-01 (UTC): Postgres's own count for a date. */
export type Day = number;

const dayMs = 86_400_000;
const epochMs = Date.UTC(2000, 0, 1);
const makingLock = 7_203_685_512n;
const tracesPerDelete = 10_000;

export function dayOf(ms: number): Day {
  return Math.floor((ms - epochMs) / dayMs);
}

/** `2026-11-21` */
export function dateOf(day: Day): string {
  return new Date(epochMs + day * dayMs).toISOString().slice(0, 10);
}

export function dayOfDate(date: string): Day {
  return dayOf(Date.parse(`${date}T00:00:00Z`));
}

/** Makes partitions where they are missing, and remembers those that it has seen. */
export class Partitions {
  readonly #pool: Pool;
  readonly #known = new Set<Day>();

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /** Resolves when every day has its partitions. Replicas may call it at the same time. */
  async ensure(days: Iterable<Day>): Promise<void> {
    for (const day of new Set(days)) {
      if (this.#known.has(day)) continue;
      await this.#make(day);
      this.#known.add(day);
    }
  }

  /** After a partition was dropped, here or elsewhere. */
  forget(): void {
    this.#known.clear();
  }

  /**
   * A table made on its own and attached takes a lock on its parent that lets reading and writing go on; `create table
   * … partition of` would wait for both to stop.
   */
  async #make(day: Day): Promise<void> {
    await this.#pool.transaction(async (connection) => {
      await connection.query(sql`select pg_advisory_xact_lock(${makingLock})`);
      for (const table of partitionedTables) {
        const name = partitionName(table, day);
        const [found] = await connection.query<{ made: boolean }>(sql`select to_regclass(${name}) is not null as made`);
        if (found?.made) continue;
        const child = identifier(name);
        await connection.query(sql`create table ${child} (like ${identifier(table)} including all)`);
        await connection.query(
          sql`alter table ${identifier(table)} attach partition ${child}
              for values from (${literal(dateOf(day))}) to (${literal(dateOf(day + 1))})`,
        );
      }
    });
  }
}

/**
 * Drops every partition of days before `before`, and the rows of those days' traces elsewhere. The disk is free as soon
 * as it is done. Resolves to the dropped days.
 */
export async function dropPartitionsBefore(pool: Pool, before: Day): Promise<readonly string[]> {
  const rows = await pool.query<{ name: string }>(sql`
    select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid join pg_class p on p.oid = i.inhparent
    where p.relname = any(${[...partitionedTables]}) order by 1`);
  const days = new Set<string>();
  for (const { name } of rows) {
    const digits = /_(\d{4})(\d{2})(\d{2})$/.exec(name);
    if (digits === null) continue;
    const date = `${digits[1]}-${digits[2]}-${digits[3]}`;
    if (dayOfDate(date) >= before) continue;
    await pool.execute(sql`drop table if exists ${identifier(name)}`);
    days.add(date);
  }
  const limit = dateOf(before);
  await pool.execute(sql`delete from trace_runs using traces
    where traces.trace_id = trace_runs.trace_id and traces.day < ${limit}::date`);
  await pool.execute(sql`delete from assessments using traces
    where traces.trace_id = assessments.trace_id and traces.day < ${limit}::date`);
  await pool.execute(sql`delete from review_queue_items using traces
    where item_id = 'tr-' || replace(traces.trace_id::text, '-', '') and traces.day < ${limit}::date`);
  // The triggers on traces keep what a statement deletes in memory: not a year of it.
  for (let deleted = tracesPerDelete; deleted === tracesPerDelete; ) {
    deleted = await pool.execute(sql`delete from traces where trace_id in (
      select trace_id from traces where day < ${limit}::date limit ${tracesPerDelete})`);
  }
  await pool.execute(sql`delete from content_blocks where last_day < ${limit}::date`);
  return [...days].sort();
}

function partitionName(table: string, day: Day): string {
  return `${table}_${dateOf(day).replaceAll("-", "")}`;
}

/** A date of ours as an SQL literal: DDL takes no parameters. */
function literal(date: string) {
  return raw(`'${date}'`);
}
