/**
 * Finds a page of traces. Lists never load payloads: only what a condition on content leaves undecided is read from
 * chunks, and only of the traces that everything else leaves over.
 *
 * The planner cannot guess how many chunks hold a token or a word, so the way is chosen here, step by step:
 * 1. Look at the newest traces in growing windows. What matches often fills the page at once.
 * 2. Where little matched, ask an index (a GIN, or the content index) for all candidates; few are joined and sorted.
 * 3. Many candidates: go on through the windows, as long as the time allows, and then answer with what was found and a
 *    token to go on from.
 */

import { tracesThatMayHold } from "../content-index/candidates.ts";
import type { Connection } from "../postgres/db.ts";
import { join, prepared, preparedShape, raw, type Sql, sql } from "../postgres/sql.ts";
import { type TraceColumns, traceColumns } from "../trace-row.ts";
import { type CompiledFilter, hasTokens, type LeafMatches, type Lookups, type Seed } from "./compile.ts";
import { readContent } from "./read-content.ts";
import type { TraceSearch } from "./search-traces.ts";
import type { Cursor, TraceOrder } from "./trace-order.ts";

/** More candidates from an index than this are not collected: walking finds a page of them soon. */
const maxHits = 50_000;
const firstWindow = 200;
const maxWindow = 20_000;
/** Of candidates whose content is to be read; first only so many as show how often they match. */
const contentWindow = 2_000;
const firstContentWindow = 32;

export interface FinderContext {
  /** One connection, inside of a transaction. */
  readonly connection: Connection;
  readonly search: TraceSearch;
  readonly filter: CompiledFilter;
  readonly order: TraceOrder;
  readonly lookups: Lookups;
  readonly idleSeconds: number;
  readonly deadline: number;
}

/** Where content decides, the columns of a row are read once it has been accepted. */
type FoundRow = Pick<TraceColumns, "trace_id" | "day"> &
  Partial<TraceColumns> & { readonly cursor: Cursor; readonly certain: boolean };

interface Window {
  /** The index gave more candidates than are taken; nothing was looked at. */
  readonly isOverfull: boolean;
  readonly rows: readonly FoundRow[];
  /** Traces looked at. */
  readonly seen: number;
  /** The last of them. */
  readonly last: Cursor | undefined;
  /** Of all that there are, where it was asked for. */
  readonly count: number | undefined;
  /** About how many traces there are, where it was asked for. */
  readonly traces: number | undefined;
}

/** What a statement says of its window as a whole. */
interface Facts {
  readonly hits: number | null;
  readonly seen: number;
  readonly last: Cursor | null;
  readonly count: number | null;
  readonly traces: number | null;
}

/** Candidates of an index. */
interface Source {
  readonly seed: Seed;
  /** Ends with a CTE `hits` of trace ids. */
  readonly ctes: Sql;
  /** Of CTEs that ask the index: how many rows it gave, `maxHits` + 1 at most, and then there are no hits. */
  readonly count?: Sql;
}

export class TraceFinder {
  readonly #context: FinderContext;
  #trustsIndexes = false;

  constructor(context: FinderContext) {
    this.#context = context;
  }

  /** The traces of a page, and where the next one begins; none on the last page. With the first one how many there are. */
  async find(from: Cursor | undefined): Promise<{ rows: readonly TraceColumns[]; next?: Cursor; count?: number }> {
    const { search, filter, order } = this.#context;
    const need = search.limit + 1;
    const found: FoundRow[] = [];
    let count: number | undefined;
    const page = async (end?: Cursor) => {
      const rows = await this.#columnsOf(found.slice(0, search.limit));
      const next = found.length > search.limit ? found[search.limit - 1]!.cursor : end;
      return { rows, ...(next ? { next } : {}), ...(count !== undefined && { count }) };
    };
    const { leaves } = filter;
    const seeds = filter.seeds.values();
    const hitsAtOnce = leaves.length > 0 ? contentWindow : order.isByTime ? maxHits : maxWindow;
    let cursor = from;
    let seen = 0;
    let walked = !filter.isDeep
      ? need
      : !order.isByTime
        ? maxWindow
        : leaves.length > 0
          ? firstContentWindow
          : Math.max(firstWindow, need);
    let mayAskIndex = order.isByTime && filter.seeds.length > 0;
    let source = order.isByTime ? undefined : await this.#sourceOf(seeds);
    for (;;) {
      const size = source === undefined ? walked : hitsAtOnce;
      const missing = need - found.length;
      // Of the candidates of a list all are taken at once, since it is joined and sorted each time, but where nearly all match.
      const most = leaves.length === 0 ? missing : filter.isSure ? Math.max(missing, minContentBatch) : size;
      const window = await this.#window({ source, cursor, size, need: most, mayAskIndex });
      count ??= window.count;
      if (window.isOverfull) {
        source = await this.#sourceOf(seeds);
        continue;
      }
      const accepted = await this.#accept(window.rows, missing);
      found.push(...accepted.rows);
      const stoppedAt = accepted.stoppedAt ?? (window.rows.length === most ? window.rows.at(-1)!.cursor : undefined);
      const isLast = window.seen < size && stoppedAt === undefined;
      if (found.length >= need || isLast) return page();
      cursor = stoppedAt ?? window.last;
      if (this.#isOver()) return page(cursor);
      seen += window.seen;
      const share = found.length / seen;
      if (mayAskIndex && isIndexQuicker(share, need - found.length, window.traces)) {
        mayAskIndex = false;
        source = await this.#sourceOf(seeds);
      } else if (source !== undefined) {
        source = await this.#collected(source);
      }
      const wanted = share > 0 ? Math.ceil(((need - found.length) / share) * 1.2) : walked * 4;
      walked = Math.min(Math.max(wanted, firstWindow), leaves.length > 0 ? contentWindow : maxWindow);
    }
  }

  /** The rows with all columns, in the same order. */
  async #columnsOf(found: readonly FoundRow[]): Promise<readonly TraceColumns[]> {
    const { connection, filter, idleSeconds } = this.#context;
    if (filter.leaves.length === 0 || found.length === 0) return found as readonly (FoundRow & TraceColumns)[];
    return connection.query<TraceColumns>(
      prepared(
        "columns-of-traces",
        sql`
      select t.* from unnest(${found.map(({ trace_id }) => trace_id)}::uuid[]) with ordinality as w (trace_id, position)
      cross join lateral (select ${traceColumns(idleSeconds, "t")} from traces t where t.trace_id = w.trace_id offset 0) t
      order by w.position`,
      ),
    );
  }

  /**
   * Looks at the next `size` traces in order and gives those that may match, at most `need`. Where an index may be asked
   * after that, it is made ready for it, and says how many traces there are.
   */
  async #window({
    source,
    cursor,
    size,
    need,
    mayAskIndex,
  }: {
    source: Source | undefined;
    cursor: Cursor | undefined;
    size: number;
    need: number;
    mayAskIndex: boolean;
  }): Promise<Window> {
    const { connection, search, filter, order, idleSeconds } = this.#context;
    const possible = filter.deepCondition(filter.leaves.length > 0 ? "possible" : "exact", [], source?.seed);
    const certain = filter.leaves.length > 0 ? filter.deepCondition("certain") : sql`true`;
    // Conditions on spans need no more of a trace than its id and day.
    const own = filter.looksAtRow ? "w" : "t";
    const from = filter.looksAtRow
      ? sql`w cross join lateral (select * from traces where traces.trace_id = w.trace_id offset 0) t`
      : sql`w as t`;
    const [columns, columnsFrom] =
      filter.leaves.length > 0
        ? [sql`found.trace_id, found.day`, sql``]
        : [
            sql`t.*`,
            sql`left join lateral (
              select ${traceColumns(idleSeconds, "t")} from traces t where t.trace_id = found.trace_id offset 0
            ) t on true`,
          ];
    // The planner must see the limits; without a filter the values are few enough to be planned for whatever they are.
    const shaped = search.filter === null ? preparedShape : (statement: Sql) => statement;
    const rows = await connection.query<FoundRow & Facts>(
      shaped(sql`
      with ${source === undefined ? sql`` : sql`${source.ctes},`}
      w as materialized (${this.#candidates(source, cursor, size)}),
      found as materialized (
        select ${raw(own)}.*, coalesce(${certain}, false) as certain
        from ${from}
        where ${possible}
        order by ${order.clauseOf(own)}
        limit ${rowsOf(need)}
      )
      select seen.*, ${order.cursorOf("found")} as cursor, found.certain, ${columns}
      from (select ${source?.count ?? sql`null::integer`} as hits, (select count(*)::integer from w) as seen,
        (select ${order.cursorOf("l")} from (select * from w order by ${order.clauseOf("w", true)} limit 1) l) as last,
        ${this.#count(cursor, size)} as count, ${mayAskIndex ? sql`(${tableSize} and ${trustIndexes} = 'off')` : sql`null`} as traces) seen
      left join found on true ${columnsFrom}
      order by ${order.clauseOf("found")}`),
    );
    if (mayAskIndex) this.#trustsIndexes = true;
    const { hits = 0, seen = 0, last, count, traces } = rows[0] ?? {};
    return {
      isOverfull: (hits ?? 0) > maxHits,
      rows: rows.filter((row) => row.trace_id !== null),
      seen,
      last: last ?? undefined,
      count: count ?? undefined,
      traces: traces ?? undefined,
    };
  }

  /** Of all that the search finds: what a first page has seen, or where it is full, counted. */
  #count(cursor: Cursor | undefined, size: number): Sql {
    const { countTo, filter, experimentIds = [] } = this.#context.search;
    if (countTo === undefined || cursor !== undefined || filter !== null) return sql`null::integer`;
    const conditions = [
      ...timeRange(this.#context.search),
      ...(experimentIds.length === 0 ? [] : [sql`t.experiment_id = any(${experimentIds}::bigint[])`]),
    ];
    return sql`case when (select count(*) from w) < ${rowsOf(size)} then (select count(*)::integer from w)
      else (select count(*)::integer from (
        select from traces t where ${join(conditions, " and ", sql`true`)} limit ${rowsOf(countTo)}) counted) end`;
  }

  /** The id and sort keys of the next traces that the row's own conditions leave over. */
  #candidates(source: Source | undefined, cursor: Cursor | undefined, size: number): Sql {
    const { search, filter, order } = this.#context;
    const conditions = [filter.rowCondition, order.after(cursor), ...timeRange(search)];
    const experiments = search.experimentIds ?? [];
    const select = (from: Sql, more: readonly Sql[]) => sql`
      select t.trace_id, t.day, ${order.columns} from ${from}
      where ${join([...conditions, ...more], " and ")}
      order by ${order.clause} limit ${rowsOf(size)}`;
    if (source !== undefined) {
      const joined = sql`hits h cross join lateral (select * from traces where traces.trace_id = h.trace_id offset 0) t`;
      return select(joined, experiments.length === 0 ? [] : [sql`t.experiment_id = any(${experiments}::bigint[])`]);
    }
    if (experiments.length === 0) return select(sql`traces t`, []);
    if (experiments.length === 1) return select(sql`traces t`, [sql`t.experiment_id = ${experiments[0]}::bigint`]);
    if (!order.isByTime || experiments.length > maxMergedExperiments) {
      return select(sql`traces t`, [sql`t.experiment_id = any(${experiments}::bigint[])`]);
    }
    // Each experiment's newest by its index, then merged.
    return sql`select e.* from unnest(${experiments}::bigint[]) as x (experiment_id)
      cross join lateral (${select(sql`traces t`, [sql`t.experiment_id = x.experiment_id`])}) e
      order by ${order.clauseOf("e")} limit ${rowsOf(size)}`;
  }

  /** The candidates of the next seed, or nothing. Words are asked at once, all others in the statement that takes the candidates. */
  async #sourceOf(seeds: Iterator<Seed>): Promise<Source | undefined> {
    const { connection, lookups } = this.#context;
    for (let next = seeds.next(); !next.done && !this.#isOver(); next = seeds.next()) {
      const seed = next.value;
      if (seed.kind !== "words") {
        if (!this.#trustsIndexes) await connection.query(sql`select ${trustIndexes}`);
        this.#trustsIndexes = true;
        return askedSource(seed);
      }
      const ids = await tracesThatMayHold(connection, seed.leaf, lookups.common, maxHits);
      if (ids !== undefined) return listedSource(seed, ids);
    }
    return undefined;
  }

  /** The same candidates as a list, for those that need more than one statement: the index is not asked by each. */
  async #collected(source: Source): Promise<Source> {
    if (source.count === undefined) return source;
    const rows = await this.#context.connection.query<{ trace_id: string }>(
      sql`with ${source.ctes} select trace_id from hits`,
    );
    return listedSource(
      source.seed,
      rows.map(({ trace_id }) => trace_id),
    );
  }

  /** Those of the rows that do match; stops when there are enough or when time is over, and says where. */
  async #accept(rows: readonly FoundRow[], need: number): Promise<{ rows: readonly FoundRow[]; stoppedAt?: Cursor }> {
    const { connection, filter, lookups } = this.#context;
    const { leaves } = filter;
    if (leaves.length === 0) return { rows };
    const accepted: FoundRow[] = [];
    // What matches often needs few to be read; what does not, many at once.
    let size = Math.min(maxContentBatch, Math.max(minContentBatch, need));
    for (let from = 0; from < rows.length; ) {
      const batch = rows.slice(from, from + size);
      from += batch.length;
      size = Math.min(maxContentBatch, size * 2);
      const traces = batch.filter((row) => !row.certain).map((row) => ({ traceId: row.trace_id, day: row.day }));
      const isOneEnough = filter.leafOfEachPart !== undefined;
      const question = { traces, leaves, common: lookups.common, isOneEnough };
      const matches = traces.length > 0 ? await readContent(connection, question) : [];
      const matching =
        traces.length > 0 && !filter.isRuledOut(matches)
          ? await this.#matching(
              traces.map(({ traceId }) => traceId),
              matches,
            )
          : new Set();
      accepted.push(...batch.filter((row) => row.certain || matching.has(row.trace_id)));
      const isLast = from >= rows.length;
      if (!isLast && (accepted.length >= need || this.#isOver()))
        return { rows: accepted, stoppedAt: batch.at(-1)!.cursor };
    }
    return { rows: accepted };
  }

  async #matching(traceIds: readonly string[], matches: readonly LeafMatches[]): Promise<ReadonlySet<string>> {
    const { leafOfEachPart } = this.#context.filter;
    // A log record may name a span that is not there.
    if (leafOfEachPart !== undefined && matches.every(({ chunkIds }) => !chunkIds.includes(null))) {
      const found = leafOfEachPart.map((leaf) => new Set(matches[leaf]!.traceIds));
      return new Set(traceIds.filter((traceId) => found.every((ids) => ids.has(traceId))));
    }
    const rows = await this.#context.connection.query<{ trace_id: string }>(sql`
      select t.trace_id from unnest(${traceIds}::uuid[]) as w (id)
      cross join lateral (select * from traces where traces.trace_id = w.id offset 0) t
      where ${this.#context.filter.deepCondition("exact", matches)}`);
    return new Set(rows.map((row) => row.trace_id));
  }

  #isOver(): boolean {
    return Date.now() >= this.#context.deadline;
  }
}

/** For the rest of the search: Postgres would rather read half of a table than trust a GIN index with its guess. */
const trustIndexes = sql`set_config('enable_seqscan', 'off', true)`;
const tableSize = sql`select greatest(reltuples, 1) from pg_class where oid = 'traces'::regclass`;

/**
 * Walking looks at `missing / share` more traces, at 15 µs each, and an index gives `share` of all, at 12 µs each with
 * their sorting. The figures are from a million spans in memory on two cores.
 */
function isIndexQuicker(share: number, missing: number, traces = 1): boolean {
  if (share === 0) return true;
  const walkingUs = (missing / share) * 15;
  return walkingUs > share * traces * 12;
}

function listedSource(seed: Seed, ids: readonly string[]): Source {
  return { seed, ctes: sql`hits as materialized (select unnest(${ids}::uuid[]) as trace_id)` };
}

function askedSource(seed: Exclude<Seed, { kind: "words" }>): Source {
  const rows =
    seed.kind === "tokens"
      ? sql`select c.trace_id from chunks c where ${hasTokens(seed.clauses)}`
      : sql`select t.trace_id from traces t where ${seed.condition}`;
  return {
    seed,
    ctes: sql`some_hits as materialized (${rows} limit ${maxHits + 1}),
      hits as materialized (select distinct trace_id from some_hits where (select count(*) from some_hits) <= ${maxHits})`,
    count: sql`(select count(*)::integer from some_hits)`,
  };
}

/** In the text and not beside it, since a plan for any number of rows is one for many. */
function rowsOf(limit: number): Sql {
  return raw(String(Math.trunc(limit)));
}

const maxMergedExperiments = 20;
/** Traces whose content is read before looking whether there are enough. */
const minContentBatch = 16;
const maxContentBatch = 128;

function timeRange({ fromMs, toMs }: TraceSearch): Sql[] {
  const bound = (ms: number) => BigInt(Math.trunc(Math.min(Math.max(ms, -9e12), 9e12))) * 1_000_000n;
  return [
    ...(fromMs === undefined ? [] : [sql`t.start_ns >= ${bound(fromMs)}::bigint`]),
    ...(toMs === undefined ? [] : [sql`t.start_ns < ${bound(toMs)}::bigint`]),
  ];
}
