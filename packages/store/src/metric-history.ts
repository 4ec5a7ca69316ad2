import { JsonText, type JsonValue, type MetricWithRunId, parseJson } from "@spanloom/wire";
import { downsample } from "./downsample.ts";
import { fillBlocks } from "./metric-blocks.ts";
import type { Pool } from "./postgres/db.ts";
import { prepared, type Sql, sql } from "./postgres/sql.ts";
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
    const [row] = await this.#db.query<PointColumns>(
      prepared(
        words.join("-"),
        columnsOf(sql`
          select step, timestamp_ms, value, is_nan from metric_points
          where metric_id = (select metric_id from latest_metrics
            where run_id = ${storableText(runId)} and key = ${storableText(key)})${beyond}
          order by timestamp_ms, step, value, is_nan${limit === undefined ? sql`` : sql` limit ${limit + 1}`}`),
      ),
    );
    const { steps, times, values } = pointTextsOf(row!);
    const count = Math.min(steps.length, limit ?? steps.length);
    if (count === 0) return {};
    const start = `{"key":${JSON.stringify(key)},"value":`;
    let points = "";
    for (let at = 0; at < count; at++) {
      const value = values[at] === "null" ? '"NaN"' : values[at];
      points += `${at === 0 ? "" : ","}${start}${value},"timestamp":${times[at]},"step":${steps[at]}}`;
    }
    const metrics = new JsonText(`[${points}]`);
    if (steps.length === count) return { metrics };
    const last = values[count - 1]!;
    const end = [times[count - 1]!, steps[count - 1]!, ...(last === "null" ? ["0", "1"] : [last, "0"])];
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
   * For a chart, run by run in the order of the ids: at most `limit` points of each, by step, among them the first, the
   * last and the extremes.
   */
  async sample(runIds: readonly string[], key: string, limit: number, steps?: StepRange): Promise<MetricWithRunId[]> {
    const metrics = await this.#db.query<{ run_id: string; metric_id: bigint; points: bigint }>(
      prepared(
        "metrics-of-runs",
        sql`select run_id, metric_id, points from latest_metrics
          where run_id = any(${runIds.map(storableText)}::text[]) and key = ${storableText(key)}`,
      ),
    );
    const samples = new Map<string, Point[]>();
    for (const { run_id, metric_id, points } of metrics) {
      samples.set(
        run_id,
        points > maxPointsRead
          ? await this.#longSample(metric_id, limit, steps)
          : downsample(await this.#points(metric_id, steps), limit),
      );
    }
    return runIds.flatMap((runId) =>
      (samples.get(runId) ?? []).map(({ step, timestamp, value }) => ({ key, value, timestamp, step, run_id: runId })),
    );
  }

  /** All points by step. */
  async #points(metricId: bigint, steps: StepRange | undefined): Promise<Point[]> {
    const { first, last } = steps ?? allSteps;
    const [row] = await this.#db.query<PointColumns>(
      prepared(
        "metric-points",
        columnsOf(sql`
          select step, timestamp_ms, value, is_nan from metric_points
          where metric_id = ${metricId} and step between ${first}::bigint and ${last}::bigint
          order by step, timestamp_ms, value, is_nan`),
      ),
    );
    return pointsOf(row!);
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
    if (row!.blocks <= maxPointsRead / 64n) return downsample(await this.#points(metricId, steps), limit);
    return downsample(pointsOf(row!), limit);
  }
}

/** Up to this many points are read one by one; of more, what their blocks keep. */
const maxPointsRead = 40_000n;

const allSteps = { first: -(2n ** 63n), last: 2n ** 63n - 1n };

export interface StepRange {
  readonly first: number;
  readonly last: number;
}

const cursorTypes: readonly KeyType[] = ["bigint", "bigint", "float8", "bigint"];

/** Points as three lists of JSON: a row a point would cost many times more to carry and to read. */
interface PointColumns {
  readonly steps: string | null;
  readonly times: string | null;
  readonly values: string | null;
}

interface Point {
  readonly step: number | bigint;
  readonly timestamp: number;
  readonly value: number;
}

const pointColumns: Sql = sql`json_agg(step)::text as steps, json_agg(timestamp_ms)::text as times,
  json_agg(case when not is_nan then value end)::text as values`;

/** The points that a statement selects, in its order. */
function columnsOf(points: Sql): Sql {
  return sql`select ${pointColumns} from (${points}) as points`;
}

function pointsOf({ steps, times, values }: PointColumns): Point[] {
  if (steps === null || times === null || values === null) return [];
  const timeAt = parseJson(times) as number[];
  const valueAt = parseJson(values) as JsonValue[];
  return (parseJson(steps) as (number | bigint)[]).map((step, at) => ({
    step,
    timestamp: timeAt[at]!,
    value: (valueAt[at] as number | null) ?? Number.NaN,
  }));
}

/** The numbers as they are written; of NaN it is `null`. */
function pointTextsOf({ steps, times, values }: PointColumns) {
  return { steps: numberTexts(steps), times: numberTexts(times), values: numberTexts(values) };
}

const numberTexts = (json: string | null): string[] => (json === null ? [] : json.slice(1, -1).split(", "));
