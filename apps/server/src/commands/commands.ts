import { closest } from "../config/closest.ts";
import { leftOutCommands } from "../config/left-out.ts";
import { UsageError } from "../config/load.ts";
import type { OptionTable } from "../config/option.ts";
import { version } from "../version.ts";
import { dbUpgrade } from "./db-upgrade.ts";
import { experimentCommands } from "./experiments.ts";
import { gc } from "./gc.ts";
import { commandHelp, commandsHelp } from "./help.ts";
import { importMlflowCommand } from "./import-mlflow.ts";
import { remapCommand } from "./remap.ts";
import { runCommands } from "./runs.ts";
import { server } from "./server.ts";

export interface Command {
  /** One sentence, for `spanloom help`. */
  readonly summary: string;
  /** Help and reference are made from them. */
  readonly options: OptionTable;
  /** Takes the arguments after the command's name; resolves to the exit code. */
  run(flags: readonly string[]): Promise<number>;
}

export const commands: Readonly<Record<string, Command>> = {
  server,
  "db upgrade": dbUpgrade,
  remap: remapCommand,
  gc,
  ...experimentCommands,
  ...runCommands,
  "import mlflow": importMlflowCommand,
};

/** Throws a `UsageError` when there is no such command. */
export async function runCommand(words: readonly string[]): Promise<number> {
  const [first = "help", second] = words;
  if (first === "--version") return print(version);
  if (first === "help" || first === "--help" || first === "-h") return print(commandsHelp(commands));
  const name = `${first} ${second}` in commands ? `${first} ${second}` : first;
  const command = commands[name];
  // `spanloom runs`, as one asks what there is for runs.
  if (command === undefined && (second === undefined || second === "--help" || second === "-h")) {
    const group = Object.entries(commands).filter(([each]) => each.startsWith(`${first} `));
    if (group.length > 0) return print(commandsHelp(Object.fromEntries(group)));
  }
  if (command === undefined) throw new UsageError(noSuchCommand(first, second));
  const flags = words.slice(name.split(" ").length);
  if (flags.includes("--help") || flags.includes("-h")) return print(commandHelp(name, command));
  return command.run(flags);
}

function noSuchCommand(first: string, second = ""): string {
  const both = `${first} ${second}`.trim();
  const why = leftOutCommands[both];
  if (why !== undefined) return `There is no command '${both}' as MLflow has it: ${why}.`;
  const near = closest(both, Object.keys(commands)) ?? closest(first, Object.keys(commands));
  const hint = near === undefined ? "'spanloom help' lists them." : `Did you mean 'spanloom ${near}'?`;
  const isGroup = Object.keys(commands).some((name) => name.startsWith(`${first} `));
  return `There is no command '${isGroup ? both : first}'. ${hint}`;
}

function print(text: string): number {
  process.stdout.write(`${text}\n`);
  return 0;
}
