/** Asking the content index which traces may hold words. */
import type { Db } from "../postgres/db.ts";
import { sql } from "../postgres/sql.ts";
import type { ContentLeaf } from "../search/content.ts";
import { type CommonSince, mayHold } from "../search/word-check.ts";
import type { QueryWord } from "../search/words.ts";
import { rowsOf, rowsOfRun, rowsOfWord } from "./matrix.ts";

/** Blocks that are read at once. */
const blocksAtOnce = 100;

/** The traces with a text that may hold all words, joints and runs of the leaf; undefined where they are more than `limit`. */
export async function tracesThatMayHold(
  db: Db,
  { words, joints = [], runs = [] }: ContentLeaf,
  common: CommonSince,
  limit: number,
): Promise<readonly string[] | undefined> {
  // First what is in no block: a block that is made meanwhile is not asked.
  const [last] = await db.query<{ block_id: bigint; made_until: string }>(sql`
    select coalesce(max(block_id), 0) as block_id, coalesce(max(made_until), '-infinity')::text as made_until from content_blocks`);
  // Looked at up to the limit only: where the index is far behind, nearly everything is young.
  const [young] = await db.query<{ chunks: number; trace_ids: readonly string[] }>(sql`
    select count(*)::integer as chunks, coalesce(array_agg(distinct trace_id), '{}') as trace_ids from (
      select c.trace_id from chunks c
      where c.created_at >= ${last!.made_until}::timestamptz and ${mayHold(words, common)} limit ${limit + 1}) c`);
  if (young!.chunks > limit) return undefined;
  const found = new Set(young!.trace_ids.map((id) => id.replaceAll("-", "")));
  const question = new Question([...joints, ...words], runs);
  for (let until = last!.block_id; until > 0n && found.size <= limit; ) {
    const blocks = await db.query<Block>(sql`
      select b.block_id, b.width, b.has_runs, (select string_agg(substr(b.matrix, p * b.width + 1, b.width), ''::bytea order by n)
        from unnest(${question.rows}::integer[]) with ordinality as r (p, n)) as bits
      from content_blocks b where b.block_id <= ${until}::bigint order by b.block_id desc limit ${blocksAtOnce}`);
    if (blocks.length === 0) break;
    until = blocks.at(-1)!.block_id - 1n;
    const columns = new Map(blocks.map((block) => [block.block_id, question.columnsOf(block)]));
    for (const [blockId, tables] of await tablesOf(
      db,
      [...columns.keys()].filter((id) => columns.get(id)!.length > 0),
    ))
      for (const column of columns.get(blockId)!) addTraces(tables, column, found);
  }
  return found.size > limit ? undefined : [...found];
}

interface Block {
  readonly block_id: bigint;
  readonly width: number;
  readonly has_runs: boolean;
  /** The rows asked for, one after the other. */
  readonly bits: Buffer;
}

interface Tables {
  readonly starts: Buffer;
  readonly traces: Buffer;
}

/** Indices into the rows asked for: of each entry, of each of its alternatives. */
type Entries = readonly (readonly (readonly number[])[])[];

/** What a text has all of, each given as hashes of which it has one. */
class Question {
  readonly rows: readonly number[];
  readonly #words: Entries;
  readonly #withRuns: Entries;

  constructor(words: readonly QueryWord[], runs: readonly QueryWord[]) {
    const rows: number[] = [];
    const indices = new Map<number, number>();
    const indexOf = (row: number) => {
      let index = indices.get(row);
      if (index === undefined) {
        index = rows.push(row) - 1;
        indices.set(row, index);
      }
      return index;
    };
    const entries = (some: readonly QueryWord[], count: number): Entries =>
      some.map(({ hashes }) => hashes.map((hash) => rowsOf(hash, count).map(indexOf)));
    this.#words = entries(words, rowsOfWord);
    this.#withRuns = [...this.#words, ...entries(runs, rowsOfRun)];
    this.rows = rows;
  }

  columnsOf({ width, bits, has_runs }: Block): number[] {
    const entries = has_runs ? this.#withRuns : this.#words;
    const columns: number[] = [];
    for (let byte = 0; byte < width; byte++) {
      let all = 0xff;
      for (const alternatives of entries) {
        let any = 0;
        for (const rows of alternatives) {
          let both = 0xff;
          for (const row of rows) both &= bits[row * width + byte]!;
          any |= both;
        }
        all &= any;
        if (all === 0) break;
      }
      for (let bit = 0; all !== 0; bit++, all >>= 1) if (all & 1) columns.push(byte * 8 + bit);
    }
    return columns;
  }
}

async function tablesOf(db: Db, blockIds: readonly bigint[]): Promise<Map<bigint, Tables>> {
  if (blockIds.length === 0) return new Map();
  const rows = await db.query<Tables & { block_id: bigint }>(
    sql`select block_id, starts, traces from content_blocks where block_id = any(${[...blockIds]}::bigint[])`,
  );
  return new Map(rows.map((row) => [row.block_id, row]));
}

function addTraces({ starts, traces }: Tables, column: number, found: Set<string>): void {
  if (column * 4 + 8 > starts.length) return; // the bits that fill up the last byte
  const end = starts.readInt32LE(column * 4 + 4);
  for (let i = starts.readInt32LE(column * 4); i < end; i++) found.add(traces.toString("hex", i * 16, i * 16 + 16));
}
