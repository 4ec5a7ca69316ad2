import { describe, expect, expectTypeOf, test } from "vitest";
import { callOf, type ResponseOf } from "./call.ts";
import { routeTable } from "./index.ts";
import { createMatcher } from "./match.ts";

const match = createMatcher(routeTable);

describe("a call is written as its row says", () => {
  test.each([
    [
      "GET: to the query, lists repeat, what is unset is left out, 0 and false are values",
      callOf(routeTable.getMetricHistoryBulkInterval, { run_ids: ["a", "b"], metric_key: "", start_step: 0 }),
      { method: "GET", path: "/api/2.0/mlflow/metrics/get-history-bulk-interval?run_ids=a&run_ids=b&start_step=0" },
    ],
    [
      "POST is preferred where there is a choice",
      callOf(routeTable.searchExperiments, { max_results: 1 }),
      { method: "POST", path: "/api/2.0/mlflow/experiments/search", body: { max_results: 1 } },
    ],
    [
      "what the path names goes there, and all to the body",
      callOf(routeTable.setTraceTagV3, { trace_id: "a/b ü%", key: "k", value: "" }),
      {
        method: "PATCH",
        path: "/api/3.0/mlflow/traces/a%2Fb%20%C3%BC%25/tags",
        body: { trace_id: "a/b ü%", key: "k", value: "" },
      },
    ],
    [
      "a place for several segments keeps its slashes",
      callOf(routeTable.deleteArtifact, { artifact_path: "1/a b/c#?.txt" }),
      {
        method: "DELETE",
        path: "/api/2.0/mlflow-artifacts/artifacts/1/a%20b/c%23%3F.txt",
        body: { artifact_path: "1/a b/c#?.txt" },
      },
    ],
    [
      "half a surrogate pair is sent as U+FFFD",
      callOf(routeTable.getRegisteredModel, { name: "\ud800" }),
      { method: "GET", path: "/api/2.0/mlflow/registered-models/get?name=%EF%BF%BD" },
    ],
  ])("%s", (_, call, expected) => expect(call).toEqual(expected));

  test.each(["a", "tr-1", "a/b", "%2e%2e", "\0", "ü", "..a", "a b?c#d"])("%j comes back from the path", (id) => {
    const { method, path } = callOf(routeTable.getTraceInfoV3, { trace_id: id });
    expect(match(method, new URL(path, "http://x").pathname)).toMatchObject({
      name: "getTraceInfoV3",
      params: { trace_id: id },
    });
  });

  test.each([
    [routeTable.getTraceInfoV3, { trace_id: ".." }, "'..'"],
    [routeTable.deleteLoggedModel, { model_id: "." }, "'.'"],
    [routeTable.deleteArtifact, { artifact_path: "a/../../b" }, "'..'"],
    [routeTable.deleteDataset, { dataset_id: "" }, "Missing value for required parameter 'dataset_id'"],
    [routeTable.deleteDataset, {}, "Missing value for required parameter 'dataset_id'"],
  ])("a value that would name another endpoint is refused: %#", (row, request, message) => {
    expect(() => callOf(row, request)).toThrow(message);
  });
});

test("answers are typed as their JSON is", () => {
  type Run = NonNullable<ResponseOf<"getRun">["run"]>;
  expectTypeOf<NonNullable<Run["data"]>["params"]>().toEqualTypeOf<{ key?: string; value?: string }[] | undefined>();
  type Span = NonNullable<NonNullable<ResponseOf<"getTrace">["trace"]>["spans"]>[number];
  expectTypeOf<Span["start_time_unix_nano"]>().toEqualTypeOf<number | bigint | undefined>();
  expectTypeOf<Span["trace_id"]>().toEqualTypeOf<string | undefined>();
  expectTypeOf<ResponseOf<"listTraces">["next_page_token"]>().toEqualTypeOf<string>();
});
