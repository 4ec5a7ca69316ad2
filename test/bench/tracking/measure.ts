import { percentile } from "../report.ts";

/** How long calls took, in ms, and how many came a second. */
export interface Measured {
  readonly p50: number;
  readonly p95: number;
  readonly perSecond: number;
}

/** Makes `count` calls, `clients` at a time; the first tenth is not counted. `call` is told its number and its client's. */
export async function measure(
  clients: number,
  count: number,
  call: (at: number, client: number) => Promise<unknown>,
): Promise<Measured> {
  const warmUp = Math.ceil(count / 10);
  await runAll(clients, warmUp, call, (at) => at);
  const start = performance.now();
  const times = await runAll(clients, count, call, (at) => warmUp + at);
  const seconds = (performance.now() - start) / 1000;
  return { p50: percentile(times, 0.5), p95: percentile(times, 0.95), perSecond: count / seconds };
}

async function runAll(
  clients: number,
  count: number,
  call: (at: number, client: number) => Promise<unknown>,
  numberOf: (at: number) => number,
): Promise<number[]> {
  const times: number[] = [];
  let next = 0;
  const work = async (client: number) => {
    while (next < count) {
      const at = numberOf(next++);
      const start = performance.now();
      await call(at, client);
      times.push(performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, client) => work(client)));
  return times;
}
