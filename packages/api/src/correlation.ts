import { type FilterAst, fields, parseFilter } from "@spanloom/filter";
import { missingParameter } from "@spanloom/wire";
import type { ApiContext } from "./context.ts";
import type { Request, Response } from "./handler.ts";
import { experimentIdParameters, required } from "./parameters.ts";

/** How strongly two filters go together over the traces of some experiments. */
export async function filterCorrelation(
  { store }: ApiContext,
  request: Request<"calculateTraceFilterCorrelation">,
): Promise<Response<"calculateTraceFilterCorrelation">> {
  if (request.experiment_ids.length === 0) throw missingParameter("experiment_ids");
  const experimentIds = experimentIdParameters(request.experiment_ids);
  const base = parseFilter(request.base_filter ?? "", fields.traces);
  const first = parseFilter(required("filter_string1", request.filter_string1), fields.traces);
  const second = parseFilter(required("filter_string2", request.filter_string2), fields.traces);
  const count = (...parts: (FilterAst | null)[]) =>
    store.traces.count({ experimentIds, filter: all(parts) }, maxCounted);
  const [total, one, two, both] = await Promise.all([
    count(base),
    count(base, first),
    count(base, second),
    count(base, first, second),
  ]);
  return {
    npmi: npmi(both, one, two, total),
    npmi_smoothed:
      one === 0 || two === 0 || both === total
        ? npmi(both, one, two, total)
        : npmi(both + smoothing, one + 2 * smoothing, two + 2 * smoothing, total + 4 * smoothing),
    filter1_count: one,
    filter2_count: two,
    joint_count: both,
    total_count: total,
  };
}

/** Beyond so many traces the counts stop; the strength of a tie is known long before. */
const maxCounted = 10_000;

/** Each of the four cells of the table counts as if half a trace more were in it, so that none is empty. */
const smoothing = 0.5;

function all(parts: readonly (FilterAst | null)[]): FilterAst | null {
  const present = parts.filter((part) => part !== null);
  return present.length > 1 ? { kind: "and", parts: present } : (present[0] ?? null);
}

/**
 * Normalised pointwise mutual information: 1 where the two always come together, 0 where they are independent, -1 where
 * they never meet. Undefined where one of them never comes at all.
 */
function npmi(joint: number, one: number, two: number, total: number): number | undefined {
  if (one <= 0 || two <= 0 || total <= 0) return undefined;
  if (joint <= 0) return -1;
  if (joint === total) return 1;
  const pmi = Math.log((joint * total) / (one * two));
  return Math.max(-1, Math.min(1, pmi / -Math.log(joint / total)));
}
