import type { Place } from "./error.ts";

/** A checked search: every field, operator and value type in it is one that its field set allows. */
export type FilterAst = And | Or | Not | SpanGroup | Comparison | TextSearch;

export interface And {
  readonly kind: "and";
  readonly parts: readonly FilterAst[];
}

export interface Or {
  readonly kind: "or";
  readonly parts: readonly FilterAst[];
}

export interface Not {
  readonly kind: "not";
  readonly part: FilterAst;
}

/**
 * One span of the trace meets all of `condition`. Comparisons of span fields stand only inside such a group, and inside
 * it stand only they, texts, and `and`, `or`, `not` over them.
 */
export interface SpanGroup {
  readonly kind: "span";
  readonly condition: FilterAst;
}

export interface Comparison extends Place {
  readonly kind: "comparison";
  /** Name of the field in its field set, never an alias. */
  readonly field: string;
  /** Set for fields that hold many values by key: tags, metadata, attributes. */
  readonly key?: string;
  readonly operator: Operator;
  /** An array for IN and NOT IN, null for IS NULL and IS NOT NULL. Units as the field's type says. */
  readonly value: Scalar | readonly Scalar[] | null;
}

/** The words of `text`, in this order and next to each other, in the inputs or outputs of a span; case does not matter. */
export interface TextSearch extends Place {
  readonly kind: "text";
  readonly text: string;
}

export type Scalar = string | number | boolean;

export type Operator =
  | "="
  | "!="
  | "<"
  | "<="
  | ">"
  | ">="
  | "IN"
  | "NOT IN"
  | "LIKE"
  | "ILIKE"
  | "RLIKE"
  | "IS NULL"
  | "IS NOT NULL";

export interface OrderBy {
  readonly field: string;
  readonly key?: string;
  readonly direction: "asc" | "desc";
}
