import { remap } from "@spanloom/ingest";
import { openStore } from "@spanloom/store";
import { loadOptions } from "../config/load.ts";
import { options } from "../config/options.ts";
import { loadPrices } from "../config/prices.ts";
import { openDatabase } from "../database.ts";
import { createLog } from "../log.ts";
import type { Command } from "./commands.ts";

export const remapCommand: Command = {
  summary: "Reads all stored spans again with this version's reader and prices. Servers may go on running.",
  options,
  async run(flags) {
    const chosen = loadOptions(flags);
    const prices = loadPrices(chosen.prices);
    const database = await openDatabase(chosen, createLog(chosen.logLevel));
    try {
      const store = await openStore({ connectionString: database.connectionString });
      try {
        const { spans, changed } = await remap({ store, prices });
        process.stdout.write(`Read ${spans} spans again; ${changed} have a new reading.\n`);
      } finally {
        await store.close();
      }
      return 0;
    } finally {
      await database.stop();
    }
  },
};
