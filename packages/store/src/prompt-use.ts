import type { Db } from "./postgres/db.ts";
import { sql } from "./postgres/sql.ts";
import { linkedPromptPatterns, linkedPrompts } from "./search/linked-prompts.ts";
import { storableText } from "./storable-text.ts";

/** What the traces that used one version of a prompt add up to. What is null none of them has. */
export interface PromptVersionUse {
  readonly version: string;
  readonly traceCount: number;
  readonly failedCount: number;
  readonly latencyP50Ns: number | null;
  readonly latencyP95Ns: number | null;
  readonly tokensPerTrace: number | null;
  readonly costUsdPerTrace: number | null;
  /** Means of what is a number, true and false among them, by name. */
  readonly feedback: readonly { readonly name: string; readonly count: number; readonly mean: number }[];
}

const maxVersions = 100;
const maxTraces = 10_000;

/**
 * The newest versions of a prompt with the traces that used each, in one walk from the newest trace on, until
 * `maxTraces` that used any version are found. What was overridden is not among the feedback.
 */
export async function promptUse(
  db: Db,
  name: string,
): Promise<{ readonly versions: readonly PromptVersionUse[]; readonly isOfNewest: boolean }> {
  const known = await db.query<{ version: number }>(sql`
    select version from model_versions where name = ${storableText(name)} and stage <> 'Deleted'
    order by version desc limit ${maxVersions}`);
  if (known.length === 0) return { versions: [], isOfNewest: false };
  const versions = known.map(({ version }) => String(version));
  const patterns = versions.map((version) => linkedPromptPatterns(name, version));
  const [one, other] = linkedPromptPatterns(name);
  const rows = await db.query<PromptVersionUse & { found: number }>(sql`
    with used as materialized (
      select t.trace_id, t.root_status = 2 as failed, (t.end_ns - t.start_ns)::float8 as latency_ns,
        (t.input_tokens + coalesce(t.output_tokens, 0))::float8 as tokens, t.cost_pico_usd::float8 / 1e12 as cost_usd,
        ${linkedPrompts} as linked
      from traces t where ${linkedPrompts} like ${one}::text or ${linkedPrompts} like ${other}::text
      order by t.start_ns desc limit ${maxTraces}
    ), of_version as materialized (
      select v.version, v.place, u.*
      from unnest(${versions}::text[], ${patterns.map(([a]) => a)}::text[], ${patterns.map(([, b]) => b)}::text[])
        with ordinality as v (version, one, other, place)
      left join used u on u.linked like v.one or u.linked like v.other
    ), said as (
      select version, json_agg(json_build_object('name', name, 'count', count, 'mean', mean) order by name) as feedback
      from (
        select o.version, a.name, count(*)::int as count, avg(a.score) as mean
        from of_version o join assessments a using (trace_id)
        where a.kind = 'feedback' and a.valid and a.score is not null group by o.version, a.name) by_name
      group by version
    )
    select o.version, count(o.trace_id)::int as "traceCount", (count(*) filter (where o.failed))::int as "failedCount",
      percentile_disc(0.5) within group (order by o.latency_ns) as "latencyP50Ns",
      percentile_disc(0.95) within group (order by o.latency_ns) as "latencyP95Ns",
      avg(o.tokens) as "tokensPerTrace", avg(o.cost_usd) as "costUsdPerTrace",
      coalesce((select feedback from said where said.version = o.version), '[]') as feedback,
      (select count(*)::int from used) as found
    from of_version o group by o.version, o.place order by o.place`);
  return {
    versions: rows.map(({ found: _, ...use }) => use),
    isOfNewest: (rows[0]?.found ?? 0) === maxTraces,
  };
}
