/**
 * Writes docs/reference/sdk.md from the doc comments of everything that the package exports; with `--check` it only says
 * whether the file is up to date. Fails, and names them, where an exported name has no doc comment, or a function, class or
 * value has no example.
 */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Entry, type ExportedName, readEntries } from "./exported-names.ts";

const packageDir = join(import.meta.dirname, "..");
const root = join(packageDir, "../..");
const file = join(root, "docs/reference/sdk.md");

execFileSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-b", packageDir], { stdio: "inherit" });
const entries = readEntries(packageDir);

const lacking = entries.flatMap(({ name: entry, doc, exports }) => [
  ...(doc === undefined && entry !== "@spanloom/sdk"
    ? [`${entry}: no comment with @module at the top of its file`]
    : []),
  ...exports.flatMap(({ name, kind, doc, sameAs, from }) => {
    if (sameAs !== undefined || from !== undefined) return [];
    if (doc === undefined) return [`${entry} ${name}: no doc comment`];
    return kind !== "type" && doc.examples.length === 0 ? [`${entry} ${name}: no example`] : [];
  }),
]);
if (lacking.length > 0) {
  process.stderr.write(`Exported names that docs/reference/sdk.md cannot tell of:\n${lacking.join("\n")}\n`);
  process.exitCode = 1;
}

const page = [
  "# The TypeScript SDK",
  "",
  "Generated from the doc comments of packages/sdk by packages/sdk/scripts/reference.ts. Every example here is compiled and run",
  "in a test.",
  "",
  "| import from | to |",
  "| --- | --- |",
  ...entries.map(({ name, doc }) => `| [\`${name}\`](#${anchorOf(name)}) | ${summaryOf(name, doc?.text)} |`),
  "",
  "Options of `init`, with their variables and defaults: [sdk-options.md](sdk-options.md).",
  "",
  ...entries.flatMap(entryOf),
].join("\n");

if (!process.argv.includes("--check")) writeFileSync(file, page);
else if (readFileSync(file, "utf8") !== page) {
  process.stderr.write("docs/reference/sdk.md is not up to date: run pnpm generate.\n");
  process.exitCode = 1;
}

function entryOf({ name, doc, exports }: Entry): string[] {
  const values = exports.filter(({ kind, from }) => kind !== "type" && from === undefined);
  const types = exports.filter(({ kind, from }) => kind === "type" && from === undefined);
  const foreign = exports.filter(({ from }) => from !== undefined);
  return [
    `## ${name}`,
    "",
    ...(doc ? [doc.text, ""] : []),
    ...values.flatMap(nameOf),
    ...(types.length > 0 ? [`### Types of ${name}`, ""] : []),
    ...types.flatMap(nameOf),
    ...(foreign.length > 0
      ? [`Also exported: ${foreign.map((one) => `\`${one.name}\` of \`${one.from}\``).join(", ")}.`, ""]
      : []),
  ];
}

function nameOf({ name, kind, sameAs, doc, declaration }: ExportedName): string[] {
  const heading = `${kind === "type" ? "####" : "###"} ${name}`;
  if (sameAs !== undefined) return [heading, "", `The same as [\`${sameAs}\`](#${anchorOf(sameAs)}).`, ""];
  return [
    heading,
    "",
    "```ts",
    declaration ?? "",
    "```",
    "",
    ...(doc?.text ? [doc.text, ""] : []),
    ...(doc?.params ?? []).map((parameter) => `- \`${parameter.name}\`: ${parameter.text.replaceAll("\n", " ")}`),
    ...((doc?.params.length ?? 0) > 0 ? [""] : []),
    ...(doc?.examples ?? []).flatMap((example) => ["```ts", example, "```", ""]),
  ];
}

function summaryOf(name: string, text: string | undefined): string {
  if (text === undefined) return name === "@spanloom/sdk" ? "Tracing, the active model, and the client." : "";
  return text.split(/(?<=[.:])\s/)[0]!.replaceAll("\n", " ");
}

/** As GitHub makes it of a heading. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\w -]/g, "")
    .replaceAll(" ", "-");
}
