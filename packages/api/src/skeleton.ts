import { spanTypes } from "@spanloom/conventions";
import { type SpanColumns, type SpanTree, spanTree, type TraceRow } from "@spanloom/store";
import type { GetTraceSkeletonResponse } from "@spanloom/wire";
import { traceSummary } from "./trace-summary.ts";

/** Bits of `flags` in a skeleton. */
const skeletonFlag = { exception: 1, placeholder: 2, changed: 4, loopCut: 8 } as const;

/** The tree of a trace as columns in pre-order, with a row for every parent that is missing. */
export function skeletonOf(row: TraceRow, columns: SpanColumns): GetTraceSkeletonResponse {
  const tree = spanTree({ ids: columns.ids, parents: columns.parents, starts: columns.startNs });
  const { order } = tree;
  const names = new Dictionary();
  const models = new Dictionary();
  const column = (of: (span: number) => number, placeholder: (missing: number) => number): number[] =>
    Array.from(order, (index) => (index >= 0 ? of(index) : placeholder(-1 - index)));
  const none = () => -1;
  const ends = endsBelow(tree, columns);
  return {
    trace: traceSummary(row),
    count: order.length,
    name: column((i) => names.indexOf(columns.names[i]!), () => names.indexOf("")),
    names: names.values,
    type: column((i) => columns.types[i]!, () => 0),
    types: [...spanTypes],
    model: column((i) => (columns.models[i] == null ? -1 : models.indexOf(columns.models[i])), none),
    models: models.values,
    base_time_unix_nano: String(columns.baseNs),
    id: Array.from(order, (index) => (index >= 0 ? columns.ids[index]! : tree.missing[-1 - index]!)),
    depth: Array.from(tree.depth),
    size: Array.from(tree.size),
    kind: column((i) => columns.kinds[i]!, () => 0),
    start_us: column((i) => columns.startNs[i]! / 1000, (k) => columns.startNs[tree.firstBelow[k]!]! / 1000),
    duration_us: column((i) => (columns.durationNs[i]! < 0 ? -1 : columns.durationNs[i]! / 1000), (k) => (ends[k]! < 0 ? -1 : (ends[k]! - columns.startNs[tree.firstBelow[k]!]!) / 1000)),
    status: column((i) => columns.statuses[i]!, () => 0),
    flags: column((i) => flagsOf(tree, columns, i), () => skeletonFlag.placeholder),
    input_tokens: column((i) => columns.inputTokens[i]!, none),
    output_tokens: column((i) => columns.outputTokens[i]!, none),
    cost_usd: column((i) => columns.costUsd[i]!, none),
    ttft_us: column((i) => columns.ttftUs[i]!, none),
  };
}

function flagsOf(tree: SpanTree, columns: SpanColumns, i: number): number {
  const stored = columns.flags[i]!;
  return (stored & skeletonFlag.exception) | (stored & skeletonFlag.changed) | (tree.cuts.has(i) ? skeletonFlag.loopCut : 0);
}

/** A placeholder reaches from the start of its first child to the end of its last one; -1 while none has ended. */
function endsBelow({ missing }: SpanTree, { parents, startNs, durationNs }: SpanColumns): Float64Array {
  const ends = new Float64Array(missing.length).fill(-1);
  const indexOf = new Map(missing.map((id, k) => [id, k]));
  for (const [i, parent] of parents.entries()) {
    const k = indexOf.get(parent);
    if (k !== undefined && durationNs[i]! >= 0) ends[k] = Math.max(ends[k]!, startNs[i]! + durationNs[i]!);
  }
  return ends;
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
}
