import { afterAll, beforeAll, expect, test } from "vitest";
import { testApi } from "../testing.ts";

let api: Awaited<ReturnType<typeof testApi>>;
beforeAll(async () => {
  api = await testApi();
});
afterAll(() => api?.close());

const list = (parameters: Record<string, string> = {}) =>
  api.call("GET", `/api/spanloom/v1/sources?${new URLSearchParams(parameters)}`);

test("whoever has sent is listed at once, with what became of it", async () => {
  expect((await list()).body).toEqual({
    sources: [],
    more_sources: false,
    start_ms: 0,
    bucket_ms: 3_600_000,
    bucket_count: 0,
  });
  const before = Date.now();
  await api.ingestSpans([{ id: "1" }, { id: "0", trace: "0" }], undefined, { "service.name": "shop" });
  api.ingest.sources
    .receive({ signal: "other", form: "http", agent: "curl/8" })
    .refused(404, "There is nothing at POST /.");
  const { status, body } = await list();
  expect(status).toBe(200);
  expect(body.sources.find(({ agent }: { agent: string }) => agent === "curl/8")).toMatchObject({
    signal: "other",
    service: "",
    requests: 1,
    refused_requests: 1,
    refused_requests_by_bucket: [1],
    faults: [{ outcome: "refused", status: 404, sentence: "There is nothing at POST /.", count: 1 }],
  });
  const shop = body.sources.find(({ service }: { service: string }) => service === "shop");
  expect(shop).toMatchObject({
    signal: "traces",
    form: "api",
    received: 2,
    stored: 1,
    resent: 0,
    rejected: 1,
    stored_by_bucket: [1],
    faults: [{ outcome: "rejected", count: 1, status: 0 }],
  });
  expect(shop.last_ms).toBeGreaterThanOrEqual(before);
  expect(shop.faults[0].sentence).toContain("trace_id must");
  expect((await list({ max_results: "1" })).body).toMatchObject({ more_sources: true, sources: [{}] });
  expect((await list({ from_ms: String(Date.now() + 60_000) })).body.sources).toEqual([]);
  expect((await list({ to_ms: String(Date.now() - 7_200_000) })).body.sources).toEqual([]);
  expect(api.bugs).toEqual([]);
});

test.each(["max_results=501", "max_results=-1", "from_ms=x", "to_ms=1e99", "max_results=%00"])(
  "what cannot be asked is refused: %s",
  async (query) => {
    expect((await api.call("GET", `/api/spanloom/v1/sources?${query}`)).status).toBe(400);
  },
);

test.each(["from_ms=-1", "from_ms=9007199254740991", "to_ms=-9007199254740991"])(
  "odd times find nothing or all: %s",
  async (query) => {
    expect((await api.call("GET", `/api/spanloom/v1/sources?${query}`)).status).toBe(200);
  },
);
