import { isModelCall } from "./operations.ts";
import { commonAncestors, compareIds, type ForestNode, indexById, type SpanForest, spanForest } from "./span-forest.ts";
import type { SpanType, Usage } from "./span-view.ts";
import { usageKeys } from "./usage.ts";

/** What the sum must know of one span. Span ids may be hex or numbers, but of one kind throughout. */
export interface UsageNode extends ForestNode {
  readonly type: SpanType;
  /** As `SpanFacts.usageScope`; where absent, the type decides. */
  readonly scope?: "call" | "rollup";
  readonly usage?: Usage;
  readonly costPicoUsd?: number;
  readonly responseId?: string;
  readonly startTimeUnixNano: bigint;
}

export interface TraceUsage {
  /** Absent where no span of the trace says anything. */
  readonly usage?: Usage;
  /** 1e-12 US dollars; absent where nothing that was counted has a price. */
  readonly costPicoUsd?: bigint;
  /** Some of the counted usage has no price: the cost is a lower bound. */
  readonly costPartial: boolean;
}

/**
 * The tokens and the cost of a whole trace, each model call counted once:
 *
 * - Model calls count. Agents, steps, workflows and outer SDK spans repeat what is below them, so such a rollup counts
 *   only where nothing below it has usage, or where it knows of more than what is below it (calls that were not
 *   recorded): then in place of what is below.
 * - Two instrumentations of one call give two spans: with the same response id, nested or side by side, or one without
 *   an id directly around the other with the same numbers. The richer one counts.
 *
 * The result does not depend on the order of the spans.
 */
export function sumUsage(spans: readonly UsageNode[]): TraceUsage {
  if (nothingRepeats(spans)) {
    const sum = emptySum();
    for (const span of spans) if (kindOf(span) === isCall) addNode(sum, span);
    return resultOf(sum);
  }
  const { nodes, forest } = forestOf(spans);
  const kinds = new Uint8Array(nodes.length);
  for (let index = 0; index < nodes.length; index++) kinds[index] = kindOf(nodes[index]!);
  const calls = countCallsOnce(nodes, kinds, forest);
  const wins = winningRollups(nodes, kinds, calls.weights, forest);

  const sum = emptySum();
  const { preOrder, ends } = forest;
  for (let at = 0; at < nodes.length; at++) {
    const index = preOrder[at]!;
    if (wins[index] === 1) {
      const rollup = nodes[index]!;
      addNode(sum, rollup);
      // What is below has a price where the rollup has none: the trace costs at least that.
      if (costOf(rollup) === undefined) addCostBelow(index);
      at = ends[index]! - 1;
    } else {
      const call = calls.counted[index];
      if (call !== undefined) addNode(sum, call);
    }
  }
  return resultOf(sum);

  function addCostBelow(rollup: number): void {
    for (let at = forest.places[rollup]! + 1; at < ends[rollup]!; at++) {
      const index = preOrder[at]!;
      const cost = wins[index] === 1 ? costOf(nodes[index]!) : calls.counted[index] && costOf(calls.counted[index]);
      if (cost === undefined) continue;
      sum.costPicoUsd = (sum.costPicoUsd ?? 0n) + BigInt(cost);
      if (wins[index] === 1) at = ends[index]! - 1;
    }
  }
}

/** Whether only calls say anything, each of them told apart by its response id: most traces, for which the tree says no more. */
function nothingRepeats(spans: readonly UsageNode[]): boolean {
  const spanIds = new Set<string | bigint>();
  const responseIds = new Set<string>();
  for (const span of spans) {
    const kind = kindOf(span);
    if (kind === silent) continue;
    if (kind === isRollup || !span.responseId) return false;
    if (spanIds.has(span.spanId) || responseIds.has(span.responseId)) return false;
    spanIds.add(span.spanId);
    responseIds.add(span.responseId);
  }
  return true;
}

/** The spans as a forest; of two with one id, the richer. */
function forestOf(spans: readonly UsageNode[]): { nodes: readonly UsageNode[]; forest: SpanForest } {
  const indexes = indexById(spans);
  if (indexes.size === spans.length) return { nodes: spans, forest: spanForest(spans, indexes) };
  const richest = new Map<string | bigint, UsageNode>();
  for (const span of spans) {
    const other = richest.get(span.spanId);
    if (other === undefined || compareRichness(span, other) < 0) richest.set(span.spanId, span);
  }
  const nodes = [...richest.values()];
  return { nodes, forest: spanForest(nodes) };
}

const silent = 0;
const isCall = 1;
const isRollup = 2;

function kindOf(node: UsageNode): number {
  if (tokensOf(node) === undefined && costOf(node) === undefined) return silent;
  return (node.scope ?? (isModelCall(node.type) ? "call" : "rollup")) === "call" ? isCall : isRollup;
}

/** 1 for each rollup that counts in place of what is below it, whether or not one above it wins as well. */
function winningRollups(
  nodes: readonly UsageNode[],
  kinds: Uint8Array,
  weights: Float64Array,
  { preOrder, parents }: SpanForest,
): Uint8Array {
  const wins = new Uint8Array(nodes.length);
  /** Input and output at and below each span, every call that is there included. */
  const covered = Float64Array.from(weights);
  /** 1 where something at or below a span says anything. */
  const told = kinds.map((kind) => (kind === isCall ? 1 : 0));
  for (let at = nodes.length - 1; at >= 0; at--) {
    const index = preOrder[at]!;
    if (kinds[index] === isRollup) {
      const tokens = tokensOf(nodes[index]!) ?? 0;
      if (told[index] === 0 || tokens > covered[index]!) {
        wins[index] = 1;
        covered[index] = tokens;
      }
      told[index] = 1;
    }
    const parent = parents[index]!;
    if (parent === -1) continue;
    covered[parent] = addUp(covered[parent]!, covered[index]!);
    told[parent]! |= told[index]!;
  }
  return wins;
}

interface CountedCalls {
  /** The node to count at each index: of all spans of one call only one place has it. */
  readonly counted: (UsageNode | undefined)[];
  /**
   * Tokens that a rollup finds accounted for at each index, so that it does not count them again. Doubles side by side
   * both have them, and the span above where they meet has them off once; a double around the counted span has none.
   */
  readonly weights: Float64Array;
}

function countCallsOnce(nodes: readonly UsageNode[], kinds: Uint8Array, forest: SpanForest): CountedCalls {
  const counted: (UsageNode | undefined)[] = new Array(nodes.length);
  const weights = new Float64Array(nodes.length);
  const deductions = new Float64Array(nodes.length);
  for (let index = 0; index < nodes.length; index++) {
    if (kinds[index] !== isCall) continue;
    counted[index] = nodes[index];
    weights[index] = tokensOf(nodes[index]!) ?? 0;
  }
  let meetingPoint: ReturnType<typeof commonAncestors> | undefined;
  for (const group of spansOfOneCall(nodes, kinds, forest)) {
    const richest = group.map((index) => nodes[index]!).reduce((a, b) => (compareRichness(a, b) <= 0 ? a : b));
    // In pre-order a span is directly before those inside it, so the next one tells whether it is around any.
    group.sort((a, b) => forest.places[a]! - forest.places[b]!);
    const innermost = group.filter((index, at) => {
      const next = group[at + 1];
      return next === undefined || forest.places[next]! >= forest.ends[index]!;
    });
    for (const index of group) {
      counted[index] = undefined;
      weights[index] = 0;
    }
    const weight = tokensOf(richest) ?? 0;
    for (const [at, index] of innermost.entries()) {
      weights[index] = weight;
      if (at === 0) continue;
      meetingPoint ??= commonAncestors(forest);
      const meeting = meetingPoint(innermost[at - 1]!, index);
      if (meeting !== -1) deductions[meeting] = addUp(deductions[meeting]!, weight);
    }
    const smallest = innermost.reduce((a, b) => (compareIds(nodes[a]!.spanId, nodes[b]!.spanId) < 0 ? a : b));
    counted[smallest] = richest;
  }
  return { counted, weights: weights.map((weight, index) => weight - deductions[index]!) };
}

/** The indexes of the spans of one call, for each call that has two or more. */
function spansOfOneCall(nodes: readonly UsageNode[], kinds: Uint8Array, forest: SpanForest): Iterable<number[]> {
  const groups = new Map<number, number[]>();
  const groupOf = new Int32Array(nodes.length);
  const hasId = new Uint8Array(nodes.length);
  for (let index = 0; index < nodes.length; index++) {
    groupOf[index] = index;
    hasId[index] = nodes[index]!.responseId ? 1 : 0;
  }
  // The smaller group joins the larger, so that long chains of doubles stay cheap.
  const join = (a: number, b: number) => {
    const [into, from] = (groups.get(a)?.length ?? 1) < (groups.get(b)?.length ?? 1) ? [b, a] : [a, b];
    const members = groups.get(into) ?? [into];
    for (const index of groups.get(from) ?? [from]) {
      groupOf[index] = into;
      members.push(index);
    }
    groups.delete(from);
    groups.set(into, members);
    hasId[into]! |= hasId[from]!;
  };

  const firstOf = new Map<string, number>();
  for (let index = 0; index < nodes.length; index++) {
    const id = kinds[index] === isCall && nodes[index]!.responseId;
    if (!id) continue;
    const first = firstOf.get(id);
    if (first === undefined) firstOf.set(id, index);
    else join(groupOf[first]!, index);
  }
  for (const [outer, inner] of repeatingPairs(nodes, kinds, forest)) {
    const [a, b] = [groupOf[outer]!, groupOf[inner]!];
    if (a !== b && !(hasId[a] && hasId[b])) join(a, b);
  }
  return groups.values();
}

/** A call directly inside a call with the same numbers, one of them without a response id. An outer call is paired once. */
function repeatingPairs(nodes: readonly UsageNode[], kinds: Uint8Array, { parents }: SpanForest) {
  const pairs = new Map<number, number>();
  for (let inner = 0; inner < nodes.length; inner++) {
    const outer = parents[inner]!;
    if (outer === -1 || kinds[inner] !== isCall || kinds[outer] !== isCall) continue;
    const [a, b] = [nodes[outer]!, nodes[inner]!];
    if ((a.responseId && b.responseId) || !sameNumbers(a.usage, b.usage)) continue;
    const rival = pairs.get(outer);
    if (rival === undefined || compareStarts(b, nodes[rival]!) < 0) pairs.set(outer, inner);
  }
  return [...pairs].sort(([, a], [, b]) => compareIds(nodes[a]!.spanId, nodes[b]!.spanId));
}

function sameNumbers(a: Usage = {}, b: Usage = {}): boolean {
  return (
    (a.inputTokens ?? a.outputTokens) !== undefined &&
    a.inputTokens === b.inputTokens &&
    a.outputTokens === b.outputTokens
  );
}

/** Sorts the richer first: one with a price, then more kinds of tokens, then more of them, then the earlier. */
function compareRichness(a: UsageNode, b: UsageNode): number {
  return (
    Number(costOf(b) !== undefined) - Number(costOf(a) !== undefined) ||
    detailOf(b) - detailOf(a) ||
    (tokensOf(b) ?? 0) - (tokensOf(a) ?? 0) ||
    compareStarts(a, b)
  );
}

function compareStarts(a: UsageNode, b: UsageNode): number {
  if (a.startTimeUnixNano !== b.startTimeUnixNano) return a.startTimeUnixNano < b.startTimeUnixNano ? -1 : 1;
  return compareIds(a.spanId, b.spanId);
}

interface Sum {
  usage: { -readonly [Key in keyof Usage]: Usage[Key] };
  costPicoUsd: bigint | undefined;
  costPartial: boolean;
}

function emptySum(): Sum {
  return { usage: {}, costPicoUsd: undefined, costPartial: false };
}

function addNode(sum: Sum, node: UsageNode): void {
  for (const field of usageKeys) {
    const tokens = countOf(node.usage?.[field]);
    if (tokens !== undefined) sum.usage[field] = addUp(sum.usage[field] ?? 0, tokens);
  }
  const cost = costOf(node);
  if (cost !== undefined) sum.costPicoUsd = (sum.costPicoUsd ?? 0n) + BigInt(cost);
  else if ((tokensOf(node) ?? 0) > 0) sum.costPartial = true;
}

/** Stops at 2^53 − 1, so that sums are exact and independent of order or plainly too large. */
function addUp(a: number, b: number): number {
  return Math.min(a + b, Number.MAX_SAFE_INTEGER);
}

function resultOf({ usage, costPicoUsd, costPartial }: Sum): TraceUsage {
  return {
    ...(Object.keys(usage).length > 0 && { usage }),
    ...(costPicoUsd !== undefined && { costPicoUsd }),
    costPartial,
  };
}

/** Input and output; undefined where the node has neither. */
function tokensOf({ usage }: UsageNode): number | undefined {
  const input = countOf(usage?.inputTokens);
  const output = countOf(usage?.outputTokens);
  return input === undefined ? output : input + (output ?? 0);
}

function costOf({ costPicoUsd }: UsageNode): number | undefined {
  return countOf(costPicoUsd);
}

function detailOf({ usage }: UsageNode): number {
  return usageKeys.reduce((count, field) => count + Number(countOf(usage?.[field]) !== undefined), 0);
}

/** A count that can be true; anything else counts as not said. */
function countOf(value: number | undefined): number | undefined {
  return value !== undefined && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}
