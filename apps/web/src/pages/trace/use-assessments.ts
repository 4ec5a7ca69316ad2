import { useFeedback } from "../../data/feedback.ts";
import { idOf, type SpanTree } from "../../trace/span-tree.ts";
import type { Assessed } from "../../views/feedback/feedback-tab.tsx";

/** What was said of a row's span, and beside a root of the whole trace. Nothing while it is on the way. */
export function useAssessments(traceId: string, tree: SpanTree, row: number): Assessed {
  const { data = [] } = useFeedback(traceId);
  const id = idOf(tree, row);
  return {
    ofSpan: data.filter((assessment) => assessment.span_id !== undefined && assessment.span_id === id),
    ofTrace: tree.depth[row] === 0 ? data.filter((assessment) => assessment.span_id === undefined) : [],
  };
}
