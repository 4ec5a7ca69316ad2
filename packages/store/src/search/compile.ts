/** From the AST of a search to SQL. The language never sees a column, SQL never sees the text. */
import type { Comparison, FilterAst } from "@spanloom/filter";
import { join, raw, type Sql, sql } from "../postgres/sql.ts";
import { assessmentSeed, isOfAssessments } from "./assessment-fields.ts";
import { attributeLeaf, isOfAttributes } from "./attribute-leaf.ts";
import { always, never } from "./comparisons.ts";
import { type ContentLeaf, contentLeaf, textLeaf } from "./content.ts";
import { spanCondition, spansOfTrace, spanTokens } from "./span-fields.ts";
import { containsTag, traceCondition } from "./trace-fields.ts";
import { type CommonSince, mayHold } from "./word-check.ts";

/**
 * Where the content of chunks decides, SQL alone cannot say: `possible` holds for every trace that may match, `certain`
 * only for those that match whatever the content is, and `exact` uses what has been found in the content.
 */
export type Mode = "possible" | "certain" | "exact";

/** What was read from Postgres before compiling. */
export interface Lookups {
  readonly common: CommonSince;
}

/** Spans for which a leaf holds, as equally long columns. `chunkId` is null where a log record told. */
export interface LeafMatches {
  readonly traceIds: string[];
  readonly spanIds: bigint[];
  readonly chunkIds: (bigint | null)[];
}

/** A part of the condition that an index answers alone: all matching traces are among its. */
export type Seed =
  | { readonly kind: "tokens"; readonly clauses: readonly Clause[]; readonly part: FilterAst }
  /** A condition on the trace's row (alias `t`). */
  | { readonly kind: "tag"; readonly condition: Sql }
  | { readonly kind: "words"; readonly leaf: ContentLeaf };

/** Tokens one of which a chunk has. Several clauses are all to be met, in the same chunk. */
export type Clause = readonly number[];

export class CompiledFilter {
  /** Conditions on the trace's row alone that an ordinary index or a look at the row answers. */
  readonly rowCondition: Sql;
  /** Whether there is more than that. */
  readonly isDeep: boolean;
  /** Whether `deepCondition` looks at columns of the trace other than its id and day. */
  readonly looksAtRow: boolean;
  readonly leaves: readonly ContentLeaf[];
  /** Whether the traces whose chunks have the tokens nearly all match. */
  readonly isSure: boolean;
  /** The most selective kind first. */
  readonly seeds: readonly Seed[];
  /** Where each part beyond the row is one leaf that some span must meet: which. What meets them all needs no further look. */
  readonly leafOfEachPart: readonly number[] | undefined;
  readonly #deep: readonly FilterAst[];
  readonly #lookups: Lookups;
  readonly #idleSeconds: number;
  readonly #required: readonly number[];
  readonly #leafOf = new Map<FilterAst, number>();

  constructor(ast: FilterAst | null, lookups: Lookups, idleSeconds: number) {
    this.#lookups = lookups;
    this.#idleSeconds = idleSeconds;
    const parts = ast === null ? [] : conjuncts(ast);
    const isOfRow = (part: FilterAst) => !looksBeyondRow(part) && rowSeed(part) === undefined;
    this.#deep = parts.filter((part) => !isOfRow(part));
    this.isDeep = this.#deep.length > 0;
    this.looksAtRow = this.#deep.some(comparesRow);
    const leaves: ContentLeaf[] = [];
    for (const part of parts) {
      forEachLeaf(part, (leaf) => {
        const content = contentOf(leaf);
        if (content !== undefined) this.#leafOf.set(leaf, leaves.push(content) - 1);
      });
    }
    this.leaves = leaves;
    this.isSure = leaves.length > 0 && leaves.every((leaf) => leaf.isSure === true);
    const each = this.#deep.flatMap((part) => this.#leafOf.get(part.kind === "span" ? part.condition : part) ?? []);
    this.leafOfEachPart = each.length === this.#deep.length ? each : undefined;
    this.rowCondition = join(
      parts.filter(isOfRow).map((part) => this.#trace(part, "exact", [])),
      " and ",
      always,
    );
    this.seeds = this.#seeds();
    this.#required = this.#deep
      .flatMap((part) => conjuncts(part.kind === "span" ? part.condition : part))
      .flatMap((part) => this.#leafOf.get(part) ?? []);
  }

  /** Whether a match can be ruled out: a leaf that must hold, holds for no span. */
  isRuledOut(matches: readonly LeafMatches[]): boolean {
    return this.#required.some((leaf) => matches[leaf]?.traceIds.length === 0);
  }

  /**
   * The condition that is not `rowCondition`, on a row of traces under the alias `t`. Of a trace that the index gave for
   * the tokens of `seed`, those are not compared again.
   */
  deepCondition(mode: Mode, matches: readonly LeafMatches[] = [], seed?: Seed): Sql {
    const asked = seed?.kind === "tokens" ? seed.part : undefined;
    return join(
      this.#deep.map((part) => this.#trace(part, mode, matches, part === asked)),
      " and ",
      always,
    );
  }

  #trace(ast: FilterAst, mode: Mode, matches: readonly LeafMatches[], isAsked = false): Sql {
    switch (ast.kind) {
      case "and":
      case "or":
        return sql`(${join(
          ast.parts.map((part) => this.#trace(part, mode, matches)),
          ` ${ast.kind} `,
        )})`;
      case "not":
        return sql`not coalesce(${this.#trace(ast.part, opposite(mode), matches)}, false)`;
      case "span":
        return this.#group(ast.condition, mode, matches, isAsked);
      case "text":
        return this.#group(ast, mode, matches, isAsked);
      case "comparison":
        return ast.field === "text" ? this.#group(ast, mode, matches, isAsked) : traceCondition(ast, this.#idleSeconds);
    }
  }

  /**
   * Some span of the trace meets the condition; with `isAsked` one of its chunks is known to have the tokens. `offset 0`
   * keeps the planner from turning it into a join over all spans.
   */
  #group(condition: FilterAst, mode: Mode, matches: readonly LeafMatches[], isAsked: boolean): Sql {
    // Without its content no span is known to meet it.
    if (mode === "certain" && conjuncts(condition).some((part) => this.#leafOf.has(part))) return never;
    const isPossible = mode === "possible";
    const checks = isPossible ? this.#checksOf(condition, isAsked) : [];
    const inChunks = checks.map(
      (check) =>
        sql`exists (select from chunks c where c.day = t.day and c.trace_id = t.trace_id and ${check} offset 0)`,
    );
    // The content of the chunk is read then, and its spans are looked at with what it says.
    const isOfChunksOnly = isPossible && (isAsked || checks.length > 0) && this.#isToldByChunks(condition);
    const inSpans = isOfChunksOnly
      ? []
      : [sql`exists (${spansOfTrace(this.#span(condition, mode, matches))} offset 0)`];
    return sql`(${join([...inChunks, ...inSpans], " and ", always)})`;
  }

  /** Whether content has a say, and of the rest of the condition the tokens tell as much as the columns of the spans. */
  #isToldByChunks(condition: FilterAst): boolean {
    const parts = conjuncts(condition);
    const isLeaf = (part: FilterAst) => this.#leafOf.has(part);
    return (
      parts.some(isLeaf) &&
      parts.every((part) => isLeaf(part) || (part.kind === "comparison" && spanTokens(part) !== undefined))
    );
  }

  /** What chunks (alias `c`) can say without being read: each condition holds for one of a matching trace. */
  #checksOf(condition: FilterAst, isAsked: boolean): Sql[] {
    const clauses = isAsked ? undefined : this.#clausesOf(condition);
    return [
      ...(clauses === undefined ? [] : [hasTokens(clauses)]),
      ...this.#wordsOf(condition).map((leaf) => mayHold(leaf.words, this.#lookups.common)),
    ];
  }

  #span(ast: FilterAst, mode: Mode, matches: readonly LeafMatches[]): Sql {
    switch (ast.kind) {
      case "and":
      case "or":
        return sql`(${join(
          ast.parts.map((part) => this.#span(part, mode, matches)),
          ` ${ast.kind} `,
        )})`;
      case "not":
        return sql`not coalesce(${this.#span(ast.part, opposite(mode), matches)}, false)`;
      case "text":
        return this.#content(ast, mode, matches);
      case "comparison": {
        return this.#leafOf.has(ast) ? this.#content(ast, mode, matches) : spanCondition(ast);
      }
      case "span":
        throw new Error("a span group inside a span group");
    }
  }

  #content(leaf: FilterAst, mode: Mode, matches: readonly LeafMatches[]): Sql {
    if (mode !== "exact") return mode === "possible" ? always : never;
    const found = matches[this.#leafOf.get(leaf) ?? -1];
    if (found === undefined || found.traceIds.length === 0) return never;
    // Of a list that does not depend on the row Postgres makes a hash table once; `is true` keeps it from being joined.
    const within = (
      columns: readonly string[],
      isOfLogs: boolean,
    ) => sql`(${raw(of("s", columns))}) in (select ${raw(of("m", columns))}
      from unnest(${found.traceIds}::uuid[], ${found.spanIds}::bigint[], ${found.chunkIds}::bigint[]) as m (trace_id, span_id, chunk_id)
      where m.chunk_id is ${raw(isOfLogs ? "null" : "not null")}) is true`;
    const ofLogs = found.chunkIds.includes(null) ? [within(["trace_id", "span_id"], true)] : [];
    return sql`(${join([within(["trace_id", "span_id", "chunk_id"], false), ...ofLogs], " or ")})`;
  }

  /** Leaves that must hold for the group to hold, and that have words to check. */
  #wordsOf(condition: FilterAst): ContentLeaf[] {
    return conjuncts(condition).flatMap((part) => {
      const leaf = this.leaves[this.#leafOf.get(part) ?? -1];
      return leaf !== undefined && leaf.words.length + (leaf.joints?.length ?? 0) > 0 ? [leaf] : [];
    });
  }

  #seeds(): Seed[] {
    const tokens = this.#deep.flatMap((part): Seed[] => {
      const clauses = this.#clausesOf(part);
      return clauses === undefined ? [] : [{ kind: "tokens", clauses, part }];
    });
    const rows = this.#deep.flatMap((part): Seed[] => {
      const condition = rowSeed(part);
      return condition === undefined ? [] : [{ kind: "tag", condition }];
    });
    const words = this.#deep
      .flatMap((part) => (part.kind === "span" ? this.#wordsOf(part.condition) : this.#wordsOf(part)))
      .toSorted((a, b) => b.words.length - a.words.length)
      .map((leaf): Seed => ({ kind: "words", leaf }));
    return [...tokens, ...rows, ...words.slice(0, 1)];
  }

  /** What the tokens of a chunk say where one of its spans meets the condition; undefined where they cannot tell. */
  #clausesOf(condition: FilterAst): Clause[] | undefined {
    switch (condition.kind) {
      case "span":
        return this.#clausesOf(condition.condition);
      case "comparison": {
        const leaf = this.leaves[this.#leafOf.get(condition) ?? -1];
        const tokens =
          leaf === undefined ? (condition.field.startsWith("span.") ? spanTokens(condition) : undefined) : leaf.tokens;
        return tokens === undefined ? undefined : [tokens];
      }
      case "and": {
        const all = condition.parts.flatMap((part) => this.#clausesOf(part) ?? []);
        return all.length === 0 ? undefined : all;
      }
      case "or": {
        // One clause for all: each alternative has its first clause met.
        const each = condition.parts.map((part) => this.#clausesOf(part)?.[0]);
        return each.every((clause) => clause !== undefined) ? [each.flat()] : undefined;
      }
      default:
        return undefined;
    }
  }
}

/**
 * A condition on a chunk (alias `c`) that one index scan answers. Postgres compares the tokens on the left one after the other
 * with all on the right until one is found, so those of the clause stand there, the likely ones first.
 */
export function hasTokens(clauses: readonly Clause[]): Sql {
  const single = clauses.flatMap((clause) => (clause.length === 1 ? clause : []));
  const several = clauses.filter((clause) => clause.length !== 1);
  return join(
    [
      ...(single.length > 0 ? [sql`c.tokens @> ${single}::int[]`] : []),
      ...several.map((clause) => sql`${[...clause]}::int[] && c.tokens`),
    ],
    " and ",
  );
}

function of(table: string, columns: readonly string[]): string {
  return columns.map((column) => `${table}.${column}`).join(", ");
}

/** Calls `visit` with every comparison and text. */
export function forEachLeaf(ast: FilterAst, visit: (leaf: FilterAst) => void): void {
  if (ast.kind === "and" || ast.kind === "or") for (const part of ast.parts) forEachLeaf(part, visit);
  else if (ast.kind === "not") forEachLeaf(ast.part, visit);
  else if (ast.kind === "span") forEachLeaf(ast.condition, visit);
  else visit(ast);
}

export function contentOf(leaf: FilterAst): ContentLeaf | undefined {
  if (leaf.kind === "text") return textLeaf(leaf);
  if (leaf.kind !== "comparison") return undefined;
  if (isContent(leaf)) return contentLeaf(leaf);
  return isOfAttributes(leaf) ? attributeLeaf(leaf) : undefined;
}

function isContent({ field }: Comparison): boolean {
  return field === "text" || field === "span.content";
}

function conjuncts(ast: FilterAst): readonly FilterAst[] {
  return ast.kind === "and" ? ast.parts.flatMap(conjuncts) : [ast];
}

function opposite(mode: Mode): Mode {
  return mode === "possible" ? "certain" : mode === "certain" ? "possible" : "exact";
}

/** Whether the part asks for more than the trace's own row. */
function looksBeyondRow(part: FilterAst): boolean {
  switch (part.kind) {
    case "and":
    case "or":
      return part.parts.some(looksBeyondRow);
    case "not":
      return looksBeyondRow(part.part);
    case "comparison":
      return isContent(part) || isOfAssessments(part);
    default:
      return true;
  }
}

function comparesRow(part: FilterAst): boolean {
  if (part.kind === "and" || part.kind === "or") return part.parts.some(comparesRow);
  if (part.kind === "not") return comparesRow(part.part);
  return part.kind === "comparison" && !isContent(part);
}

/** What an index on tags, metadata or assessments answers alone; how many traces that are only the index knows. */
function rowSeed(part: FilterAst): Sql | undefined {
  switch (part.kind) {
    case "comparison":
      return tagSeed(part) ?? assessmentSeed(part);
    case "or": {
      const each = part.parts.map((alternative) =>
        conjuncts(alternative)
          .map(rowSeed)
          .find((seed) => seed !== undefined),
      );
      return each.every((seed) => seed !== undefined) ? sql`(${join(each, " or ")})` : undefined;
    }
    default:
      return undefined;
  }
}

/** Equality of a tag or of metadata. */
function tagSeed({ field, key, operator, value }: Comparison): Sql | undefined {
  if (operator !== "=" || key === undefined || key.startsWith("mlflow.")) return undefined;
  return field === "tags" || field === "metadata" ? containsTag(field, key, value as string) : undefined;
}
