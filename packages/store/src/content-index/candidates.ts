/** Asking the content index which traces may hold words. */
import { type CopiedField, copyOut } from "../postgres/copy-out.ts";
import type { Connection } from "../postgres/db.ts";
import { sql } from "../postgres/sql.ts";
import type { ContentLeaf } from "../search/content.ts";
import { type CommonSince, mayHold } from "../search/word-check.ts";
import type { QueryWord } from "../search/words.ts";
import { rowsOf, rowsOfRun, rowsOfWord } from "./matrix.ts";

/** Blocks that are read at once. */
const blocksAtOnce = 100;

/** The traces with a text that may hold all words, joints and runs of the leaf; undefined where they are more than `limit`. */
export async function tracesThatMayHold(
  connection: Connection,
  { words, joints = [], runs = [] }: ContentLeaf,
  common: CommonSince,
  limit: number,
): Promise<readonly string[] | undefined> {
  // First what is in no block: a block that is made meanwhile is not asked.
  const [last] = await connection.query<{ block_id: bigint; made_until: string }>(sql`
    select coalesce(max(block_id), 0) as block_id, coalesce(max(made_until), '-infinity')::text as made_until from content_blocks`);
  // Looked at up to the limit only: where the index is far behind, nearly everything is young.
  const [young] = await connection.query<{ chunks: number; trace_ids: readonly string[] }>(sql`
    select count(*)::integer as chunks, coalesce(array_agg(distinct trace_id), '{}') as trace_ids from (
      select c.trace_id from chunks c
      where c.created_at >= ${last!.made_until}::timestamptz and ${mayHold(words, common)} limit ${limit + 1}) c`);
  if (young!.chunks > limit) return undefined;
  const found = new Set(young!.trace_ids.map((id) => id.replaceAll("-", "")));
  const question = new Question([...joints, ...words], runs);
  for (let until = last!.block_id; until > 0n && found.size <= limit; ) {
    const blocks = await blocksUntil(connection, until, question.rows);
    if (blocks.length === 0) break;
    until = blocks.at(-1)!.blockId - 1n;
    const columns = new Map(blocks.map((block) => [block.blockId, question.columnsOf(block)]));
    const hit = [...columns.keys()].filter((id) => columns.get(id)!.length > 0);
    for (const { blockId, starts, traces } of await tablesOf(connection, hit))
      for (const column of columns.get(blockId)!) addTraces(starts, traces, column, found);
  }
  return found.size > limit ? undefined : [...found];
}

interface Block {
  readonly blockId: bigint;
  readonly width: number;
  readonly hasRuns: boolean;
  /** The rows asked for, one after the other. */
  readonly bits: Buffer;
}

async function blocksUntil(connection: Connection, until: bigint, wanted: readonly number[]): Promise<Block[]> {
  const { bytes, rows } = await copyOut(
    connection,
    sql`
      select b.block_id, b.width, b.has_runs, (select string_agg(substr(b.matrix, p * b.width + 1, b.width), ''::bytea order by n)
        from unnest(${wanted}::integer[]) with ordinality as r (p, n)) as bits
      from content_blocks b where b.block_id <= ${until}::bigint order by b.block_id desc limit ${blocksAtOnce}`,
  );
  return rows.map(([blockId, width, hasRuns, bits]) => ({
    blockId: bytes.readBigInt64BE(blockId!.start),
    width: bytes.readInt32BE(width!.start),
    hasRuns: bytes[hasRuns!.start] === 1,
    bits: within(bytes, bits),
  }));
}

interface Tables {
  readonly blockId: bigint;
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

  columnsOf({ width, bits, hasRuns }: Block): number[] {
    const entries = hasRuns ? this.#withRuns : this.#words;
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

async function tablesOf(connection: Connection, blockIds: readonly bigint[]): Promise<Tables[]> {
  if (blockIds.length === 0) return [];
  const { bytes, rows } = await copyOut(
    connection,
    sql`select block_id, starts, traces from content_blocks where block_id = any(${[...blockIds]}::bigint[])`,
  );
  return rows.map(([blockId, starts, traces]) => ({
    blockId: bytes.readBigInt64BE(blockId!.start),
    starts: within(bytes, starts),
    traces: within(bytes, traces),
  }));
}

/** Null reads as no bytes. */
function within(bytes: Buffer, field: CopiedField | undefined): Buffer {
  return bytes.subarray(field?.start ?? 0, field?.end ?? 0);
}

function addTraces(starts: Buffer, traces: Buffer, column: number, found: Set<string>): void {
  if (column * 4 + 8 > starts.length) return; // the bits that fill up the last byte
  const end = starts.readInt32LE(column * 4 + 4);
  for (let i = starts.readInt32LE(column * 4); i < end; i++) found.add(traces.toString("hex", i * 16, i * 16 + 16));
}
