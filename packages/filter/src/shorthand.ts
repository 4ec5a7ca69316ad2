import type { Comparison, FilterAst, Operator, Scalar } from "./ast.ts";
import { comparisonOf } from "./comparison.ts";
import { FilterError, type Place } from "./error.ts";
import { type FieldPath, operatorsFor, type ResolvedField } from "./field-set.ts";
import type { Token } from "./lexer.ts";
import type { TokenReader } from "./token-reader.ts";
import { readShorthandValue, readValue } from "./values.ts";

/**
 * The rest of `field:value` from the colon on, for typing: `status:error`, `latency:>2s`, `model:gpt-4o*`,
 * `session:a,b`, `tags.env:*` (exists). It means a comparison that could be written out.
 */
export function readShorthand(tokens: TokenReader, field: ResolvedField, path: FieldPath): FilterAst {
  const colon = tokens.take();
  const at = (): Place => ({ position: path.position, end: tokens.endOfLast });
  const compare = (operator: Operator, value: Comparison["value"]): Comparison =>
    comparisonOf(field, allowed(field, operator, at()), value, at());

  const sign = tokens.peek();
  if (sign.kind === "operator" && !sign.spaceBefore) {
    tokens.take();
    const token = takeValue(tokens, sign);
    const operator = sign.text as Operator;
    const isOrder = operator !== "=" && operator !== "!=";
    allowed(field, operator, at());
    return compare(operator, isOrder ? readValue(field, operator, token) : readShorthandValue(field, token));
  }
  const values = [takeValue(tokens, colon)];
  while (tokens.isPunctuation(",") && !tokens.peek().spaceBefore) values.push(takeValue(tokens, tokens.take()));
  if (values.length > 1) {
    return compare(
      "IN",
      values.map((value): Scalar => readShorthandValue(field, value)),
    );
  }
  const value = values[0]!;
  const isBare = value.kind === "word";
  if (isBare && value.text === "*" && field.field.type !== "content") return compare("IS NOT NULL", null);
  if (field.field.type === "content") {
    if (!field.field.ofSpan) return { kind: "text", text: contentText(value), ...at() };
    return compare("ILIKE", `%${escapePattern(contentText(value))}%`);
  }
  const isText = field.field.type === "string" || field.field.type === "choice" || field.field.type === "any";
  if (isBare && isText && value.text.includes("*")) {
    return compare("LIKE", value.text.split("*").map(escapePattern).join("%"));
  }
  return compare("=", readShorthandValue(field, value));
}

function contentText(token: Token): string {
  if (/[\p{L}\p{N}]/u.test(token.text)) return token.text;
  throw new FilterError(`A text to search for has a letter or a digit; '${token.text}' has none.`, token);
}

/** What stands right behind the colon: a quoted text, or all up to a space, quote, comma or parenthesis. */
function takeValue(tokens: TokenReader, before: Token): Token {
  const first = tokens.peek();
  if (first.spaceBefore || (first.kind !== "word" && first.kind !== "string")) {
    throw new FilterError(`Expected a value right behind '${before.text}', without a space.`, {
      position: before.position,
      end: before.end,
    });
  }
  tokens.take();
  if (first.kind === "string") return first;
  let text = first.text;
  let end = first.end;
  while (
    !tokens.peek().spaceBefore &&
    (tokens.isPunctuation(":") || (tokens.peek().kind === "word" && text.endsWith(":")))
  ) {
    const more = tokens.take();
    text += more.text;
    end = more.end;
  }
  return { ...first, text, end };
}

function allowed({ field }: ResolvedField, operator: Operator, place: Place): Operator {
  const operators = operatorsFor(field);
  if (operators.includes(operator)) return operator;
  throw new FilterError(
    `Invalid comparator '${operator}' not one of '{${operators.join(", ")}}' for ${field.name}.`,
    place,
  );
}

/** So that LIKE takes % _ and \ as themselves. */
function escapePattern(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}
