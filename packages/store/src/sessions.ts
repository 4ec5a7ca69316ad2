import { invalidParameter } from "@spanloom/wire";
import type { Pool } from "./postgres/db.ts";
import { join, raw, type Sql, sql } from "./postgres/sql.ts";
import { containing } from "./search/containing.ts";
import { type Cursor, cursorIn, tokenOf } from "./search/page-token.ts";

/** A conversation: the traces that name the same session. What is null was said by none of them. */
export interface Session {
  readonly session: string;
  /** At most `maxTracesSummed`: of a longer session the newest ones, and every sum is of those. */
  readonly traceCount: number;
  readonly isSumOfNewest: boolean;
  /** Traces with an error in them, whether it reached the root or not. */
  readonly failedCount: number;
  readonly firstTraceId: string;
  readonly lastTraceId: string;
  readonly firstStartUnixNano: bigint;
  readonly lastStartUnixNano: bigint;
  /** Of the traces, without the time between them. */
  readonly busyNs: bigint;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly costPicoUsd: bigint | null;
  readonly costPartial: boolean;
  /** At most ten. */
  readonly users: readonly string[];
  readonly experimentIds: readonly string[];
  readonly firstInputPreview: string | null;
  readonly lastOutputPreview: string | null;
}

export interface SessionSearch {
  /** All experiments where none is named. */
  readonly experimentIds: readonly string[];
  /** Occurs in the session's name, or in the name of its user; capitals or not. */
  readonly text?: string;
  /** The newest trace started at this time or later. */
  readonly fromMs?: number;
  /** The newest trace started before this time. */
  readonly toMs?: number;
  readonly limit: number;
  readonly pageToken?: string;
}

export interface SessionPage {
  readonly sessions: readonly Session[];
  readonly nextPageToken?: string;
}

/** Traces of one session that are summed up; a program that puts everything into one session must not slow the list. */
export const maxTracesSummed = 50_000;

/** Sessions are no rows of their own: they are what traces say, so they are right whatever comes late or is deleted. */
export class Sessions {
  readonly #db: Pool;

  constructor(db: Pool) {
    this.#db = db;
  }

  /**
   * Those with the newest traces first. Throws INVALID_PARAMETER_VALUE for a page token that was not made for this search.
   */
  async list(search: SessionSearch): Promise<SessionPage> {
    const { experimentIds, text, fromMs, toMs, limit, pageToken } = search;
    const query = JSON.stringify(["sessions", [...experimentIds].sort(), text ?? "", fromMs ?? 0, toMs ?? 0]);
    const cursor = pageToken === undefined ? undefined : cursorIn(pageToken, query, ["bigint", "uuid"]);
    const found = await this.#newest(search, cursor);
    const page = found.slice(0, limit);
    const sessions = await this.#summed(
      page.map(({ session }) => session),
      experimentIds,
    );
    const last = page.at(-1);
    return {
      sessions: page.flatMap(({ session }) => sessions.get(session) ?? []),
      ...(found.length > limit && last && { nextPageToken: tokenOf([String(last.start_ns), last.trace_id], query) }),
    };
  }

  async get(session: string, experimentIds: readonly string[]): Promise<Session | undefined> {
    if (session.includes("\0")) throw invalidParameter("session", "must have no NUL characters");
    return (await this.#summed([session], experimentIds)).get(session);
  }

  /**
   * The newest trace of each session, one more than asked for. A walk along the index of traces by time, from the first
   * trace of a session to the next one whose session it has not met; Postgres takes as many steps as rows are fetched. A
   * join of traces with the newer ones of their session would compare each with each, in one session of thousands for
   * minutes. What is met first after a cursor may have had its newest trace before it: `offset 0` keeps Postgres
   * from making a join of that look, too.
   */
  #newest({ experimentIds, text, fromMs, toMs, limit }: SessionSearch, cursor: Cursor | undefined) {
    const conditions = [
      sql`t.session is not null`,
      ...inExperiments("t", experimentIds),
      ...(fromMs === undefined ? [] : [sql`t.start_ns >= ${nanoseconds(fromMs)}::bigint`]),
      ...(toMs === undefined ? [] : [sql`t.start_ns < ${nanoseconds(toMs)}::bigint`]),
      ...(text === undefined || text === ""
        ? []
        : [sql`(t.session ilike ${containing(text)} or t.end_user ilike ${containing(text)})`]),
    ];
    const first = cursor === undefined ? [] : [isBehind(sql`${cursor[0]}::bigint`, sql`${cursor[1]}::uuid`)];
    const next = [isBehind(sql`met.start_ns`, sql`met.trace_id`), sql`t.session <> all(met.sessions)`];
    const firstWhere = (more: readonly Sql[]) => sql`
      select t.session, t.start_ns, t.trace_id from traces t where ${join([...conditions, ...more], " and ")}
      order by t.start_ns desc, t.trace_id limit 1`;
    return this.#db.query<{ session: string; start_ns: bigint; trace_id: string }>(sql`
      with recursive met as (
        select t.*, array[t.session] as sessions from (${firstWhere(first)}) t
        union all
        select t.*, met.sessions || t.session from met cross join lateral (${firstWhere(next)}) t)
      select t.session, t.start_ns, t.trace_id from met t where not exists (
        select from traces newer where newer.session = t.session and newer.start_ns >= t.start_ns
          and (newer.start_ns > t.start_ns or newer.trace_id < t.trace_id)
          and ${join(inExperiments("newer", experimentIds), " and ", sql`true`)} offset 0)
      limit ${limit + 1}`);
  }

  async #summed(names: readonly string[], experimentIds: readonly string[]): Promise<Map<string, Session>> {
    const rows = await this.#db.query<SummedRow>(sql`
      select s.session, sums.*, first.*, last.*
      from unnest(${[...names]}::text[]) as s (session)
        cross join lateral (
          select count(*)::int as trace_count, count(*) filter (where each.error_count > 0 or each.root_status = 2)::int as failed_count,
            coalesce(sum(each.end_ns - each.start_ns), 0)::bigint as busy_ns,
            sum(each.input_tokens)::bigint as input_tokens, sum(each.output_tokens)::bigint as output_tokens,
            sum(each.cost_pico_usd)::bigint as cost_pico_usd, coalesce(bool_or(each.cost_partial), false) as cost_partial,
            (array_agg(distinct each.end_user) filter (where each.end_user is not null))[1:10] as users,
            array_agg(distinct each.experiment_id::text) as experiment_ids
          from (select t.* from traces t where ${ofSession(experimentIds)}
            order by t.start_ns desc limit ${maxTracesSummed}) each) sums
        cross join lateral (
          select t.trace_id as first_trace_id, t.start_ns as first_start_ns, t.input_preview as first_input_preview
          from traces t where ${ofSession(experimentIds)} order by t.start_ns, t.trace_id desc limit 1) first
        cross join lateral (
          select t.trace_id as last_trace_id, t.start_ns as last_start_ns, t.output_preview as last_output_preview
          from traces t where ${ofSession(experimentIds)} order by t.start_ns desc, t.trace_id limit 1) last`);
    return new Map(rows.map((row) => [row.session, sessionOf(row)]));
  }
}

/** In the order of the list: the newest first, of the same time the smallest id. */
function isBehind(startNs: Sql, traceId: Sql): Sql {
  return sql`t.start_ns <= ${startNs} and (t.start_ns < ${startNs} or t.trace_id > ${traceId})`;
}

function ofSession(experimentIds: readonly string[]): Sql {
  return join([sql`t.session = s.session`, ...inExperiments("t", experimentIds)], " and ");
}

function inExperiments(table: string, experimentIds: readonly string[]): Sql[] {
  const column = raw(`${table}.experiment_id`);
  // With one experiment the index has the order, which it has not for any number of them.
  if (experimentIds.length === 1) return [sql`${column} = ${experimentIds[0]}::bigint`];
  return experimentIds.length === 0 ? [] : [sql`${column} = any(${[...experimentIds]}::bigint[])`];
}

function nanoseconds(ms: number): bigint {
  return BigInt.asIntN(64, BigInt(Math.trunc(ms)) * 1_000_000n);
}

interface SummedRow {
  readonly session: string;
  readonly trace_count: number;
  readonly failed_count: number;
  readonly busy_ns: bigint;
  readonly input_tokens: bigint | null;
  readonly output_tokens: bigint | null;
  readonly cost_pico_usd: bigint | null;
  readonly cost_partial: boolean;
  readonly users: string[] | null;
  readonly experiment_ids: string[];
  readonly first_trace_id: string;
  readonly first_start_ns: bigint;
  readonly first_input_preview: string | null;
  readonly last_trace_id: string;
  readonly last_start_ns: bigint;
  readonly last_output_preview: string | null;
}

function sessionOf(row: SummedRow): Session {
  return {
    session: row.session,
    traceCount: row.trace_count,
    isSumOfNewest: row.trace_count >= maxTracesSummed,
    failedCount: row.failed_count,
    firstTraceId: row.first_trace_id.replaceAll("-", ""),
    lastTraceId: row.last_trace_id.replaceAll("-", ""),
    firstStartUnixNano: row.first_start_ns,
    lastStartUnixNano: row.last_start_ns,
    busyNs: row.busy_ns,
    inputTokens: row.input_tokens === null ? null : Number(row.input_tokens),
    outputTokens: row.output_tokens === null ? null : Number(row.output_tokens),
    costPicoUsd: row.cost_pico_usd,
    costPartial: row.cost_partial,
    users: row.users ?? [],
    experimentIds: row.experiment_ids,
    firstInputPreview: row.first_input_preview,
    lastOutputPreview: row.last_output_preview,
  };
}
