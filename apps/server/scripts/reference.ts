/** Writes docs/reference/options.md from the option table; with `--check` it only says whether the file is up to date. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { commands } from "../src/commands/commands.ts";
import { leftOutCommands, leftOutOptions } from "../src/config/left-out.ts";
import { defaultTextOf, type OptionTable, usageOf, variablesOf } from "../src/config/option.ts";
import { options } from "../src/config/options.ts";

const file = new URL("../../../docs/reference/options.md", import.meta.url);
const page = [
  "# Options of the server",
  "",
  "Generated from apps/server/src/config/options.ts by apps/server/scripts/reference.ts.",
  "",
  "A flag wins over its variable, and a variable over the default. A wrong option stops the start with one sentence.",
  "Numbers of bytes take units: `64MiB`, `1GB`.",
  "",
  ...tableOf(options),
  "",
  "## Commands",
  "",
  "| command | does |",
  "| --- | --- |",
  ...Object.entries(commands).map(([name, { summary }]) => `| \`spanloom ${name}\` | ${summary} |`),
  "",
  `These take the options above: ${commandsWith(options).join(", ")}.`,
  "",
  ...Object.entries(commands)
    .filter(([, command]) => command.options !== options)
    .flatMap(([name, command]) => [`### spanloom ${name}`, "", command.summary, "", ...tableOf(command.options), ""]),
  "## What MLflow has, and this has not",
  "",
  "Of the commands that are here, and of their groups. Whoever asks for one is told the reason.",
  "",
  "| MLflow's | why not |",
  "| --- | --- |",
  ...Object.entries({ ...leftOutCommands, ...leftOutOptions }).map(([name, why]) => `| \`${name}\` | ${why} |`),
  "",
].join("\n");

if (process.argv.includes("--check")) {
  if (readFileSync(file, "utf8") !== page) {
    process.stderr.write("docs/reference/options.md is not up to date: run pnpm generate.\n");
    process.exitCode = 1;
  }
} else {
  mkdirSync(new URL(".", file), { recursive: true });
  writeFileSync(file, page);
}

function tableOf(table: OptionTable): string[] {
  return [
    "| flag | variable | default | meaning |",
    "| --- | --- | --- | --- |",
    ...Object.entries(table).map(([name, row]) => {
      const variables = variablesOf(name, row).map((variable) => `\`${variable}\``);
      const value = row.required ? "required" : defaultTextOf(row);
      return `| \`${usageOf(name, row)}\` | ${variables.join(", ")} | ${value} | ${row.help} |`;
    }),
  ];
}

function commandsWith(table: OptionTable): string[] {
  const named = Object.entries(commands).filter(([, command]) => command.options === table);
  return named.map(([name]) => `\`${name}\``);
}
