import { FilterError } from "./error.ts";
import { comparable, type Field, type FieldSet, findField, operatorsFor, type ResolvedField } from "./field-set.ts";
import { type Token, tokenize } from "./lexer.ts";

export type Expected = "field" | "key" | "operator" | "value" | "connective";

export interface Candidate {
  /** What replaces `from` up to `to`. */
  readonly text: string;
  readonly about?: string;
}

/** What could stand at the cursor. Candidates are those the language knows; keys and values that occur only the server knows. */
export interface Completion {
  readonly expected: Expected;
  /** The range of the text that a candidate replaces. */
  readonly from: number;
  readonly to: number;
  /** What stands there up to the cursor, without an opening quote. */
  readonly prefix: string;
  /** For `key`: the field whose key it is (`tags`). For `operator` and `value`: the field compared. */
  readonly field?: string;
  readonly key?: string;
  /** For `value`: whether the language wants quotes around a text here. */
  readonly quoted?: boolean;
  readonly candidates: readonly Candidate[];
}

/** The context for completion at `cursor`. Never throws: in a text that is wrong before the cursor it does its best. */
export function complete(text: string, cursor: number, all: FieldSet): Completion {
  const fields = comparable(all);
  const at = Math.max(0, Math.min(cursor, text.length));
  const { before, current } = tokensBefore(text, at);
  const state = walk(before, fields);
  const from = current?.position ?? at;
  const to = at + (/^[^\s()"'`,;:=<>]*/.exec(text.slice(at))?.[0].length ?? 0);
  const prefix = current?.text ?? "";
  const range = { from, to: current?.kind === "string" ? closingQuote(text, at) : to, prefix };

  if (state.expected === "operator" && current?.kind !== "string") {
    const names = operatorsFor(state.field.field).map(spelling);
    return { expected: "operator", ...range, ...nameOf(state.field), candidates: matching(names, prefix) };
  }
  if (state.expected === "value") {
    const quoted = !state.isShorthand && wantsQuotes(state.field.field);
    const values = (state.field.field.values ?? []).map((value) => ({ text: quoted ? quote(value) : value }));
    const candidates = values.filter((value) => unquoted(value.text).toLowerCase().startsWith(prefix.toLowerCase()));
    return { expected: "value", ...range, ...nameOf(state.field), quoted, candidates };
  }
  if (state.expected === "connective" && (current === undefined || "and or".includes(prefix.toLowerCase()))) {
    return { expected: "connective", ...range, candidates: matching([{ text: "and" }, { text: "or" }], prefix) };
  }
  return fieldOrKey(range, fields, state.isInsideSpan);
}

type State = { readonly isInsideSpan: boolean } & (
  | { readonly expected: "field" | "connective" }
  | { readonly expected: "operator"; readonly field: ResolvedField }
  | { readonly expected: "value"; readonly field: ResolvedField; readonly isShorthand: boolean }
);

/** Follows the grammar over what stands before, without judging it. */
function walk(tokens: readonly Token[], fields: FieldSet): State {
  let state: State = { expected: "field", isInsideSpan: false };
  let isList = false;
  let depth = 0;
  let spanDepth = -1;
  tokens.forEach((token, i) => {
    const word = token.kind === "word" ? token.text.toLowerCase() : "";
    const isInsideSpan = spanDepth >= 0;
    if (state.expected === "operator") {
      const isColon = token.text === ":" && token.kind === "punctuation";
      if (isColon || token.kind === "operator" || /^(in|like|ilike|rlike)$/.test(word)) {
        state = { expected: "value", field: state.field, isShorthand: isColon, isInsideSpan };
        isList = word === "in";
        return;
      }
      if (word === "not" || word === "is") return;
      state = { expected: "connective", isInsideSpan };
      if (word === "null" || word === "exists") return;
    } else if (state.expected === "value") {
      const isSign = token.kind === "operator" || token.text === "(" || token.text === ",";
      if (isSign && token.kind !== "string") return;
      if (isList && token.text !== ")") return;
      isList = false;
      state = { expected: "connective", isInsideSpan };
      return;
    }
    if (token.kind === "punctuation") {
      if (token.text === "(") {
        depth++;
        if (tokens[i - 1]?.text.toLowerCase() === "span") spanDepth = depth;
        state = { expected: "field", isInsideSpan: spanDepth >= 0 };
      } else if (token.text === ")") {
        if (depth === spanDepth) spanDepth = -1;
        depth--;
        state = { expected: "connective", isInsideSpan: spanDepth >= 0 };
      }
      return;
    }
    if (/^(and|or|not)$/.test(word)) {
      state = { expected: "field", isInsideSpan };
      return;
    }
    const isKey =
      (token.kind === "string" || token.kind === "backtick") && !token.spaceBefore && tokens[i - 1]?.text.endsWith(".");
    const base = isKey ? tokens[i - 1]! : token;
    const path = { text: base.text.replace(/^-/, ""), position: base.position, end: token.end };
    const field = findField(fields, isKey ? { ...path, quotedKey: token.text } : path, isInsideSpan);
    const asksExistence = tokens[i - 1]?.kind === "word" && tokens[i - 1]?.text.toLowerCase() === "exists";
    if (field === undefined || (token.kind === "string" && !isKey)) state = { expected: "connective", isInsideSpan };
    else
      state = asksExistence ? { expected: "connective", isInsideSpan } : { expected: "operator", field, isInsideSpan };
  });
  return state;
}

/** The tokens that end before the cursor, and the one the cursor stands in or right behind. */
function tokensBefore(text: string, at: number): { before: readonly Token[]; current?: Token } {
  let tokens: Token[];
  try {
    tokens = tokenize(text.slice(0, at)).slice(0, -1);
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    if (error.end !== at || !/["'`]/.test(text[error.position] ?? "")) return { before: [] };
    const before = tokensBefore(text, error.position);
    const open: Token = {
      kind: "string",
      text: text.slice(error.position + 1, at),
      position: error.position,
      end: at,
      spaceBefore: false,
    };
    return { before: before.current ? [...before.before, before.current] : before.before, current: open };
  }
  const last = tokens.at(-1);
  return last?.kind === "word" && last.end === at ? { before: tokens.slice(0, -1), current: last } : { before: tokens };
}

const span: Candidate = { text: "span(", about: "several conditions on the same span" };

function fieldOrKey(
  range: Pick<Completion, "from" | "to" | "prefix">,
  fields: FieldSet,
  isInsideSpan: boolean,
): Completion {
  const { prefix } = range;
  const lower = prefix.toLowerCase();
  const served = fields.fields.filter((field) => field.unavailable === undefined && (!isInsideSpan || field.ofSpan));
  const shown = served.map((field) => ({ field, name: isInsideSpan ? field.name.replace(/^span\./, "") : field.name }));
  const keyed = shown.find(({ field, name }) => field.keyed && lower.startsWith(`${name}.`));
  if (keyed !== undefined) {
    const start = keyed.name.length + 1;
    return {
      expected: "key",
      from: range.from + start,
      to: range.to,
      prefix: prefix.slice(start),
      field: keyed.field.name,
      candidates: [],
    };
  }
  const names = shown.map(({ field, name }) => ({ text: field.keyed ? `${name}.` : name, about: field.about }));
  const words = [
    ...names,
    ...(isInsideSpan || !fields.fields.some(({ ofSpan }) => ofSpan) ? [] : [span]),
    { text: "not" },
  ];
  return { expected: "field", ...range, candidates: matching(words, prefix) };
}

/** Those that begin with the prefix, then those that have it inside. */
function matching(candidates: readonly Candidate[], prefix: string): Candidate[] {
  const wanted = prefix.toLowerCase();
  const starts = candidates.filter(({ text }) => text.toLowerCase().startsWith(wanted));
  const inside = candidates.filter(
    (candidate) => !starts.includes(candidate) && candidate.text.toLowerCase().includes(wanted),
  );
  return [...starts, ...inside];
}

function spelling(operator: string): Candidate {
  if (operator === "IS NOT NULL") return { text: "exists" };
  return { text: operator === operator.toUpperCase() ? operator.toLowerCase() : operator };
}

function wantsQuotes({ type }: Field): boolean {
  return type === "string" || type === "choice" || type === "any" || type === "content";
}

function nameOf({ field, key }: ResolvedField): { field: string; key?: string } {
  return key === undefined ? { field: field.name } : { field: field.name, key };
}

function quote(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

function unquoted(text: string): string {
  return text.replace(/^'|'$/g, "");
}

function closingQuote(text: string, at: number): number {
  const rest = /^[^'"`\s]*['"`]?/.exec(text.slice(at));
  return at + (rest?.[0].length ?? 0);
}
