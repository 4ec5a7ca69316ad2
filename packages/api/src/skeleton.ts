import { spanTypes } from "@spanloom/conventions";
import { type MissingParent, type SpanColumns, type SpanTree, spanTree, type TraceRow } from "@spanloom/store";
import { type GetTraceSkeletonResponse, JsonText, type Printable } from "@spanloom/wire";
import { traceSummary } from "./trace-summary.ts";

/** Bits of `flags` in a skeleton. Those of exceptions and changes are the same as stored. */
const skeletonFlag = { exception: 1, placeholder: 2, changed: 4, loopCut: 8 } as const;

/** The tree of a trace as columns in pre-order, with a row for every parent that is missing. */
export function skeletonOf(row: TraceRow, columns: SpanColumns): Omit<Printable<GetTraceSkeletonResponse>, "as_of_ms"> {
  const tree = spanTree(columns);
  const { missing } = tree;
  const names = [...columns.names];
  const unnamed = missing.length === 0 ? -1 : names.push("") - 1;
  const rows = new RowPrinter(tree);
  const zero = () => 0;
  const { startNs, durationNs } = columns;
  return {
    trace: traceSummary(row),
    count: tree.order.length,
    name: rows.column(columns.name, () => unnamed),
    names,
    type: rows.column(columns.types, zero),
    types: [...spanTypes],
    model: rows.columnOfSome(columns.model),
    models: [...columns.models],
    base_time_unix_nano: String(columns.baseNs),
    ids: rowIds(tree, columns),
    depth: rows.printed(tree.depth),
    kind: rows.column(columns.kinds, zero),
    start_us: rows.column(microseconds(startNs), ({ children }) => startNs[children[0]!]! / 1000),
    duration_us: rows.column(microseconds(durationNs), (parent) => durationOfPlaceholder(parent, columns)),
    status: rows.column(columns.statuses, zero),
    flags: rows.column(flagsOf(tree, columns), () => skeletonFlag.placeholder),
    input_tokens: rows.columnOfSome(columns.inputTokens),
    output_tokens: rows.columnOfSome(columns.outputTokens),
    cost_usd: rows.columnOfSome(columns.costUsd),
    ttft_us: rows.columnOfSome(columns.ttftUs),
  };
}

type Column = Int32Array | Uint8Array | Float64Array;

/**
 * Prints columns in the order of the rows, one after the other out of the same two lists: those of 100,000 rows are 12 MB
 * together, which the garbage collector would look at for longer than printing them takes.
 */
class RowPrinter {
  readonly #tree: SpanTree;
  readonly #whole: number[];
  readonly #fractions: number[];

  constructor(tree: SpanTree) {
    this.#tree = tree;
    this.#whole = new Array<number>(tree.order.length).fill(0);
    this.#fractions = new Array<number>(tree.order.length).fill(0.5);
  }

  /** Of spans, with what stands in the row of a missing parent. */
  column(values: Column, placeholder: (parent: MissingParent) => number): JsonText {
    const { order, missing } = this.#tree;
    const list = this.#listFor(values);
    for (let i = 0; i < order.length; i++) {
      const index = order[i]!;
      list[i] = index >= 0 ? values[index]! : placeholder(missing[-1 - index]!);
    }
    return new JsonText(JSON.stringify(list));
  }

  /** Nothing of a column in which nothing stands. */
  columnOfSome(values: Column): JsonText | [] {
    return values.every((value) => value === -1) ? [] : this.column(values, () => -1);
  }

  /** Of rows. */
  printed(values: Column): JsonText {
    const list = this.#listFor(values);
    for (let i = 0; i < values.length; i++) list[i] = values[i]!;
    return new JsonText(JSON.stringify(list));
  }

  /** Whole numbers are kept and printed quicker where no other ones have been. */
  #listFor(values: Column): number[] {
    return values instanceof Float64Array ? this.#fractions : this.#whole;
  }
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
