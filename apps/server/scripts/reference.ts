/** Writes docs/reference/options.md from the option table; with `--check` it only says whether the file is up to date. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { commands } from "../src/commands/commands.ts";
import { defaultTextOf, flagOf, optionNames, options, variableOf } from "../src/config/options.ts";

const file = new URL("../../../docs/reference/options.md", import.meta.url);
const page = [
  "# Options of the server",
  "",
  "Generated from apps/server/src/config/options.ts by apps/server/scripts/reference.ts.",
  "",
  "A flag wins over its variable, and a variable over the default. A wrong option stops the start with one sentence.",
  "Numbers of bytes take units: `64MiB`, `1GB`.",
  "",
  "| flag | variable | default | meaning |",
  "| --- | --- | --- | --- |",
  ...optionNames.map((name) => {
    const flag = `\`${flagOf(name)} <${options[name].kind.placeholder}>\``;
    return `| ${flag} | \`${variableOf(name)}\` | ${defaultTextOf(name)} | ${options[name].help} |`;
  }),
  "",
  "## Commands",
  "",
  "Each takes the options above, of which it uses those that name the database.",
  "",
  "| command | does |",
  "| --- | --- |",
  ...Object.entries(commands).map(([name, { summary }]) => `| \`spanloom ${name}\` | ${summary} |`),
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
