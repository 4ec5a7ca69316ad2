import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { testApi } from "../testing.ts";

describe("sessions", () => {
  let api: Awaited<ReturnType<typeof testApi>>;
  beforeAll(async () => {
    api = await testApi();
  });
  beforeEach(() => api.clear());
  afterAll(() => api?.close());

  const list = async (parameters: Record<string, string> = {}) =>
    (await api.call("GET", `/api/spanloom/v1/sessions?${new URLSearchParams(parameters)}`)).body;
  const get = (session: string) =>
    api.call("GET", `/api/spanloom/v1/session?${new URLSearchParams({ session, experiment_ids: "0" })}`);
  const names = (body: { sessions: { session: string }[] }) => body.sessions.map(({ session }) => session);

  /** One trace of a session, `start` milliseconds after the tests' epoch, a second long. */
  const turn = (
    number: number,
    session: string | undefined,
    start: number,
    more: Record<string, string | number> = {},
  ) =>
    api.ingestSpans([
      {
        trace: number.toString(16).padStart(32, "a"),
        id: "1",
        start,
        end: start + 1_000,
        status: more.status === undefined ? 1 : Number(more.status),
        attributes: { ...(session !== undefined && { "session.id": session }), ...more },
      },
    ]);

  test("those with the newest trace come first, each once, and traces without a session do not appear", async () => {
    await turn(1, "old", 0);
    await turn(2, "both", 100);
    await turn(3, undefined, 200);
    await turn(4, "new", 300);
    await turn(5, "both", 400);
    expect(names(await list({ experiment_ids: "0" }))).toEqual(["both", "new", "old"]);
    expect(names(await list())).toEqual(["both", "new", "old"]);
    expect(names(await list({ experiment_ids: "77" }))).toEqual([]);
  });

  test("a session sums up its traces", async () => {
    await turn(1, "s", 0, { "gen_ai.usage.input_tokens": 10, "gen_ai.usage.output_tokens": 1, "user.id": "ann" });
    await turn(2, "s", 10_000, { "gen_ai.usage.input_tokens": 5, "gen_ai.usage.output_tokens": 2, status: 2 });
    const { body } = await get("s");
    expect(body.session).toMatchObject({
      trace_count: 2,
      failed_count: 1,
      is_sum_of_newest: false,
      busy_ns: 2e9,
      users: ["ann"],
      experiment_ids: ["0"],
      first_trace_id: "1".padStart(32, "a"),
      last_trace_id: "2".padStart(32, "a"),
    });
    expect((await list()).sessions).toEqual([body.session]);
  });

  test("pages go on where the last one ended, also among traces that began together", async () => {
    for (let i = 1; i <= 7; i++) await turn(i, `s${i}`, 500);
    const seen: string[] = [];
    let page_token = "";
    do {
      const body = await list({ max_results: "3", page_token });
      expect(body.sessions.length).toBeLessThanOrEqual(3);
      seen.push(...names(body));
      page_token = body.next_page_token;
    } while (page_token !== "");
    expect(seen.toSorted()).toEqual(["s1", "s2", "s3", "s4", "s5", "s6", "s7"]);
  });

  test("a range holds the sessions whose newest trace began in it, and pages of it go on in the same range", async () => {
    for (let i = 1; i <= 5; i++) await turn(i, `s${i}`, i * 1_000);
    await turn(6, "s3", 9_000);
    const { sessions } = await list();
    const ms = (session: string) => {
      const found = sessions.find((one: { session: string }) => one.session === session);
      return String(BigInt(found.last_start_time_unix_nano) / 1_000_000n);
    };
    const within = { start_time_from_ms: ms("s2"), start_time_to_ms: ms("s5") };
    // That of s3 is behind the range, though it has a trace in it; the end is not part of it.
    expect(names(await list(within))).toEqual(["s4", "s2"]);
    expect(names(await list({ start_time_from_ms: ms("s5") }))).toEqual(["s3", "s5"]);
    expect(names(await list({ start_time_to_ms: ms("s4") }))).toEqual(["s2", "s1"]);
    const first = await list({ ...within, max_results: "1" });
    expect(names(first)).toEqual(["s4"]);
    expect(names(await list({ ...within, max_results: "1", page_token: first.next_page_token }))).toEqual(["s2"]);
    const elsewhere = new URLSearchParams({ max_results: "1", page_token: first.next_page_token });
    expect((await api.call("GET", `/api/spanloom/v1/sessions?${elsewhere}`)).status).toBe(400);
  });

  test.each([
    ["ORDER", ["my order"]],
    ["%", ["100%"]],
    ["_", []],
    ["\\", []],
    ["ann", ["my order"]],
    ["'; drop table traces; --", []],
  ])("the text %j occurs in %j", async (text, found) => {
    await turn(1, "my order", 0, { "user.id": "Ann" });
    await turn(2, "100%", 1);
    expect(names(await list({ text }))).toEqual(found);
  });

  test.each(["..", "a/b", "ü 💬", "%2F"])("a session may be called %j", async (session) => {
    await turn(1, session, 0);
    expect((await get(session)).body.session.session).toBe(session);
  });

  test("what cannot be asked is refused with a sentence", async () => {
    expect(await get("nobody's")).toMatchObject({ status: 404, body: { error_code: "RESOURCE_DOES_NOT_EXIST" } });
    expect((await get("")).status).toBe(400);
    expect((await get("a\0")).status).toBe(400);
    const at = (query: string) => api.call("GET", `/api/spanloom/v1/sessions?${query}`);
    expect((await at("text=%00")).status).toBe(400);
    expect((await at("max_results=201")).status).toBe(400);
    expect((await at("page_token=nonsense")).status).toBe(400);
    expect((await at("experiment_ids=a")).status).toBe(400);
  });
});
