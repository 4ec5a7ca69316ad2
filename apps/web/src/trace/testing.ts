import { idOf, type SkeletonColumns, type SpanTree, spanTree } from "./span-tree.ts";

/** A span as a test writes it: times in microseconds, children inside. */
export interface Sketch {
  name: string;
  at: readonly [start: number, end?: number];
  type?: string;
  failed?: boolean;
  flags?: number;
  children?: readonly Sketch[];
}

/** Columns of sketched spans, in the order given. Ids are the row numbers in hex. */
export function columnsOf(roots: readonly Sketch[]): SkeletonColumns {
  const names: string[] = [];
  const types: string[] = [];
  const columns = {
    names,
    types,
    base_time_unix_nano: "1700000000000000000",
    ids: "",
    depth: [] as number[],
    name: [] as number[],
    type: [] as number[],
    start_us: [] as number[],
    duration_us: [] as number[],
    status: [] as number[],
    flags: [] as number[],
  };
  const indexIn = (dictionary: string[], word: string) => {
    const at = dictionary.indexOf(word);
    return at < 0 ? dictionary.push(word) - 1 : at;
  };
  const add = (sketch: Sketch, depth: number) => {
    columns.ids += columns.depth.length.toString(16).padStart(16, "0");
    columns.depth.push(depth);
    columns.name.push(indexIn(names, sketch.name));
    columns.type.push(indexIn(types, sketch.type ?? "CHAIN"));
    columns.start_us.push(sketch.at[0]);
    columns.duration_us.push(sketch.at[1] === undefined ? -1 : sketch.at[1] - sketch.at[0]);
    columns.status.push(sketch.failed ? 2 : 0);
    columns.flags.push(sketch.flags ?? 0);
    for (const child of sketch.children ?? []) add(child, depth + 1);
  };
  for (const root of roots) add(root, 0);
  return columns;
}

export function sketchTree(...roots: readonly Sketch[]): SpanTree {
  return spanTree(columnsOf(roots));
}

export function idsOf(tree: SpanTree): string[] {
  return Array.from({ length: tree.count }, (_, row) => idOf(tree, row));
}

/** Numbers in [0, 1) that are the same for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A random trace of exactly `count` spans whose children lie anywhere, also outside their parents. */
export function randomTree(count: number, seed: number): SpanTree {
  const random = seeded(seed);
  const roots: Sketch[] = [];
  const all: Sketch[] = [];
  for (let made = 0; made < count; made++) {
    const start = Math.floor(random() * 1000);
    const sketch: Sketch = {
      name: ["retrieve", "chat", "agent"][Math.floor(random() * 3)] ?? "",
      type: random() < 0.5 ? "LLM" : "TOOL",
      at: random() < 0.05 ? [start] : [start, start + Math.floor(random() * 300)],
      failed: random() < 0.1,
      children: [],
    };
    const above = random() < 0.05 ? undefined : all[Math.floor(random() ** 2 * all.length)];
    ((above?.children as Sketch[] | undefined) ?? roots).push(sketch);
    all.push(sketch);
  }
  for (const sketch of all) (sketch.children as Sketch[]).sort((a, b) => a.at[0] - b.at[0]);
  return sketchTree(...roots);
}
