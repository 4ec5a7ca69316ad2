import { defaultTextOf, flagOf, optionNames, options, variableOf } from "../config/options.ts";
import type { Command } from "./commands.ts";

export function commandsHelp(commands: Readonly<Record<string, Command>>): string {
  const rows = Object.entries(commands).map(([name, { summary }]) => `  spanloom ${name.padEnd(12)} ${summary}`);
  return [
    "Spanloom keeps and shows traces of GenAI applications.",
    "",
    ...rows,
    "",
    "Options: spanloom <command> --help",
  ].join("\n");
}

/** Every command takes the server's options, because all of them work on the server's database. */
export function serverHelp(name: string, command: Command): string {
  const rows = optionNames.map((option) =>
    [
      `  ${flagOf(option)} <${options[option].kind.placeholder}>`,
      `      ${options[option].help}`,
      `      ${variableOf(option)}; default: ${defaultTextOf(option)}`,
    ].join("\n"),
  );
  return [`spanloom ${name} <options>`, "", command.summary, "", ...rows].join("\n");
}
