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
export async function copyOut({ client }: Connection, statement: Sql): Promise<CopiedRows> {
  const stream = client.query(copyTo(`copy (${withLiterals(statement)}) to stdout (format binary)`));
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(piece as Buffer);
  const bytes = pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
  return { bytes, rows: rowsIn(bytes) };
}

/** "PGCOPY\n\xff\r\n\0", flags, and the length of an extension that follows. */
const headerBytes = 19;

/** PostgreSQL's docs, sql-copy, "Binary Format": after the header for each row the number of its fields, or -1 at the end. */
function rowsIn(bytes: Buffer): (CopiedField | undefined)[][] {
  const rows: (CopiedField | undefined)[][] = [];
  let at = headerBytes + bytes.readInt32BE(headerBytes - 4);
  for (let columns = bytes.readInt16BE(at); columns >= 0; columns = bytes.readInt16BE(at)) {
    at += 2;
    const row = new Array<CopiedField | undefined>(columns);
    for (let column = 0; column < columns; column++) {
      const size = bytes.readInt32BE(at);
      at += 4;
      row[column] = size < 0 ? undefined : { start: at, end: at + size };
      at += Math.max(0, size);
    }
    rows.push(row);
  }
  return rows;
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
