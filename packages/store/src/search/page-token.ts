/** Page tokens: where a page ended, as the values of its last row's sort keys. */
import { createHash } from "node:crypto";
import { invalidParameter } from "@spanloom/wire";

/** The values of a row's sort keys as Postgres writes them. */
export type Cursor = readonly (string | null)[];

/** What Postgres takes a key's text as. */
export type KeyType = "bigint" | "float8" | "text" | "uuid";

/** A token that is good for the same query only. */
export function tokenOf(cursor: Cursor, query: string): string {
  return Buffer.from(JSON.stringify([digest(query), ...cursor])).toString("base64url");
}

/** Throws an ApiError for a token that was not made by `tokenOf` for the same query. */
export function cursorIn(token: string, query: string, types: readonly KeyType[]): Cursor {
  const malformed = () => invalidParameter("page_token", "must be the next_page_token of an earlier page", token);
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(token, "base64url").toString("utf8"));
  } catch {
    throw malformed();
  }
  if (!Array.isArray(parts) || typeof parts[0] !== "string") throw malformed();
  if (parts[0] !== digest(query)) {
    throw invalidParameter("page_token", "belongs to a search that asked for something else", token);
  }
  const cursor = parts.slice(1) as unknown[];
  const fits = cursor.every((value, i) => value === null || (typeof value === "string" && isOf(types[i], value)));
  if (!fits || cursor.length !== types.length) throw malformed();
  return cursor as Cursor;
}

function isOf(type: KeyType | undefined, text: string): boolean {
  switch (type) {
    case "bigint":
      return /^-?\d{1,19}$/.test(text) && BigInt.asIntN(64, BigInt(text)) === BigInt(text);
    case "float8":
      return text !== "" && (text === "NaN" || !Number.isNaN(Number(text)));
    case "uuid":
      return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
    case "text":
      return !text.includes("\0") && text.isWellFormed();
    default:
      return false;
  }
}

function digest(query: string): string {
  return createHash("sha256").update(query).digest("base64url").slice(0, 12);
}
