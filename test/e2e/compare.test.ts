import { beforeAll, describe, expect, test } from "vitest";
import { type AgentTrace, agentTrace, sendTrace } from "../harness/agent-trace.ts";
import { shown } from "../harness/browser.ts";
import { describeInBrowser } from "../harness/in-browser.ts";
import { testLooks } from "../harness/looks.ts";
import { type LoggedRun, logRun, newExperiment, putArtifact } from "../harness/runs.ts";

describeInBrowser("comparing", (app) => {
  let experimentId: string;
  let runs: LoggedRun[];
  let traces: [AgentTrace, AgentTrace];

  beforeAll(async () => {
    experimentId = await newExperiment(app.server.url, "compared");
    runs = [];
    for (const [at, rate] of ["0.1", "0.3", "0.9"].entries()) {
      const run = await logRun(app.server.url, {
        experimentId,
        name: `try-${at + 1}`,
        params: { rate, epochs: "10" },
        metrics: { loss: Array.from({ length: 200 }, (_, step) => Math.exp(-step / 50) + at), f1: [0.9 - at / 10] },
      });
      await putArtifact(app.server.url, run, "config.yaml", `model: net\nrate: ${rate}\nseed: 1\n`);
      runs.push(run);
    }
    const [left, longer] = [agentTrace(30, { name: "compared agent" }), agentTrace(34, { name: "compared agent" })];
    const right = { ...longer, spans: longer.spans.filter((_, at) => at !== 3) };
    traces = [left, right];
    await sendTrace(app.server.url, left);
    await sendTrace(app.server.url, right);
  });

  const ofRuns = () => `/compare/runs?ids=${runs.map(({ runId }) => runId).join(",")}`;
  const ofTraces = () => `/traces/${traces[0].traceId}/diff/${traces[1].traceId}`;

  describe("runs", () => {
    test("curves come first, then only what differs; the rest on demand, as a part of the address", async () => {
      const { page } = app;
      await page.goto(ofRuns());
      await page.getByText(/loss: 3 lines, 600 points/).waitFor({ state: "attached" });
      const params = page.getByRole("region", { name: "Params", exact: true });
      await params.getByRole("rowheader", { name: "rate" }).waitFor();
      expect(await params.getByRole("rowheader", { name: "epochs" }).count()).toBe(0);
      await page.getByRole("button", { name: "Only differences" }).click();
      await params.getByRole("rowheader", { name: "epochs" }).waitFor();
      expect(new URL(page.url()).searchParams.get("all")).toBe("1");
    });

    test("its runs and the points of its curves are asked for once each, and while its code is on its way", async () => {
      const { page } = app;
      const asked: string[] = [];
      page.on("request", (request) => {
        const { pathname } = new URL(request.url());
        if (pathname.startsWith("/api/") && !pathname.endsWith("/server")) asked.push(pathname.split("/").at(-1)!);
      });
      const code = /\/assets\/compare-runs-page-[^/]*\.js$/;
      const points = page.waitForResponse(/\/metric-lines\?.*metric_key=loss/);
      await page.route(code, async (route) => {
        await points;
        await route.continue();
      });
      await page.goto(ofRuns());
      await page.locator("canvas").first().waitFor();
      expect(asked.filter((call) => call !== "list").sort()).toEqual(["by-id", "metric-lines", "metric-lines"]);
    });

    test("their files are listed once the curves above are drawn", async () => {
      const { page } = app;
      const listed = page.waitForRequest(/\/artifacts\/list\?/, { timeout: 10_000 });
      let answer = () => {};
      const held = new Promise<void>((resolve) => {
        answer = resolve;
      });
      await page.route(/\/metric-lines\?/, async (route) => {
        await held;
        await route.continue();
      });
      let isListed = false;
      void listed.then(() => {
        isListed = true;
      });
      await page.goto(ofRuns());
      await page.getByRole("heading", { name: "Artifacts" }).waitFor();
      await new Promise((resolve) => setTimeout(resolve, 500));
      expect(isListed).toBe(false);
      answer();
      await listed;
      expect(await page.locator("canvas").count()).toBeGreaterThan(0);
    });

    test("those that there are not are named, beside the others or alone", async () => {
      const { page } = app;
      await page.goto(`${ofRuns()},unknown`);
      await shown(page, /Not found: unknown/).waitFor();
      await shown(page, "try-2").waitFor();
      await page.goto("/compare/runs?ids=unknown,__proto__");
      await shown(page, /Not found: runs/).waitFor();
      await shown(page, "unknown, __proto__").waitFor();
    });

    test("a hidden run leaves every chart, and a reload keeps it hidden", async () => {
      const { page } = app;
      await page.goto(ofRuns());
      await page.getByText(/loss: 3 lines/).waitFor({ state: "attached" });
      await page.getByRole("list", { name: "Runs" }).getByRole("button", { name: "try-2" }).click();
      await page.getByText(/loss: 2 lines/).waitFor({ state: "attached" });
      await page.reload();
      await page.getByText(/loss: 2 lines/).waitFor({ state: "attached" });
    });

    test.each([
      ["bars", /last value/],
      ["scatter", /loss by rate|f1 by rate/],
      ["parallel", /3 runs over/],
      ["contour", /by/],
    ])("as %s they are drawn too", async (kind, text) => {
      const { page } = app;
      await page.goto(`${ofRuns()}&chart=${kind}`);
      await shown(page, text).waitFor();
    });

    test("a file of two runs is compared word by word", async () => {
      const { page } = app;
      await page.goto(`${ofRuns()}&file=config.yaml`);
      const files = page.getByRole("region", { name: "Artifacts" });
      await files.locator("del").filter({ hasText: "1" }).waitFor();
      await files.locator("ins").filter({ hasText: "3" }).waitFor();
    });
  });

  test("hovering over 30 long runs draws the lines anew only when another one is nearest", async () => {
    const { page } = app;
    // The page gets 400 points of each run, also of 10,000: the server leaves out the others.
    const steps = Array.from({ length: 2_000 }, (_, step) => step);
    const many = await Promise.all(
      Array.from({ length: 30 }, (_, at) =>
        logRun(app.server.url, {
          experimentId,
          name: `line-${at}`,
          metrics: {
            loss: steps.map((step) => at + Math.sin(step / 500) / 4),
            rate: steps.slice(0, 100).map((step) => at * step),
          },
        }),
      ),
    );
    await page.addInitScript(countDrawing);
    await page.goto(`/compare/runs?ids=${many.map(({ runId }) => runId).join(",")}`);
    await page.getByText(/loss: 30 lines, 1[12],\d{3} points/).waitFor({ state: "attached" });
    await page.getByText(/rate: 30 lines/).waitFor({ state: "attached" });
    const charts = page.locator(".u-over");
    const nearest = page.getByRole("list", { name: "Runs" }).locator("[data-on]");
    const box = (await charts.first().boundingBox())!;
    await page.mouse.move(box.x + 20, box.y + 20);
    await nearest.waitFor();
    // What stands below the curves comes after them, and is drawn when it has come.
    await page.waitForLoadState("networkidle");
    await page.evaluate(() => Object.assign(window.drawn, { pictures: 0, commits: 0 }));
    let name = await nearest.textContent();
    let changes = 0;
    const moves = 60;
    for (let move = 1; move <= moves; move++) {
      // First along a line, then across all of them.
      await page.mouse.move(box.x + 20 + move, box.y + 20 + Math.max(0, move - 30) * 5);
      await page.evaluate(() => new Promise((shown) => requestAnimationFrame(() => requestAnimationFrame(shown))));
      const now = await nearest.textContent();
      if (now !== name) changes++;
      name = now;
    }
    const { pictures, commits } = await page.evaluate(() => window.drawn);
    expect(changes).toBeGreaterThan(5);
    expect(pictures).toBeLessThanOrEqual((await charts.count()) * changes);
    // The tooltip once a move, the page once more where another line is nearest.
    expect(commits).toBeLessThanOrEqual(moves + changes);
  });

  describe("traces", () => {
    test("are one tree in which a missing span is marked, and what a span said is compared", async () => {
      const { page } = app;
      await page.goto(ofTraces());
      const tree = page.getByRole("treegrid", { name: "Spans of both traces" });
      await tree.getByText("only left:").first().waitFor({ state: "attached" });
      await shown(page, /spans differ/).waitFor();
      await page.getByRole("button", { name: "Only differences" }).click();
      await expect.poll(() => page.url()).toContain("only=1");
      await page.goto(`${ofTraces()}?span=${traces[0].spans[8]!.spanId}`);
      await page.getByRole("region", { name: "Output" }).waitFor();
    });

    test("two that are selected in the list are compared by d", async () => {
      const { page } = app;
      await page.goto("/traces");
      await shown(page, "compared agent").waitFor();
      await page.keyboard.press("j");
      await page.keyboard.press("x");
      await page.keyboard.press("j");
      await page.keyboard.press("x");
      await page.getByText("2 traces selected").waitFor();
      await page.keyboard.press("d");
      await expect.poll(() => page.url()).toMatch(/\/traces\/[0-9a-f]{32}\/diff\/[0-9a-f]{32}/);
    });

    test("the page of a trace offers others of its name", async () => {
      const { page } = app;
      await page.goto(`/traces/${traces[0].traceId}`);
      await page.getByRole("treegrid").waitFor();
      await page.keyboard.press("d");
      await page.getByRole("dialog", { name: "Compare with" }).getByRole("link").first().click();
      await expect.poll(() => page.url()).toContain(ofTraces());
    });

    test("on a phone the differences of the totals are in sight", async () => {
      const { page } = app;
      await page.setViewportSize({ width: 390, height: 844 });
      await page.goto(ofTraces());
      const totals = page.getByRole("region", { name: "Totals" });
      const spans = totals.getByRole("row", { name: /^Spans 30 33/ });
      await spans.waitFor();
      const delta = await spans.getByText("+3 (+10 %)").boundingBox();
      expect(delta!.x + delta!.width).toBeLessThanOrEqual(390);
      expect(await totals.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
    });
  });

  testLooks(app, {
    "compared runs": [ofRuns, /try-1/],
    "compared runs as scatter": [() => `${ofRuns()}&chart=scatter`, /by rate/],
    "compared runs as parallel coordinates": [() => `${ofRuns()}&chart=parallel`, /3 runs over/],
    "compared traces": [ofTraces, /spans differ/],
  });
});

declare global {
  interface Window {
    drawn: { pictures: number; commits: number };
  }
}

/** Counts in the page how often a canvas is drawn anew (uPlot clears it for that) and how often React changes the page. */
function countDrawing(): void {
  const drawn = { pictures: 0, commits: 0 };
  const { clearRect } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.clearRect = function (...box) {
    drawn.pictures++;
    clearRect.apply(this, box);
  };
  const hook = { supportsFiber: true, inject: () => 1, onCommitFiberRoot: () => drawn.commits++ };
  Object.assign(window, { drawn, __REACT_DEVTOOLS_GLOBAL_HOOK__: hook });
}
