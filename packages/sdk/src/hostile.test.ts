import { afterAll, describe, expect, test } from "vitest";
import * as sdk from "./index.ts";
import { recordSpans } from "./testing.ts";

/** No function of tracing may throw into the application, whatever it is given. */

const cyclic: Record<string, unknown> = {};
cyclic.self = cyclic;
const refuse = (): never => {
  throw new Error("no");
};
const hostile: Record<string, unknown> = {
  undefined: undefined,
  null: null,
  "a number": -1,
  NaN: Number.NaN,
  "a bigint": -(2n ** 70n),
  "a NUL": "\0",
  "half a surrogate pair": "\ud800",
  "a long text": "x".repeat(10_000),
  "an empty object": {},
  "a cycle": cyclic,
  __proto__: JSON.parse('{"__proto__": {"polluted": true}, "constructor": 1}'),
  "no prototype": Object.create(null),
  "a getter that throws": Object.defineProperty({}, "name", { get: refuse, enumerable: true }),
  "a proxy that throws": new Proxy({}, { get: refuse, has: refuse, ownKeys: refuse, getOwnPropertyDescriptor: refuse }),
  "a text that throws": { toString: refuse, toJSON: refuse, [Symbol.toPrimitive]: refuse },
  "a symbol": Symbol("s"),
  "a function": () => "x",
  "a revoked proxy": revoked(),
  "a Map": new Map([[{}, new Set([1])]]),
};
const values = Object.entries(hostile);

afterAll(() => sdk.init({ enabled: false }));

describe.each(values)("%s", (_, value) => {
  const any = value as never;

  test("as options and arguments of functions", () => {
    recordSpans();
    const calls: (() => unknown)[] = [
      () => sdk.startSpan(any).end(any),
      () => sdk.startSpan({ name: any, spanType: any, inputs: any, attributes: any, kind: any, links: any }).end(),
      () =>
        sdk.startSpan({ name: "x", startTimeNs: any, capture: any, record: any, links: [any] }).end({ endTimeNs: any }),
      () => sdk.startSpan({ name: "x", parent: any }).end(),
      () => sdk.updateCurrentTrace(any),
      () =>
        sdk.updateCurrentTrace({ tags: any, metadata: any, session: any, user: any, name: any, requestPreview: any }),
      () => sdk.setActiveModel(any),
      () => sdk.clearActiveModel(),
      () => sdk.registerOnSpanStartHook(any)(),
      () => sdk.registerOnSpanEndHook(any)(),
      () => sdk.getTracingHeaders(),
      () => sdk.getLastActiveTraceId(),
      () => sdk.getTracer().startSpan(any, any, any).end(),
    ];
    sdk.withSpan(() => calls.map((call) => expect(call, String(call)).not.toThrow()), { name: "around" });
    for (const call of calls) expect(call, String(call)).not.toThrow();
  });

  test("around a function, which runs and gives its result", () => {
    recordSpans();
    expect(sdk.withSpan(() => 1, any)).toBe(1);
    expect(sdk.withSpan(() => 1, { name: any, inputs: any, attributes: any, spanType: any, parent: any })).toBe(1);
    expect(sdk.trace(() => 1, any)()).toBe(1);
    expect(sdk.trace((given: unknown) => Object.is(given, value), { attributes: any })(value)).toBe(true);
    expect(sdk.runWithSpan(any, () => 1)).toBe(1);
    expect(sdk.withActiveModel(any, () => 1)).toBe(1);
    expect(sdk.withTracingHeaders(any, () => 1)).toBe(1);
    expect(sdk.tracingContext(any, () => 1)).toBe(1);
    expect(sdk.tracingContext({ tags: any, metadata: any, session: any }, () => sdk.withSpan(() => 1))).toBe(1);
  });

  test("given to a span, which ends and is recorded", () => {
    const spans = recordSpans();
    const span = sdk.startSpan({ name: "span" });
    const calls: (() => unknown)[] = [
      () => span.setInputs(any).setOutputs(any).setAttribute(any, any).setAttribute("a", any).setAttributes(any),
      () => span.setAttributes({ a: any }).setSpanType(any).addEvent(any, any).addEvent("e", { a: any }),
      () => span.addLink(any, any).recordException(any).setStatus(any, any).setStatus("ERROR", any),
      () => span.setUsage(any).setUsage({ inputTokens: any }).setCost(any).setCost({ inputUsd: any }),
      () => span.setTimeToFirstToken().getAttribute(any),
      () => span.setName(any),
      () => span.end(any),
    ];
    for (const call of calls) expect(call, String(call)).not.toThrow();
    expect(spans()).toHaveLength(1);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  test("thrown or returned by a traced function is passed on as it is", async () => {
    const spans = recordSpans();
    let thrown: unknown = "nothing";
    try {
      sdk.trace(() => {
        throw value;
      })();
    } catch (error) {
      thrown = error;
    }
    expect(Object.is(thrown, value)).toBe(true);
    await expect(
      sdk
        .trace(async () => Promise.reject(value))()
        .then(
          () => "resolved",
          (error) => Object.is(error, value),
        ),
    ).resolves.toBe(true);
    expect(Object.is(sdk.trace(() => value)(), value)).toBe(true);
    expect(spans()).toHaveLength(3);
  });

  test("as options of init, after which tracing works", () => {
    const names = [
      "url",
      "experiment",
      "headers",
      "sampleRate",
      "redact",
      "sampler",
      "spanProcessors",
      "delivery",
      "provider",
    ];
    for (const name of names) {
      expect(() => sdk.init({ enabled: true, deliver: false, [name]: value }), name).not.toThrow();
      expect(
        sdk.withSpan(() => 1, { name: "x" }),
        name,
      ).toBe(1);
    }
    expect(() => sdk.init(any)).not.toThrow();
    sdk.init({ enabled: false });
  });
});

test("hooks that throw, and processors and samplers that do, keep nothing from running", () => {
  recordSpans({
    redact: refuse,
    sampler: { shouldSample: refuse },
    spanProcessors: [{ onStart: refuse, onEnd: refuse, forceFlush: refuse, shutdown: refuse }],
  });
  const stop = [sdk.registerOnSpanStartHook(refuse), sdk.registerOnSpanEndHook(refuse)];
  expect(sdk.trace((a: number) => a + 1)(1)).toBe(2);
  for (const end of stop) end();
});

test("a span stays as it is after its end", () => {
  const spans = recordSpans();
  const span = sdk.startSpan({ name: "span" });
  span.end({ outputs: 1 });
  span.setOutputs(2).setAttribute("late", 1).setName("late").recordException(new Error("late")).end();
  expect(spans()).toMatchObject([{ name: "span", outputs: 1, status: 1, span: { events: [] } }]);
  expect(span).toMatchObject({ name: "span", outputs: 1, status: { code: "OK" } });
});

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}
