import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { ReadableSpan } from "@opentelemetry/sdk-trace";
import { expect, test } from "vitest";
import { recordSpans } from "../testing.ts";
import { trace } from "./trace.ts";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

test("a span that somebody keeps holds no trace that came later", async () => {
  const spans = recordSpans();
  const step = trace(async (name: string) => name, { name: "step" });
  const turn = trace(async (name: string) => step(name), { name: "turn" });
  for (let count = 0; count < 100; count++) await turn(String(count));
  const kept: ReadableSpan[] = [];
  const later = (() => {
    const all = spans().map(({ span }) => span);
    kept.push(...all.slice(0, 4));
    return all.slice(4).map((span) => new WeakRef(span));
  })();
  // A WeakRef is held until the end of the turn of the event loop that made it.
  await new Promise((resolve) => setTimeout(resolve, 0));
  collect();
  // The last traces are known to `getLastActiveTraceId` and its like.
  expect(later.filter((ref) => ref.deref() !== undefined).length).toBeLessThan(20);
  expect(kept).toHaveLength(4);
});
