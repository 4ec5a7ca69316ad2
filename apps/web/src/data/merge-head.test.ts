import { describe, expect, test } from "vitest";
import { freshIds, mergeHead, type Pages, replaceTraces } from "./merge-head.ts";
import type { ListTracesResponse, TraceSummary } from "./messages.ts";

function trace(id: string, spans = 1): TraceSummary {
  return { trace_id: id, span_count: spans } as TraceSummary;
}

function page(ids: string, next = "more", total?: number): ListTracesResponse {
  return {
    traces: [...ids].map((id) => trace(id)),
    next_page_token: next,
    total_is_lower_bound: false,
    as_of_ms: 0,
    ...(total !== undefined && { total_count: total }),
  };
}

function idsOf(pages: Pages): string[] {
  return pages.map(({ traces }) => traces.map(({ trace_id }) => trace_id).join(""));
}

describe("a newly read first page is laid over the loaded ones", () => {
  test.each([
    ["new rows come on top", ["cde", "fgh"], "abc", ["abcde", "fgh"]],
    ["nothing new changes nothing", ["abc", "def"], "abc", ["abc", "def"]],
    ["a row that no longer belongs there is gone", ["abcd", "ef"], "acd", ["acd", "ef"]],
    ["a row that moved up stands once", ["abc", "def"], "eab", ["eab", "f"]],
    ["a hole starts the list anew", ["xyz", "uvw"], "abc", ["abc"]],
    ["an empty list is filled", [""], "abc", ["abc"]],
  ])("%s", (_, loaded, head, merged) => {
    expect(
      idsOf(
        mergeHead(
          loaded.map((ids) => page(ids)),
          page(head),
        ),
      ),
    ).toEqual(merged);
  });

  test("a first page without a next one is the whole list", () => {
    expect(idsOf(mergeHead([page("abc"), page("def")], page("ab", "")))).toEqual(["ab"]);
  });

  test("its total replaces the old one, and the way on from the last page stays", () => {
    const merged = mergeHead([page("bc", "two", 5), page("de", "three")], page("ab", "x", 6));
    expect(merged[0]).toMatchObject({ total_count: 6, next_page_token: "two" });
    expect(merged.at(-1)).toMatchObject({ next_page_token: "three" });
  });
});

test("rows that are not loaded are fresh", () => {
  expect(freshIds([page("cd"), page("ef")], page("abce"))).toEqual(["a", "b"]);
});

test("newer readings replace rows where they stand, and other pages are not touched", () => {
  const pages = [page("ab"), page("cd")];
  const replaced = replaceTraces(pages, [trace("c", 9)]);
  expect(replaced[1]?.traces[0]?.span_count).toBe(9);
  expect(idsOf(replaced)).toEqual(["ab", "cd"]);
  expect(replaced[0]).toBe(pages[0]);
});
