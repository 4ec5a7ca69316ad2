import { afterEach, describe, expect, test, vi } from "vitest";
import { changesUrl, traceDownloadUrl } from "./addresses.ts";
import { client } from "./client.ts";
import { RequestError } from "./request-error.ts";

afterEach(() => vi.unstubAllGlobals());

/** Answers every request with `response` and returns the calls that were made. */
function answering(response: Response | Error) {
  const fetch = vi.fn((..._: Parameters<typeof globalThis.fetch>) =>
    response instanceof Error ? Promise.reject(response) : Promise.resolve(response),
  );
  vi.stubGlobal("fetch", fetch);
  return fetch;
}

describe("requests are written as the route table says", () => {
  test("GET: values go to the query, lists repeat their name, unset ones are left out", async () => {
    const fetch = answering(Response.json({ traces: [] }));
    await client.listTraces({
      experiment_ids: ["1", "2"],
      filter: "name = 'a&b'",
      start_time_from_ms: 0,
      page_token: "",
    });
    expect(fetch.mock.calls[0]?.[0]).toBe(
      "/api/spanloom/v1/traces?experiment_ids=1&experiment_ids=2&filter=name%20%3D%20'a%26b'&start_time_from_ms=0",
    );
  });

  test("POST: values of the path go there, and all to the body", async () => {
    const fetch = answering(Response.json({ trace: "{}", logs: "{}", notes: [] }));
    await client.readSpans("a/b", ["1"]);
    expect(fetch.mock.calls[0]?.[0]).toBe("/api/spanloom/v1/traces/a%2Fb/spans");
    expect(fetch.mock.calls[0]?.[1]).toMatchObject({ method: "POST", body: '{"trace_id":"a/b","span_ids":["1"]}' });
  });

  test("plain links", () => {
    expect(traceDownloadUrl("ab")).toBe("/api/spanloom/v1/traces/ab/otlp");
    expect(changesUrl({ experimentId: "7" })).toBe("/api/spanloom/v1/changes?experiment_id=7");
  });
});

describe("a failure says what it is", () => {
  test.each([
    ["no answer", new TypeError("fetch failed"), { kind: "unreachable", status: 0 }],
    ["a gateway without its server", new Response("<html>", { status: 502 }), { kind: "unreachable", status: 502 }],
    [
      "a refusal with a sentence",
      Response.json({ error_code: "INVALID_PARAMETER_VALUE", message: "No." }, { status: 400 }),
      { kind: "refused", status: 400, code: "INVALID_PARAMETER_VALUE", message: "No." },
    ],
    [
      "a failure of the server",
      Response.json({ message: "Oops." }, { status: 500 }),
      { kind: "broken", message: "Oops." },
    ],
    ["a page in place of JSON", new Response("<html>"), { kind: "broken", status: 200 }],
    ["JSON that is no message", Response.json([]), { kind: "broken", status: 200 }],
  ])("%s", async (_, response, expected) => {
    answering(response);
    const error = await client.getServer().catch((thrown) => thrown);
    expect(error).toBeInstanceOf(RequestError);
    expect(error).toMatchObject(expected);
  });

  test("an aborted request rejects with the reason of the abort", async () => {
    const control = new AbortController();
    control.abort(new Error("gone"));
    answering(control.signal.reason);
    await expect(client.getServer(control.signal)).rejects.toThrow("gone");
  });
});
