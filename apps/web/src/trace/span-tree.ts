/**
 * A trace's skeleton as typed arrays: one column a field, rows in pre-order (a parent before its children, siblings by
 * start). No object per span, so 100,000 spans cost about 12 MB and no garbage. Everything that walks the tree skips a
 * subtree by its size.
 */
export interface SpanTree {
  readonly count: number;
  /** Dictionaries that `name`, `type` and `model` index. */
  readonly names: readonly string[];
  readonly types: readonly string[];
  readonly models: readonly string[];
  /** Start of the trace; all times below are microseconds after it. */
  readonly baseTimeUnixNano: bigint;
  /** Where the time axis ends: the last known end, or now while the trace runs. Never 0. */
  readonly axisEndUs: number;
  /** 16 hex digits each, one after the other: `idOf` cuts one out. */
  readonly ids: string;
  readonly depth: Int32Array;
  /** Rows of the subtree, itself included: the next sibling is at `row + size[row]`. */
  readonly size: Int32Array;
  /** -1 at the top. */
  readonly parent: Int32Array;
  readonly name: Int32Array;
  readonly type: Int32Array;
  /** OTLP SpanKind. */
  readonly kind: Uint8Array;
  readonly startUs: Float64Array;
  /** The axis' end for a span that still runs. */
  readonly endUs: Float64Array;
  readonly running: Uint8Array;
  readonly status: Uint8Array;
  readonly flags: Uint8Array;
  /** -1: none; as all the numbers below. */
  readonly model: Int32Array;
  readonly inputTokens: Float64Array;
  readonly outputTokens: Float64Array;
  readonly costUsd: Float64Array;
  readonly ttftUs: Float64Array;
  /** Failed spans in the subtree, itself included. */
  readonly errors: Int32Array;
}

export const spanFlags = { exception: 1, missingParent: 2, changed: 4, loopCut: 8 } as const;
export const statusError = 2;

/** The columns as they come over the wire. A server leaves out what is empty; short columns are filled up with "none". */
export interface SkeletonColumns {
  readonly count?: number;
  readonly names?: readonly string[];
  readonly types?: readonly string[];
  readonly models?: readonly string[];
  readonly base_time_unix_nano?: string;
  readonly ids?: string;
  readonly depth?: readonly number[];
  readonly name?: readonly number[];
  readonly type?: readonly number[];
  readonly kind?: readonly number[];
  readonly start_us?: readonly number[];
  readonly duration_us?: readonly number[];
  readonly status?: readonly number[];
  readonly flags?: readonly number[];
  readonly model?: readonly number[];
  readonly input_tokens?: readonly number[];
  readonly output_tokens?: readonly number[];
  readonly cost_usd?: readonly number[];
  readonly ttft_us?: readonly number[];
}

/**
 * Reads the columns. Parents and subtree sizes are derived from the depths alone, so whatever depths arrive, the result
 * is a tree in which each row stands once.
 *
 * @param nowUnixNano while the trace runs: where its open spans reach to.
 */
export function spanTree(columns: SkeletonColumns, nowUnixNano?: bigint): SpanTree {
  const ids = columns.ids ?? "";
  const count = Math.floor(ids.length / idDigits);
  const baseTimeUnixNano = readNanos(columns.base_time_unix_nano);
  const depth = filled(Int32Array, columns.depth, count, 0);
  const { size, parent } = shape(depth);
  const status = filled(Uint8Array, columns.status, count, 0);
  const startUs = filled(Float64Array, columns.start_us, count, 0);
  const durationUs = filled(Float64Array, columns.duration_us, count, -1);
  const nowUs = nowUnixNano === undefined ? 0 : Number(nowUnixNano - baseTimeUnixNano) / 1000;
  const { endUs, running, axisEndUs } = ends(startUs, durationUs, nowUs);
  return {
    count,
    names: columns.names ?? [],
    types: columns.types ?? [],
    models: columns.models ?? [],
    baseTimeUnixNano,
    axisEndUs,
    ids,
    depth,
    size,
    parent,
    name: filled(Int32Array, columns.name, count, 0),
    type: filled(Int32Array, columns.type, count, 0),
    kind: filled(Uint8Array, columns.kind, count, 0),
    startUs,
    endUs,
    running,
    status,
    flags: filled(Uint8Array, columns.flags, count, 0),
    model: filled(Int32Array, columns.model, count, -1),
    inputTokens: filled(Float64Array, columns.input_tokens, count, -1),
    outputTokens: filled(Float64Array, columns.output_tokens, count, -1),
    costUsd: filled(Float64Array, columns.cost_usd, count, -1),
    ttftUs: filled(Float64Array, columns.ttft_us, count, -1),
    errors: sumUp(status, parent),
  };
}

const idDigits = 16;

/** Of a row that there is; "" of any other. */
export function idOf(tree: SpanTree, row: number): string {
  return tree.ids.slice(row * idDigits, (row + 1) * idDigits);
}

/** Row of a span id, or -1. */
export function rowOf(tree: SpanTree, spanId: string | null | undefined): number {
  if (spanId?.length !== idDigits) return -1;
  let at = tree.ids.indexOf(spanId);
  // It may be found across two ids.
  while (at > 0 && at % idDigits !== 0) at = tree.ids.indexOf(spanId, at + 1);
  return at < 0 ? -1 : at / idDigits;
}

export function isFailed(tree: SpanTree, row: number): boolean {
  return tree.status[row] === statusError;
}

export function isPlaceholder(tree: SpanTree, row: number): boolean {
  return ((tree.flags[row] ?? 0) & spanFlags.missingParent) !== 0;
}

export function nameOf(tree: SpanTree, row: number): string {
  return isPlaceholder(tree, row) ? "missing parent" : (tree.names[tree.name[row] ?? -1] ?? "");
}

export function typeOf(tree: SpanTree, row: number): string {
  return tree.types[tree.type[row] ?? -1] ?? "UNKNOWN";
}

export function durationUsOf(tree: SpanTree, row: number): number {
  return (tree.endUs[row] ?? 0) - (tree.startUs[row] ?? 0);
}

/** Sizes and parents from depths. A depth that leaps more than one below its row's predecessor is pulled up to it. */
function shape(depth: Int32Array): { size: Int32Array; parent: Int32Array } {
  const count = depth.length;
  const size = new Int32Array(count).fill(1);
  const parent = new Int32Array(count);
  const open = new Int32Array(count + 1);
  let previous = -1;
  for (let row = 0; row < count; row++) {
    const level = Math.min(Math.max(depth[row] ?? 0, 0), previous + 1);
    depth[row] = level;
    open[level] = row;
    parent[row] = level === 0 ? -1 : (open[level - 1] ?? -1);
    previous = level;
  }
  for (let row = count - 1; row >= 0; row--) {
    const above = parent[row] ?? -1;
    if (above >= 0) size[above] = (size[above] ?? 1) + (size[row] ?? 1);
  }
  return { size, parent };
}

function ends(startUs: Float64Array, durationUs: Float64Array, nowUs: number) {
  const endUs = new Float64Array(startUs.length);
  const running = new Uint8Array(startUs.length);
  let last = 0;
  let open = false;
  for (let row = 0; row < startUs.length; row++) {
    const duration = durationUs[row] ?? -1;
    if (!(duration >= 0)) {
      running[row] = 1;
      open = true;
    }
    endUs[row] = (startUs[row] ?? 0) + Math.max(duration, 0);
    last = Math.max(last, endUs[row] ?? 0);
  }
  const axisEndUs = Math.max(last, open ? nowUs : 0, 1);
  if (open) for (let row = 0; row < running.length; row++) if (running[row]) endUs[row] = axisEndUs;
  return { endUs, running, axisEndUs };
}

function sumUp(status: Uint8Array, parent: Int32Array): Int32Array {
  const errors = new Int32Array(status.length);
  for (let row = status.length - 1; row >= 0; row--) {
    const own = (errors[row] ?? 0) + (status[row] === statusError ? 1 : 0);
    errors[row] = own;
    const above = parent[row] ?? -1;
    if (above >= 0) errors[above] = (errors[above] ?? 0) + own;
  }
  return errors;
}

type Column = Int32Array | Float64Array | Uint8Array;

function filled<T extends Column>(
  make: new (length: number) => T,
  values: readonly number[] | undefined,
  count: number,
  none: number,
): T {
  const column = new make(count);
  const given = values === undefined || values.length <= count ? values : values.slice(0, count);
  if (given) column.set(given);
  return column.fill(none, given?.length ?? 0) as T;
}

function readNanos(text: string | undefined): bigint {
  return text !== undefined && /^-?\d+$/.test(text) ? BigInt(text) : 0n;
}
