import { spanTypes } from "@spanloom/conventions";
import { type MissingParent, type SpanColumns, type SpanTree, spanTree, type TraceRow } from "@spanloom/store";
import type { GetTraceSkeletonResponse } from "@spanloom/wire";
import { traceSummary } from "./trace-summary.ts";

/** Bits of `flags` in a skeleton. Those of exceptions and changes are the same as stored. */
const skeletonFlag = { exception: 1, placeholder: 2, changed: 4, loopCut: 8 } as const;

/** The tree of a trace as columns in pre-order, with a row for every parent that is missing. */
export function skeletonOf(row: TraceRow, columns: SpanColumns): Omit<GetTraceSkeletonResponse, "as_of_ms"> {
  const tree = spanTree(columns);
  const { order, missing } = tree;
  const names = [...columns.names];
  const unnamed = missing.length === 0 ? -1 : names.push("") - 1;
  const column = (values: ArrayLike<number>, placeholder: (parent: MissingParent) => number): number[] => {
    const out = new Array<number>(order.length);
    for (let i = 0; i < order.length; i++) {
      const index = order[i]!;
      out[i] = index >= 0 ? values[index]! : placeholder(missing[-1 - index]!);
    }
    return out;
  };
  const none = () => -1;
  const zero = () => 0;
  const { startNs, durationNs } = columns;
  return {
    trace: traceSummary(row),
    count: order.length,
    name: column(columns.name, () => unnamed),
    names,
    type: column(columns.types, zero),
    types: [...spanTypes],
    model: some(column(columns.model, none)),
    models: [...columns.models],
    base_time_unix_nano: String(columns.baseNs),
    ids: rowIds(tree, columns),
    depth: Array.from(tree.depth),
    kind: column(columns.kinds, zero),
    start_us: column(microseconds(startNs), ({ children }) => startNs[children[0]!]! / 1000),
    duration_us: column(microseconds(durationNs), (parent) => durationOfPlaceholder(parent, columns)),
    status: column(columns.statuses, zero),
    flags: column(flagsOf(tree, columns), () => skeletonFlag.placeholder),
    input_tokens: some(column(columns.inputTokens, none)),
    output_tokens: some(column(columns.outputTokens, none)),
    cost_usd: some(column(columns.costUsd, none)),
    ttft_us: some(column(columns.ttftUs, none)),
  };
}

/** Nothing of a column in which nothing stands. */
function some(column: number[]): number[] {
  return column.every((value) => value === -1) ? [] : column;
}

/** The ids of the rows, 16 hex digits each, one after the other: one text takes a tenth of the time of so many. */
function rowIds({ order, missing }: SpanTree, { ids }: SpanColumns): string {
  const halves = Buffer.allocUnsafe(order.length * 8);
  for (let i = 0; i < order.length; i++) {
    const index = order[i]!;
    const parent = index < 0 ? missing[-1 - index]! : undefined;
    halves.writeInt32BE(parent?.high ?? ids[index * 2]!, i * 8);
    halves.writeInt32BE(parent?.low ?? ids[index * 2 + 1]!, i * 8 + 4);
  }
  return halves.toString("hex");
}

/** -1, which says that there is no number, stays as it is. */
function microseconds(nano: Float64Array): Float64Array {
  return nano.map((value) => (value === -1 ? -1 : value / 1000));
}

function flagsOf(tree: SpanTree, { flags }: SpanColumns): Uint8Array {
  const shown = flags.map((stored) => stored & (skeletonFlag.exception | skeletonFlag.changed));
  for (const index of tree.cuts) shown[index]! |= skeletonFlag.loopCut;
  return shown;
}

/** A placeholder reaches from the start of its first child to the end of its last one. */
function durationOfPlaceholder({ children }: MissingParent, { startNs, durationNs }: SpanColumns): number {
  let end = -1;
  for (const i of children) if (durationNs[i]! >= 0) end = Math.max(end, startNs[i]! + durationNs[i]!);
  return end < 0 ? -1 : (end - startNs[children[0]!]!) / 1000;
}
