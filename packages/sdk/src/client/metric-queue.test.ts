import { ApiError } from "@spanloom/wire";
import { describe, expect, test } from "vitest";
import { type MetricPoint, MetricQueue } from "./metric-queue.ts";

const point = (key: string, step = 0): MetricPoint => ({ key, value: step, timestamp: 0, step });

/** A queue and what was stored; `send` may refuse. */
function queueWith(check: (points: readonly MetricPoint[]) => void = () => undefined, capacity?: number) {
  const stored: MetricPoint[] = [];
  const sizes: number[] = [];
  const send = async (points: readonly MetricPoint[]) => {
    sizes.push(points.length);
    await null;
    check(points);
    stored.push(...points);
  };
  return { queue: new MetricQueue({ send, delayMs: 1, ...(capacity !== undefined && { capacity }) }), stored, sizes };
}

const refusal = (message = "no") => new ApiError("INVALID_PARAMETER_VALUE", message);

test("points are stored in their order, in batches of 1,000, without anyone waiting", async () => {
  const { queue, stored, sizes } = queueWith();
  for (let step = 0; step < 2_500; step++) queue.add([point("m", step)]);
  await queue.flush();
  expect(stored.map(({ step }) => step)).toEqual(Array.from({ length: 2_500 }, (_, at) => at));
  expect(sizes).toEqual([1_000, 1_000, 500]);
});

test("points that are added while others are sent are stored, too", async () => {
  const { queue, stored } = queueWith();
  queue.add([point("a")]);
  const flushed = queue.flush();
  queue.add([point("b")]);
  await flushed;
  await queue.flush();
  expect(stored.map(({ key }) => key)).toEqual(["a", "b"]);
});

describe("a refusal", () => {
  test("takes only the points that were refused", async () => {
    const { queue, stored } = queueWith((points) => {
      if (points.some(({ key }) => key.startsWith("bad"))) throw refusal();
    });
    for (let at = 0; at < 100; at++) queue.add([point(at % 25 === 7 ? `bad${at}` : "good", at)]);
    await expect(queue.flush()).rejects.toThrow("4 points were not stored, the first of them metric 'bad7': no");
    expect(stored).toHaveLength(96);
    await queue.flush(); // told once
  });

  test("of the run itself is not asked again for each point", async () => {
    const { queue, sizes } = queueWith(() => {
      throw refusal("The run r must be in the 'active' state. Current state is deleted.");
    });
    queue.add(Array.from({ length: 500 }, (_, at) => point("m", at)));
    await expect(queue.flush()).rejects.toThrow("500 points were not stored");
    expect(sizes).toEqual([500]);
  });
});

test("points wait while the server is away, and are stored when it is back", async () => {
  let away = true;
  const { queue, stored } = queueWith(() => {
    if (away) throw new ApiError("TEMPORARILY_UNAVAILABLE", "away", { httpStatus: 0 });
  });
  queue.add([point("a"), point("b")]);
  await expect(queue.flush()).rejects.toMatchObject({
    code: "TEMPORARILY_UNAVAILABLE",
    message: "2 points were not stored: away",
  });
  away = false;
  await queue.flush();
  expect(stored.map(({ key }) => key)).toEqual(["a", "b"]);
});

test("what is too much to wait is dropped, counted and told", async () => {
  const { queue, stored } = queueWith(undefined, 10);
  queue.add(Array.from({ length: 13 }, (_, at) => point("m", at)));
  await expect(queue.flush()).rejects.toMatchObject({ code: "RESOURCE_EXHAUSTED" });
  expect(stored).toHaveLength(10);
});
