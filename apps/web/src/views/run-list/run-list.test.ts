import { fields, parseFilter, parseOrderBy } from "@spanloom/filter";
import { describe, expect, test } from "vitest";
import type { Run, RunGroup } from "../../data/messages.ts";
import { csvColumns, defaultRunColumns, orderByOf } from "./columns.ts";
import { readRunListState, writeRunListState } from "./list-state.ts";
import { branchesOf, groupKey, groupRows, treeRows } from "./run-rows.ts";

function run(id: string, params: Record<string, string> = {}, metrics: readonly string[] = []): Run {
  return {
    info: { run_id: id, experiment_id: "1" },
    data: {
      params: Object.entries(params).map(([key, value]) => ({ key, value })),
      metrics: metrics.map((key) => ({ key, value: 1 })),
      tags: [],
    },
  } as unknown as Run;
}

const group = (values: readonly (string | undefined)[], run_count: number): RunGroup => ({
  values: values.map((value) => (value === undefined ? {} : { value })),
  run_count,
  last_start_time: 0,
  metrics: [],
});

test.each([
  "",
  "q=metrics.loss+%3C+1&sort=-metrics.loss&cols=status%2Cname%2Cmetrics.a%252Cb&group=params.model&group=tags.team",
  "best=lowest.my.metric&best=highest.loss",
  "view=deleted&open=a&open=group+%5Bnull%5D&charts=only&live=0",
  "charts=1&chart=scatter&hide=a%2Cb",
])("the state of ?%s is written as it was read, and what is not of the table stays", (query) => {
  const search = new URLSearchParams(query);
  writeRunListState(search, readRunListState(search));
  search.sort();
  const expected = new URLSearchParams(query);
  expected.sort();
  expect(search.toString()).toBe(expected.toString());
});

test("what an address cannot mean is as if it were absent", () => {
  const state = readRunListState(new URLSearchParams("sort=__proto__&cols=nonsense&group=metrics.loss&charts=7"));
  expect(state).toMatchObject({ sort: undefined, columns: undefined, group: [], charts: "none" });
});

test("by default a table shows the metrics there are and the params that differ", () => {
  const runs = [
    run("a", { model: "small", seed: "1" }, ["loss", "system/cpu"]),
    run("b", { model: "large", seed: "1" }, ["accuracy"]),
    run("c", { model: "large", seed: "1", extra: "x" }),
  ];
  expect(defaultRunColumns(runs)).toEqual([
    "status",
    "name",
    "start_time",
    "duration",
    "metrics.accuracy",
    "metrics.loss",
    "params.extra",
    "params.model",
  ]);
});

test.each(["start_time", "name", "metrics.a `b` c", "params.x.y", "tags.t"])("the server can order by %s", (column) => {
  const [order = ""] = orderByOf({ column, descending: true });
  expect(() => parseOrderBy([order], fields.runs)).not.toThrow();
});

test("the CSV file begins with the id and names each column once", () => {
  expect(csvColumns(["name", "run_id", "params.a"])).toEqual(["run_id", "run_name", "params.a"]);
});

describe("rows", () => {
  const keys = (rows: readonly { key: string; level: number }[]) => rows.map(({ key, level }) => `${level} ${key}`);

  test("children stand behind their open parent, a level deeper, and a circle ends", () => {
    const counts = new Map([
      ["a", 1],
      ["b", 1],
    ]);
    const branches = new Map([
      ["a", [run("b")]],
      ["b", [run("a")]],
    ]);
    expect(keys(treeRows([run("a"), run("c")], counts, new Set(["a", "b"]), branches))).toEqual(["0 a", "1 b", "0 c"]);
    expect(keys(treeRows([run("a"), run("c")], counts, new Set(), branches))).toEqual(["0 a", "0 c"]);
  });

  test("an open row says that its rows are on the way", () => {
    const rows = treeRows([run("a")], new Map([["a", 2]]), new Set(["a"]), new Map());
    expect(rows.at(-1)).toMatchObject({ kind: "rest", text: "Loading…", level: 1 });
  });

  test("the runs of a group are searched by its values, whatever they contain", () => {
    const groups = [group(["it's `x`", undefined], 2), group(["other", "y"], 1)];
    const by = ["params.a b", "tags.`t`"];
    const open = new Set([groupKey(groups[0]!)]);
    const [branch, ...others] = branchesOf(open, groups, by, "metrics.loss < 1");
    expect(others).toEqual([]);
    expect(() => parseFilter(branch!.filter, fields.runs)).not.toThrow();
    const rows = groupRows(groups, by, open, new Map([[branch!.key, [run("r1"), run("r2")]]]));
    expect(rows.map(({ kind, level }) => `${level} ${kind}`)).toEqual(["0 group", "1 run", "1 run", "0 group"]);
  });

  test("a group that the language cannot name stays closed", () => {
    const rows = groupRows([group(["a, b"], 3)], ["dataset.name"], new Set([groupKey(group(["a, b"], 3))]), new Map());
    expect(rows).toMatchObject([{ kind: "group", isOpen: undefined }]);
  });
});
