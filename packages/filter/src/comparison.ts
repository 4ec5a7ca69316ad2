import type { Comparison, Operator, Scalar } from "./ast.ts";
import { FilterError } from "./error.ts";
import { type FieldPath, type FieldSet, operatorsFor, type ResolvedField } from "./field-set.ts";
import type { TokenReader } from "./token-reader.ts";
import { readValue } from "./values.ts";

export const maxListLength = 5_000;

/** The operator and the value behind a field that was read, as `path` writes it. `NOT LIKE` is LIKE, negated. */
export function readComparison(
  tokens: TokenReader,
  fields: FieldSet,
  field: ResolvedField,
  path: FieldPath,
): { readonly comparison: Comparison; readonly isNegated: boolean } {
  const start = tokens.place;
  const operator = takeOperator(tokens);
  const allowed = operatorsFor(field.field);
  const isNegated = operator.startsWith("NOT ") && operator !== "NOT IN";
  const plain = (isNegated ? operator.slice(4) : operator) as Operator;
  if (!allowed.includes(plain)) {
    if (fields.strict) refuseValue(tokens, fields, field, plain);
    throw new FilterError(
      `Invalid comparator '${operator}' not one of '{${allowed.join(", ")}}' for ${field.field.name}.`,
      { position: start.position, end: tokens.endOfLast },
    );
  }
  return { comparison: readRest(tokens, field, plain, path), isNegated };
}

export function comparisonOf(
  field: ResolvedField,
  operator: Operator,
  value: Comparison["value"],
  at: { position: number; end: number },
): Comparison {
  const key = field.key === undefined ? {} : { key: field.key };
  return { kind: "comparison", field: field.field.name, ...key, operator, value, ...at };
}

/** Where the value is wrong too, MLflow speaks of the value. */
function refuseValue(tokens: TokenReader, fields: FieldSet, field: ResolvedField, operator: string): void {
  if (operator.startsWith("IS ")) return;
  const token = tokens.peek();
  const allowed = operatorsFor(field.field);
  if (operator.endsWith("IN") && field.field.called === "attributes" && !allowed.includes("IN")) {
    const names = fields.fields.filter((each) => each.called === "attributes" && operatorsFor(each).includes("IN"));
    throw new FilterError(
      `Only [${names.map(({ name }) => `'${name}'`).join(", ")}] attributes support comparison with a list of quoted string values.`,
      token,
    );
  }
  if (!operator.endsWith("IN") || field.field.called !== "attributes") readValue(field, "=", token);
}

function readRest(tokens: TokenReader, field: ResolvedField, operator: Operator, path: FieldPath): Comparison {
  const at = () => ({ position: path.position, end: tokens.endOfLast });
  if (operator === "IS NULL" || operator === "IS NOT NULL") return comparisonOf(field, operator, null, at());
  if (operator === "IN" || operator === "NOT IN") {
    const values = readList(tokens, field, operator);
    return comparisonOf(field, operator, values, at());
  }
  const value = readValue(field, operator, tokens.peek());
  tokens.take();
  return comparisonOf(field, operator, value, at());
}

/** As written, in capitals: also `NOT LIKE` and operators that no field has. */
function takeOperator(tokens: TokenReader): string {
  const first = tokens.take();
  if (first.kind === "operator") return first.text;
  const word = first.text.toUpperCase();
  if (word === "NOT") return `NOT ${tokens.take().text.toUpperCase()}`;
  if (word === "EXISTS") return "IS NOT NULL";
  if (word !== "IS") return word;
  if (tokens.takeKeyword("not")) {
    tokens.take();
    return "IS NOT NULL";
  }
  tokens.take();
  return "IS NULL";
}

function readList(tokens: TokenReader, field: ResolvedField, operator: Operator): Scalar[] {
  if (!tokens.takePunctuation("(")) {
    throw new FilterError(`Expected a list in parentheses after ${operator}, e.g. ('a', 'b').`, tokens.place);
  }
  const values: Scalar[] = [];
  for (;;) {
    if (tokens.isPunctuation(")")) {
      throw new FilterError(`A list after ${operator} has at least one value, and none is empty.`, tokens.place);
    }
    values.push(readValue(field, operator, tokens.peek()));
    const last = tokens.take();
    if (values.length > maxListLength)
      throw new FilterError(`At most ${maxListLength} values are read in a list.`, last);
    if (tokens.takePunctuation(")")) return values;
    if (!tokens.takePunctuation(",")) throw new FilterError("Expected , or ) in this list.", tokens.place);
  }
}
