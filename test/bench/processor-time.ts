import { readdir, readFile } from "node:fs/promises";

/**
 * Seconds of processor time that a process and its children have taken so far, those that have ended included. Unlike the
 * clock it says the same on a busy machine, or nearly. Undefined where the system does not tell (no /proc).
 */
export async function processorSeconds(pid: number): Promise<number | undefined> {
  const own = await timesOf(pid);
  if (own === undefined) return undefined;
  const others = await Promise.all((await processIds()).map(timesOf));
  const children = others.filter((times) => times?.parent === pid);
  return children.reduce((sum, times) => sum + times!.self, own.self + own.ended);
}

interface Times {
  readonly parent: number;
  readonly self: number;
  /** Of children that were waited for. */
  readonly ended: number;
}

const ticksPerSecond = 100;

async function timesOf(pid: number): Promise<Times | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => undefined);
  if (stat === undefined) return undefined;
  // After the name in parentheses come state (field 3), parent (4) and, as fields 14 to 17, user and system time in
  // ticks, its own and that of children.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const seconds = (first: number) => (Number(fields[first - 3]) + Number(fields[first - 2])) / ticksPerSecond;
  return { parent: Number(fields[1]), self: seconds(14), ended: seconds(16) };
}

async function processIds(): Promise<number[]> {
  return (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(Number);
}
