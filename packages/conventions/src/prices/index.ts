export { defaultPrices } from "./default-prices.ts";
export { priceOf } from "./price-of.ts";
export { loadPriceTable, type PriceTable, PriceTableError } from "./price-table.ts";
