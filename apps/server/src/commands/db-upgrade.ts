import { openPool, upgradeSchema } from "@spanloom/store";
import { loadOptions } from "../config/load.ts";
import { flagOf } from "../config/option.ts";
import { options } from "../config/options.ts";
import { openDatabase } from "../database.ts";
import { createLog } from "../log.ts";
import type { Command } from "./commands.ts";

export const dbUpgrade: Command = {
  summary: "Brings the database's schema to this version. Back it up first.",
  options,
  async run(words) {
    // As with MLflow's command the database may be named without the flag.
    const isNamed = words[0] !== undefined && !words[0].startsWith("-");
    const chosen = loadOptions(isNamed ? [flagOf("backendStoreUri"), ...words] : words);
    const log = createLog(chosen.logLevel);
    const database = await openDatabase(chosen, log);
    try {
      const pool = openPool({
        connectionString: database.connectionString,
        maxConnections: 2,
        onError: (error) => log.warn("postgres connection", { error }),
      });
      const applied = await upgradeSchema(pool).finally(() => pool.close());
      const done = applied.length === 0 ? "is up to date already" : `was upgraded: ${applied.join(", ")}`;
      process.stdout.write(`The schema of ${database.place} ${done}.\n`);
      return 0;
    } finally {
      await database.stop();
    }
  },
};
