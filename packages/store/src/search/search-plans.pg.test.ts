import { type FilterAst, fields, parseFilter } from "@spanloom/filter";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dayOf, Partitions } from "../partitions.ts";
import type { Connection, Pool } from "../postgres/db.ts";
import { type Sql, sql } from "../postgres/sql.ts";
import { type FreshStore, freshStore } from "../testing.ts";
import { searchTraces } from "./search-traces.ts";

/** 12,000 traces of 10 spans: enough for the planner to mean what it chooses. */
const traces = 12_000;
const start = Date.UTC(2026, 10, 20);

let fresh: FreshStore;

beforeAll(async () => {
  fresh = await freshStore();
  const { db } = fresh.store;
  await new Partitions(db).ensure([dayOf(start), dayOf(start) - 1]);
  const id = sql`lpad(to_hex(i), 32, '0')::uuid`;
  const day = sql`'2026-11-20'::date - i % 2`;
  const startNs = sql`${BigInt(start) * 1_000_000n}::bigint - i::bigint * 1000000`;
  await db.execute(sql`
    insert into traces (trace_id, day, experiment_id, start_ns, end_ns, updated_at, root_status, span_count, error_count, session, tags)
    select ${id}, ${day}, i % 2, ${startNs}, ${startNs} + 1000, now(), 0, 10, 0, 's' || i / 10, jsonb_build_object('team', 't' || i % 1000)
    from generate_series(1, ${traces}) i`);
  await db.execute(sql`
    insert into spans (start_ns, span_id, chunk_id, trace_id, day, chunk_index, size_bytes, kind, status, type, flags, reader_version, name, doc)
    select ${startNs}, i * 10 + j, i, ${id}, ${day}, j, 1, 1, 0, 1, 0, 1, 'span',
      jsonb_build_object('$type', case j when 0 then 'AGENT' else 'LLM' end, 'order', i * 10 + j, 'tier', 'tier' || i % 5, 'half', i % 300)
    from generate_series(1, ${traces}) i, generate_series(0, 9) j`);
  await db.execute(sql`analyze traces`);
  await db.execute(sql`analyze spans`);
}, 120_000);
afterAll(() => fresh?.drop());

describe("every statement of a search takes the way that was meant", () => {
  test.each<[filter: string, limit: number, uses: RegExp]>([
    ["", 100, /Index (Only )?Scan using traces_by_time on traces/],
    ["session = 's7'", 100, /traces_by_session/],
    ["span.attributes.order = 50005", 100, /Bitmap Index Scan on spans_\d+_doc_idx/],
    ["span.attributes.order in (50005, 70007)", 100, /Bitmap Index Scan on spans_\d+_doc_idx/],
    ["span.attributes.half = 8 and span.type = 'AGENT'", 100, /Bitmap Index Scan on spans_\d+_doc_idx/],
    ["span.attributes.order = 50005 or span.attributes.order = 70007", 100, /Bitmap Index Scan on spans_\d+_doc_idx/],
    ["tags.team = 't6'", 100, /Bitmap Index Scan on traces_by_tag/],
    ["span.attributes.tier = 'tier3'", 100, /spans_\d+_pkey/],
    ["span.attributes.order >= 119000", 100, /spans_\d+_pkey/],
  ])("%s", async (filter, limit, uses) => {
    const { plans, count } = await planned(parseFilter(filter, fields.traces), limit);
    expect(count).toBeGreaterThan(0);
    expect(plans).toMatch(uses);
    expect(plans).not.toMatch(/Seq Scan on (spans|traces)/);
  });
});

async function planned(filter: FilterAst | null, limit: number): Promise<{ plans: string; count: number }> {
  const plans: string[] = [];
  const explaining: Pool = {
    ...fresh.store.db,
    transaction: (work) =>
      fresh.store.db.transaction((connection) => {
        const query = async <Row extends object>(statement: Sql) => {
          if (!statement.text.includes("set_config")) {
            const rows = await connection.query<{ "QUERY PLAN": string }>(sql`explain ${statement}`);
            plans.push(rows.map((row) => row["QUERY PLAN"]).join("\n"));
          }
          return await connection.query<Row>(statement);
        };
        return work({ ...connection, query } as Connection);
      }),
  };
  const search = { experimentIds: ["0"], filter, limit };
  const first = await searchTraces(explaining, search, { idleSeconds: 300 });
  if (first.nextPageToken !== undefined) {
    await searchTraces(explaining, { ...search, pageToken: first.nextPageToken }, { idleSeconds: 300 });
  }
  return { plans: plans.join("\n"), count: first.traces.length };
}
