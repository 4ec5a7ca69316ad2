import { describe, expect, expectTypeOf, test } from "vitest";
import { getCurrentActiveSpan } from "../span/active-span.ts";
import { startSpan } from "../span/start-span.ts";
import { withSpan } from "../span/with-span.ts";
import { recordSpans } from "../testing.ts";
import { trace } from "./trace.ts";

describe("a traced function", () => {
  test("is a span with its arguments by name and its result", () => {
    const spans = recordSpans();
    const add = trace(function add(a: number, b: number) {
      return a + b;
    });
    expect(add(1, 2)).toBe(3);
    expect(spans()).toMatchObject([
      { name: "add", inputs: { a: 1, b: 2 }, outputs: 3, status: 1, attributes: { "mlflow.spanType": '"UNKNOWN"' } },
    ]);
  });

  test("ends when its promise is settled, and nests what it calls", async () => {
    const spans = recordSpans();
    const inner = trace({ name: "inner", spanType: "TOOL" }, async (word: string) => {
      await Promise.resolve();
      return word.toUpperCase();
    });
    const outer = trace(
      async (words: readonly string[]) => {
        const said = await Promise.all(words.map((word) => inner(word)));
        return said.join(" ");
      },
      { name: "outer" },
    );
    expect(await outer(["a", "b"])).toBe("A B");
    expect(spans().map(({ name, parent, outputs }) => [name, parent, outputs])).toEqual([
      ["inner", "outer", "A"],
      ["inner", "outer", "B"],
      ["outer", undefined, "A B"],
    ]);
  });

  test.each([
    ["throws", () => trace(() => raise())],
    ["rejects", () => trace(async () => raise())],
  ])("that %s passes the error on, and its span says why", async (_, make) => {
    const spans = recordSpans();
    const traced = make();
    await expect((async () => traced())()).rejects.toBe(failure);
    const [span] = spans();
    expect(span).toMatchObject({ status: 2, outputs: undefined, span: { status: { message: "no such city" } } });
    expect(span!.span.events).toMatchObject([
      { name: "exception", attributes: { "exception.type": "RangeError", "exception.message": "no such city" } },
    ]);
    expect(span!.span.events[0]!.attributes!["exception.stacktrace"]).toMatch(
      /^RangeError: no such city\n.*Caused by: TypeError: the map is empty\n/s,
    );
  });

  test("stands for the function: type, name, length, this, properties, and what new makes", () => {
    recordSpans();
    class City {
      name: string;
      constructor(name: string) {
        this.name = name;
      }
    }
    const Traced = trace(City as unknown as (name: string) => City) as unknown as typeof City;
    expect(new Traced("Oslo")).toBeInstanceOf(City);
    const counter = { count: 2, next: trace(nextOf) };
    expect(counter.next(3)).toBe(5);
    expect(counter.next.step).toBe("one");
    expect([counter.next.name, counter.next.length]).toEqual(["nextOf", 1]);
  });

  test("keeps overloads, generics and this in its type", () => {
    recordSpans();
    expectTypeOf(trace(overloaded)).toEqualTypeOf<typeof overloaded>();
    expectTypeOf(trace({ name: "x" }, overloaded)).toEqualTypeOf<typeof overloaded>();
    expectTypeOf(trace(generic)("a")).toEqualTypeOf<"a">();
    expectTypeOf(trace({})(generic)("a")).toEqualTypeOf<"a">();
    expectTypeOf(withSpan(() => 1)).toEqualTypeOf<number>();
    expectTypeOf(withSpan(async () => "a")).toEqualTypeOf<Promise<string>>();
    // @ts-expect-error a traced function takes what the function takes
    trace(overloaded)(true);
  });

  test("records nothing of the calls below it where it says so", () => {
    const spans = recordSpans();
    const inner = trace(() => getCurrentActiveSpan()?.isRecording, { name: "inner" });
    const outer = trace(() => inner(), { name: "outer", record: false });
    expect(outer()).toBe(false);
    expect(spans()).toEqual([]);
    expect(withSpan(() => outer(), { name: "around" })).toBe(false);
    expect(spans().map(({ name }) => name)).toEqual(["around"]);
  });

  test.each<[boolean | { inputs?: boolean; outputs?: boolean }, unknown, unknown]>([
    [true, { a: 1 }, 2],
    [false, undefined, undefined],
    [{ inputs: false }, undefined, 2],
    [{ outputs: false }, { a: 1 }, undefined],
  ])("with capture %j records the inputs %j and the outputs %j", (capture, inputs, outputs) => {
    const spans = recordSpans();
    trace({ capture }, (a: number) => a + 1)(1);
    expect(spans()).toMatchObject([{ inputs, outputs }]);
  });
});

describe("as a decorator", () => {
  // The tests run from source, whose decorators no JavaScript engine has yet; these calls are what compilers make of them.
  class Agent {
    name = "ada";
    answer(question: string) {
      return `${this.name}: ${question}`;
    }
  }

  test("of the standard, with and without options", () => {
    const spans = recordSpans();
    const context = { kind: "method", name: "answer", addInitializer: () => undefined } as unknown as DecoratorContext;
    const agent = new Agent();
    const withOptions = trace({ spanType: "AGENT" })(agent.answer, context);
    const bare = trace(agent.answer, context);
    expect([withOptions.call(agent, "why"), bare.call(agent, "how")]).toEqual(["ada: why", "ada: how"]);
    expect(spans()).toMatchObject([
      { name: "answer", inputs: { question: "why" }, attributes: { "mlflow.spanType": '"AGENT"' } },
      { name: "answer", inputs: { question: "how" }, attributes: { "mlflow.spanType": '"UNKNOWN"' } },
    ]);
  });

  test("of the standard, on a field that holds a function", () => {
    const spans = recordSpans();
    const context = { kind: "field", name: "search", addInitializer: () => undefined } as unknown as DecoratorContext;
    const initial = trace()(undefined as never, context) as unknown as (value: unknown) => () => number;
    expect(initial(() => 1)()).toBe(1);
    expect(spans()).toMatchObject([{ name: "search", outputs: 1 }]);
  });

  test.each([
    ["with options", trace({ spanType: "AGENT" })],
    ["without", trace as typeof trace & ReturnType<typeof trace>],
  ])("of TypeScript's experimentalDecorators, %s", (_, decorator) => {
    const spans = recordSpans();
    class Other extends Agent {}
    const descriptor = Object.getOwnPropertyDescriptor(Agent.prototype, "answer")!;
    const decorated = (decorator as (...args: unknown[]) => PropertyDescriptor)(Other.prototype, "answer", descriptor);
    Object.defineProperty(Other.prototype, "answer", decorated);
    expect(new Other().answer("why")).toBe("ada: why");
    expect(spans()).toMatchObject([{ name: "answer", inputs: { question: "why" } }]);
  });
});

test("a span that was started apart takes a parent, and gives one", () => {
  const spans = recordSpans();
  const root = startSpan({ name: "root" });
  withSpan(() => startSpan({ name: "another root", parent: null }).end(), { name: "child", parent: root });
  root.end();
  expect(spans().map(({ name, parent }) => [name, parent])).toEqual([
    ["another root", undefined],
    ["child", "root"],
    ["root", undefined],
  ]);
});

const failure = new RangeError("no such city", { cause: new TypeError("the map is empty") });

function raise(): never {
  throw failure;
}

function nextOf(this: { count: number }, by: number): number {
  return this.count + by;
}
nextOf.step = "one";

function overloaded(value: string): string;
function overloaded(value: number): number;
function overloaded(value: string | number): string | number {
  return value;
}

function generic<T extends string>(value: T): T {
  return value;
}
