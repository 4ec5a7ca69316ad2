import { beforeAll, test } from "vitest";
import { type DemoData, demoNowMs, logDemoData } from "../harness/demo-data.ts";
import { describeInBrowser } from "../harness/in-browser.ts";
import { expectPicture } from "../harness/picture.ts";

/** `SPANLOOM_RENEW_PICTURES=1 npm test -- e2e/pictures` renews the references after a change that was meant. */
describeInBrowser("the main pages look as they did", (app) => {
  let demo: DemoData;

  beforeAll(async () => {
    demo = await logDemoData(app.server.url);
  });

  const newest = () => demo.traceIds.at(-1)!;
  const ofExperiment = (tab: string) => () => `/experiments/${demo.experimentId}/${tab}`;
  const runIds = () => demo.runs.map(({ runId }) => runId).join(",");
  const pages: [name: string, path: () => string, ready: string][] = [
    ["home", () => "/", "train-6"],
    ["traces", ofExperiment("traces"), "travel agent"],
    ["trace", () => `/traces/${newest()}?span=${demo.spanIds[5]}`, "There is one at"],
    ["trace-log", () => `/traces/${newest()}?view=log`, "There is one at"],
    ["overview", ofExperiment("overview"), "Latency p50"],
    ["sessions", ofExperiment("sessions"), "trip-17"],
    ["session", () => `/sessions/${demo.session}`, "There is one at"],
    ["runs", ofExperiment("runs"), "train-6"],
    ["run", () => `/runs/${demo.runs[0]!.runId}/overview`, "adam"],
    ["run-metrics", () => `/runs/${demo.runs[0]!.runId}/metrics`, "accuracy"],
    ["compare-runs", () => `/compare/runs?ids=${runIds()}`, "train-6"],
    ["model", () => `/models/${demo.model}/versions`, "@champion"],
    ["prompt", () => `/prompts/${demo.prompt}?v=2&with=1`, "journey"],
  ];

  test.each(pages)("%s: dark and light, 1440 and 390 px wide", async (name, path, ready) => {
    const fixed = { timezoneId: "UTC", locale: "en-US", colorScheme: "dark", reducedMotion: "reduce" } as const;
    const { page } = await app.open(fixed);
    await page.clock.setFixedTime(demoNowMs + 60_000);
    await page.goto(path());
    await page.getByText(ready).filter({ visible: true }).first().waitFor();
    await page.waitForLoadState("networkidle");
    await expectPicture(page, `${name}-dark`);
    await page.emulateMedia({ colorScheme: "light" });
    await expectPicture(page, `${name}-light`);
    await page.setViewportSize({ width: 390, height: 844 });
    await expectPicture(page, `${name}-390`);
  });
});
