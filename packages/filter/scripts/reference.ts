/**
 * Writes docs/reference/search.md from the tables that the parser runs on. With `--check` it writes nothing and ends
 * with status 1 when the page differs.
 */
import { readFileSync, writeFileSync } from "node:fs";
import examples from "../src/examples.json" with { type: "json" };
import { type Field, fields, operatorsFor } from "../src/index.ts";

const page = new URL("../../../docs/reference/search.md", import.meta.url);

const introductions: Readonly<Record<string, string>> = {
  MLflow: "MLflow's grammar: clauses joined by AND",
  boolean: "AND, OR, NOT and parentheses",
  spans: "Several conditions on one span",
  attributes: "Attributes of span, resource and scope",
  numbers: "Numbers, units and times",
  text: "Full text",
  shorthand: "Shorthand for typing",
};

const types: Readonly<Record<Field["type"], string>> = {
  string: "text in quotes",
  choice: "one of the values",
  number: "number",
  duration: "ms, or with a unit",
  money: "US dollars",
  time: "ms, or ISO 8601 in quotes",
  any: "text, number, true, false",
  content: "text in quotes",
};

const text = reference();
if (process.argv.includes("--check")) {
  if (read() !== text) {
    console.error("docs/reference/search.md is not what packages/filter/scripts/reference.ts makes; run it.");
    process.exitCode = 1;
  }
} else writeFileSync(page, text);

function reference(): string {
  const groups = [...new Set(examples.valid.map((example) => example.about))];
  return `${[
    "# The search language",
    "Made by `packages/filter/scripts/reference.ts` from the tables that the parser runs on.",
    "A search is a condition on traces. MLflow's filter strings are read as MLflow reads them; the rest is beyond it. " +
      "Names, operators and keywords are read in any case, texts and keys as they are. A condition on something that a " +
      "trace does not have does not hold, `!=` and `NOT IN` included: ask `is null` for what is missing. Where a trace has " +
      "several models, `!=` and `NOT IN` mean that none of them is the value.",
    "## Examples",
    ...groups.map(exampleTable),
    "## Fields of traces",
    "`attributes.`, `attribute.`, `attr.` and `trace.` may stand before a name of the trace itself.",
    table(
      ["field", "also", "value", "operators", "what it is"],
      fields.traces.fields.filter((field) => field.unavailable === undefined).map(fieldRow),
    ),
    "## Order",
    `\`order_by\` takes fields with \`asc\` (default) or \`desc\`: ${fields.traces.fields
      .filter((field) => field.sortable)
      .map((field) => `\`${nameOf(field)}\``)
      .join(
        ", ",
      )}. Traces that lack the value come last in both directions; what is still equal goes by start, newest first.`,
    "## What is refused",
    "Every mistake is answered with its place and with what would be right.",
    table(
      ["search", "characters", "answer contains"],
      examples.invalid.map((example) => [
        code(example.text),
        `${example.position}–${example.end}`,
        plain(example.message),
      ]),
    ),
    "## What full text looks at",
    "Names, status messages and every text among the attributes and events of spans, and the log records that name a " +
      "span. Keys, resources and scopes are no content. Upper and lower case are the same; JSON inside attributes is read " +
      "through its escapes; words are letters and digits, and what stands between the words of a phrase does not matter. " +
      "`text like` and `span.content like` compare each such text from its beginning to its end, so they usually begin " +
      "and end with `%`; they are fast when the pattern has a whole word in it.",
  ].join("\n\n")}\n`;
}

function exampleTable(about: string): string {
  const rows = examples.valid
    .filter((example) => example.about === about)
    .map((example) => [code(example.text), plain(example.note)]);
  return `### ${introductions[about] ?? about}\n\n${table(["search", "meaning"], rows)}`;
}

function fieldRow(field: Field): string[] {
  const values = field.values === undefined ? "" : `: ${field.values.map(code).join(" ")}`;
  return [
    code(nameOf(field)),
    (field.aliases ?? []).map(code).join(" "),
    types[field.type] + values,
    operatorsFor(field).map(code).join(" "),
    plain(field.about),
  ];
}

function nameOf(field: Field): string {
  return field.keyed ? `${field.name}.<key>` : field.name;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function code(value: string): string {
  const fence = value.includes("`") ? "``" : "`";
  const space = value.includes("`") ? " " : "";
  return `${fence}${space}${value.replaceAll("|", "\\|")}${space}${fence}`;
}

function plain(value: string): string {
  return value
    .replaceAll("|", "\\|")
    .replaceAll("<", "&lt;")
    .replaceAll("*", "\\*")
    .replaceAll("_", "\\_")
    .replace(/\\$/, "\\\\");
}

function read(): string {
  try {
    return readFileSync(page, "utf8");
  } catch {
    return "";
  }
}
