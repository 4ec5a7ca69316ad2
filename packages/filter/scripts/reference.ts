/**
 * Writes docs/reference/search.md from the tables that the parser runs on. With `--check` it writes nothing and ends
 * with status 1 when the page differs.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { maxListLength } from "../src/comparison.ts";
import examples from "../src/examples.json" with { type: "json" };
import { type Field, type FieldSet, fields, maxOrderKeys, operatorsFor } from "../src/index.ts";
import { maxLength } from "../src/lexer.ts";
import { maxConditions, maxDepth } from "../src/parser.ts";

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

type Resource = keyof typeof fields;

/** How each is ordered where nothing is said, and what is not plain from its fields. */
const others: Partial<Readonly<Record<Resource, string>>> = {
  experiments: "Newest first. What is equal goes by id, the highest first.",
  runs:
    "Newest start first. Runs that lack the value come last in both directions, NaN just before them; what is equal " +
    "goes by start, newest first, and then by id. `!=` holds for NaN, every other comparison with it does not.",
  loggedModels:
    "Newest first. A metric counts at every step where it is compared, and as it was last where it is ordered by; " +
    "a search can name the datasets on which it counts. Order is asked for as an object with `field_name`.",
  registeredModels: "By name. Prompts are found where the first condition on their tag asks for them, and only there.",
  modelVersions: "Changed last first, then by name, then the highest version. Prompts as with registered models.",
  evaluationDatasets: "Newest first.",
};

const types: Readonly<Record<Field["type"], string>> = {
  string: "text in quotes",
  choice: "one of the values",
  number: "number",
  integer: "whole number",
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
  const ofTraces = examples.valid.filter(({ resource }) => resource === undefined);
  const groups = [...new Set(ofTraces.map((example) => example.about))];
  return `${[
    "# The search language",
    "Made by `packages/filter/scripts/reference.ts` from the tables that the parser runs on.",
    "A search is a condition on traces. MLflow's filter strings are read as MLflow reads them; the rest is beyond it. " +
      "Names, operators and keywords are read in any case, texts and keys as they are. A condition on something that a " +
      "trace does not have does not hold, `!=` and `NOT IN` included: ask `is null` for what is missing. Where a trace has " +
      "several models, `!=` and `NOT IN` mean that none of them is the value.",
    `A search has at most ${maxLength} characters, ${maxConditions} conditions, ${maxDepth} levels of nesting and ` +
      `${maxListLength} values in a list; an order has at most ${maxOrderKeys} fields.`,
    "## Examples",
    ...groups.map(exampleTable),
    "## Fields of traces",
    "`attributes.`, `attribute.`, `attr.` and `trace.` may stand before a name of the trace itself.",
    fieldTable(fields.traces),
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
      refusedOf(undefined).map((example) => [
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
    "## Experiments, runs, models, versions and datasets",
    "The same grammar, as strict as MLflow's: texts in quotes and with their case, numbers without quotes or units, and " +
      "of each field only the operators that MLflow has. A text alone is no condition. OR, NOT, parentheses and " +
      "the shorthand are beyond MLflow. A comparison with something that is missing does not hold.",
    ...Object.entries(others).flatMap(([resource, about]) => chapter(resource as Resource, about)),
  ].join("\n\n")}\n`;
}

function chapter(resource: Resource, about: string): string[] {
  const set: FieldSet = fields[resource];
  const title = set.resource[0]!.toUpperCase() + set.resource.slice(1);
  const prefixes = set.prefixes.map((prefix) => code(`${prefix}.`)).join(", ");
  const refused = refusedOf(resource);
  return [
    `### ${title}`,
    prefixes === "" ? about : `${about} Before a name may stand ${prefixes}.`,
    table(
      ["search", "meaning"],
      examples.valid.filter((each) => each.resource === resource).map(({ text, note }) => [code(text), plain(note)]),
    ),
    fieldTable(set),
    ...(refused.length === 0
      ? []
      : [
          table(
            ["refused", "answer contains"],
            refused.map(({ text, message }) => [code(text), plain(message)]),
          ),
        ]),
  ];
}

function refusedOf(resource: Resource | undefined) {
  return examples.invalid.filter((example) => example.resource === resource);
}

function fieldTable(set: FieldSet): string {
  const saysOrder = set.strict === true; // of traces there is a list below the table
  return table(
    ["field", "also", "value", "operators", ...(saysOrder ? ["order"] : []), "what it is"],
    set.fields.filter((field) => field.unavailable === undefined).map((field) => fieldRow(field, saysOrder)),
  );
}

function exampleTable(about: string): string {
  const rows = examples.valid
    .filter((example) => example.about === about)
    .map((example) => [code(example.text), plain(example.note)]);
  return `### ${introductions[about] ?? about}\n\n${table(["search", "meaning"], rows)}`;
}

function fieldRow(field: Field, saysOrder: boolean): string[] {
  const values = field.values === undefined ? "" : `: ${field.values.map(code).join(" ")}`;
  return [
    code(nameOf(field)),
    (field.aliases ?? []).map(code).join(" "),
    types[field.type] + values,
    operatorsFor(field).map(code).join(" "),
    ...(saysOrder ? [field.sortable ? "yes" : ""] : []),
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
