#!/usr/bin/env node
/** The command line: `spanloom server`, `spanloom db upgrade`, `spanloom remap`. Prints one sentence for a wrong use. */
import { runCommand } from "./commands/commands.ts";
import { explain } from "./explain.ts";

try {
  process.exitCode = await runCommand(process.argv.slice(2));
} catch (error) {
  const sentence = explain(error);
  if (sentence === undefined) throw error;
  process.stderr.write(`spanloom: ${sentence}\n`);
  process.exitCode = 1;
}
