import { expect, test, vi } from "vitest";
import { sql } from "./postgres/sql.ts";
import { openStore } from "./store.ts";
import { freshStore } from "./testing.ts";

test("a change published by one replica reaches another, gathered", async () => {
  const { store, connectionString, drop } = await freshStore();
  const replica = await openStore({ connectionString });
  const seen: unknown[] = [];
  replica.changes.subscribe((changes) => seen.push(...changes));
  await vi.waitFor(async () => {
    const [row] = await store.db.query(
      sql`select count(*) as n from pg_stat_activity where query = 'listen spanloom_traces' and datname = current_database()`,
    );
    expect(row).toEqual({ n: 1n });
  });
  const traces = Array.from({ length: 300 }, (_, i) => ({
    traceId: i.toString(16).padStart(32, "0"),
    experimentId: "7",
  }));
  store.changes.publish(traces);
  store.changes.publish(traces);
  await vi.waitFor(() => expect(seen).toHaveLength(300));
  expect(seen).toEqual(traces);
  await replica.close();
  await drop();
});
