import { JsonText, type MetricWithRunId, rawNumber } from "@spanloom/wire";
import { downsample } from "./downsample.ts";
import { fillBlocks } from "./metric-blocks.ts";
import {
  columnsOf,
  copiedColumns,
  type Point,
  type PointColumns,
  pointColumns,
  pointsAt,
  pointsOf,
  valuesOf,
} from "./point-columns.ts";
import { copyOut } from "./postgres/copy-out.ts";
import type { Pool } from "./postgres/db.ts";
import { prepared, sql } from "./postgres/sql.ts";
import { cursorIn, type KeyType, tokenOf } from "./search/page-token.ts";
import { storableText } from "./storable-text.ts";

export interface MetricPage {
  /** As the wire has them; absent where there are none. */
  readonly metrics?: JsonText;
  /** Absent on the last page. */
  readonly nextPageToken?: string;
}

/** The points of metrics. Of an unknown run there are none. */
export class MetricHistory {
  readonly #db: Pool;

  constructor(db: Pool) {
    this.#db = db;
  }

  /** By timestamp, step and value. Throws INVALID_PARAMETER_VALUE for a page token of another history. */
  async read(runId: string, key: string, limit?: number, pageToken?: string): Promise<MetricPage> {
    const query = `metric history ${JSON.stringify([runId, key])}`;
    const cursor = pageToken === undefined ? undefined : cursorIn(pageToken, query, cursorTypes);
    const beyond =
      cursor === undefined
        ? sql``
        : sql` and (timestamp_ms, step, value, is_nan::int) >
            (${cursor[0]}::bigint, ${cursor[1]}::bigint, ${cursor[2]}::float8, ${cursor[3]}::int)`;
    const words = ["metric-history", cursor && "after", limit !== undefined && "page"].filter(Boolean);
    // The index has points by step, which mostly is the order of time: sorting what is not in order here costs less.
    const order = limit === undefined ? sql`` : sql` order by timestamp_ms, step, value, is_nan limit ${limit + 1}`;
    const [row] = await this.#db.query<PointColumns>(
      prepared(
        words.join("-"),
        columnsOf(sql`
          select step, timestamp_ms, value, is_nan from metric_points
          where metric_id = (select metric_id from latest_metrics
            where run_id = ${storableText(runId)} and key = ${storableText(key)})${beyond}${order}`),
      ),
    );
    const found = pointsOf(row!);
    if (limit === undefined) found.sort(byTime);
    const points = limit === undefined ? found : found.slice(0, limit);
    const last = points.at(-1);
    if (last === undefined) return {};
    const metrics = pointsJson(key, points);
    if (points.length === found.length) return { metrics };
    const isNan = Number.isNaN(last.value);
    const end = [String(last.timestamp), String(last.step), isNan ? "0" : String(last.value), isNan ? "1" : "0"];
    return { metrics, nextPageToken: tokenOf(end, query) };
  }

  /** Run by run in the order of their ids, then by timestamp, step and value. */
  async ofRuns(runIds: readonly string[], key: string, limit: number): Promise<MetricWithRunId[]> {
    const rows = await this.#db.query<PointColumns & { readonly run_id: string }>(
      prepared(
        "metric-history-of-runs",
        sql`
          select run_id, ${pointColumns} from (
            select run_id, points.step, points.timestamp_ms, points.value, points.is_nan
            from latest_metrics join metric_points as points using (metric_id)
            where run_id = any(${runIds.map(storableText)}::text[]) and key = ${storableText(key)}
            order by run_id collate "C", points.timestamp_ms, points.step, points.value, points.is_nan limit ${limit}) as points
          group by run_id order by run_id collate "C"`,
      ),
    );
    return rows.flatMap((row) =>
      pointsOf(row).map(({ step, timestamp, value }) => ({ key, value, timestamp, step, run_id: row.run_id })),
    );
  }

  /**
   * For a chart, by the id of the run and in the order of the ids: at most `limit` points of each, by step, among them the
   * first, the last and the extremes. A run that has no such metric is left out.
   */
  async sample(
    runIds: readonly string[],
    key: string,
    limit: number,
    steps?: StepRange,
  ): Promise<ReadonlyMap<string, readonly Point[]>> {
    const metrics = await this.#db.query<{ run_id: string; metric_id: bigint; points: bigint }>(
      prepared(
        "metrics-of-runs",
        sql`select run_id, metric_id, points from latest_metrics
          where run_id = any(${runIds.map(storableText)}::text[]) and key = ${storableText(key)}`,
      ),
    );
    const samples = new Map<string, Point[]>();
    for (let from = 0; from < metrics.length; from += readAtOnce) {
      const some = metrics.slice(from, from + readAtOnce).map(async ({ run_id, metric_id, points }) => {
        const isLong = points > maxPointsRead;
        const sample = isLong ? this.#longSample(metric_id, limit, steps) : this.#sampleOfAll(metric_id, limit, steps);
        samples.set(run_id, await sample);
      });
      await Promise.all(some);
    }
    return new Map(
      runIds.flatMap((runId) => {
        const sample = samples.get(runId);
        return sample ? [[runId, sample] as const] : [];
      }),
    );
  }

  /** From every point, by step. */
  async #sampleOfAll(metricId: bigint, limit: number, steps: StepRange | undefined): Promise<Point[]> {
    const { first, last } = steps ?? allSteps;
    const points = sql`
      select step, timestamp_ms, value, is_nan from metric_points
      where metric_id = ${metricId} and step between ${first}::bigint and ${last}::bigint
      order by step, timestamp_ms, value, is_nan`;
    const { bytes, rows } = await this.#db.connection((connection) => copyOut(connection, columnsOf(points)));
    return sampleOf(copiedColumns(bytes, rows[0]!), limit);
  }

  /** From the first point, the last one, and the lowest and the highest of each block. */
  async #longSample(metricId: bigint, limit: number, steps: StepRange | undefined, isFilled = false): Promise<Point[]> {
    const { first, last } = steps ?? allSteps;
    const edge = sql`select step, timestamp_ms, value, is_nan from metric_points
      where metric_id = ${metricId} and step between ${first}::bigint and ${last}::bigint`;
    const [row] = await this.#db.query<PointColumns & { readonly blocks: bigint; readonly is_whole: boolean }>(
      prepared(
        "metric-extremes",
        sql`
          with blocks as materialized (
            select * from metric_blocks where metric_id = ${metricId}
              and least(low_step, high_step) <= ${last}::bigint and greatest(low_step, high_step) >= ${first}::bigint)
          select ${pointColumns}, (select count(*) from blocks) as blocks,
            exists (select from metric_blocks where metric_id = ${metricId} and block <= 0) as is_whole
          from (
            select distinct step, timestamp_ms, value, is_nan from (
              (${edge} order by step, timestamp_ms, value, is_nan limit 1)
              union all (${edge} order by step desc, timestamp_ms desc, value desc, is_nan desc limit 1)
              union all select low_step, low_timestamp_ms, low_value, is_nan from blocks
              union all select high_step, high_timestamp_ms, high_value, is_nan from blocks) as found
            where step between ${first}::bigint and ${last}::bigint
            order by step, timestamp_ms, value, is_nan) as points`,
      ),
    );
    if (!row!.is_whole && !isFilled) {
      // Points that came in another way than by logging: an import.
      await fillBlocks(this.#db, [metricId]);
      return this.#longSample(metricId, limit, steps, true);
    }
    if (row!.blocks <= maxPointsRead / 64n) return this.#sampleOfAll(metricId, limit, steps);
    return sampleOf(row!, limit);
  }
}

function sampleOf(columns: PointColumns, limit: number): Point[] {
  return pointsAt(columns, downsample(valuesOf(columns), limit));
}

/** While Postgres looks for the points of one metric, those of another are sampled. */
const readAtOnce = 3;
/** Up to this many points are read one by one; of more, what their blocks keep. */
const maxPointsRead = 40_000n;

const allSteps = { first: -(2n ** 63n), last: 2n ** 63n - 1n };

export interface StepRange {
  readonly first: number;
  readonly last: number;
}

const cursorTypes: readonly KeyType[] = ["bigint", "bigint", "float8", "bigint"];

/** As the wire has them. Whole objects are printed in two thirds of the time that putting their parts together takes. */
function pointsJson(key: string, points: readonly Point[]): JsonText {
  const items = points.map(({ value, timestamp, step }) => ({
    key,
    value: Number.isNaN(value) ? "NaN" : value,
    timestamp,
    step: typeof step === "bigint" ? rawNumber(String(step)) : step,
  }));
  return new JsonText(JSON.stringify(items));
}

/** NaN stands after the number that it is stored as, which is 0. */
function byTime(a: Point, b: Point): number {
  return (
    a.timestamp - b.timestamp ||
    (a.step < b.step ? -1 : a.step > b.step ? 1 : 0) ||
    (a.value || 0) - (b.value || 0) ||
    Number(Number.isNaN(a.value)) - Number(Number.isNaN(b.value))
  );
}
