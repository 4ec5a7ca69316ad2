/** The measuring process of `pnpm bench sdk`: `node measure.ts <url> <options as JSON>` writes its figures as JSON. */
import { setTimeout as sleep } from "node:timers/promises";
import { percentile } from "../report.ts";
import { startBare, startOurs, type Tracer } from "./sides.ts";

/** Of one traced call, its delivery included. */
export interface Figures {
  /** Processor time of this process: the two sides wait for the sink in different ways. */
  readonly us: number;
  readonly bytes: number;
}

export interface Sides<T> {
  readonly ours: T;
  readonly bare: T;
}

/** Bytes of heap in use, garbage collected, after so many calls of which all were delivered. */
export interface HeapAfter {
  readonly calls: number;
  readonly heapBytes: number;
}

const [url = "", json = "{}"] = process.argv.slice(2);
const options = JSON.parse(json) as { rounds: number; calls: number; "leak-calls": number };
const collect = globalThis.gc!;
const sides: Sides<Tracer> = { ours: startOurs(url), bare: startBare(url) };

/** Calls between two flushes: what both queues hold. */
const chunk = 1_000;
const long = "the quick brown fox jumps over the lazy dog. ".repeat(90);

const calls: Readonly<Record<string, (side: Tracer) => unknown>> = {
  "async, a short answer": (side) => side.asyncCall("why"),
  "sync, a short answer": (side) => side.syncCall("why"),
  "async, 4 kB in and out": (side) => side.asyncCall(long),
  "a call in a call": (side) => side.nestedCall("why"),
};
const figures: Record<string, Sides<Figures>> = {};
for (const [name, call] of Object.entries(calls)) {
  await round(sides.ours, call, options.calls);
  await round(sides.bare, call, options.calls);
  const us: Sides<number[]> = { ours: [], bare: [] };
  const bytes: Sides<number[]> = { ours: [], bare: [] };
  for (let i = 0; i < options.rounds; i++) {
    for (const side of i % 2 === 0 ? (["ours", "bare"] as const) : (["bare", "ours"] as const)) {
      us[side].push(await round(sides[side], call, options.calls));
      bytes[side].push(await allocated(sides[side], call));
    }
  }
  const of = (side: "ours" | "bare") => ({ us: percentile(us[side], 0.5), bytes: percentile(bytes[side], 0.5) });
  figures[name] = { ours: of("ours"), bare: of("bare") };
  process.stderr.write(`${name}: ${JSON.stringify(figures[name])}\n`);
}
process.stdout.write(JSON.stringify({ figures, leak: await leak() }));
process.exit(0);

/** Microseconds a call. Spans are flushed as they come, in batches, so that neither side drops any. */
async function round(side: Tracer, call: (side: Tracer) => unknown, count: number): Promise<number> {
  collect();
  const before = process.cpuUsage();
  for (let done = 0; done < count; done += chunk) {
    for (let i = 0; i < chunk; i++) await call(side);
    await side.flush();
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / count;
}

/** Bytes of heap a call; few enough calls that nothing is collected meanwhile. */
async function allocated(side: Tracer, call: (side: Tracer) => unknown): Promise<number> {
  collect();
  await sleep(1);
  const before = process.memoryUsage().heapUsed;
  for (let i = 0; i < chunk; i++) await call(side);
  await side.flush();
  return (process.memoryUsage().heapUsed - before) / chunk;
}

async function leak(): Promise<HeapAfter[]> {
  const total = options["leak-calls"];
  const heap = async () => {
    await sides.ours.flush();
    collect();
    await sleep(10);
    collect();
    return process.memoryUsage().heapUsed;
  };
  const step = Math.ceil(total / 10 / chunk) * chunk;
  const seen: HeapAfter[] = [{ calls: 0, heapBytes: await heap() }];
  for (let done = 0; done < total; ) {
    for (let i = 0; i < chunk; i++) await sides.ours.asyncCall("why");
    await sides.ours.flush(); // rejects where one was not delivered
    done += chunk;
    if (done % step === 0 || done >= total) seen.push({ calls: done, heapBytes: await heap() });
  }
  return seen;
}
