import { readerOf, type TraceSummary } from "./reader.ts";

/** Every trace that a filter finds (all without one), page after page. */
export async function listTraces(url: string, filter = ""): Promise<TraceSummary[]> {
  const reader = readerOf(url);
  const traces: TraceSummary[] = [];
  let page_token = "";
  do {
    const page = await reader.traces({ filter, max_results: 500, page_token });
    traces.push(...(page.traces ?? []));
    page_token = page.next_page_token ?? "";
  } while (page_token !== "");
  return traces;
}
