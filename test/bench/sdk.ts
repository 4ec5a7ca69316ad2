import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { readOptions } from "./options.ts";
import { note, printTable, times, whole } from "./report.ts";
import type { Figures, HeapAfter, Sides } from "./sdk/measure.ts";
import { startSink } from "./sdk/sink.ts";

const defaults = { rounds: 15, calls: 20_000, "leak-calls": 1_000_000 } as const;

/** A traced call of the SDK against OpenTelemetry's own with the same attributes, in one process, in turns. */
export const sdk = {
  summary: `a traced call of the SDK beside bare OpenTelemetry: --rounds ${defaults.rounds} --calls 20k --leak-calls 1m`,
  async run(args: readonly string[]): Promise<void> {
    const options = readOptions(args, defaults);
    const sink = await startSink();
    try {
      note(`${options.rounds} rounds of ${whole(options.calls)} calls on each side`);
      const { figures, leak } = await measured(sink.url, options);
      printTable(
        ["call", "µs", "bare µs", "of bare", "bytes", "bare bytes", "of bare"],
        Object.entries(figures).map(([name, { ours, bare }]) => [
          name,
          ...pair(ours.us, bare.us, 1),
          ...pair(ours.bytes, bare.bytes, 0),
        ]),
      );
      printTable(
        ["calls delivered", "heap MB"],
        leak.map(({ calls, heapBytes }) => [whole(calls), (heapBytes / 1e6).toFixed(1)]),
      );
    } finally {
      await sink.stop();
    }
  },
};

function pair(ours: number, bare: number, digits: number): string[] {
  const show = (value: number) => (digits === 0 ? whole(value) : value.toFixed(digits));
  return [show(ours), show(bare), times(ours / bare)];
}

/**
 * In a process of its own, whose garbage collector answers to it: a young generation that holds a whole count of bytes,
 * so that what was allocated is the difference of two readings.
 */
function measured(
  url: string,
  options: object,
): Promise<{ figures: Record<string, Sides<Figures>>; leak: HeapAfter[] }> {
  const file = fileURLToPath(new URL("sdk/measure.ts", import.meta.url));
  const child = spawn(
    process.execPath,
    ["--expose-gc", "--max-semi-space-size=128", file, url, JSON.stringify(options)],
    {
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve, reject) =>
    child.once("close", (code) =>
      code === 0 ? resolve(JSON.parse(output)) : reject(new Error(`the measuring process ended with ${code}`)),
    ),
  );
}
