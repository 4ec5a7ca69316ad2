import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

/**
 * Beside other users of OpenTelemetry: each setup is a program of its own, for it takes over the process. It prints the
 * spans that came to each side, as `name < parent`.
 */
interface Seen {
  /** What our delivery got. */
  readonly ours: readonly string[];
  /** What the other's exporter or transport got. */
  readonly theirs: readonly string[];
  /** What getCurrentActiveSpan() gives in a span of theirs. */
  readonly active?: string;
  /** Trace ids that are on both sides. */
  readonly shared: number;
}

test.each<[setup: string, ours: string[], theirs: string[]]>([
  // Our own provider: our tree has no holes, theirs is as it would be without us.
  ["sentry-first", ["agent", "tool < agent"], ["query < request", "request"]],
  ["sentry-last", ["agent", "tool < agent"], ["query < request", "request"]],
  ["node-sdk-own", ["agent", "tool < agent"], ["query < request", "request"]],
  // The application's provider: one tree of both, and both have all of it.
  [
    "node-sdk-global",
    ["agent < request", "query < tool", "request", "tool < agent"],
    ["agent < request", "query < tool", "request", "tool < agent"],
  ],
  // Nobody has set OpenTelemetry up: with the global provider nothing is recorded, and all works.
  ["nothing-global", [], []],
])("%s", async (setup, ours, theirs) => {
  const seen = await run(setup);
  expect({ ours: seen.ours, theirs: seen.theirs }).toEqual({ ours, theirs });
  expect(seen.active).toBe(setup === "node-sdk-global" ? "request" : undefined);
  expect(seen.shared).toBe(setup === "node-sdk-global" ? 1 : 0);
});

async function run(setup: string): Promise<Seen> {
  const program = fileURLToPath(new URL("./coexistence/program.ts", import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [program, setup], { timeout: 60_000 });
  return JSON.parse(stdout.trim().split("\n").at(-1)!) as Seen;
}
