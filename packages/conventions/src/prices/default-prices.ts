import { type PriceTable, readPriceTable } from "./price-table.ts";
import table from "./table.json" with { type: "json" };

/** List prices that come with this release; table.json says from where and as of when. */
export const defaultPrices: PriceTable = readPriceTable(table);

/**
 * An operator's price file over the list prices: an entry of the file takes the place of what they say about the same
 * provider and model, or adds one; all else stays. The table's `version` names both.
 * Throws `PriceTableError`, which says where in the file and what would be right.
 */
export function loadPriceTable(json: unknown): PriceTable {
  return readPriceTable(json, defaultPrices);
}
