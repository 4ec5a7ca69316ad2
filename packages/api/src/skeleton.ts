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
  const names = new Dictionary();
  const models = new Dictionary();
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
    name: column(names.indices(columns.names), () => names.indexOf("")),
    names: names.values,
    type: column(columns.types, zero),
    types: [...spanTypes],
    model: column(models.indices(columns.models, ""), none),
    models: models.values,
    base_time_unix_nano: String(columns.baseNs),
    id: rowIds(tree, columns),
    depth: Array.from(tree.depth),
    size: Array.from(tree.size),
    kind: column(columns.kinds, zero),
    start_us: column(microseconds(startNs), ({ children }) => startNs[children[0]!]! / 1000),
    duration_us: column(microseconds(durationNs), (parent) => durationOfPlaceholder(parent, columns)),
    status: column(columns.statuses, zero),
    flags: column(flagsOf(tree, columns), () => skeletonFlag.placeholder),
    input_tokens: column(columns.inputTokens, none),
    output_tokens: column(columns.outputTokens, none),
    cost_usd: column(columns.costUsd, none),
    ttft_us: column(columns.ttftUs, none),
  };
}

/** The id of each row, 16 hex digits. */
function rowIds({ order, missing }: SpanTree, { ids }: SpanColumns): string[] {
  const halves = Buffer.allocUnsafe(order.length * 8);
  for (let i = 0; i < order.length; i++) {
    const index = order[i]!;
    const parent = index < 0 ? missing[-1 - index]! : undefined;
    halves.writeInt32BE(parent?.high ?? ids[index * 2]!, i * 8);
    halves.writeInt32BE(parent?.low ?? ids[index * 2 + 1]!, i * 8 + 4);
  }
  const hex = halves.toString("hex");
  return Array.from({ length: order.length }, (_, i) => hex.slice(i * 16, i * 16 + 16));
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

/** Texts that repeat, each once. */
class Dictionary {
  readonly values: string[] = [];
  readonly #index = new Map<string, number>();

  indexOf(text: string): number {
    const known = this.#index.get(text);
    if (known !== undefined) return known;
    const index = this.values.push(text) - 1;
    this.#index.set(text, index);
    return index;
  }

  /** -1 for the text that means none. */
  indices(texts: readonly string[], none?: string): Int32Array {
    return Int32Array.from(texts, (text) => (text === none ? -1 : this.indexOf(text)));
  }
}
