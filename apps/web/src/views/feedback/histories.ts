import type { Assessment } from "@spanloom/wire";

/** What holds now, and what it stands in the place of, the latest first. */
export interface History {
  readonly now: Assessment;
  readonly before: readonly Assessment[];
}

/**
 * Assessments with those that they override, in the order given. One whose successor is not among them stands by
 * itself, and a loop of overrides, which a client can send, is cut.
 */
export function histories(assessments: readonly Assessment[]): History[] {
  const byId = new Map(assessments.map((each) => [each.assessment_id, each]));
  const overridden = new Set(assessments.map(({ overrides }) => overrides).filter(Boolean));
  const seen = new Set<Assessment>();
  const historyOf = (now: Assessment): History => {
    const before: Assessment[] = [];
    seen.add(now);
    for (let at = byId.get(now.overrides || undefined); at && !seen.has(at); at = byId.get(at.overrides || undefined)) {
      seen.add(at);
      before.push(at);
    }
    return { now, before };
  };
  const heads = assessments.filter(({ assessment_id }) => !overridden.has(assessment_id)).map(historyOf);
  const loops = assessments.flatMap((each) => (seen.has(each) ? [] : [historyOf(each)]));
  return [...heads, ...loops];
}
