/** Writes docs/reference/sdk-options.md from the option table; with `--check` it only says whether the file is up to date. */
import { readFileSync, writeFileSync } from "node:fs";
import { optionHelp } from "../src/config/option-help.ts";
import { type OptionValues, optionTable } from "../src/config/option-table.ts";
import type { Option } from "../src/config/values.ts";

const file = new URL("../../../docs/reference/sdk-options.md", import.meta.url);
const page = [
  "# Options of the SDK",
  "",
  "Generated from packages/sdk/src/config/option-table.ts and option-help.ts by packages/sdk/scripts/options-reference.ts.",
  "",
  "What `init` is given wins over variables, the first variable of a row that is set and not empty over the next, and any",
  "over the default. A value that is none is told to OpenTelemetry's `diag` and passed over. Without `init` the variables",
  "decide at the first span.",
  "",
  "| option | variables | default | meaning |",
  "| --- | --- | --- | --- |",
  ...Object.entries<Option<unknown>>(optionTable).map(([name, row]) => {
    const variables = row.variables.map((variable) => `\`${variable}\``).join(", ");
    const otherwise = row.defaultText ?? (row.default === undefined ? "" : `\`${String(row.default)}\``);
    return `| \`${name}\` | ${variables} | ${otherwise} | ${optionHelp[name as keyof OptionValues]} |`;
  }),
  "",
  "Only in code: `redact`, `sampler`, `spanProcessors`, `delivery`, and `trackingUri`, MLflow's name of `url`.",
  "`MLFLOW_ACTIVE_MODEL_ID` names the model that traces are linked to until `setActiveModel` names another.",
  "",
  "Credentials go only to whom they were meant for: `OTEL_EXPORTER_OTLP_HEADERS` to an address of OpenTelemetry's variables,",
  "tokens and passwords to any other.",
  "",
].join("\n");

if (process.argv.includes("--check")) {
  if (readFileSync(file, "utf8") !== page) {
    process.stderr.write("docs/reference/sdk-options.md is not up to date: run pnpm generate.\n");
    process.exitCode = 1;
  }
} else {
  writeFileSync(file, page);
}
