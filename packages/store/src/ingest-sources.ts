import { hash } from "node:crypto";
import type { Db, Pool } from "./postgres/db.ts";
import { type Sql, sql } from "./postgres/sql.ts";
import { bounded, type SearchPool } from "./search/bounded.ts";

/** Who sends, as far as what they sent says it. Texts are storable and short; empty where nothing was said. */
export interface IngestSource {
  /** traces, logs, or other: what is neither. */
  readonly signal: string;
  /** grpc, http/protobuf, http/json; http of another content type; api: within a call of MLflow's API. */
  readonly form: string;
  readonly service: string;
  readonly sdk: string;
  readonly agent: string;
  /** Stands for all beyond the most that are told apart; it has no service, SDK or agent. */
  readonly isOther: boolean;
}

export interface IngestCounts {
  requests: number;
  /** Requests of which nothing was stored. */
  refused: number;
  /** Spans or log records of all requests that could be read. */
  received: number;
  stored: number;
  /** Were there already. */
  resent: number;
  /** Of the stored and re-sent ones, those that had to be changed. */
  changed: number;
  rejected: number;
}

export type FaultOutcome = "changed" | "rejected" | "refused";

/** What was said of some items or requests; the sentences differ in numbers and names alone. */
export interface IngestFault {
  readonly outcome: FaultOutcome;
  /** Of HTTP, where a request was refused; else 0. */
  readonly status: number;
  /** The first one. */
  readonly sentence: string;
  last: string;
  count: number;
  readonly firstMs: number;
  lastMs: number;
}

/** What came of one source in one hour. */
export interface IngestHour {
  readonly hourMs: number;
  readonly source: IngestSource;
  readonly counts: IngestCounts;
  readonly lastMs: number;
  /** By what their sentences have in common. */
  readonly faults: ReadonlyMap<string, IngestFault>;
}

export interface ListedSource {
  readonly sourceId: string;
  readonly source: IngestSource;
  readonly counts: IngestCounts;
  readonly lastMs: number;
  /** A count for each bucket. */
  readonly stored: readonly number[];
  readonly rejected: readonly number[];
  readonly refused: readonly number[];
  /** Those that came last first. */
  readonly faults: readonly IngestFault[];
}

export interface SourceList {
  /** Those that sent last first. */
  readonly sources: readonly ListedSource[];
  readonly hasMore: boolean;
  readonly startMs: number;
  readonly bucketMs: number;
  readonly bucketCount: number;
}

export interface SourceSearch {
  readonly fromMs?: number | undefined;
  readonly toMs?: number | undefined;
  readonly limit: number;
}

export const ingestHourMs = 3_600_000;
const hourS = 3_600;
const maxBuckets = 48;
const bucketHours = [1, 2, 3, 6, 12, 24, 48, 168, 720, 8_760];
const maxFaults = 20;

/** What was counted of all that was sent to this server and its replicas. */
export class IngestSources {
  readonly #db: Pool;
  readonly #searches: SearchPool;

  constructor(db: Pool, searches: SearchPool) {
    this.#db = db;
    this.#searches = searches;
  }

  /** Adds to what is there, all or nothing. In the order of their keys, so that replicas wait for each other at most. */
  async add(hours: readonly IngestHour[]): Promise<void> {
    const rows = hours
      .map(({ hourMs, source, counts, lastMs, faults }) => {
        return { startS: hourMs / 1_000, sourceId: idOf(source), source, counts, lastMs, faults };
      })
      .sort((a, b) => a.startS - b.startS || (a.sourceId < b.sourceId ? -1 : 1));
    const faults = rows.flatMap(({ startS, sourceId, faults }) =>
      [...faults]
        .map(([kind, fault]) => ({ ...fault, startS, sourceId, faultId: hash("md5", kind) }))
        .sort((a, b) => (a.faultId < b.faultId ? -1 : 1)),
    );
    await this.#db.transaction(async (connection) => {
      await addCounts(connection, rows);
      if (faults.length > 0) await addFaults(connection, faults);
    });
  }

  /** The sources that sent in a time. What is counted are the whole hours that the time touches. */
  list({ fromMs = 0, toMs, limit }: SourceSearch): Promise<SourceList> {
    const inTime = sql`start_s > ${Math.floor(fromMs / 1_000) - hourS}::bigint
      ${toMs === undefined ? sql`` : sql`and start_s < ${Math.ceil(toMs / 1_000)}::bigint`}`;
    return bounded(this.#searches, "narrow the time range", async (searches) => {
      const rows = await searches.query<SourceRow>(sql`
        select source_id, signal, form, service, sdk, agent, is_other, max(last_ms) as last_ms, ${sums}
        from ingest_sources where ${inTime}
        group by source_id, signal, form, service, sdk, agent, is_other
        having max(last_ms) >= ${Math.ceil(fromMs)}::bigint
        order by last_ms desc, source_id limit ${limit + 1}`);
      const shown = rows.slice(0, limit);
      const ids = shown.map(({ source_id }) => source_id);
      const [hours, faults] = await Promise.all([hoursOf(searches, ids, inTime), faultsOf(searches, ids, inTime)]);
      const buckets = bucketsOf(hours.map(({ start_s }) => Number(start_s)));
      const hoursBySource = Map.groupBy(hours, ({ source_id }) => source_id);
      const faultsBySource = Map.groupBy(faults, ({ source_id }) => source_id);
      return {
        ...buckets,
        hasMore: rows.length > limit,
        sources: shown.map((row) => ({
          ...listed(row),
          ...overTime(hoursBySource.get(row.source_id) ?? [], buckets),
          faults: (faultsBySource.get(row.source_id) ?? []).map(faultOf),
        })),
      };
    });
  }

  /** Removes what was counted before; resolves to how many hours of sources. */
  async dropBefore(ms: number): Promise<number> {
    const limit = sql`${Math.floor(ms / 1_000)}::bigint - ${hourS}`;
    await this.#db.execute(sql`delete from ingest_faults where start_s < ${limit}`);
    return this.#db.execute(sql`delete from ingest_sources where start_s < ${limit}`);
  }
}

/** `isOther` tells it from a source of which nothing is known. */
function idOf({ signal, form, service, sdk, agent, isOther }: IngestSource): string {
  return hash("md5", JSON.stringify([signal, form, service, sdk, agent, isOther]));
}

const countNames = ["requests", "refused", "received", "stored", "resent", "changed", "rejected"] as const;

const sums = sql`sum(requests)::bigint as requests, sum(refused)::bigint as refused, sum(received)::bigint as received,
  sum(stored)::bigint as stored, sum(resent)::bigint as resent, sum(changed)::bigint as changed, sum(rejected)::bigint as rejected`;

type KeyedHour = Omit<IngestHour, "hourMs"> & { readonly startS: number; readonly sourceId: string };

async function addCounts(db: Db, rows: readonly KeyedHour[]): Promise<void> {
  const count = (name: (typeof countNames)[number]) => rows.map(({ counts }) => counts[name]);
  const text = (name: "signal" | "form" | "service" | "sdk" | "agent") => rows.map(({ source }) => source[name]);
  await db.execute(sql`
    insert into ingest_sources as known
      (start_s, source_id, signal, form, service, sdk, agent, is_other, requests, refused, received, stored, resent, changed,
       rejected, last_ms)
    select * from unnest(${rows.map(({ startS }) => startS)}::bigint[], ${rows.map(({ sourceId }) => sourceId)}::uuid[],
      ${text("signal")}::text[], ${text("form")}::text[], ${text("service")}::text[], ${text("sdk")}::text[],
      ${text("agent")}::text[], ${rows.map(({ source }) => source.isOther)}::boolean[], ${count("requests")}::bigint[],
      ${count("refused")}::bigint[], ${count("received")}::bigint[], ${count("stored")}::bigint[], ${count("resent")}::bigint[],
      ${count("changed")}::bigint[], ${count("rejected")}::bigint[], ${rows.map(({ lastMs }) => lastMs)}::bigint[])
    on conflict (start_s, source_id) do update set
      requests = known.requests + excluded.requests, refused = known.refused + excluded.refused,
      received = known.received + excluded.received, stored = known.stored + excluded.stored,
      resent = known.resent + excluded.resent, changed = known.changed + excluded.changed,
      rejected = known.rejected + excluded.rejected, last_ms = greatest(known.last_ms, excluded.last_ms)`);
}

type KeyedFault = IngestFault & { readonly startS: number; readonly sourceId: string; readonly faultId: string };

async function addFaults(db: Db, faults: readonly KeyedFault[]): Promise<void> {
  const of = <Name extends keyof KeyedFault>(name: Name) => faults.map((fault) => fault[name]);
  await db.execute(sql`
    insert into ingest_faults as known
      (start_s, source_id, fault_id, outcome, status, sentence, last, count, first_ms, last_ms)
    select * from unnest(${of("startS")}::bigint[], ${of("sourceId")}::uuid[], ${of("faultId")}::uuid[],
      ${of("outcome")}::text[], ${of("status")}::integer[], ${of("sentence")}::text[], ${of("last")}::text[],
      ${of("count")}::bigint[], ${of("firstMs")}::bigint[], ${of("lastMs")}::bigint[])
    on conflict (start_s, source_id, fault_id) do update set
      count = known.count + excluded.count, first_ms = least(known.first_ms, excluded.first_ms),
      last = case when excluded.last_ms >= known.last_ms then excluded.last else known.last end,
      last_ms = greatest(known.last_ms, excluded.last_ms)`);
}

type CountColumns = { readonly [Name in keyof IngestCounts]: bigint };

interface SourceRow extends CountColumns {
  readonly source_id: string;
  readonly signal: string;
  readonly form: string;
  readonly service: string;
  readonly sdk: string;
  readonly agent: string;
  readonly is_other: boolean;
  readonly last_ms: bigint;
}

function listed(row: SourceRow) {
  const { source_id: sourceId, signal, form, service, sdk, agent, is_other: isOther, last_ms } = row;
  const counts = Object.fromEntries(countNames.map((name) => [name, Number(row[name])])) as unknown as IngestCounts;
  return { sourceId, source: { signal, form, service, sdk, agent, isOther }, counts, lastMs: Number(last_ms) };
}

interface HourRow {
  readonly source_id: string;
  readonly start_s: bigint;
  readonly stored: bigint;
  readonly rejected: bigint;
  readonly refused: bigint;
}

function hoursOf(db: Db, ids: readonly string[], inTime: Sql): Promise<readonly HourRow[]> {
  return db.query<HourRow>(sql`
    select source_id, start_s, stored, rejected, refused from ingest_sources
    where ${inTime} and source_id = any(${[...ids]}::uuid[])`);
}

interface Buckets {
  readonly startMs: number;
  readonly bucketMs: number;
  readonly bucketCount: number;
}

/** As short as leaves no more than can be drawn. */
function bucketsOf(startsS: readonly number[]): Buckets {
  let [first, last] = [Number.POSITIVE_INFINITY, 0];
  for (const start of startsS) {
    first = Math.min(first, start);
    last = Math.max(last, start);
  }
  if (startsS.length === 0) return { startMs: 0, bucketMs: ingestHourMs, bucketCount: 0 };
  const countOf = (bucketS: number) => Math.floor(last / bucketS) - Math.floor(first / bucketS) + 1;
  const bucketS = hourS * (bucketHours.find((hours) => countOf(hours * hourS) <= maxBuckets) ?? bucketHours.at(-1)!);
  return { startMs: (first - (first % bucketS)) * 1_000, bucketMs: bucketS * 1_000, bucketCount: countOf(bucketS) };
}

function overTime(hours: readonly HourRow[], { startMs, bucketMs, bucketCount }: Buckets) {
  const zeros = () => new Array<number>(bucketCount).fill(0);
  const counts = { stored: zeros(), rejected: zeros(), refused: zeros() };
  for (const { start_s, stored, rejected, refused } of hours) {
    const at = Math.floor((Number(start_s) * 1_000 - startMs) / bucketMs);
    counts.stored[at]! += Number(stored);
    counts.rejected[at]! += Number(rejected);
    counts.refused[at]! += Number(refused);
  }
  return counts;
}

interface FaultRow {
  readonly source_id: string;
  readonly outcome: FaultOutcome;
  readonly status: number;
  readonly sentence: string;
  readonly last: string;
  readonly count: bigint;
  readonly first_ms: bigint;
  readonly last_ms: bigint;
}

function faultsOf(db: Db, ids: readonly string[], inTime: Sql): Promise<readonly FaultRow[]> {
  return db.query<FaultRow>(sql`
    select * from (
      select source_id, outcome, status, (array_agg(sentence order by first_ms))[1] as sentence,
        (array_agg(last order by last_ms desc))[1] as last, sum(count)::bigint as count,
        min(first_ms) as first_ms, max(last_ms) as last_ms,
        row_number() over (partition by source_id order by max(last_ms) desc, fault_id) as position
      from ingest_faults where ${inTime} and source_id = any(${[...ids]}::uuid[])
      group by source_id, fault_id, outcome, status
    ) fault where position <= ${maxFaults} order by source_id, position`);
}

function faultOf({ outcome, status, sentence, last, count, first_ms, last_ms }: FaultRow): IngestFault {
  const times = { firstMs: Number(first_ms), lastMs: Number(last_ms) };
  return { outcome, status, sentence, last, count: Number(count), ...times };
}
