import { readFileSync } from "node:fs";
import { defaultPrices, loadPriceTable, type PriceTable } from "@spanloom/conventions";
import { UsageError } from "./load.ts";

/** The built-in price table, or the one in `file`. Throws a `UsageError` that says what is wrong with the file. */
export function loadPrices(file: string): PriceTable {
  if (file === "") return defaultPrices;
  try {
    return loadPriceTable(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    throw new UsageError(`--prices ${file} is not a price table: ${(error as Error).message}.`);
  }
}
