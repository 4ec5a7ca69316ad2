import type { Assessment } from "@spanloom/wire";
import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { client } from "./client.ts";
import { RequestError } from "./request-error.ts";

/** What was said of a trace and of its spans, the oldest first. */
export function useFeedback(traceId: string) {
  return useQuery({
    queryKey: feedbackKey(traceId),
    queryFn: ({ signal }) => client.getAssessments(traceId, signal),
    staleTime: 10_000,
  });
}

const feedbackKey = (traceId: string) => ["assessments", traceId] as const;

/** Key of every page of traces with what was said of them: `useAssessmentsOf`. */
const ofTracesKey = ["assessments-of"] as const;

/** So many of an experiment's newest traces tell which names are in use. */
const lookedAt = 100;

/** Names under which something was said of the newest traces of an experiment, in alphabetical order. */
export function useNamesInUse(experimentId: string): readonly string[] {
  const { data } = useQuery({
    queryKey: ["assessment-names", experimentId],
    queryFn: async ({ signal }) => {
      const { traces } = await client.listTraces({ experiment_ids: [experimentId], max_results: lookedAt }, signal);
      if (traces.length === 0) return noNames;
      const said = await client.getAssessmentsOf(
        traces.map(({ trace_id }) => trace_id),
        signal,
      );
      const names = [...said.values()].flat().flatMap((each) => (each.issue ? [] : [each.assessment_name ?? ""]));
      return [...new Set(names)].filter(Boolean).sort();
    },
    enabled: experimentId !== "",
    staleTime: 60_000,
  });
  return data ?? noNames;
}

const noNames: readonly string[] = [];

/** Changes to what was said of a trace; see `feedbackChanges`. */
export function useFeedbackChanges(traceId: string) {
  return feedbackChanges(useQueryClient(), traceId);
}

/**
 * Changes to what was said of a trace. Each is shown at once; where the server does not take it, what stood before is
 * shown again and the promise rejects with a `RequestError`.
 */
export function feedbackChanges(queries: QueryClient, traceId: string) {
  const change = (edit: Edit, send: () => Promise<unknown>) => changed(queries, traceId, edit, send);
  return {
    /** Under the id that it has, so that asking twice says it once. One that it overrides is no longer valid. */
    create: (assessment: SaidNow) =>
      change(
        (all) => [
          ...all.map((each) => (each.assessment_id === assessment.overrides ? { ...each, valid: false } : each)),
          assessment,
        ],
        async () => {
          try {
            await client.createAssessment(traceId, assessment);
          } catch (error) {
            // The answer to an earlier try was lost on its way.
            if (!(error instanceof RequestError && error.code === "RESOURCE_ALREADY_EXISTS")) throw error;
          }
        },
      ),
    /** Gives one the name, value and comment of `next`. */
    update: (next: SaidNow) =>
      change(
        (all) => all.map((each) => (each.assessment_id === next.assessment_id ? { ...each, ...next } : each)),
        () =>
          client.updateAssessment(
            traceId,
            next,
            next.expectation ? "assessmentName,expectation" : "assessmentName,feedback,rationale",
          ),
      ),
    remove: (assessment: SaidNow) =>
      change(
        (all) =>
          all.flatMap((each) =>
            each.assessment_id === assessment.assessment_id
              ? []
              : [each.assessment_id === assessment.overrides ? { ...each, valid: true } : each],
          ),
        () => client.deleteAssessment(traceId, assessment.assessment_id),
      ),
  };
}

export type SaidNow = Assessment & { assessment_id: string };

type Edit = (all: readonly Assessment[]) => readonly Assessment[];
type OfTraces = ReadonlyMap<string, readonly Assessment[]>;

async function changed(queries: QueryClient, traceId: string, edit: Edit, send: () => Promise<unknown>): Promise<void> {
  const queryKey = feedbackKey(traceId);
  await Promise.all([queries.cancelQueries({ queryKey }), queries.cancelQueries({ queryKey: ofTracesKey })]);
  const before = [
    ...queries.getQueriesData<unknown>({ queryKey }),
    ...queries.getQueriesData<unknown>({ queryKey: ofTracesKey }),
  ];
  queries.setQueryData<readonly Assessment[]>(queryKey, (all) => all && edit(all));
  for (const [key] of queries.getQueriesData<OfTraces>({ queryKey: ofTracesKey })) {
    // A page of traces is known by its ids.
    if (!(key[1] as readonly string[]).includes(traceId)) continue;
    queries.setQueryData<OfTraces>(key, (all) => all && new Map([...all, [traceId, edit(all.get(traceId) ?? [])]]));
  }
  try {
    await send();
  } catch (error) {
    for (const [key, data] of before) queries.setQueryData(key, data);
    throw error;
  } finally {
    void queries.invalidateQueries({ queryKey });
    void queries.invalidateQueries({ queryKey: ofTracesKey });
    void queries.invalidateQueries({ queryKey: ["assessment-names"] });
  }
}
