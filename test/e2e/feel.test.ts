import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { overflowPx, violationsInBothThemes } from "../harness/axe.ts";
import { shown } from "../harness/browser.ts";
import { type DemoData, demoNowMs, logDemoData } from "../harness/demo-data.ts";
import { describeInBrowser } from "../harness/in-browser.ts";

describeInBrowser("how the app feels", (app) => {
  let demo: DemoData;

  beforeAll(async () => {
    demo = await logDemoData(app.server.url);
  });

  const trace = () => `/traces/${demo.traceIds.at(-1)!}`;
  const traces = () => `/experiments/${demo.experimentId}/traces`;
  const pages: Record<string, [path: () => string, ready: string]> = {
    "the first page": [() => "/", "train-6"],
    "the list of experiments": [() => "/experiments", "travel shop"],
    "a list of traces": [traces, "travel agent"],
    "a trace": [trace, "search_trains"],
    "an overview": [() => `/experiments/${demo.experimentId}/overview`, "Latency p50"],
    "a list of sessions": [() => `/experiments/${demo.experimentId}/sessions`, "trip-17"],
    "a session": [() => `/sessions/${demo.session}`, "There is one at"],
    "a table of runs": [() => `/experiments/${demo.experimentId}/runs`, "train-6"],
    "a run": [() => `/runs/${demo.runs[0]!.runId}/overview`, "adam"],
    "compared runs": [() => `/compare/runs?ids=${demo.runs.map(({ runId }) => runId).join(",")}`, "train-6"],
    "a model": [() => `/models/${demo.model}/versions`, "@champion"],
    "a prompt": [() => `/prompts/${demo.prompt}?v=2&with=1`, "journey"],
  };

  test.each(Object.entries(pages))(
    "%s: nothing moves while it loads, nothing opens by itself, and with reduced motion nothing runs",
    async (_, [path, ready]) => {
      const { page } = app;
      await page.emulateMedia({ reducedMotion: "reduce" });
      await page.addInitScript(() => {
        const shifts: number[] = [];
        Object.assign(window, { shifts });
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[])
            if (!entry.hadRecentInput) shifts.push(entry.value);
        }).observe({ type: "layout-shift", buffered: true });
      });
      await page.goto(path());
      await shown(page, ready).waitFor();
      await page.waitForLoadState("networkidle");
      const seen = await page.evaluate(() => ({
        shift: (window as unknown as { shifts: number[] }).shifts.reduce((sum, value) => sum + value, 0),
        dialogs: document.querySelectorAll("[role=dialog], [role=alertdialog], dialog[open]").length,
        moving: document.getAnimations().filter(({ playState }) => playState === "running").length,
      }));
      expect(seen.shift).toBeLessThan(0.1);
      expect(seen).toMatchObject({ dialogs: 0, moving: 0 });
    },
  );

  test("what stands in for a list or a tree that is on its way is drawn after 200 ms at the earliest", async () => {
    const { page } = app;
    let answer = () => {};
    const wait = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await page.route("**/api/**", async (route) => {
      await wait;
      await route.continue();
    });
    for (const [path, ready] of [pages["a list of traces"]!, pages["a trace"]!]) {
      await page.goto(path());
      const delays = () =>
        page.evaluate(() => document.getAnimations().map(({ effect }) => effect!.getComputedTiming().delay ?? 0));
      await expect.poll(async () => (await delays()).length).toBeGreaterThan(0);
      expect(Math.min(...(await delays()))).toBeGreaterThanOrEqual(200);
      expect(await page.getByText(ready).count()).toBe(0);
    }
    answer();
    await shown(page, pages["a trace"]![1]).waitFor();
    await page.unroute("**/api/**");
  });

  describe("in Kathmandu", () => {
    test("times are the reader's own, exact on hover, and UTC when asked for", async () => {
      const { page } = await app.open({ timezoneId: "Asia/Kathmandu" });
      await page.goto(`${traces()}?cols=time,name`);
      await shown(page, "travel agent").waitFor();
      const time = page.getByRole("gridcell").locator("time").first();
      expect(await time.getAttribute("title")).toContain("2025-03-03 20:15:00.000"); // 14:30 UTC and 5 h 45 min
      await page.goto(trace());
      await shown(page, "2025-03-03 20:15:00.000").waitFor();
      await page.evaluate(() => localStorage.setItem("spanloom.time-zone", JSON.stringify("utc")));
      await page.reload();
      await shown(page, "2025-03-03 14:30:00.000 UTC").waitFor();
      expect(demoNowMs).toBe(Date.UTC(2025, 2, 3, 14, 30));
    });
  });

  test.each([
    ["trace", traces, /travel agent/, () => `/${demo.traceIds.at(-1)}/skeleton`, "search_trains"],
    [
      "run",
      () => `/experiments/${demo.experimentId}/runs`,
      /train-6/,
      () => `/runs/get?run_id=${demo.runs.at(-1)!.runId}`,
      "adam",
    ],
  ])("a %s is read while the pointer rests on its row, and its page opens with that", async (...kind) => {
    const [, list, name, read, ready] = kind;
    const { page } = app;
    await page.goto(list());
    const row = page.getByRole("row", { name }).first();
    await row.waitFor();
    const answered = page.waitForResponse((response) => response.url().endsWith(read()));
    await row.hover();
    await answered;
    // What is asked for from here on is not answered.
    await page.route(
      (url) => url.href.endsWith(read()),
      () => {},
    );
    await row.click();
    await shown(page, ready).waitFor();
  });

  test("without a connection it says so, sees by itself that it is back, and trying again goes on", async () => {
    const { page, context } = app;
    app.allow(/ERR_INTERNET_DISCONNECTED|Failed to fetch/);
    await page.goto(`/experiments/${demo.experimentId}/runs`);
    await shown(page, "train-6").waitFor();
    await page.waitForLoadState("networkidle");
    const banner = page.getByRole("status").filter({ hasText: "No answer from" });
    await context.setOffline(true);
    await banner.waitFor(); // by the browser's word alone
    await page.locator('[data-mode="unreachable"]').waitFor(); // the mark of the switch that is else called live
    await page.locator('[data-head="metrics.loss"]').click();
    await page.getByRole("button", { name: "Try again" }).first().waitFor({ timeout: 60_000 });
    await context.setOffline(false);
    await banner.waitFor({ state: "detached", timeout: 60_000 });
    await page.getByRole("button", { name: "Try again" }).first().click();
    await shown(page, "train-6").waitFor();
  });

  test("a chart whose code cannot be loaded says so in its place, and the list below it stays", async () => {
    const { page } = app;
    app.allow(/ERR_FAILED|Failed to fetch|could not be loaded|preload/);
    await page.route("**/assets/plot-*", (route) => route.abort());
    await page.goto(traces());
    await page.getByRole("alert").filter({ hasText: "This part could not be loaded" }).first().waitFor();
    await shown(page, "travel agent").waitFor();
    await page.unroute("**/assets/plot-*");
    await page.getByRole("button", { name: "Reload the page" }).first().click();
    await page.locator("canvas").first().waitFor();
  });

  test("a page whose code is gone from an updated server says so, and a reload shows it", async () => {
    const { page } = app;
    app.allow(/status of 404|dynamically imported module/);
    await page.goto("/experiments");
    await shown(page, "travel shop").waitFor();
    await page.route("**/assets/models-page-*", (route) => route.fulfill({ status: 404 }));
    await page.getByRole("link", { name: "Models" }).click();
    await page.getByRole("heading", { name: "This page's code could not be loaded" }).waitFor();
    expect(await violationsInBothThemes(page)).toEqual({ light: [], dark: [] });
    await page.unroute("**/assets/models-page-*");
    await page.getByRole("button", { name: "Reload" }).click();
    await shown(page, demo.model).waitFor();
  });

  test("a page that throws says so, and the rest of the app goes on", async () => {
    const { page } = app;
    app.allow(/TypeError|Error/);
    await page.route("**/api/**/model-versions/**", (route) => route.fulfill({ json: { model_versions: 5 } }));
    await page.goto(`/models/${demo.model}/versions`);
    await page.getByRole("heading", { name: "This page stopped working" }).waitFor();
    await page.getByRole("link", { name: "Experiments" }).first().click();
    await shown(page, "travel shop").waitFor();
  });

  test("no id stands where a name is on its way", async () => {
    const { page } = app;
    const answers: (() => void)[] = [];
    await page.route(/experiments\/get\?|runs\/get\?|\/skeleton$/, async (route) => {
      await new Promise<void>((resolve) => answers.push(resolve));
      await route.continue();
    });
    const run = demo.runs[0]!;
    const crumbs = page.getByRole("navigation", { name: "Breadcrumb" });
    const paths = [trace(), `/runs/${run.runId}/overview`, `/experiments/${demo.experimentId}/runs`];
    for (const path of paths) {
      await page.goto(path);
      await crumbs.getByRole("img", { name: "Loading the name" }).first().waitFor();
      expect(await crumbs.textContent()).toMatch(path === trace() ? /^Traces/ : /^Experiments/);
      expect(await crumbs.textContent()).not.toMatch(/\d/);
      expect(await page.title()).not.toMatch(/\d/);
    }
    for (const answer of answers) answer();
    await crumbs.getByText("travel shop").waitFor();
  });

  test.each(["a list of traces", "a trace", "a table of runs", "a session", "a model", "a prompt"])(
    "%s that fails says so in a sentence, and trying again shows it",
    async (name) => {
      const { page } = app;
      const [path, ready] = pages[name]!;
      app.allow(/status of 500/);
      await page.route("**/api/**", (route) => route.fulfill({ status: 500, body: "{}" }));
      await page.goto(path());
      const again = page.getByRole("button", { name: "Try again" }).first();
      await again.waitFor({ timeout: 60_000 });
      await shown(page, "The server failed at it. Its log says why.").waitFor();
      await page.unroute("**/api/**");
      await again.click();
      await shown(page, ready).waitFor();
    },
  );

  test("the rail says where one is, also where the address does not begin with the place's own", async () => {
    const { page } = app;
    const places: [path: string, place: string][] = [
      ["/", "Home"],
      [traces(), "Experiments"],
      [trace(), "Traces"],
      [`/runs/${demo.runs[0]!.runId}/overview`, "Experiments"],
      [`/compare/runs?ids=${demo.runs[0]!.runId}`, "Experiments"],
      [`/sessions/${demo.session}`, "Experiments"],
      [`/models/${demo.model}/versions`, "Models"],
    ];
    for (const [path, place] of places) {
      await page.goto(path);
      const here = page.getByRole("navigation", { name: "Main" }).locator('[aria-current="page"]:not([aria-label])');
      await expect.poll(() => here.allTextContents()).toEqual([place]);
    }
  });

  test("under a finger fields are as high as the buttons beside them, and no phone zooms into one", async () => {
    const { page } = await app.open({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    const heightOf = async (name: string, role: "textbox" | "button") =>
      (await page.getByRole(role, { name, exact: true }).boundingBox())?.height;
    await page.goto(`/runs/${demo.runs[0]!.runId}/overview`);
    await shown(page, "adam").waitFor();
    expect(await heightOf("Key of a new tag", "textbox")).toBe(await heightOf("Add", "button"));
    for (const path of [`/runs/${demo.runs[0]!.runId}/overview`, traces(), "/models", "/settings"]) {
      await page.goto(path);
      const fields = page.locator("main input:not([type=checkbox], [type=radio], [type=range], [type=file])");
      await fields.first().waitFor();
      const sizes = await fields.evaluateAll((all) => all.map((field) => parseFloat(getComputedStyle(field).fontSize)));
      expect(Math.min(...sizes), path).toBeGreaterThanOrEqual(16);
    }
  });

  test("at 200 % zoom every place and tool of the rail is in the window, and at 320 px no page is wider than it", async () => {
    const { page } = app;
    await page.setViewportSize({ width: 720, height: 450 });
    await page.goto("/settings");
    const rail = page.getByRole("navigation", { name: "Main" });
    for (const part of await rail.locator("a, button").all()) {
      const { y, height } = (await part.boundingBox())!;
      expect(y + height).toBeLessThanOrEqual(450);
    }
    await page.setViewportSize({ width: 320, height: 640 });
    for (const [path, ready] of Object.values(pages)) {
      await page.goto(path());
      await shown(page, ready).waitFor();
      expect(await overflowPx(page), path()).toBeLessThanOrEqual(0);
    }
  });

  test("a list has 25 rows at 1440 × 900, its charts above them", async () => {
    const { page } = app;
    await page.goto(traces());
    await shown(page, "travel agent").waitFor();
    await expect.poll(() => rowsInView(page)).toBeGreaterThanOrEqual(25);
  });

  test("at 390 px a trace's name, state and duration can be read, in the list and on its page", async () => {
    const { page } = app;
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(traces());
    const first = page.getByRole("main").getByText("travel agent").first();
    await first.waitFor();
    for (const words of [/travel agent/, /2\.64 s/]) await shown(page, words).waitFor();
    await page.goto(trace());
    for (const words of [/travel agent/, /2\.64 s/, /^ok/i]) await shown(page, words).waitFor();
    expect(await overflowPx(page)).toBeLessThanOrEqual(0);
  });
});

function rowsInView(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      [...document.querySelectorAll("[role=row]:has([role=gridcell])")].filter((row) => {
        const { top, bottom } = row.getBoundingClientRect();
        return top >= 0 && bottom <= window.innerHeight;
      }).length,
  );
}
