import { afterEach, describe, expect, test } from "vitest";
import { clearActiveModel, getActiveModel, setActiveModel, withActiveModel } from "../active-model/active-model.ts";
import type { ActiveRun } from "../client/active-run.ts";
import { withScope } from "../context/scope.ts";
import { startSpan } from "../span/start-span.ts";
import { withSpan } from "../span/with-span.ts";
import { recordSpans } from "../testing.ts";
import { trace } from "./trace.ts";
import { tracingContext } from "./tracing-context.ts";
import { getLastActiveTraceId, updateCurrentTrace } from "./update-current-trace.ts";

afterEach(clearActiveModel);

const step = trace(async (name: string) => name, { name: "step" });

describe("what is said of a trace", () => {
  test("stands on its root, from wherever below it was said", async () => {
    const spans = recordSpans();
    await withSpan(
      async () => {
        await withSpan(async () => updateCurrentTrace({ tags: { a: 1, b: { c: true } }, session: "s" }), {
          name: "child",
        });
        updateCurrentTrace({ user: "u", metadata: { "mlflow.trace.session": "s2", commit: "c" } });
      },
      { name: "root" },
    );
    const [child, root] = spans();
    expect(root!.attributes).toMatchObject({
      "mlflow.traceTag.a": "1",
      "mlflow.traceTag.b": '{"c":true}',
      "session.id": "s2",
      "user.id": "u",
      "mlflow.traceMetadata.commit": "c",
    });
    expect(child!.attributes).not.toHaveProperty("session.id");
  });

  test("after the root has ended is sent with it once more", async () => {
    const spans = recordSpans();
    const traceId = await withSpan(async (span) => span.traceId, { name: "root" });
    updateCurrentTrace({ tags: { late: "yes" } });
    expect(getLastActiveTraceId()).toBe(traceId);
    expect(spans()[0]!.attributes).toMatchObject({ "mlflow.traceTag.late": "yes" });
  });

  test("from a child that outlives the root goes to that root", () => {
    const spans = recordSpans();
    const root = startSpan({ name: "root" });
    withSpan(
      () => {
        root.end();
        updateCurrentTrace({ tags: { late: "yes" } });
      },
      { name: "child", parent: root },
    );
    expect(spans().find(({ name }) => name === "root")!.attributes).toMatchObject({ "mlflow.traceTag.late": "yes" });
  });

  test("before it starts labels all that start in the context, the inner over the outer", async () => {
    const spans = recordSpans();
    await tracingContext({ session: "outer", tags: { a: "1", b: "1" } }, async () => {
      await Promise.resolve();
      await tracingContext({ session: "inner", tags: { b: "2" } }, () => step("x"));
    });
    await step("y");
    expect(
      spans().map(({ attributes }) => [
        attributes["session.id"],
        attributes["mlflow.traceTag.a"],
        attributes["mlflow.traceTag.b"],
      ]),
    ).toEqual([
      ["inner", "1", "2"],
      [undefined, undefined, undefined],
    ]);
  });

  test("and where tracing is off in the context, there is none", async () => {
    const spans = recordSpans();
    await tracingContext({ enabled: false }, () => tracingContext({ session: "s" }, () => step("x")));
    expect(spans()).toEqual([]);
  });
});

describe("the last trace", () => {
  test("is that of the own request, however many run at once", async () => {
    recordSpans();
    const request = async (name: string) => {
      const traceId = await withSpan(
        async (span) => {
          await step(name);
          return span.traceId;
        },
        { name },
      );
      await new Promise((resolve) => setImmediate(resolve));
      return [traceId, getLastActiveTraceId()];
    };
    await step("at the start of the program");
    for (const [made, last] of await Promise.all(["a", "b", "c"].map(request))) expect(last).toBe(made);
  });

  test("is found where only what was called made one", async () => {
    recordSpans();
    await step("before");
    const made: string[] = [];
    const called = async () => {
      await Promise.resolve();
      made.push(await withSpan(async (span) => span.traceId, { name: "inside" }));
      made.push(await withSpan(async (span) => span.traceId, { name: "inside again" }));
    };
    await called();
    expect(getLastActiveTraceId()).toBe(made[1]);
  });
});

describe("the model", () => {
  test("of a trace is the one around, else the one that was set", async () => {
    const spans = recordSpans();
    await step("none");
    setActiveModel("m-global");
    await step("global");
    await withActiveModel({ modelId: "m-outer" }, async () => {
      await Promise.all([
        withActiveModel({ info: { model_id: "m-inner", name: "agent" } }, async () => {
          await Promise.resolve();
          expect(getActiveModel()).toEqual({ modelId: "m-inner", name: "agent" });
          await step("inner");
        }),
        step("outer"),
      ]);
      clearActiveModel();
      await step("outer again");
    });
    await step("none again");
    const found = Object.fromEntries(
      spans().map(({ inputs, attributes }) => [(inputs as { name: string }).name, attributes["mlflow.modelId"]]),
    );
    expect(found).toEqual({
      none: undefined,
      global: "m-global",
      inner: "m-inner",
      outer: "m-outer",
      "outer again": "m-outer",
      "none again": undefined,
    });
  });

  test("stands on the root alone", async () => {
    const spans = recordSpans();
    await withActiveModel("m-1", () => withSpan(() => step("child"), { name: "root" }));
    expect(spans().map(({ name, attributes }) => [name, attributes["mlflow.modelId"]])).toEqual([
      ["step", undefined],
      ["root", "m-1"],
    ]);
  });
});

test("a trace is linked to the run around", async () => {
  const spans = recordSpans();
  await withScope({ run: { runId: "r-1" } as ActiveRun }, () => step("x"));
  expect(spans()[0]!.attributes).toMatchObject({ "mlflow.sourceRun": "r-1" });
});
