import { fields, parseFilter, parseOrderBy } from "@spanloom/filter";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { superseded } from "../chunk-row.ts";
import { sql } from "../postgres/sql.ts";
import { type FreshStore, freshStore } from "../testing.ts";
import { searchTraces, type TraceSearch } from "./search-traces.ts";
import { insertTraces, type TestSpan, type TestTrace, testTraceId } from "./testing.ts";

const start = Date.UTC(2026, 10, 20, 23, 59, 0); // two minutes around midnight: two partitions
const minute = 60_000;

let fresh: FreshStore;

beforeAll(async () => {
  fresh = await freshStore();
  await insertTraces(fresh.store.db, [...chosen, ...filler]);
  await fresh.store.db.execute(sql`insert into trace_runs values (${testTraceId(3)}::uuid, 'run-b')`);
});
afterAll(() => fresh?.drop());

/** Nine traces of experiment 1, each with something that the others lack. Trace n starts n minutes after the first. */
const long = `${"lorem ipsum ".repeat(40)}needle in long value`;
const json = String.raw`{"text": "first\nline of caf\u00e9 noir", "rest": "${"x".repeat(300)}"}`;
const spans: Readonly<Record<number, readonly TestSpan[]>> = {
  1: [
    { name: "agent", type: "AGENT", attributes: { k: "v", retries: 3, cached: true, ratio: 0.5 } },
    { name: "search", type: "TOOL", tool: "lookup_order", status: "ERROR", attributes: { code: 500, "odd key": "x" } },
  ],
  2: [
    { name: "agent", type: "AGENT", status: "ERROR", durationMs: 3000 },
    { name: "search", type: "TOOL", status: "OK", attributes: { code: "200", k: "v" } },
  ],
  3: [
    {
      name: "call",
      type: "LLM",
      model: "gpt-4o-2024",
      tokens: 1500,
      costPicoUsd: 60_000_000_000,
      durationMs: 1500.5,
      attributes: { prompt: long },
    },
  ],
  4: [
    {
      name: "call",
      type: "LLM",
      model: "claude-4",
      attributes: { input: JSON.stringify({ messages: [{ content: "Where is\nmy order 4711?" }] }) },
    },
  ],
  5: [
    { name: "call", type: "LLM", attributes: { input: "Late delivery and a refund" }, logs: ["the logged completion"] },
  ],
  6: [
    {
      name: "call",
      attributes: { input: "a refund for late, very late delivery" },
      service: "billing",
      scope: "openai",
    },
  ],
  7: [{ name: "sehr schön", attributes: { input: "Überraschung: 東京タワー", $type: "mine" } }],
  8: [{ name: "x'\"\\%_", attributes: { path: "C:\\new\\table", long: `${long} 8`, json } }],
  9: [],
};
const rows: Readonly<Record<number, Record<string, unknown>>> = {
  1: {
    name: "support agent",
    session: "s1",
    end_user: "ann",
    tags: { env: "prod", "a b": "x" },
    client_request_id: "c-1",
  },
  2: {
    name: "Support Agent",
    root_status: 2,
    tags: { env: "dev", "mlflow.linkedPrompts": '[{"name": "answer", "version": "4"}]' },
    run_id: "run-a",
  },
  3: {
    name: "chat",
    cost_pico_usd: "60000000000",
    input_tokens: 1000,
    output_tokens: 500,
    models: ["gpt-4o-2024"],
    session: "s2",
  },
  4: {
    models: ["claude-4", "haiku"],
    cost_pico_usd: "1000000000",
    input_tokens: 10,
    metadata: { "mlflow.trace.session": "s4", team: "blue" },
  },
  5: { root_status: null },
  6: { root_status: null, updated_at: "2020-01-01T00:00:00Z", model_id: "m-1" },
  9: { end_ns: null, root_status: null },
};
const chosen: TestTrace[] = Object.entries(spans).map(([id, list]) => ({
  id: Number(id),
  startMs: start + Number(id) * minute,
  row: { experiment_id: 1, ...rows[Number(id)] },
  spans: list,
}));

/** Two thousand of experiment 2, one in a hundred of them with something rare. */
const filler = Array.from(
  { length: 2000 },
  (_, i): TestTrace => ({
    id: 10_000 + i,
    startMs: start - (i + 1) * 1000,
    row: { experiment_id: 2, name: i % 2 === 0 ? "even" : "odd", tags: i % 100 === 7 ? { rare: "yes" } : {} },
    spans: [
      { name: "root", type: "AGENT", attributes: { common: "yes", n: i } },
      {
        name: "call",
        type: "LLM",
        attributes: {
          input: `question number${i}`,
          ...(i % 100 === 7 ? { rare: "yes", words: `rareword ${i % 200 === 7 ? "followed by" : "before"} text` } : {}),
        },
      },
    ],
  }),
);

async function idsOf(filter: string, search: Partial<TraceSearch> = {}): Promise<number[]> {
  const page = await searchTraces(
    fresh.store.searches,
    { experimentIds: ["1"], limit: 100, ...search, filter: parseFilter(filter, fields.traces) },
    { idleSeconds: 300 },
  );
  return page.traces.map(({ traceId }) => Number(traceId));
}

describe("every field and operator", () => {
  const id = (n: number) => testTraceId(n);
  test.each<[filter: string, ids: number[]]>([
    ["", [1, 2, 3, 4, 5, 6, 7, 8, 9]],
    ["state = 'error'", [2]],
    ["state in ('running', 'incomplete')", [5, 6, 9]],
    ["state = 'incomplete'", [6]],
    ["status = 'IN_PROGRESS'", [5, 6, 9]],
    ["status != 'OK'", [2, 5, 6, 9]],
    ["status like 'ERR%'", [2]],
    ["name = 'support agent'", [1]],
    ["name != 'support agent'", [2, 3]],
    ["name like 'support%'", [1]],
    ["name ilike 'support%'", [1, 2]],
    ["name rlike '^[sc].*t'", [1, 3]],
    ["name in ('chat', 'nothing')", [3]],
    ["name not in ('chat')", [1, 2]],
    ["name is null", [4, 5, 6, 7, 8, 9]],
    ["not name ilike 'support%'", [3, 4, 5, 6, 7, 8, 9]],
    ["duration > 1s", [2, 3]],
    ["duration = 1500ms", [3]],
    ["duration = 1500.5ms", [3]],
    ["duration > 1500ms and duration < 1501ms", [3]],
    ["duration is null", [9]],
    ["duration in (1500, 3000)", [2, 3]],
    ["duration != 10ms", [2, 3]],
    [`start_time = ${start + 3 * minute}`, [3]],
    [`start_time > ${start + 3 * minute} and start_time <= ${start + 5 * minute}`, [4, 5]],
    [`start_time >= ${start + 8 * minute}`, [8, 9]],
    [`start_time < ${start + 2 * minute}`, [1]],
    [`start_time not in (${start + minute})`, [2, 3, 4, 5, 6, 7, 8, 9]],
    ["start_time > 1e300", []],
    ["start_time > -1e300 and name = 'chat'", [3]],
    ["end_time is null", [9]],
    [`end_time = ${start + 2 * minute + 3000}`, [2]],
    ["tokens = 1500", [3]],
    ["tokens >= 10", [3, 4]],
    ["input_tokens < 100", [4]],
    ["output_tokens exists", [3]],
    ["cost > $0.05", [3]],
    ["cost = $0.001", [4]],
    ["cost is null", [1, 2, 5, 6, 7, 8, 9]],
    ["span_count = 2 and error_count = 1", [1, 2]],
    ["span_count in (0)", [9]],
    ["error_count > 0.5", [1, 2]],
    ["model = 'haiku'", [4]],
    ["model:gpt-4o*", [3]],
    ["model != 'haiku'", [3]],
    ["model in ('haiku', 'gpt-4o-2024')", [3, 4]],
    ["model is null and name exists", [1, 2]],
    ["session = 's1'", [1]],
    ["session:s1,s2", [1, 3]],
    ["user = 'ann'", [1]],
    [`trace_id = 'tr-${id(3)}'`, [3]],
    [`trace_id in ('${id(3)}', 'nonsense')`, [3]],
    [`trace_id != '${id(3)}'`, [1, 2, 4, 5, 6, 7, 8, 9]],
    ["trace_id = 'nonsense'", []],
    ["request_id like 'tr-%04'", [4]],
    ["client_request_id = 'c-1'", [1]],
    ["experiment_id = '1' and name = 'chat'", [3]],
    ["experiment_id = 'x'", []],
    ["run_id = 'run-a'", [2]],
    ["run_id = 'run-b'", [3]],
    ["run_id != 'run-a'", [3]],
    ["run_id like 'run-%'", [2, 3]],
    ["run_id is null and name exists", [1]],
    ["metadata.`mlflow.sourceRun` = 'run-b'", [3]],
    ["model_id = 'm-1'", [6]],
    ["prompt = 'answer/4'", [2]],
    ["prompt = 'answer/5'", []],
    ["tags.env = 'prod'", [1]],
    ["tags.env != 'prod'", [2]],
    ["tags.env exists", [1, 2]],
    ["not tags.env = 'prod' and name exists", [2, 3]],
    ["tags.`a b` = 'x'", [1]],
    ["tags.mlflow.traceName = 'chat'", [3]],
    ["metadata.team like 'b%'", [4]],
    ["metadata.`mlflow.trace.session` = 's1'", [1]],
    ["metadata.`mlflow.trace.session` = 's4'", [4]],
    ["metadata.`mlflow.trace.tokenUsage` exists", [3, 4]],
    ["span.name = 'search'", [1, 2]],
    ["span.name != 'call' and status = 'ERROR'", [2]],
    ["span.name = 'sehr schön'", [7]],
    ["span.name = 'x''\"\\%_'", [8]],
    ["span.name rlike '^s.*ch$'", [1, 2]],
    ["span.type = 'tool' and span.status = 'ERROR'", [1]],
    ["(span.type = 'TOOL') and (span.status = 'ERROR')", [1, 2]],
    ["span(type = 'AGENT' and status = 'ERROR')", [2]],
    ["span(type = 'TOOL' and not status = 'ERROR')", [2]],
    ["not span.type = 'LLM' and span_count > 0", [1, 2, 6, 7, 8]],
    ["span.type in ('LLM', 'TOOL') and session exists", [1, 3]],
    ["span.type not in ('LLM', 'UNKNOWN')", [1, 2]],
    ["span.kind = 'internal' and name = 'chat'", [3]],
    ["span.model like 'gpt%'", [3]],
    ["tool:lookup_order", [1]],
    ["span.duration > 2s", [2]],
    ["span.tokens > 1000", [3]],
    ["span.cost > $0.05", [3]],
    ["span.attributes.k = 'v'", [1, 2]],
    ["span.attributes.k = 'v' and span.type = 'TOOL'", [2]],
    ["span.attributes.k != 'v'", []],
    ["span.attributes.retries = 3", [1]],
    ["span.attributes.retries = '3'", [1]],
    ["span.attributes.retries > 2.5", [1]],
    ["span.attributes.retries > 3", []],
    ["span.attributes.code >= 200", [1, 2]],
    ["span.attributes.code = 200", []],
    ["span.attributes.code = '200'", [2]],
    ["span.attributes.code in (500, '200')", [1, 2]],
    ["span.attributes.code not in (500)", [2]],
    ["span.attributes.code like '5%'", [1]],
    ["span.attributes.cached = true", [1]],
    ["span.attributes.cached = false", []],
    ["span.attributes.ratio = 0.5", [1]],
    ["span.attributes.`odd key` exists", [1]],
    ["span(name = 'call' and attributes.input is null)", [3]],
    ["span.attributes.$type = 'mine'", [7]],
    ["span.attributes.prompt exists", [3]],
    ["span.attributes.prompt like '%needle in%'", [3]],
    ["span.attributes.prompt ilike '%NEEDLE%'", [3]],
    ["span.attributes.prompt rlike 'needle in l..g'", [3]],
    ["span.attributes.prompt like '%haystack%'", []],
    ["span.attributes.prompt != 'x'", [3]],
    [`span.attributes.prompt = '${long}'`, [3]],
    [`span.attributes.prompt != '${long}'`, []],
    [`span.attributes.json = '${json}'`, [8]],
    ["span.attributes.json like '%caf\\\\u00e9 noir%'", [8]],
    ['"café noir"', [8]],
    [`span.attributes.long != '${long}'`, [8]],
    [`span.attributes.long in ('${long} 8', 'b')`, [8]],
    ["not span.attributes.prompt like '%needle%' and name exists", [1, 2]],
    ["resource.attributes.`service.name` = 'billing'", [6]],
    ["resource.service.name != 'shop'", [6]],
    ["resource.replicas > 2 and span.type = 'TOOL' and status = 'OK'", [1]],
    ["resource.none exists", []],
    ["scope.name = 'openai'", [6]],
    ["scope.version = '1.2' and name = 'chat'", [3]],
    ["scope.attributes.kind like 't%' and name = 'chat'", [3]],
    ["refund", [5, 6]],
    ['"late delivery"', [5, 6]],
    ['"refund for late"', [6]],
    ['"delivery refund"', []],
    ["refund -span.name:call", []],
    ["not refund and name is null", [4, 7, 8, 9]],
    ["refund or name = 'chat'", [3, 5, 6]],
    ["span(\"late\" and type = 'LLM')", [5]],
    ["span(not \"late\" and name = 'call')", [3, 4]],
    ["completion", [5]],
    ['"my order 4711"', [4]],
    ["überraschung", [7]],
    ["東京", [7]],
    ["京", [7]],
    ["table new", [8]],
    ["trace.text like '%order 4711%'", [4]],
    ["text ilike '%WHERE IS%'", [4]],
    ["text like '%WHERE IS%'", []],
    ["text like '%efun%'", [5, 6]],
    ["span.content like '%is\nmy%'", [4]],
    ["span.content like 'Late%refund' and span.type = 'LLM'", [5]],
    ["span.content like 'Late_delivery%'", [5]],
    ["span.content ilike 'LATE_delivery%'", [5]],
    ["span.attributes.prompt like '%needle_in%'", [3]],
    ["not text like '%a%'", [9]],
  ])("%s", async (filter, ids) => expect((await idsOf(filter)).toSorted((a, b) => a - b)).toEqual(ids));
});

describe("order and pages", () => {
  test.each<[order: string, ids: number[]]>([
    ["", [9, 8, 7, 6, 5, 4, 3, 2, 1]],
    ["start_time", [1, 2, 3, 4, 5, 6, 7, 8, 9]],
    ["duration desc", [2, 3, 8, 7, 6, 5, 4, 1, 9]],
    ["duration", [8, 7, 6, 5, 4, 1, 3, 2, 9]],
    ["cost desc", [3, 4, 9, 8, 7, 6, 5, 2, 1]],
    ["tokens", [4, 3, 9, 8, 7, 6, 5, 2, 1]],
    ["tags.env, start_time", [2, 1, 3, 4, 5, 6, 7, 8, 9]],
    ["status, trace_id desc", [2, 9, 6, 5, 8, 7, 4, 3, 1]],
    ["error_count desc, name", [2, 1, 9, 8, 7, 6, 5, 4, 3]],
    ["session desc", [3, 1, 9, 8, 7, 6, 5, 4, 2]],
  ])("%s, whole and in pages of two", async (order, ids) => {
    const orderBy = parseOrderBy(order, fields.traces);
    expect(await idsOf("", { orderBy })).toEqual(ids);
    expect(await inPages("", { orderBy, limit: 2 })).toEqual(ids);
  });

  test.each([
    "span.attributes.common = 'yes'",
    "span.attributes.rare = 'yes'",
    "span(attributes.rare = 'yes' and attributes.input like '%number%')",
    "tags.rare = 'yes'",
    "rareword",
    '"rareword followed by"',
    "text like '%number10%'",
    "span.attributes.n >= 1900",
    "name = 'even' or span.attributes.rare = 'yes'",
  ])("pages of %s hold every trace once", async (filter) => {
    const expected = filler.filter(({ id }) => holds(filter, id - 10_000)).map(({ id }) => id);
    expect(await inPages(filter, { experimentIds: ["2"], limit: 17 })).toEqual(expected);
    expect(await inPages(filter, { experimentIds: ["1", "2"], limit: 300 })).toEqual(expected);
    expect(
      await inPages(filter, { experimentIds: ["2"], limit: 150, orderBy: [{ field: "start_time", direction: "asc" }] }),
    ).toEqual(expected.toReversed());
  });

  test("a time range bounds the list", async () => {
    expect(await idsOf("", { fromMs: start + 3 * minute, toMs: start + 5 * minute })).toEqual([4, 3]);
    expect(await idsOf("refund", { fromMs: start + 6 * minute })).toEqual([6]);
  });

  test("no experiment named means all of them, an unknown one has no traces", async () => {
    expect(await idsOf("refund", { experimentIds: [] })).toEqual([6, 5]);
    expect(await idsOf("", { experimentIds: ["77"] })).toEqual([]);
    expect(await idsOf("", { experimentIds: ["1'; drop table traces", "9".repeat(40)] })).toEqual([]);
    expect(await idsOf("name = 'chat'", { experimentIds: ["1", "2", "77"] })).toEqual([3]);
  });

  test("without time left a page goes on where the last one stopped", async () => {
    const { searches } = fresh.store;
    const ids: number[] = [];
    let pages = 0;
    let pageToken: string | undefined;
    do {
      const filter = parseFilter("span.attributes.n >= 1900", fields.traces);
      const options = { idleSeconds: 300, timeBudgetMs: 1 };
      const page = await searchTraces(
        searches,
        { experimentIds: ["2"], limit: 1000, filter, pageToken },
        options,
      ).catch(() => undefined);
      if (page === undefined) continue; // not even the first step was done in a millisecond
      ids.push(...page.traces.map(({ traceId }) => Number(traceId)));
      pageToken = page.nextPageToken;
      pages++;
    } while (pageToken !== undefined && pages < 100);
    expect(pages).toBeGreaterThan(1);
    expect(ids).toEqual(Array.from({ length: 100 }, (_, i) => 11_900 + i));
  });
});

test.each([
  ["span.attributes.version = 'first'", []],
  ["span.attributes.version = 'second'", [901]],
  ["span.attributes.version = 'second' and span.attributes.version like 'f%'", []],
  ["span.content like '%first%'", []],
  ["span.content like '%second%' and span.attributes.version is not null", [901]],
])("of a span that was sent again only the later version is found: %s", async (filter, ids) => {
  const { db, searches } = fresh.store;
  const versions = [{ attributes: { version: "first" } }, { attributes: { version: "second" } }];
  await db.execute(sql`delete from traces where trace_id = ${testTraceId(901)}::uuid`);
  await db.execute(sql`delete from chunks where trace_id = ${testTraceId(901)}::uuid`);
  await insertTraces(db, [{ id: 901, startMs: start, row: { experiment_id: 9 }, spans: versions }]);
  await db.execute(
    sql`update chunks set traits[1] = traits[1] | ${superseded}::int where trace_id = ${testTraceId(901)}::uuid`,
  );
  const search = { filter: parseFilter(filter, fields.traces), experimentIds: ["9"], limit: 10 };
  const { traces } = await searchTraces(searches, search, { idleSeconds: 300 });
  expect(traces.map(({ traceId }) => Number(traceId))).toEqual(ids);
});

describe("mistakes", () => {
  test("a page token is good for its own search only", async () => {
    const first = await searchTraces(
      fresh.store.searches,
      { experimentIds: ["1"], limit: 2, filter: null },
      { idleSeconds: 300 },
    );
    const pageToken = first.nextPageToken!;
    await expect(idsOf("name = 'chat'", { pageToken })).rejects.toThrow("asked for something else");
    for (const broken of ["x", `${pageToken}x`, "bnVsbA", Buffer.from('["a","b"]').toString("base64url")]) {
      await expect(idsOf("", { pageToken: broken, limit: 2 })).rejects.toThrow(
        "Invalid value for parameter 'page_token'",
      );
    }
  });

  test("a broken regular expression is a mistake in the filter, with its place", async () => {
    await expect(idsOf("name = 'x' and session rlike '(a'")).rejects.toMatchObject({
      name: "FilterError",
      position: 15,
      end: 33,
    });
  });

  test.each([
    "name like 'a\\'",
    "span.name like '%\\'",
    "span.attributes.k like '\\'",
    "tags.`'; drop table traces --` = '''; --'",
  ])("%s is only a text", async (filter) => expect(await idsOf(filter)).toEqual([]));

  test("a pattern that would take too long is refused", async () => {
    await expect(idsOf(`text like '%${"a".repeat(1000)}%'`)).rejects.toThrow("at most 1000 characters");
  });

  test("what metadata keeps in columns says what to compare instead", async () => {
    await expect(idsOf("metadata.`mlflow.trace.cost` > 'x'".replace(">", "like"))).rejects.toThrow(
      "compare cost instead",
    );
    const orderBy = parseOrderBy("metadata.`mlflow.trace.tokenUsage`", fields.traces);
    await expect(idsOf("", { orderBy })).rejects.toThrow("use tokens or cost");
  });
});

async function inPages(filter: string, search: Partial<TraceSearch>): Promise<number[]> {
  const ids: number[] = [];
  let pageToken: string | undefined;
  do {
    const page = await searchTraces(
      fresh.store.searches,
      { experimentIds: ["1"], limit: 100, ...search, pageToken, filter: parseFilter(filter, fields.traces) },
      { idleSeconds: 300 },
    );
    ids.push(...page.traces.map(({ traceId }) => Number(traceId)));
    pageToken = page.nextPageToken;
  } while (pageToken !== undefined);
  return ids;
}

/** What the filler's traces are made to match. */
function holds(filter: string, i: number): boolean {
  if (filter.includes("common")) return true;
  if (filter.includes("n >=")) return i >= 1900;
  if (filter.includes("followed")) return i % 200 === 7;
  if (filter.includes("number10")) return /^10/.test(String(i));
  if (filter.includes("even")) return i % 2 === 0 || i % 100 === 7;
  return i % 100 === 7;
}

describe("long texts lie apart from the rest of a chunk", () => {
  const wide = "\u{1f9f5}".repeat(100); // 200 characters that are 400 bytes
  const prose = `${"of long text much ".repeat(200)}the end`;
  beforeAll(() =>
    insertTraces(fresh.store.db, [
      {
        id: 500,
        startMs: start,
        row: { experiment_id: 5 },
        spans: [
          { attributes: { kind: "short", size: 5 } },
          { attributes: { kind: prose, wide, only: "a", size: 900 } },
        ],
      },
      {
        id: 501,
        startMs: start + 1,
        row: { experiment_id: 5 },
        spans: [{ attributes: { kind: prose, wide: `${wide}x`, size: prose } }],
      },
      { id: 502, startMs: start + 2, row: { experiment_id: 5 }, spans: [{ attributes: { other: prose } }] },
    ]),
  );

  test("and there are two parts", async () => {
    const [row] = await fresh.store.db.query<{ apart: number }>(sql`
      select count(*)::integer as apart from chunks where head_bytes < octet_length(data)
        and trace_id between ${testTraceId(500)}::uuid and ${testTraceId(502)}::uuid`);
    expect(row!.apart).toBe(3);
  });

  test.each<[filter: string, ids: number[]]>([
    ["span.attributes.kind = 'short'", [500]],
    ["span.attributes.kind != 'short'", [501, 500]],
    ["span.attributes.kind in ('short', 'other')", [500]],
    ["span.attributes.kind not in ('short', 'other')", [501, 500]],
    [`span.attributes.kind = '${prose}'`, [501, 500]],
    [`span.attributes.kind != '${prose}'`, [500]],
    [`span.attributes.kind = '${prose}.'`, []],
    [`span.attributes.wide = '${wide}'`, [500]],
    [`span.attributes.wide != '${wide}'`, [501]],
    [`span.attributes.wide in ('${wide}x', 'b')`, [501]],
    [`span.attributes.wide not in ('${wide}x', 'b')`, [500]],
    ["span.attributes.kind is not null", [501, 500]],
    ["span.attributes.kind is null", [502]],
    ["span.attributes.size > 100", [500]],
    ["span.attributes.size < 100", [500]],
    ["span.attributes.size >= 0 and span.attributes.kind = 'short'", [500]],
    ["span.attributes.kind like '%the end'", [501, 500]],
    ["span.attributes.kind like 'sho%'", [500]],
    ["span.attributes.kind rlike 'the end$'", [501, 500]],
    ["span.attributes.other = 'short' or span.attributes.kind = 'short'", [500]],
    ["not span.attributes.kind = 'short'", [502, 501]],
    ["text like '%much the end%'", [502, 501, 500]],
    ["span.attributes.only = 'a' and span.content like '%the end%'", [500]],
  ])("%s", async (filter, ids) => {
    expect(await idsOf(filter, { experimentIds: ["5"] })).toEqual(ids);
  });
});
