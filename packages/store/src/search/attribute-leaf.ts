/** Conditions on attributes of a span, its resource or its scope: decided by the chunk, found by its tokens. */
import type { Comparison, Scalar } from "@spanloom/filter";
import { longText } from "../chunk-parts.ts";
import { type ContentLeaf, patternCheck } from "./content.ts";
import { likeWords } from "./like-pattern.ts";
import { equalsToken, hasToken, isNumber, maxTokenText, rangeTokens, type TokenOwner } from "./tokens.ts";
import { storedWords } from "./words.ts";

/** An attribute's value as it was sent: a scalar, a list, or a structure. */
export type Sent = unknown;

const owners: Readonly<Record<string, TokenOwner>> = {
  "span.attributes": "span",
  "resource.attributes": "resource",
  "scope.attributes": "scope",
  "scope.name": "scope",
  "scope.version": "scope",
};

export function isOfAttributes({ field }: Comparison): boolean {
  return field in owners;
}

export function attributeLeaf(comparison: Comparison): ContentLeaf {
  const { field, operator, value } = comparison;
  const owner = owners[field] ?? "span";
  const isOfScope = field === "scope.name" || field === "scope.version";
  const key = isOfScope ? field : (comparison.key ?? "");
  const leaf = {
    attribute: { owner, key },
    words: wordsOf(owner, comparison),
    tokens: tokensOf(isOfScope ? "own" : owner, key, comparison),
    isSure: isSure(comparison),
  };
  switch (operator) {
    case "RLIKE":
      return { ...leaf, inPostgres: { operator: "~", pattern: String(value) } };
    case "LIKE":
    case "ILIKE": {
      const { matches, inPostgres } = patternCheck(comparison);
      return matches
        ? { ...leaf, holds: (sent) => sent !== undefined && matches(textOf(sent)) }
        : { ...leaf, ...(inPostgres && { inPostgres }) };
    }
    default:
      return { ...leaf, holds: matcherOf(comparison), holdsLong: holdsLong(comparison) };
  }
}

/** Tokens one of which a chunk has where the comparison holds for one of its spans; undefined: they cannot tell. */
function tokensOf(owner: TokenOwner, key: string, { operator, value }: Comparison): readonly number[] | undefined {
  const has = owner === "own" ? undefined : [hasToken(owner, key)];
  switch (operator) {
    case "IS NULL":
      return undefined;
    case "=":
      return isLong(value) ? has : [equalsToken(owner, key, value as Scalar)];
    case "IN": {
      const values = value as readonly Scalar[];
      return values.some(isLong) ? has : values.map((one) => equalsToken(owner, key, one));
    }
    case ">":
    case ">=":
      return owner === "own" ? undefined : rangeTokens(owner, key, Number(value), Number.POSITIVE_INFINITY);
    case "<":
    case "<=":
      return owner === "own" ? undefined : rangeTokens(owner, key, Number.NEGATIVE_INFINITY, Number(value));
    default:
      return has;
  }
}

/** The other operators have tokens of more values than they hold for. */
function isSure({ operator, value }: Comparison): boolean {
  return operator === "=" ? !isLong(value) : operator === "IN" ? !(value as readonly Scalar[]).some(isLong) : false;
}

/** Words that a chunk must have: those inside a long value or a pattern. Resources and scopes are no content. */
function wordsOf(owner: TokenOwner, { operator, value }: Comparison) {
  if (owner !== "span") return [];
  if (operator === "LIKE" || operator === "ILIKE") return likeWords(String(value), true);
  return operator === "=" && isLong(value) ? storedWords(String(value)) : [];
}

function matcherOf({ operator, value }: Comparison): (sent: Sent) => boolean {
  switch (operator) {
    case "IS NULL":
      return (sent) => sent === undefined;
    case "IS NOT NULL":
      return (sent) => sent !== undefined;
    case "=":
      return (sent) => equals(sent, value as Scalar);
    case "!=":
      return (sent) => sent !== undefined && !equals(sent, value as Scalar);
    case "IN":
      return (sent) => (value as readonly Scalar[]).some((one) => equals(sent, one));
    case "NOT IN":
      return (sent) => sent !== undefined && !(value as readonly Scalar[]).some((one) => equals(sent, one));
    default:
      return (sent) => inOrder(numberOf(sent), operator, Number(value));
  }
}

/** What a comparison says of a text of more than `longText` bytes, whatever it is. No number is as long. */
function holdsLong({ operator, value }: Comparison): boolean | undefined {
  switch (operator) {
    case "IS NULL":
      return false;
    case "IS NOT NULL":
      return true;
    case "=":
    case "IN":
      return [value].flat().some(mayBeLong) ? undefined : false;
    case "!=":
    case "NOT IN":
      return [value].flat().some(mayBeLong) ? undefined : true;
    default:
      return false;
  }
}

function mayBeLong(value: unknown): boolean {
  return typeof value === "string" && Buffer.byteLength(value) > longText;
}

/** A quoted number or boolean also equals the attribute that is one; a list equals each of its items. */
function equals(sent: Sent, value: Scalar): boolean {
  if (Array.isArray(sent)) return sent.some((item) => typeof item !== "object" && equals(item, value));
  switch (typeof sent) {
    case "string":
      return sent === value;
    case "boolean":
      return String(sent) === String(value);
    case "number":
    case "bigint":
      return typeof value === "number"
        ? Number(sent) === value
        : typeof value === "string" && isNumber(value) && Number(sent) === Number(value);
    default:
      return false;
  }
}

function inOrder(sent: number | undefined, operator: Comparison["operator"], bound: number): boolean {
  if (sent === undefined) return false;
  switch (operator) {
    case "<":
      return sent < bound;
    case "<=":
      return sent <= bound;
    case ">":
      return sent > bound;
    default:
      return sent >= bound;
  }
}

/** Also of a number that was sent as text. */
function numberOf(sent: Sent): number | undefined {
  if (typeof sent === "number" || typeof sent === "bigint") return Number(sent);
  return typeof sent === "string" && isNumber(sent) ? Number(sent) : undefined;
}

/** A text as it is, everything else as JSON. */
export function textOf(sent: Sent): string {
  return typeof sent === "string"
    ? sent
    : JSON.stringify(sent, (_, item) => (typeof item === "bigint" ? String(item) : item));
}

function isLong(value: unknown): boolean {
  return typeof value === "string" && value.length > maxTokenText;
}
