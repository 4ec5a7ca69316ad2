/**
 * `pnpm bench <name> [options]`: the measurements behind docs/benchmarks.md and docs/decisions. Each starts its own
 * Postgres in a temporary directory, prints a table, and leaves nothing behind.
 */
interface Bench {
  readonly summary: string;
  run(args: readonly string[]): Promise<void>;
}

const benches: Readonly<Record<string, () => Promise<Bench>>> = {
  layouts: () => import("./layouts.ts").then((module) => module.layouts),
  ingest: () => import("./ingest.ts").then((module) => module.ingest),
  read: () => import("./read.ts").then((module) => module.read),
  sdk: () => import("./sdk.ts").then((module) => module.sdk),
  tracking: () => import("./tracking.ts").then((module) => module.tracking),
  web: () => import("./web.ts").then((module) => module.web),
};

const [name = "", ...args] = process.argv.slice(2).filter((arg) => arg !== "--");
const load = Object.hasOwn(benches, name) ? benches[name] : undefined;
if (load === undefined) {
  process.stderr.write("usage: pnpm bench <name> [--option value]\n");
  for (const [known, bench] of Object.entries(benches))
    process.stderr.write(`  ${known.padEnd(8)} ${(await bench()).summary}\n`);
  process.exitCode = 2;
} else {
  await (await load()).run(args);
}
