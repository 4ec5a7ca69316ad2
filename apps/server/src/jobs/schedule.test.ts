import type { Store } from "@spanloom/store";
import { expect, test } from "vitest";
import { createLog } from "../log.ts";
import { type Job, schedule } from "./schedule.ts";

const store = {} as Store;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test("jobs run at once and again, never two at the same time, and a failing one goes on", async () => {
  const lines: string[] = [];
  let active = 0;
  let most = 0;
  const runs: Record<string, number> = {};
  const job = (name: string, work: () => Promise<object | undefined>): Job => ({
    name,
    everyMs: 10,
    level: "info",
    async run() {
      most = Math.max(most, ++active);
      runs[name] = (runs[name] ?? 0) + 1;
      try {
        return (await work()) as Record<string, unknown> | undefined;
      } finally {
        active--;
      }
    },
  });
  const failing = job("failing", async () => {
    await pause(3);
    throw new Error("no disk");
  });
  const idle = job("idle", async () => undefined);
  const running = schedule(
    [failing, idle],
    store,
    createLog("info", (line) => lines.push(line)),
  );
  while ((runs.failing ?? 0) < 3) await pause(2);
  await running.stop();
  const ended = { ...runs };
  await pause(30);
  expect(runs).toEqual(ended);
  expect(most).toBe(1);
  expect(lines.every((line) => JSON.parse(line).event === "job failing failed")).toBe(true);
});
