import { AsyncLocalStorage } from "node:async_hooks";
import { expect, test } from "vitest";
import { activeSpan } from "../../span/active-span.ts";
import { runWithSpan } from "../../span/run-with-span.ts";
import { startSpan } from "../../span/start-span.ts";
import { followStorage, type RunStorage } from "./follow-storage.ts";

interface Store {
  span?: ReturnType<typeof startSpan>;
}

const following = () => {
  const storage = new AsyncLocalStorage<Store>();
  const undo = followStorage(storage as unknown as RunStorage<Store>, ({ span }) => span);
  return { storage, undo };
};

test("what a framework runs has the framework's span as the active one, also when it is set only later", async () => {
  const { storage } = following();
  const span = startSpan({ name: "run" });
  const store: Store = {};
  await storage.run(store, async () => {
    expect(activeSpan()).toBeUndefined();
    store.span = span;
    await null;
    expect(activeSpan()).toBe(span);
  });
  expect(activeSpan()).toBeUndefined();
});

test("a span that the application opens inside stays the active one, through what the framework runs for itself", () => {
  const { storage } = following();
  const [run, own, next] = ["run", "own", "next"].map((name) => startSpan({ name }));
  storage.run({ span: run }, () => {
    runWithSpan(own!, () => {
      // A copy of the store says nothing new.
      storage.run({ span: run }, () => expect(activeSpan()).toBe(own));
      storage.run({ span: next }, () => expect(activeSpan()).toBe(next));
      storage.run(undefined as never, () => expect(activeSpan()).toBe(own));
    });
  });
});

test("two that follow one storage both find their spans; ended, it is as before", () => {
  const { storage, undo } = following();
  const [mine, theirs] = [startSpan({ name: "mine" }), startSpan({ name: "theirs" })];
  const undoOther = followStorage(storage as unknown as RunStorage<Store>, (store) =>
    "other" in store ? theirs : undefined,
  );
  storage.run({ span: mine }, () => expect(activeSpan()).toBe(mine));
  storage.run({ other: true } as Store, () => expect(activeSpan()).toBe(theirs));
  undo();
  undoOther();
  storage.run({ span: mine }, () => expect(activeSpan()).toBeUndefined());
});

test("a store of a shape that nobody expected is no fault of the application's", () => {
  const storage = new AsyncLocalStorage<never>();
  followStorage(storage as unknown as RunStorage<never>, (store) => (store as { a: { b: never } }).a.b);
  for (const store of [7, "text", Object.create(null), { a: null }]) {
    expect(storage.run(store as never, () => "result")).toBe("result");
  }
});
