import type { Comparison, FilterAst, OrderBy, Scalar } from "./ast.ts";
import type { FieldSet } from "./field-set.ts";

/** Writes a search so that it parses to the same AST (places aside): the one form of a search in a URL or a page token. */
export function printFilter(ast: FilterAst | null, fields: FieldSet): string {
  return ast === null ? "" : print(ast, fields, false);
}

export function printOrderBy(order: readonly OrderBy[]): string {
  return order.map(({ field, key, direction }) => `${name(field, key)} ${direction}`).join(", ");
}

function print(ast: FilterAst, fields: FieldSet, insideSpan: boolean): string {
  switch (ast.kind) {
    case "or":
      return ast.parts.map((part) => nested(part, part.kind === "or", fields, insideSpan)).join(" or ");
    case "and":
      return printAnd(ast.parts, fields, insideSpan);
    case "not":
      return `not ${nested(ast.part, ast.part.kind === "and" || ast.part.kind === "or", fields, insideSpan)}`;
    case "span":
      return ast.condition.kind === "comparison" ? print(ast.condition, fields, false) : group(ast.condition, fields);
    case "text":
      return `"${ast.text.replaceAll('"', '""')}"`;
    case "comparison":
      return comparison(ast, fields, insideSpan);
  }
}

/** Two span conditions side by side would be read as one span's: all groups but the first get their `span(…)`. */
function printAnd(parts: readonly FilterAst[], fields: FieldSet, insideSpan: boolean): string {
  const firstBare = parts.find((part) => part.kind === "span" && part.condition.kind === "comparison");
  return parts
    .map((part) =>
      part.kind === "span" && part !== firstBare
        ? group(part.condition, fields)
        : nested(part, part.kind === "and" || part.kind === "or", fields, insideSpan),
    )
    .join(" and ");
}

function group(condition: FilterAst, fields: FieldSet): string {
  return `span(${print(condition, fields, true)})`;
}

function nested(ast: FilterAst, needsParentheses: boolean, fields: FieldSet, insideSpan: boolean): string {
  const text = print(ast, fields, insideSpan);
  return needsParentheses ? `(${text})` : text;
}

function comparison({ field, key, operator, value }: Comparison, fields: FieldSet, insideSpan: boolean): string {
  const left = name(insideSpan ? field.replace(/^span\./, "") : field, key);
  if (value === null) return `${left} ${operator === "IS NULL" ? "is null" : "exists"}`;
  const unit = operator.endsWith("LIKE")
    ? undefined
    : fields.fields.find((candidate) => candidate.name === field)?.type;
  const right = Array.isArray(value)
    ? `(${value.map((item) => scalar(item, unit)).join(", ")})`
    : scalar(value as Scalar, unit);
  return `${left} ${operator.toLowerCase()} ${right}`;
}

function scalar(value: Scalar, unit: string | undefined): string {
  if (typeof value === "string") return `'${value.replaceAll("'", "''")}'`;
  if (typeof value === "boolean") return String(value);
  if (unit === "duration") return `${value}ms`;
  return unit === "money" && value >= 0 ? `$${value}` : String(value);
}

/** Keys of letters, digits, _ - and inner dots need no quotes. */
function name(field: string, key: string | undefined): string {
  if (key === undefined) return field;
  return /^[\p{L}\p{N}_-]+(\.[\p{L}\p{N}_-]+)*$/u.test(key)
    ? `${field}.${key}`
    : `${field}.\`${key.replaceAll("`", "``")}\``;
}
