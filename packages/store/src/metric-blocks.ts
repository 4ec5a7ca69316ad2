import type { StorablePoint } from "./metric-points.ts";
import type { Db } from "./postgres/db.ts";
import { prepared, type Sql, sql } from "./postgres/sql.ts";

/**
 * Blocks make a chart of a million points cheap: of every few points of a long metric they keep the lowest and the
 * highest. Points go into blocks in the order of their arrival, which is nearly always the order of their steps; where
 * it is not, blocks overlap and are none the worse for it. Short metrics have none.
 */
export const leastPointsWithBlocks = 4096;

/** As many points as the smallest blocks have. */
const blockSize = 64;

/**
 * A part of the statement that stores points: takes them into the blocks of their metrics. It finds the metrics in
 * `stored (place, metric_id, points)`, by their places in this list from 1 on, with the points counted that are stored now.
 */
export function writeBlocks(metrics: readonly (readonly StorablePoint[])[]): Sql {
  const chunks = metrics.flatMap(chunksOf);
  const lows = chunks.map(({ points }) => extreme(points, (a, b) => a < b));
  const highs = chunks.map(({ points }) => extreme(points, (a, b) => a > b));
  return sql`
    insert into metric_blocks as known (metric_id, block, ${columns})
    select stored.metric_id, metric_block(stored.points - given.of_the_end), ${columns}
    from unnest(${chunks.map(({ place }) => place)}::bigint[], ${chunks.map(({ ofTheEnd }) => ofTheEnd)}::bigint[],
      ${lows.map(({ value }) => value)}::float8[], ${lows.map(({ step }) => step)}::bigint[], ${lows.map(({ timestampMs }) => timestampMs)}::bigint[],
      ${highs.map(({ value }) => value)}::float8[], ${highs.map(({ step }) => step)}::bigint[], ${highs.map(({ timestampMs }) => timestampMs)}::bigint[],
      ${lows.map(({ isNan }) => isNan)}::boolean[]) as given (place, of_the_end, ${columns})
    join stored using (place)
    where stored.points > ${leastPointsWithBlocks}
    order by stored.metric_id, 2
    ${merge}`;
}

/**
 * Makes blocks of all points that the metrics have, by their steps. They have numbers below 0: put into blocks of other
 * points, which arrived together, one of two peaks would be lost.
 */
export async function fillBlocks(db: Db, metricIds: readonly bigint[]): Promise<void> {
  await db.execute(
    prepared(
      "fill-metric-blocks",
      sql`
    insert into metric_blocks as known (metric_id, block, ${columns})
    select metric_id, block,
      (array_agg(value order by is_nan, value))[1], (array_agg(step order by is_nan, value))[1], (array_agg(timestamp_ms order by is_nan, value))[1],
      (array_agg(value order by is_nan, value desc))[1], (array_agg(step order by is_nan, value desc))[1], (array_agg(timestamp_ms order by is_nan, value desc))[1],
      bool_and(is_nan)
    from (
      select *, -1 - metric_block(row_number() over (partition by metric_id order by step, timestamp_ms, value, is_nan) - 1) as block
      from metric_points where metric_id = any(${metricIds.map(String)}::bigint[])) as points
    group by metric_id, block order by metric_id, block
    ${merge}`,
    ),
  );
}

const columns = sql`low_value, low_step, low_timestamp_ms, high_value, high_step, high_timestamp_ms, is_nan`;

/** A block that is there already keeps what is lower and higher; a number is kept rather than NaN. */
const merge = sql`
  on conflict (metric_id, block) do update set
    (low_value, low_step, low_timestamp_ms) = (
      select case when is_lower then excluded.low_value else known.low_value end,
             case when is_lower then excluded.low_step else known.low_step end,
             case when is_lower then excluded.low_timestamp_ms else known.low_timestamp_ms end
      from (select not excluded.is_nan and (known.is_nan or excluded.low_value < known.low_value) as is_lower)),
    (high_value, high_step, high_timestamp_ms) = (
      select case when is_higher then excluded.high_value else known.high_value end,
             case when is_higher then excluded.high_step else known.high_step end,
             case when is_higher then excluded.high_timestamp_ms else known.high_timestamp_ms end
      from (select not excluded.is_nan and (known.is_nan or excluded.high_value > known.high_value) as is_higher)),
    is_nan = known.is_nan and excluded.is_nan`;

interface Chunk {
  /** Of the metric. */
  readonly place: number;
  /** How many of the metric's points are stored in this statement from the first of these to the last of all. */
  readonly ofTheEnd: number;
  readonly points: readonly StorablePoint[];
}

/** Points of a metric that follow each other, a block's worth at most. */
function chunksOf(points: readonly StorablePoint[], metric: number): Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = 0; at < points.length; at += blockSize) {
    chunks.push({ place: metric + 1, ofTheEnd: points.length - at, points: points.slice(at, at + blockSize) });
  }
  return chunks;
}

function extreme(points: readonly StorablePoint[], isBeyond: (a: number, b: number) => boolean): StorablePoint {
  return points.reduce((best, point) =>
    !point.isNan && (best.isNan || isBeyond(point.value, best.value)) ? point : best,
  );
}
