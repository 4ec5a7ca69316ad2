import type { ReadableSpan } from "@opentelemetry/sdk-trace";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Batch, SpanQueue } from "./span-queue.ts";

const span = (name: number) => ({ name: String(name) }) as ReadableSpan;
const numbers = (batches: readonly Batch[]) => batches.flatMap(({ spans }) => spans.map(({ name }) => Number(name)));

test("batches that are put back go first, in the order in which their spans came", () => {
  const queue = new SpanQueue({ maxSpans: 100, maxBytes: 1e6 });
  for (let i = 0; i < 9; i++) queue.add(span(i), 10);
  const [first, second] = [queue.take(3, 1e6)!, queue.take(3, 1e6)!];
  queue.putBack(second);
  queue.putBack(first);
  expect(numbers(queue.all(3, 1e6))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
});

test("what is under way is not dropped; where nothing else is left, the newcomer is", () => {
  const queue = new SpanQueue({ maxSpans: 4, maxBytes: 1e6 });
  for (let i = 0; i < 4; i++) queue.add(span(i), 10);
  const batch = queue.take(3, 1e6)!;
  expect(queue.add(span(4), 10)).toBe(1);
  expect(numbers([batch])).toEqual([0, 1, 2]);
  const rest = queue.take(3, 1e6)!;
  expect(numbers([rest])).toEqual([4]);
  expect(queue.add(span(5), 10)).toBe(1);
  expect(queue.spans).toBe(4);
});

test("a batch that another invocation left under way can be had back, and its late answer changes nothing", () => {
  const queue = new SpanQueue({ maxSpans: 4, maxBytes: 1e6 });
  queue.add(span(0), 10);
  const batch = queue.take(3, 1e6)!;
  queue.reclaim(batch.takenMs);
  expect(queue.hasWaiting).toBe(false);
  queue.reclaim(batch.takenMs + 1);
  expect(queue.hasWaiting).toBe(true);
  queue.settle(batch);
  expect(queue.unsettledBefore(1)).toBe(1);
});

describe("whatever is done with it", () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant("add" as const), bytes: fc.nat(60) }),
    fc.record({ do: fc.constant("take" as const), spans: fc.integer({ min: 1, max: 5 }) }),
    fc.record({ do: fc.constantFrom("settle" as const, "putBack" as const, "split" as const), pick: fc.nat(9) }),
  );

  test("every span is settled or dropped exactly once, and the bounds hold", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const queue = new SpanQueue({ maxSpans: 70, maxBytes: 900 });
        const underway: Batch[] = [];
        let [added, dropped, settled] = [0, 0, 0];
        for (const [at, act] of steps.entries()) {
          if (act.do === "add") {
            dropped += queue.add(span(at), act.bytes);
            added++;
          } else if (act.do === "take") {
            const batch = queue.take(act.spans, 200);
            if (batch !== undefined) underway.push(batch);
          } else if (underway.length > 0) {
            const [batch] = underway.splice(act.pick % underway.length, 1) as [Batch];
            if (act.do === "settle") settled += batch.spans.length;
            queue[act.do](batch);
          }
          expect(queue.spans).toBeLessThanOrEqual(70);
          expect(queue.bytes).toBeLessThanOrEqual(900);
          expect(queue.spans).toBe(added - dropped - settled);
          expect(queue.unsettledBefore(queue.next)).toBe(queue.spans);
        }
        const rest = numbers(queue.all(3, 200));
        expect(rest).toHaveLength(added - dropped - settled);
        expect(rest).toEqual([...new Set(rest)].sort((a, b) => a - b));
      }),
    );
  });
});
