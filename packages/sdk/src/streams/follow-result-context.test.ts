import { Readable } from "node:stream";
import { setImmediate } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { followResult } from "./follow-result.ts";
import { all, context, recorder } from "./testing.ts";

describe("the context in which chunks are made", () => {
  const seen = () => context.getStore() ?? "none";
  test.each<[string, () => object, (value: never) => Promise<unknown[]>]>([
    [
      "a generator",
      function* () {
        yield seen();
        yield seen();
      },
      all,
    ],
    [
      "an async generator",
      async function* () {
        yield seen();
        await setImmediate();
        yield seen();
      },
      all,
    ],
    [
      "a web stream",
      () =>
        new ReadableStream(
          {
            pull(controller) {
              controller.enqueue(seen());
              controller.close();
            },
          },
          { highWaterMark: 0 },
        ),
      all,
    ],
    [
      "a web stream in a pipe",
      () =>
        new ReadableStream(
          {
            pull(controller) {
              controller.enqueue(seen());
              controller.close();
            },
          },
          { highWaterMark: 0 },
        ),
      (value: ReadableStream) => all(value.pipeThrough(new TransformStream())),
    ],
    [
      "a Node stream",
      () =>
        new Readable({
          objectMode: true,
          read() {
            this.push(seen());
            this.push(null);
          },
        }),
      all,
    ],
  ])("%s is made below its span, and its consumer is not", async (_what, make, consume) => {
    const chunks = await consume(followResult(make(), recorder().observer) as never);
    expect(new Set(chunks)).toEqual(new Set(["span"]));
    expect(seen()).toBe("none");
  });
});
