import { describe, expect, test } from "vitest";
import { foldGaps } from "./gaps.ts";
import { selfStretches, selfUs } from "./self-time.ts";
import { randomTree, sketchTree } from "./testing.ts";
import { fitSpan, parseRange, printRange, ticks, timeScale, within, zoomAround } from "./time-scale.ts";

const whole = { startUs: 0, endUs: 1_000_000 };

describe("time scale", () => {
  test("goes from times to pixels and back", () => {
    const scale = timeScale({ startUs: 100, endUs: 300 }, 400);
    expect(scale.x(100)).toBe(0);
    expect(scale.x(300)).toBe(400);
    expect(scale.us(scale.x(222))).toBeCloseTo(222);
  });

  test("a trace without length does not divide by zero", () => {
    expect(timeScale({ startUs: 5, endUs: 5 }, 400).x(5)).toBe(0);
  });

  test("zooming keeps the time under the pointer and stays in the trace", () => {
    const closer = zoomAround(whole, whole, 250_000, 0.5);
    expect(closer).toEqual({ startUs: 125_000, endUs: 625_000 });
    expect(zoomAround(closer, whole, 250_000, 100)).toEqual(whole);
    const closest = zoomAround(whole, whole, 10, 1e-12);
    expect(closest.endUs - closest.startUs).toBeCloseTo(1);
  });

  test("a range is pushed back into the trace", () => {
    expect(within({ startUs: -10, endUs: 90 }, whole)).toEqual({ startUs: 0, endUs: 100 });
    expect(within({ startUs: 999_950, endUs: 1_000_050 }, whole)).toEqual({ startUs: 999_900, endUs: 1_000_000 });
  });

  test("fitting a span of no length leaves something to see", () => {
    const range = fitSpan(500, 500, whole);
    expect(range.endUs).toBeGreaterThan(range.startUs);
  });

  test.each([
    [1_000_000, [0, 200_000, 400_000, 600_000, 800_000, 1_000_000]],
    [10, [0, 2, 4, 6, 8, 10]],
    [600_000_000, [0, 120_000_000, 240_000_000, 360_000_000, 480_000_000, 600_000_000]],
  ])("ticks over %i µs are round", (endUs, expected) => {
    expect(ticks(timeScale({ startUs: 0, endUs }, 600), 110)).toEqual(expected);
  });

  test("a range comes back from its address, nonsense does not", () => {
    expect(parseRange(printRange({ startUs: 1.5, endUs: 4500 }))).toEqual({ startUs: 1.5, endUs: 4500 });
    for (const text of [null, "", "5-5", "9-1", "-1-5", "NaN-1", "1e3-1e9", "1-99999999999999999999"])
      expect(parseRange(text)).toBeUndefined();
  });
});

describe("folded gaps", () => {
  const tree = sketchTree({
    name: "run",
    at: [0, 1000],
    children: [
      { name: "a", at: [0, 100] },
      { name: "b", at: [900, 1000] },
    ],
  });

  test("idle stretches take little room, busy ones keep theirs", () => {
    const warp = foldGaps(tree)!;
    expect(warp.gaps).toEqual([{ startUs: 100, endUs: 900 }]);
    const scale = timeScale({ startUs: 0, endUs: 1000 }, 210, warp);
    expect(scale.x(100)).toBeCloseTo(100);
    expect(scale.x(900)).toBeCloseTo(110);
  });

  test("order is kept and each time comes back", () => {
    for (let seed = 0; seed < 50; seed++) {
      const random = randomTree(12, seed);
      const warp = foldGaps(random);
      if (!warp) continue;
      let last = -1;
      for (let us = 0; us <= random.axisEndUs; us += random.axisEndUs / 97) {
        const at = warp.into(us);
        expect(at).toBeGreaterThanOrEqual(last);
        expect(warp.back(at)).toBeCloseTo(us, 3);
        last = at;
      }
    }
  });

  test("a busy trace has nothing to fold", () => {
    expect(foldGaps(sketchTree({ name: "a", at: [0, 10] }))).toBeUndefined();
  });
});

describe("self time", () => {
  const parallel = sketchTree({
    name: "run",
    at: [0, 100],
    children: [
      { name: "a", at: [10, 50] },
      { name: "b", at: [30, 60] },
      { name: "late", at: [90, 130] },
    ],
  });

  test("is what no child covers", () => {
    expect([...selfUs(parallel)]).toEqual([40, 40, 30, 40]);
    expect(selfStretches(parallel, 0, 1)).toEqual([0, 10, 60, 90]);
  });

  test("the stretches add up to it in any tree", () => {
    for (let seed = 0; seed < 100; seed++) {
      const tree = randomTree(40, seed);
      const self = selfUs(tree);
      for (let row = 0; row < tree.count; row++) {
        const stretches = selfStretches(tree, row, 1e-9);
        let sum = 0;
        for (let at = 0; at < stretches.length; at += 2) sum += (stretches[at + 1] ?? 0) - (stretches[at] ?? 0);
        expect(sum).toBeCloseTo(self[row] ?? 0);
      }
    }
  });
});
