import { afterEach, beforeEach, expect, test } from "vitest";
import { init, shutdown } from "../provider/tracing.ts";
import { withSpan } from "../span/with-span.ts";
import { type Receiver, startReceiver } from "./testing.ts";
import { flushAfter, waitUntil } from "./wait-until.ts";

let receiver: Receiver;
let status = 200;
beforeEach(async () => {
  status = 200;
  receiver = await startReceiver(() => ({ status }));
  init({ url: receiver.url.replace("/v1/traces", ""), delayMs: 60_000, exitTimeoutMs: 0 });
});
afterEach(async () => {
  await shutdown({ timeoutMs: 10 }).catch(() => undefined);
  await receiver.close();
});

const traced = () => withSpan(async () => "answer", { name: "invocation" });

test("flushAfter answers when the spans of the invocation are delivered, with the handler's own answer", async () => {
  const handler = flushAfter(async function (this: { prefix: string }, event: string) {
    return `${this.prefix} ${event} ${await traced()}`;
  });
  expect(await handler.call({ prefix: "an" }, "event")).toBe("an event answer");
  expect(receiver.taken()).toEqual(["invocation"]);
});

test("flushAfter throws what the handler throws, after delivery", async () => {
  const error = new Error("the handler's");
  const handler = flushAfter(() => withSpan(() => Promise.reject(error), { name: "failed" }));
  await expect(handler()).rejects.toBe(error);
  expect(receiver.taken()).toEqual(["failed"]);
});

test("a server that refuses fails no invocation", async () => {
  status = 401;
  expect(await flushAfter(traced)()).toBe("answer");
});

test.each([
  ["a function", (take: (promise: Promise<unknown>) => void) => take],
  [
    "a context, by its own method",
    (take: (promise: Promise<unknown>) => void) =>
      new (class {
        #promises = take;
        waitUntil(promise: Promise<unknown>) {
          this.#promises(promise);
        }
      })(),
  ],
])("waitUntil gives the platform a promise of what runs: %s", async (_, platform) => {
  let end = () => {};
  const streaming = withSpan(
    () =>
      new Promise<void>((resolve) => {
        end = resolve;
      }),
    { name: "stream" },
  );
  let kept: Promise<unknown> | undefined;
  waitUntil(
    platform((promise) => {
      kept = promise;
    }),
  );
  expect(receiver.taken()).toEqual([]);
  end();
  await streaming;
  await kept;
  expect(receiver.taken()).toEqual(["stream"]);
});

test.each([
  undefined,
  null,
  {},
  () => {
    throw new Error("no");
  },
])("waitUntil never throws, given %s", (platform) => {
  expect(() => waitUntil(platform as never)).not.toThrow();
});
