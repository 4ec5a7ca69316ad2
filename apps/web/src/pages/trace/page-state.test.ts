import { expect, test } from "vitest";
import { initialState, type PageState, readPageState, writePageState } from "./page-state.ts";

test("a page as at first has a plain address", () => {
  expect(writePageState(initialState).toString()).toBe("");
  expect(readPageState(new URLSearchParams())).toEqual(initialState);
});

test("every state comes back from its address", () => {
  const state: PageState = {
    span: "g00f067aa0ba902b7",
    find: "50 % & more = +",
    only: true,
    types: ["LLM", "TOOL"],
    status: "error",
    tab: "events",
    collapse: { fromDepth: 2, toggled: new Set(["00f067aa0ba902b7"]) },
    view: "log",
    order: "start",
    folded: { fromDepth: 0, toggled: new Set(["00f067aa0ba902b8"]) },
    fold: false,
    critical: true,
    graph: true,
    node: "TOOL look up & more",
    gaps: true,
    zoom: { startUs: 12.5, endUs: 90 },
  };
  expect(readPageState(new URLSearchParams(writePageState(state).toString()))).toEqual(state);
});

test.each([
  "span=<script>",
  "span=1",
  "status=maybe",
  "zoom=9-1",
  "collapse=//",
  "view=timeline",
  "order=name&folded=0",
  "only=yes&fold=2&critical=true&graph=yes",
  "node=TOOL+search",
])("%s is as if it were absent", (query) => expect(readPageState(new URLSearchParams(query))).toEqual(initialState));
