import { chromium } from "playwright-core";
import { pathOf } from "../harness/requires.ts";
import { readOptions } from "./options.ts";
import { throwawayPostgres } from "./postgres/throwaway.ts";
import { note } from "./report.ts";
import { spawnServer } from "./server/spawned-server.ts";
import { mlflow, spanloom } from "./web/apps.ts";
import { type Amounts, fill, webData } from "./web/data.ts";
import { measureApps } from "./web/measure.ts";
import { printResults } from "./web/results.ts";
import { mlflowWithRuns, overRest } from "./web/servers.ts";

const defaults = { rounds: 5, spans: 10_000, traces: 1_000, runs: 10_000, curves: 10, points: 10_000 } as const;

/** The web app beside MLflow's own, in one browser, on the same data, a page of the one and a page of the other in turns. */
export const web = {
  summary: `pages beside MLflow's: --rounds ${defaults.rounds} --spans 10k --traces 1k --runs 10k --points 10k`,
  async run(args: readonly string[]): Promise<void> {
    const options = readOptions(args, defaults);
    const amounts: Amounts = {
      ...options,
      spans: [10, options.spans / 5, options.spans, options.spans * 10],
      runs: [options.runs / 10, options.runs],
    };
    const data = webData(amounts);
    const postgres = await throwawayPostgres();
    const ours = await spawnServer(postgres.connectionString);
    note("starting MLflow's server, which makes its tables");
    const theirs = await mlflowWithRuns();
    const browser = await chromium.launch({ executablePath: pathOf("chromium"), args: ["--no-sandbox"] });
    try {
      note("filling both");
      const filled = await fill(ours.url, data, Number.POSITIVE_INFINITY, overRest(ours.url));
      const filledTheirs = await fill(theirs.server.url, data, options.spans, theirs.logRuns);
      const apps = {
        ours: spanloom(ours.url, data, filled),
        theirs: mlflow(theirs.server.url, data, filledTheirs),
      };
      printResults(await measureApps(browser, apps, amounts, options.rounds), amounts);
    } finally {
      await browser.close();
      await Promise.all([ours.stop(), theirs.dispose()]);
      await postgres.drop();
    }
  },
};
