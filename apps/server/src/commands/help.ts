import { defaultTextOf, usageOf, variablesOf } from "../config/option.ts";
import type { Command } from "./commands.ts";

export function commandsHelp(commands: Readonly<Record<string, Command>>): string {
  const rows = Object.entries(commands).map(([name, { summary }]) => `  spanloom ${name.padEnd(20)} ${summary}`);
  return [
    "Spanloom keeps and shows traces of GenAI applications.",
    "",
    ...rows,
    "",
    "Options: spanloom <command> --help",
  ].join("\n");
}

/** What a command does, and every option that it takes. */
export function commandHelp(name: string, command: Command): string {
  const rows = Object.entries(command.options).map(([option, row]) => {
    const facts = [variablesOf(option, row).join(", "), row.required ? "required" : `default: ${defaultTextOf(row)}`];
    return [
      `  ${usageOf(option, row)}`,
      `      ${row.help}`,
      `      ${facts.filter((fact) => fact !== "").join("; ")}`,
    ].join("\n");
  });
  return [`spanloom ${name} <options>`, "", command.summary, "", ...rows].join("\n");
}
