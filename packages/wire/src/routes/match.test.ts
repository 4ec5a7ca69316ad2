import { describe, expect, test } from "vitest";
import { routeGroups, routeTable } from "./index.ts";
import { createMatcher } from "./match.ts";
import { endpointsOf, type RouteRow } from "./routes.ts";

const match = createMatcher(routeTable);
const nameAndParams = (method: string, path: string) => {
  const found = match(method, path);
  return found !== undefined && "name" in found ? [found.name, found.params] : found;
};

describe("the route table", () => {
  test("no endpoint takes the name of another subject's", () => {
    const names = Object.values(routeGroups).flatMap((rows) => Object.keys(rows));
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    expect(Object.keys(routeTable)).toHaveLength(names.length);
  });

  test.each([
    ["POST", "/api/3.0/mlflow/traces", "startTraceV3", {}],
    ["POST", "/ajax-api/3.0/mlflow/traces/search", "searchTracesV3", {}],
    ["GET", "/api/3.0/mlflow/traces/get", "getTrace", {}],
    ["HEAD", "/api/3.0/mlflow/traces/get", "getTrace", {}],
    ["GET", "/api/3.0/mlflow/traces/tr-1", "getTraceInfoV3", { trace_id: "tr-1" }],
    ["PATCH", "/api/2.0/mlflow/traces/tr-1", "endTrace", { request_id: "tr-1" }],
    ["DELETE", "/api/3.0/mlflow/traces/a%2Fb/tags", "deleteTraceTagV3", { trace_id: "a/b" }],
    ["GET", "/ajax-api/2.0/mlflow/get-trace-artifact", "getTraceArtifact", {}],
    [
      "PUT",
      "/api/2.0/mlflow-artifacts/artifacts/0/traces/tr-1/artifacts/traces.json",
      "uploadArtifact",
      { artifact_path: "0/traces/tr-1/artifacts/traces.json" },
    ],
    ["GET", "/api/2.0/mlflow-artifacts/artifacts/a%20b/c", "downloadArtifact", { artifact_path: "a b/c" }],
    ["GET", "/api/spanloom/v1/traces/abc/skeleton", "getTraceSkeleton", { trace_id: "abc" }],
    ["POST", "/v1/traces", "exportTraces", {}],
    ["DELETE", "/api/3.0/mlflow/gateway/endpoints/delete", "gatewayConfiguration", { path: "endpoints/delete" }],
  ])("%s %s is %s", (method, path, name, params) => {
    expect(nameAndParams(method, path)).toEqual([name, params]);
  });

  test.each([
    ["POST", "/api/3.0/mlflow/traces/get", ["GET"]],
    ["DELETE", "/health", ["GET"]],
    ["GET", "/api/2.0/mlflow/experiments/create", ["POST"]],
  ])("%s %s: only %s", (method, path, methods) => {
    expect(match(method, path)).toEqual(methods);
  });

  test.each([
    "/",
    "/api/3.0/mlflow/nothing",
    "/api/2.0/mlflow/get-trace-artifact",
    "/api/3.0/mlflow/traces/",
    "/api/3.0/mlflow/traces/%ff/tags",
  ])("%s is nowhere", (path) => {
    expect(match("GET", path)).toBeUndefined();
  });

  test("no two rows answer the same", () => {
    const endpoints = Object.values(routeTable).flatMap((row: RouteRow) =>
      endpointsOf(row).map(({ method, path }) => `${method} ${path.replace(/\{\w+/g, "{")}`),
    );
    expect(new Set(endpoints).size).toBe(endpoints.length);
  });

  test("the fixed path wins over the place in any order of rows", () => {
    const either = createMatcher({
      place: { method: "GET", path: "/a/{x}" },
      fixed: { method: "GET", path: "/a/b" },
      other: { method: "POST", path: "/a/b" },
    });
    expect(either("GET", "/a/b")).toMatchObject({ name: "fixed" });
    expect(either("GET", "/a/c")).toMatchObject({ name: "place", params: { x: "c" } });
    expect(either("POST", "/a/c")).toEqual(["GET"]);
  });
});
