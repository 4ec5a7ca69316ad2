import { describe, expect, test } from "vitest";
import { startSpan } from "../span/start-span.ts";
import { withSpan } from "../span/with-span.ts";
import { recordSpans } from "../testing.ts";
import { tracingContext } from "../trace/tracing-context.ts";
import { updateCurrentTrace } from "../trace/update-current-trace.ts";
import { getTracingHeaders, type IncomingHeaders, withTracingHeaders } from "./headers.ts";

const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

describe("headers of a call", () => {
  test("name the active span, and the trace's session and user", () => {
    recordSpans();
    const [span, headers] = withSpan(
      (span) => {
        updateCurrentTrace({ session: "a b,ü", user: "ada" });
        return [span, getTracingHeaders()] as const;
      },
      { name: "root" },
    );
    expect(headers).toEqual({
      traceparent: `00-${span.traceId.slice(3)}-${span.spanId}-01`,
      baggage: "session.id=a%20b%2C%C3%BC,user.id=ada",
    });
  });

  test("are none where nothing runs", () => {
    recordSpans();
    expect(getTracingHeaders()).toEqual({});
  });

  test("say that a trace is not recorded", () => {
    recordSpans({ sampleRate: 0 });
    expect(withSpan(getTracingHeaders, { name: "root" }).traceparent).toMatch(/-00$/);
    recordSpans();
    expect(withSpan(getTracingHeaders, { name: "root", record: false }).traceparent).toMatch(/-00$/);
  });

  test("bring back what came in", () => {
    recordSpans();
    const incoming = { traceparent, tracestate: "vendor=1", baggage: "session.id=s%201,tenant=acme" };
    expect(withTracingHeaders(incoming, getTracingHeaders)).toEqual({
      traceparent,
      tracestate: "vendor=1",
      baggage: "session.id=s%201,tenant=acme",
    });
  });
});

describe("headers that came in", () => {
  test.each<[name: string, headers: IncomingHeaders]>([
    ["a record", { traceparent, baggage: "session.id=s,user.id=u" }],
    ["Node's, whatever the case", { Traceparent: traceparent, BAGGAGE: ["session.id=s", "user.id=u"] }],
    ["fetch's", new Headers({ traceparent, baggage: "session.id=s,user.id=u" })],
    [
      "a Map",
      new Map([
        ["traceparent", traceparent],
        ["baggage", "session.id=s,user.id=u"],
      ]),
    ],
  ])("make a root here a child of the caller's span: %s", async (_, headers) => {
    const spans = recordSpans();
    await withSpan(
      () =>
        withTracingHeaders(headers, async () => {
          await Promise.resolve();
          withSpan(() => undefined, { name: "handler" });
        }),
      { name: "a span of the server's own" },
    );
    const [handler] = spans();
    expect(handler!.span.spanContext().traceId).toBe("0af7651916cd43dd8448eb211c80319c");
    expect(handler!.parent).toBe("b7ad6b7169203331");
    expect(handler!.attributes).toMatchObject({ "session.id": "s", "user.id": "u" });
  });

  test("with an explicit root stay unheard", () => {
    const spans = recordSpans();
    withTracingHeaders({ traceparent }, () => startSpan({ name: "root", parent: null }).end());
    expect(spans()[0]!.parent).toBeUndefined();
  });

  test("that were not recorded there are not recorded here", () => {
    const spans = recordSpans();
    withTracingHeaders({ traceparent: traceparent.replace(/01$/, "00") }, () => startSpan({ name: "handler" }).end());
    expect(spans()).toEqual([]);
  });

  test.each<[name: string, headers: unknown]>([
    ["none", {}],
    ["a broken traceparent", { traceparent: "00-zz-yy-01" }],
    ["zeros", { traceparent: "00-00000000000000000000000000000000-0000000000000000-01" }],
    ["a number", { traceparent: 7 }],
    ["null", null],
    [
      "a getter that throws",
      {
        get: () => {
          throw new Error("no");
        },
      },
    ],
  ])("that say nothing change nothing: %s", (_, headers) => {
    const spans = recordSpans();
    tracingContext({ session: "here" }, () =>
      expect(withTracingHeaders(headers as IncomingHeaders, () => withSpan(() => 1, { name: "x" }))).toBe(1),
    );
    expect(spans()).toMatchObject([{ parent: undefined, attributes: { "session.id": "here" } }]);
  });
});
