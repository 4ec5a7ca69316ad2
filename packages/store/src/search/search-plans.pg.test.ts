import { type FilterAst, fields, type OrderBy, parseFilter } from "@spanloom/filter";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FreshStore, freshStore, withPlans } from "../testing.ts";
import { searchTraces } from "./search-traces.ts";
import { insertTraces } from "./testing.ts";

/** Enough traces of five spans for the planner to mean what it chooses. */
const traces = 6_000;
const start = Date.UTC(2026, 10, 20);

let fresh: FreshStore;

beforeAll(async () => {
  fresh = await freshStore();
  await insertTraces(
    fresh.store.db,
    Array.from({ length: traces }, (_, n) => {
      const i = n + 1;
      return {
        id: i,
        startMs: start - i,
        row: {
          experiment_id: i % 2,
          session: `s${Math.floor(i / 10)}`,
          tags: { team: `t${i % 1000}` },
          cost_pico_usd: i,
          input_tokens: i,
        },
        spans: Array.from({ length: 5 }, (_, j) => ({
          name: "span",
          durationMs: i,
          type: j === 0 ? "AGENT" : "LLM",
          attributes: { order: i * 10 + j, tier: `tier${i % 5}`, half: i % 300 },
        })),
      };
    }),
  );
}, 120_000);
afterAll(() => fresh?.drop());

describe("every statement of a search takes the way that was meant", () => {
  test.each<[filter: string, limit: number, uses: RegExp]>([
    ["", 100, /Index (Only )?Scan using traces_by_time on traces/],
    ["session = 's7'", 100, /traces_by_session/],
    ["span.attributes.order = 50004", 100, /Bitmap Index Scan on chunks_\d+_tokens_idx/],
    ["span.attributes.order in (50004, 40002)", 100, /Bitmap Index Scan on chunks_\d+_tokens_idx/],
    ["span.attributes.half = 8 and span.type = 'AGENT'", 100, /Bitmap Index Scan on chunks_\d+_tokens_idx/],
    [
      "span.attributes.order = 50004 or span.attributes.order = 40002",
      100,
      /Bitmap Index Scan on chunks_\d+_tokens_idx/,
    ],
    ["tags.team = 't6'", 100, /Bitmap Index Scan on traces_by_tag/],
    ["span.attributes.tier = 'tier3'", 100, /chunks_\d+_pkey/],
    ["span.attributes.order >= 59000", 100, /chunks_\d+_pkey/],
  ])("%s", async (filter, limit, uses) => {
    const { plans, count } = await planned(parseFilter(filter, fields.traces), limit);
    expect(count).toBeGreaterThan(0);
    expect(plans).toMatch(uses);
    expect(plans).not.toMatch(/Seq Scan on (chunks|traces)/);
  });

  test.each(["duration", "cost", "tokens"])("the first by %s, and those after", async (field) => {
    const { plans } = await planned(null, 100, [{ field, direction: "desc" }]);
    expect(plans.match(new RegExp(`Index Scan using traces_by_${field} on traces`, "g"))).toHaveLength(2);
    expect(plans).not.toMatch(/Seq Scan on traces/);
  });
});

async function planned(
  filter: FilterAst | null,
  limit: number,
  orderBy: readonly OrderBy[] = [],
): Promise<{ plans: string; count: number }> {
  const { db, plans } = withPlans(fresh.store.searches);
  const search = { experimentIds: ["0"], filter, limit, orderBy };
  const first = await searchTraces(db, search, { idleSeconds: 300 });
  if (first.nextPageToken !== undefined) {
    await searchTraces(db, { ...search, pageToken: first.nextPageToken }, { idleSeconds: 300 });
  }
  return { plans: plans.join("\n"), count: first.traces.length };
}
