export { defaultPrices, loadPriceTable } from "./default-prices.ts";
export { priceOf } from "./price-of.ts";
export { type PriceTable, PriceTableError } from "./price-table.ts";
