import { loadPriceTable, type PriceTable } from "./price-table.ts";
import table from "./table.json" with { type: "json" };

/** List prices that come with this release; table.json says from where and as of when. */
export const defaultPrices: PriceTable = loadPriceTable(table);
