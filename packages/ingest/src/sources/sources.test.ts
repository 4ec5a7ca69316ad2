import type { IngestHour } from "@spanloom/store";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Sources } from "./sources.ts";

const delivery = { signal: "traces", form: "grpc" } as const;
let written: IngestHour[];
let isAway: boolean;
let sources: Sources;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
  vi.setSystemTime(Date.UTC(2026, 10, 21, 12, 30));
  written = [];
  isAway = false;
  sources = new Sources({
    add: async (hours) => {
      if (isAway) throw new Error("away");
      written.push(...hours);
    },
  });
});
afterEach(() => vi.useRealTimers());

const refuse = (agent: string, sentence = "no") => sources.receive({ ...delivery, agent }).refused(400, sentence);
const sum = () => written.reduce((all, { counts }) => all + counts.refused, 0);

test("of a hundred thousand invented senders 500 are told apart, and the rest is counted together", async () => {
  for (let at = 0; at < 100_000; at++) refuse(`sender ${at}`);
  await sources.flush();
  expect(written).toHaveLength(501);
  expect(written.at(-1)?.source).toMatchObject({ agent: "", service: "", isOther: true });
  expect(sum()).toBe(100_000);
  refuse("sender 7");
  refuse("sender 77777");
  await sources.flush();
  expect(written.slice(501).map(({ source }) => [source.agent, source.isOther])).toEqual([
    ["sender 7", false],
    ["", true],
  ]);
  vi.advanceTimersByTime(3_600_000);
  refuse("sender 77777");
  await sources.flush();
  expect(written.at(-1)?.source.agent).toBe("sender 77777");
});

test("of a thousand reasons twelve are told apart, and the rest is counted together", async () => {
  for (let at = 0; at < 1_000; at++) refuse("one", "x".repeat(at + 1));
  await sources.flush();
  expect(written[0]?.faults.size).toBe(13);
  expect([...written[0]!.faults.values()].at(-1)).toMatchObject({ sentence: "other reasons", count: 988 });
});

test("sentences that differ in numbers and in what they quote are one reason", async () => {
  refuse("one", 'attribute "a" has 5 bytes');
  refuse("one", 'attribute "b\\"c" has 17 bytes');
  refuse("one", 'attribute "never closed has 17 bytes');
  refuse("one", "something else");
  await sources.flush();
  expect([...written[0]!.faults.values()].map(({ count }) => count)).toEqual([2, 1, 1]);
});

test("what could not be written is held, without growing, and written once when it can be", async () => {
  isAway = true;
  for (let hour = 0; hour < 48; hour++) {
    for (let at = 0; at < 300; at++) refuse(`sender ${at}`);
    await expect(sources.flush()).rejects.toThrow("away");
    vi.advanceTimersByTime(3_600_000);
  }
  expect(sum()).toBe(0);
  isAway = false;
  await sources.flush();
  expect(sum()).toBe(48 * 300);
  expect(written.length).toBeLessThanOrEqual(2_000 + 48);
  await sources.flush();
  expect(sum()).toBe(48 * 300);
});

test("a process adds up what it has counted, whether it is written or not", async () => {
  isAway = true;
  refuse("one");
  await sources.flush().catch(() => {});
  isAway = false;
  await sources.flush();
  refuse("two");
  sources.receive({ signal: "logs", form: "http/json" }).taken(new Map());
  expect([...sources.processCounts].map(({ signal, form, counts }) => [signal, form, counts.requests])).toEqual([
    ["traces", "grpc", 2],
    ["logs", "http/json", 1],
  ]);
});

test.each([
  ["OpenTelemetry Collector/0.140.0 (linux/amd64)", "OpenTelemetry Collector/0.140.0"],
  [
    "OTel-OTLP-Exporter-Python/1.41.0 grpc-python/1.76 (linux; chttp2) more",
    "OTel-OTLP-Exporter-Python/1.41.0 grpc-python/1.76 more",
  ],
  ["Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36", "Mozilla"],
  [`${"(".repeat(100_000)}`, "(".repeat(120)],
])("of the User-Agent %s the products are kept", async (agent, kept) => {
  refuse(agent);
  await sources.flush();
  expect(written[0]?.source.agent).toBe(kept);
});
