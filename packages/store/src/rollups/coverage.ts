import type { Db } from "../postgres/db.ts";
import { sql } from "../postgres/sql.ts";
import { allTags, type Dimension } from "./parts.ts";
import { periods } from "./periods.ts";

/** Traces of one experiment that began in [fromNs, toNs). */
export interface Stretch {
  readonly experimentId: string;
  readonly fromNs: bigint;
  readonly toNs: bigint;
}

export interface Bucket {
  readonly experimentId: string;
  readonly periodS: number;
  readonly startS: bigint;
}

/** How to add up some traces: what these buckets have, and the traces of the gaps between them. */
export interface Coverage {
  readonly buckets: readonly Bucket[];
  readonly gaps: readonly Stretch[];
}

/**
 * The buckets of at most `longestS` seconds that lie wholly in the stretches and have not changed since they were made,
 * the longest that there are; those that leave out `dimension` are none. Right for one snapshot of the database only.
 */
export async function coverageOf(
  db: Db,
  stretches: readonly Stretch[],
  { longestS, dimension = "all" }: { readonly longestS: number; readonly dimension?: Dimension },
): Promise<Coverage> {
  const buckets: Bucket[] = [];
  let gaps = stretches.filter(({ fromNs, toNs }) => fromNs < toNs);
  for (const { seconds } of periods) {
    if (seconds > longestS || gaps.length === 0) continue;
    const found = await bucketsIn(db, gaps, seconds, dimension);
    buckets.push(...[...found.values()].flat());
    gaps = gaps.flatMap((gap, at) => between(gap, found.get(at) ?? []));
  }
  return { buckets, gaps };
}

/** In order, by the index of the gap in which they lie. */
async function bucketsIn(
  db: Db,
  gaps: readonly Stretch[],
  periodS: number,
  dimension: Dimension,
): Promise<Map<number, Bucket[]>> {
  const rows = await db.query<{ gap: number; start_s: bigint }>(sql`
    select (g.position - 1)::integer as gap, b.start_s
    from unnest(${gaps.map(({ experimentId }) => experimentId)}::bigint[], ${gaps.map(({ fromNs }) => -floorSeconds(-fromNs))}::bigint[],
      ${gaps.map(({ toNs }) => floorSeconds(toNs))}::bigint[]) with ordinality as g (experiment_id, from_s, to_s, position)
    join trace_rollup_buckets b on b.experiment_id = g.experiment_id and b.period_s = ${periodS}
      and b.start_s >= g.from_s and b.start_s <= g.to_s - ${periodS}
    where not b.left_out && ${namesOf(dimension)}::text[]
      and not exists (select from trace_rollup_marks m where m.experiment_id = b.experiment_id
        and m.period_s <= ${periodS} and m.start_s >= b.start_s and m.start_s < b.start_s + ${periodS})
    order by 1, 2`);
  const found = rows.map(({ gap, start_s: startS }) => ({
    gap,
    bucket: { experimentId: gaps[gap]!.experimentId, periodS, startS },
  }));
  return new Map([...Map.groupBy(found, ({ gap }) => gap)].map(([gap, all]) => [gap, all.map(({ bucket }) => bucket)]));
}

/** Under each of which the dimension may have been left out. */
function namesOf(dimension: Dimension): string[] {
  return dimension.startsWith("tags.") ? [dimension, allTags] : [dimension];
}

/** What of the gap is in none of its buckets. */
function between(gap: Stretch, buckets: readonly Bucket[]): Stretch[] {
  const starts = [gap.fromNs, ...buckets.map(({ startS, periodS }) => (startS + BigInt(periodS)) * second)];
  const ends = [...buckets.map(({ startS }) => startS * second), gap.toNs];
  return starts.flatMap((fromNs, at) => (fromNs < ends[at]! ? [{ ...gap, fromNs, toNs: ends[at]! }] : []));
}

const second = 1_000_000_000n;

function floorSeconds(ns: bigint): bigint {
  return ns >= 0n ? ns / second : -((second - 1n - ns) / second);
}
