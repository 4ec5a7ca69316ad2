import { to as copyTo } from "pg-copy-streams";
import type { Connection } from "./db.ts";
import { type Sql, withLiterals } from "./sql.ts";

/** What a COPY gave: the fields of its rows, as places in one buffer. */
export interface CopiedRows {
  readonly bytes: Buffer;
  readonly rows: readonly (readonly (CopiedField | undefined)[])[];
}

/** Where a value lies, in Postgres's binary form; undefined for null. */
export interface CopiedField {
  readonly start: number;
  readonly end: number;
}

/**
 * Reads the rows of a statement by binary COPY: a query gives bytes as hex digits and lists as text, which both ends pay
 * for, and content is nearly nothing else. COPY has no parameters, so the values of the statement are written into it.
 */
export async function copyOut(connection: Connection, statement: Sql): Promise<CopiedRows> {
  const pieces: Buffer[] = [];
  for await (const piece of copyStream(connection, statement)) pieces.push(piece as Buffer);
  const bytes = pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
  return { bytes, rows: rowsIn(bytes, headerEnd(bytes)).rows };
}

/** As `copyOut`, but rows as they come: what is done with them is done while Postgres makes the next ones. */
export async function* copyOutPieces(connection: Connection, statement: Sql): AsyncGenerator<CopiedRows> {
  let held: Buffer[] = [];
  let heldBytes = 0;
  let begin = -1;
  let needed = headerBytes;
  for await (const piece of copyStream(connection, statement)) {
    held.push(piece as Buffer);
    heldBytes += (piece as Buffer).length;
    // So many bytes are known to be missing that looking earlier would be for nothing, and a long row be joined often.
    if (heldBytes < needed) continue;
    const bytes = held.length === 1 ? held[0]! : Buffer.concat(held);
    if (begin < 0) begin = headerEnd(bytes);
    const { rows, end, missing } = rowsIn(bytes, begin);
    held = [bytes.subarray(end)];
    heldBytes = held[0]!.length;
    needed = heldBytes + missing;
    begin = 0;
    if (rows.length > 0) yield { bytes, rows };
  }
}

function copyStream({ client }: Connection, statement: Sql): AsyncIterable<unknown> {
  return client.query(copyTo(`copy (${withLiterals(statement)}) to stdout (format binary)`));
}

/** "PGCOPY\n\xff\r\n\0", flags, and the length of an extension that follows. */
const headerBytes = 19;

function headerEnd(bytes: Buffer): number {
  return headerBytes + bytes.readInt32BE(headerBytes - 4);
}

/**
 * The rows that are whole, where they end, and how many bytes are missing of the next one at least.
 * PostgreSQL's docs, sql-copy, "Binary Format": for each row the number of its fields, or -1 at the end.
 */
function rowsIn(bytes: Buffer, begin: number): { rows: CopiedRows["rows"]; end: number; missing: number } {
  const rows: (CopiedField | undefined)[][] = [];
  let end = begin;
  for (;;) {
    let at = end;
    if (at + 2 > bytes.length) return { rows, end, missing: at + 2 - bytes.length };
    const columns = bytes.readInt16BE(at);
    if (columns < 0) return { rows, end, missing: 0 };
    at += 2;
    const row = new Array<CopiedField | undefined>(columns);
    for (let column = 0; column < columns; column++) {
      if (at + 4 > bytes.length) return { rows, end, missing: at + 4 - bytes.length };
      const size = bytes.readInt32BE(at);
      at += 4;
      row[column] = size < 0 ? undefined : { start: at, end: at + size };
      at += Math.max(0, size);
      if (at > bytes.length) return { rows, end, missing: at - bytes.length };
    }
    rows.push(row);
    end = at;
  }
}

/** A field that is an integer. */
export function integerIn(bytes: Buffer, field: CopiedField | undefined): number | null {
  return field === undefined ? null : bytes.readInt32BE(field.start);
}

/** A list of one dimension. */
export interface CopiedList {
  /** Where the first element's length stands; its bytes follow, then the next element. */
  readonly at: number;
  /** 0 for null and for an empty list. */
  readonly length: number;
}

/** A field that is an array. */
export function listIn(bytes: Buffer, field: CopiedField | undefined): CopiedList {
  // Dimensions, whether there are nulls, the element's type; for its one dimension length and lower bound.
  if (field === undefined || bytes.readInt32BE(field.start) === 0) return { at: 0, length: 0 };
  return { at: field.start + 20, length: bytes.readInt32BE(field.start + 12) };
}
