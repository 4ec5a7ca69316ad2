import { allOpen, type Collapse, parseCollapse, printCollapse } from "../../trace/collapse.ts";
import type { TreeFilter } from "../../trace/find.ts";
import type { LogOrder } from "../../trace/log-entries.ts";
import { parseRange, printRange, type TimeRange } from "../../trace/time-scale.ts";

/** All that decides what the trace page shows. It stands in the address, so a reload or a link gives the same picture. */
export interface PageState {
  /** Span id, or `g` and a span id for a group of repeated siblings; empty for none. */
  readonly span: string;
  readonly find: string;
  /** Show only what was found, and its ancestors. */
  readonly only: boolean;
  readonly types: readonly string[];
  readonly status: TreeFilter["status"];
  /** Tab of the details; empty for the first that has content. */
  readonly tab: string;
  readonly collapse: Collapse;
  /** Rows on a time axis, or one text of what the spans say. */
  readonly view: "tree" | "log";
  /** Spans as they lie in one another, or by time. */
  readonly order: LogOrder;
  /** Entries of the log of which only the first line is shown. */
  readonly folded: Collapse;
  /** Fold repeated siblings. */
  readonly fold: boolean;
  readonly critical: boolean;
  /** Show who called whom, above the spans. */
  readonly graph: boolean;
  /** The node of the graph whose spans are shown alone; empty for all. */
  readonly node: string;
  /** Fold idle stretches of the time axis. */
  readonly gaps: boolean;
  /** The stretch of time to look at; undefined for the whole trace. */
  readonly zoom: TimeRange | undefined;
}

export const initialState: PageState = {
  span: "",
  find: "",
  only: false,
  types: [],
  status: "",
  tab: "",
  collapse: allOpen,
  view: "tree",
  order: "tree",
  folded: allOpen,
  fold: true,
  critical: false,
  graph: false,
  node: "",
  gaps: false,
  zoom: undefined,
};

/** Reads the query string; what it does not understand is as if it were absent. */
export function readPageState(params: URLSearchParams): PageState {
  const span = params.get("span") ?? "";
  const status = params.get("status");
  return {
    span: /^g?[0-9a-f]{16}$/.test(span) ? span : "",
    find: params.get("find") ?? "",
    only: params.get("only") === "1",
    types: (params.get("types") ?? "").split(",").filter(Boolean),
    status: status === "error" || status === "running" ? status : "",
    tab: params.get("tab") ?? "",
    collapse: parseCollapse(params.get("collapse")),
    view: params.get("view") === "log" ? "log" : "tree",
    order: params.get("order") === "start" ? "start" : "tree",
    folded: parseCollapse(params.get("folded")),
    fold: params.get("fold") !== "0",
    critical: params.get("critical") === "1",
    graph: params.get("graph") === "1",
    node: params.get("graph") === "1" ? (params.get("node") ?? "") : "",
    gaps: params.get("gaps") === "1",
    zoom: parseRange(params.get("zoom")),
  };
}

/** The query string of a state, without what is as at first, so that a plain link stays plain. */
export function writePageState(state: PageState): URLSearchParams {
  const params = new URLSearchParams();
  const put = (name: string, value: string) => value !== "" && params.set(name, value);
  put("span", state.span);
  put("tab", state.tab);
  put("find", state.find);
  put("only", state.only ? "1" : "");
  put("types", state.types.join(","));
  put("status", state.status);
  put("collapse", printCollapse(state.collapse));
  put("view", state.view === "tree" ? "" : state.view);
  put("order", state.order === "tree" ? "" : state.order);
  put("folded", printCollapse(state.folded));
  put("fold", state.fold ? "" : "0");
  put("critical", state.critical ? "1" : "");
  put("graph", state.graph ? "1" : "");
  put("node", state.node);
  put("gaps", state.gaps ? "1" : "");
  put("zoom", state.zoom ? printRange(state.zoom) : "");
  return params;
}
