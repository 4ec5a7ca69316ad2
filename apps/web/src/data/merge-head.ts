import type { ListTracesResponse, TraceSummary } from "./messages.ts";

/** The loaded pages of a list, first page first. */
export type Pages<Page extends ListTracesResponse = ListTracesResponse> = readonly Page[];

/**
 * Loaded pages with a newly read first page laid over them. The new page is the truth for the part of the list that it
 * covers: its rows stand first and in its order, and loaded rows of that part that it does not have are gone. Below,
 * everything stays. When the two have no row in common, so much is new that there may be a hole between them; then only
 * the new page is kept, and the list is read on from there.
 */
export function mergeHead<Page extends ListTracesResponse>(pages: Pages<Page>, head: Page): Page[] {
  const [first, ...further] = pages;
  if (!first || !head.next_page_token) return [head];
  const inHead = idsOf(head.traces);
  const loaded = pages.flatMap((page) => page.traces);
  const lastCovered = loaded.findLastIndex((trace) => inHead.has(trace.trace_id));
  if (lastCovered < 0) return [head];
  const kept = new Set(loaded.slice(lastCovered + 1).map((trace) => trace.trace_id));
  const below = (traces: readonly TraceSummary[]) => traces.filter((trace) => kept.has(trace.trace_id));
  return [
    { ...first, ...totalOf(head), traces: [...head.traces, ...below(first.traces)] },
    ...further.map((page) => ({ ...page, traces: below(page.traces) })),
  ];
}

/** The ids of the rows of `head` that are not loaded yet. */
export function freshIds(pages: Pages, head: ListTracesResponse): string[] {
  const loaded = idsOf(pages.flatMap((page) => page.traces));
  return head.traces.map((trace) => trace.trace_id).filter((id) => !loaded.has(id));
}

/** Loaded pages with rows replaced by newer readings of the same traces; nothing moves. Unchanged pages stay the same. */
export function replaceTraces<Page extends ListTracesResponse>(
  pages: Pages<Page>,
  newer: readonly TraceSummary[],
): Page[] {
  const byId = new Map(newer.map((trace) => [trace.trace_id, trace]));
  return pages.map((page) =>
    page.traces.some((trace) => byId.has(trace.trace_id))
      ? { ...page, traces: page.traces.map((trace) => byId.get(trace.trace_id) ?? trace) }
      : page,
  );
}

function totalOf({ total_count, total_is_lower_bound }: ListTracesResponse) {
  return { ...(total_count !== undefined && { total_count }), total_is_lower_bound };
}

function idsOf(traces: readonly TraceSummary[]): Set<string> {
  return new Set(traces.map((trace) => trace.trace_id));
}
