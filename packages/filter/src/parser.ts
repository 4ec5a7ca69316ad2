import type { FilterAst, SpanGroup, TextSearch } from "./ast.ts";
import { comparisonOf, readComparison } from "./comparison.ts";
import { FilterError } from "./error.ts";
import { comparable, type FieldPath, type FieldSet, findField, type ResolvedField, resolveField } from "./field-set.ts";
import type { Token } from "./lexer.ts";
import { tokenize } from "./lexer.ts";
import { readShorthand } from "./shorthand.ts";
import { TokenReader } from "./token-reader.ts";

export const maxDepth = 50;
/** What SQLite, the store that an MLflow server has unless told otherwise, reads of one expression. */
export const maxConditions = 1_000;

/**
 * Reads a search text; null where it is empty. Throws `FilterError`, and nothing else, whatever the text is.
 *
 *     or        = and { OR and }
 *     and       = condition { [AND] condition } [AND]
 *     condition = NOT condition | "(" or ")" | SPAN "(" or ")" | EXISTS name
 *               | name operator value | name ":" shorthand | text
 */
export function parseFilter(text: string, fields: FieldSet): FilterAst | null {
  const tokens = new TokenReader(tokenize(text));
  if (tokens.peek().kind === "end") return null;
  return new Parser(tokens, comparable(fields)).parse();
}

class Parser {
  readonly #tokens: TokenReader;
  readonly #fields: FieldSet;
  #depth = 0;
  #conditions = 0;
  #insideSpan = false;

  constructor(tokens: TokenReader, fields: FieldSet) {
    this.#tokens = tokens;
    this.#fields = fields;
  }

  parse(): FilterAst {
    const ast = this.#or();
    const rest = this.#tokens.peek();
    if (rest.kind === "end") return ast;
    if (rest.text === ";") throw new FilterError("Only one search is read at a time; remove the semicolon.", rest);
    if (rest.text === ")") throw new FilterError("This parenthesis closes nothing that was opened.", rest);
    throw this.#invalidClause(rest);
  }

  #or(): FilterAst {
    const parts = [this.#and()];
    while (this.#tokens.takeKeyword("or")) parts.push(this.#and());
    return parts.length === 1 ? parts[0]! : { kind: "or", parts };
  }

  #and(): FilterAst {
    const parts = [this.#condition()];
    for (;;) {
      const hasAnd = this.#tokens.takeKeyword("and");
      const next = this.#tokens.peek();
      const isOver = next.kind === "end" || (!hasAnd && (this.#tokens.isKeyword("or") || isClosing(next)));
      if (isOver) break;
      parts.push(this.#condition());
    }
    return and(this.#onSameSpan(parts));
  }

  #condition(): FilterAst {
    const { place } = this.#tokens;
    if (++this.#depth > maxDepth) throw new FilterError(`At most ${maxDepth} levels of nesting are read.`, place);
    const condition = this.#conditionUnbounded();
    this.#depth--;
    return condition;
  }

  #conditionUnbounded(): FilterAst {
    const tokens = this.#tokens;
    if (tokens.takeKeyword("not")) return this.#not(this.#condition());
    const first = tokens.peek();
    if (first.text === "(" && first.kind === "punctuation") return this.#parenthesised();
    if (tokens.isKeyword("span") && tokens.peek(1).text === "(" && tokens.peek(1).kind === "punctuation") {
      if (this.#insideSpan) throw new FilterError("span(…) cannot stand inside another span(…).", first);
      tokens.take();
      this.#insideSpan = true;
      const condition = this.#parenthesised();
      this.#insideSpan = false;
      return { kind: "span", condition };
    }
    if (first.kind === "word" && first.text.startsWith("-") && first.text.length > 1 && tokens.isShorthand()) {
      tokens.takeMinus();
      return this.#not(this.#condition());
    }
    if (++this.#conditions > maxConditions) {
      throw new FilterError(
        `At most ${maxConditions} conditions are read; use IN (…) for many values of one field.`,
        first,
      );
    }
    return this.#existsBefore() ?? this.#comparisonOrText();
  }

  #parenthesised(): FilterAst {
    const open = this.#tokens.take();
    if (this.#tokens.peek().text === ")" && this.#tokens.peek().kind === "punctuation") {
      throw new FilterError("There is no condition between these parentheses.", { ...open, end: open.end + 1 });
    }
    const inner = this.#or();
    const close = this.#tokens.peek();
    if (close.kind !== "punctuation" || close.text !== ")") {
      throw close.kind === "end"
        ? new FilterError("This parenthesis is not closed.", open)
        : this.#invalidClause(close);
    }
    this.#tokens.take();
    return inner;
  }

  /** `exists name` or `exists(name)`; nothing where the word is one to search for. */
  #existsBefore(): FilterAst | undefined {
    const tokens = this.#tokens;
    if (!tokens.isKeyword("exists") || !(tokens.peek(1).kind === "word" || tokens.peek(1).text === "("))
      return undefined;
    const start = tokens.take();
    const hasParenthesis = tokens.takePunctuation("(");
    const path = tokens.takePath();
    if (
      path === undefined ||
      (!hasParenthesis && findField(this.#fields, path, this.#insideSpan) === undefined && !path.text.includes("."))
    ) {
      tokens.backTo(start);
      return undefined;
    }
    const field = resolveField(this.#fields, path, this.#insideSpan);
    if (hasParenthesis && !tokens.takePunctuation(")")) {
      throw new FilterError("Expected ) after the name whose existence is asked for.", tokens.place);
    }
    return comparisonOf(field, "IS NOT NULL", null, { position: start.position, end: tokens.endOfLast });
  }

  #comparisonOrText(): FilterAst {
    const tokens = this.#tokens;
    const first = tokens.peek();
    const path = tokens.takePath(this.#fields.strict);
    if (path !== undefined) {
      if (tokens.isPunctuation(":") && !tokens.peek().spaceBefore) {
        return readShorthand(tokens, this.#resolveForShorthand(path), path);
      }
      if (this.#isOperatorNext(path)) {
        const field = resolveField(this.#fields, path, this.#insideSpan);
        const { comparison, isNegated } = readComparison(tokens, this.#fields, field, path);
        return isNegated ? this.#not(comparison) : comparison;
      }
      if (path.quotedKey !== undefined) {
        resolveField(this.#fields, path, this.#insideSpan);
        throw this.#missingOperator(path);
      }
      tokens.backTo(first);
    }
    return this.#text();
  }

  #resolveForShorthand(path: FieldPath): ResolvedField {
    try {
      return resolveField(this.#fields, path, this.#insideSpan);
    } catch (error) {
      if (!(error instanceof FilterError) || findField(this.#fields, path, this.#insideSpan)) throw error;
      throw new FilterError(`${error.message} To search for this text, put it in double quotes.`, path);
    }
  }

  /** Words like `in` or `like` are operators only where what is around them says so: they are also words to search for. */
  #isOperatorNext(path: FieldPath): boolean {
    const tokens = this.#tokens;
    const next = tokens.peek();
    if (next.kind === "operator") return true;
    if (next.kind !== "word") return false;
    const offset = tokens.isKeyword("not") ? 1 : 0;
    const after = tokens.peek(offset + 1);
    if (tokens.isKeyword("in", offset)) return after.text === "(" || this.#isKnown(path);
    if (["like", "ilike", "rlike"].some((word) => tokens.isKeyword(word, offset))) {
      return after.kind === "string" || this.#isKnown(path);
    }
    if (offset === 1) return false;
    if (tokens.isKeyword("is"))
      return tokens.isKeyword("null", 1) || (tokens.isKeyword("not", 1) && tokens.isKeyword("null", 2));
    if (tokens.isKeyword("exists")) return path.text.includes(".") || this.#isKnown(path);
    return this.#isUnreadOperator(next) && this.#isKnown(path);
  }

  #isKnown(path: FieldPath): boolean {
    return path.text.includes(".") || findField(this.#fields, path, this.#insideSpan) !== undefined;
  }

  /** Spellings from elsewhere: refused with what to write instead, where a field stands before them. */
  #isUnreadOperator(token: Token): boolean {
    return /^([~!&|^]+|contains|matches|between)$/i.test(token.text);
  }

  #text(): TextSearch {
    const token = this.#tokens.peek();
    if (token.kind !== "string" && token.kind !== "word") throw this.#expectedCondition(token);
    if (token.kind === "word" && /^(and|or)$/i.test(token.text)) throw this.#expectedCondition(token);
    const after = this.#tokens.peek(1);
    if (after.kind === "operator") {
      throw new FilterError(
        `A name must stand on the left of ${after.text}; ${token.kind === "string" ? "a quoted text" : "this"} is a value.`,
        token,
      );
    }
    if (this.#fields.strict) throw this.#invalidClause(token);
    if (!/[\p{L}\p{N}]/u.test(token.text)) {
      throw new FilterError(
        `Invalid clause(s) in filter string: '${token.text}'. A text to search for has a letter or a digit.`,
        token,
      );
    }
    this.#tokens.take();
    return { kind: "text", text: token.text, position: token.position, end: token.end };
  }

  #not(part: FilterAst): FilterAst {
    return { kind: "not", part: and(this.#onSameSpan([part])) };
  }

  /** Span conditions that stand side by side hold on the same span; parentheses and `or` keep them apart. */
  #onSameSpan(parts: readonly FilterAst[]): FilterAst[] {
    const comparisons = parts.filter((part) => this.#isOfSpan(part));
    if (this.#insideSpan || comparisons.length === 0) return [...parts];
    const merged: SpanGroup = { kind: "span", condition: and(comparisons) };
    return parts.flatMap((part) => (part === comparisons[0] ? [merged] : this.#isOfSpan(part) ? [] : [part]));
  }

  #isOfSpan(part: FilterAst): boolean {
    return part.kind === "comparison" && this.#fields.fields.some(({ name, ofSpan }) => ofSpan && name === part.field);
  }

  #expectedCondition(token: Token): FilterError {
    const what = token.kind === "end" ? "the end" : `'${token.text}'`;
    return new FilterError(
      `Invalid clause(s) in filter string: expected a condition such as status = 'ERROR' or a text, but found ${what}.`,
      token,
    );
  }

  #invalidClause(token: Token): FilterError {
    return new FilterError(`Invalid clause(s) in filter string: '${token.text}' cannot stand here.`, token);
  }

  #missingOperator(path: FieldPath): FilterError {
    return new FilterError("Expected an operator after this name, e.g. = 'my-value' or exists.", path);
  }
}

function and(parts: readonly FilterAst[]): FilterAst {
  return parts.length === 1 ? parts[0]! : { kind: "and", parts };
}

function isClosing(token: Token): boolean {
  return token.kind === "punctuation" && (token.text === ")" || token.text === ";" || token.text === ",");
}
