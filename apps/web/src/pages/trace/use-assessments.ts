import { useQuery } from "@tanstack/react-query";
import { client } from "../../data/client.ts";
import type { SpanTree } from "../../trace/span-tree.ts";
import type { Assessed } from "../../views/span-details/assessments-tab.tsx";

/** What was said of a row's span, and beside a root of the whole trace. Nothing while it is on the way. */
export function useAssessments(traceId: string, tree: SpanTree, row: number): Assessed {
  const { data = [] } = useQuery({
    queryKey: ["assessments", traceId],
    queryFn: ({ signal }) => client.getAssessments(traceId, signal),
    staleTime: 10_000,
  });
  const id = tree.id[row];
  return {
    ofSpan: data.filter((assessment) => assessment.span_id !== undefined && assessment.span_id === id),
    ofTrace: tree.depth[row] === 0 ? data.filter((assessment) => assessment.span_id === undefined) : [],
  };
}
