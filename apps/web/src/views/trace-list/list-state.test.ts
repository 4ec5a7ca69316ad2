import { describe, expect, test } from "vitest";
import { readSort } from "../../widgets/table/sort-in-address.ts";
import { allColumns, defaultColumns, readColumns, toggleColumn, writeColumns } from "./columns.ts";
import { readListState, writeListState } from "./list-state.ts";
import { isSortField, newestFirst, orderByOf } from "./sort.ts";

const defaults = defaultColumns(false);

test.each([
  "",
  "q=status+%3D+%22error%22&from=-24h&sort=-duration&cols=status%2Cname%2Ctag%3Aenv&live=0",
  "from=2026-11-21T10%3A00%3A00Z&to=2026-11-21T11%3A00%3A00Z",
  "q=%F0%9F%A6%8A+%26+%3D+%00",
])("the state of ?%s is written as it was read", (query) => {
  const state = readListState(new URLSearchParams(query), defaults);
  expect(writeListState(state, defaults).toString()).toBe(query.replace("-24h", "-1d"));
});

describe("columns", () => {
  test("unknown and repeated ones are left out, and none at all means the default", () => {
    expect(readColumns("name,nonsense,name,tag:,%E0%A4%A,cost", defaults)).toEqual(["name", "cost"]);
    expect(readColumns("nonsense", defaults)).toEqual(defaults);
  });

  test("a key may contain a comma and a percent sign", () => {
    const ids = readColumns(writeColumns(["name", "tag:a,b%c"], defaults) ?? null, defaults);
    expect(ids).toEqual(["name", "tag:a,b%c"]);
  });

  test("one that is switched on takes its place in the order of all; the name stays on", () => {
    const all = allColumns({ tag: ["env"], meta: ["customer"] }, []);
    expect(toggleColumn(["status", "name", "cost"], "duration", all)).toEqual(["status", "name", "duration", "cost"]);
    expect(toggleColumn(["status", "name"], "tag:env", all)).toEqual(["status", "name", "tag:env"]);
    expect(toggleColumn(["status", "name"], "status", all)).toEqual(["name"]);
    expect(toggleColumn(["status", "name"], "name", all)).toEqual(["status", "name"]);
  });

  test("a chosen key that no longer occurs can still be switched off", () => {
    expect(allColumns({}, ["name", "meta:old"])).toContain("meta:old");
  });
});

describe("sort", () => {
  test.each([
    ["-duration", { column: "duration", descending: true }],
    ["name", { column: "name", descending: false }],
    ["-start_time", newestFirst],
    ["drop table", newestFirst],
    [null, newestFirst],
  ])("%s", (text, sort) => expect(readSort(text, isSortField, newestFirst)).toEqual(sort));

  test("the server is asked in its words", () =>
    expect(orderByOf({ column: "duration", descending: true })).toBe("duration desc"));
});
