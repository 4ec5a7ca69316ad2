import { beforeAll, expect, test } from "vitest";
import { agentTrace, sendTrace } from "../harness/agent-trace.ts";
import { shown } from "../harness/browser.ts";
import { describeInBrowser } from "../harness/in-browser.ts";
import { type Look, testLooks } from "../harness/looks.ts";
import { type LoggedRun, logRun, newExperiment, post, putArtifact } from "../harness/runs.ts";

describeInBrowser("the page of a run", (app) => {
  let experimentId: string;
  let run: LoggedRun;

  beforeAll(async () => {
    experimentId = await newExperiment(app.server.url, "wines");
    run = await logRun(app.server.url, {
      experimentId,
      name: "first-try",
      params: { rate: "0.1", optimizer: "sgd" },
      tags: { team: "core", "mlflow.note.content": "**bold** words", "mlflow.user": "mia" },
      metrics: {
        loss: Array.from({ length: 3_000 }, (_, at) =>
          at === 1_500 ? 9 : at === 20 ? Number.NaN : Math.exp(-at / 500),
        ),
        "system/cpu": [20, 40, 60],
        accuracy: [0.93],
      },
    });
    await putArtifact(app.server.url, run, "notes.md", "# Notes\n\nof the run");
  });

  test("the overview says what was logged, and other tabs are addresses", async () => {
    const { page } = app;
    await page.goto(`/runs/${run.runId}`);
    await shown(page, "bold").waitFor();
    await expect.poll(() => page.url()).toMatch(/\/overview$/);
    await page.getByRole("region", { name: "Params" }).getByText("sgd").waitFor();
    await page.getByRole("region", { name: "Metrics" }).getByText("0.93").waitFor();
    await page.getByRole("link", { name: "wines" }).waitFor();
    await page.getByRole("link", { name: "Metrics" }).click();
    await expect.poll(() => page.url()).toMatch(/\/metrics$/);
    await page.getByRole("heading", { name: "System metrics" }).waitFor();
  });

  test("a name, a tag and the description are edited in place, and a reload has them", async () => {
    const { page } = app;
    const own = await logRun(app.server.url, { experimentId, name: "to edit", tags: { team: "core" } });
    await page.goto(`/runs/${own.runId}/overview`);
    await page.getByRole("button", { name: /^Name of the run: to edit/ }).click();
    await page.keyboard.type("edited");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: /^Value of team: core/ }).click();
    await page.keyboard.type("growth");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: /^Change: Description/ }).click();
    await page.getByRole("textbox", { name: "Description of the run" }).fill("a *new* text");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    const stored = async () => {
      const answer = await fetch(`${app.server.url}/api/2.0/mlflow/runs/get?run_id=${own.runId}`);
      const { run } = (await answer.json()) as {
        run: { info: { run_name: string }; data: { tags: { key: string; value: string }[] } };
      };
      const tags = new Map(run.data.tags.map(({ key, value }) => [key, value]));
      return [run.info.run_name, tags.get("team"), tags.get("mlflow.note.content")];
    };
    await expect.poll(stored).toEqual(["edited", "growth", "a *new* text"]);
    await page.reload();
    await page.getByRole("button", { name: /^Name of the run: edited/ }).waitFor();
    await shown(page, "growth").waitFor();
  });

  test("a deleted run says so, and undo brings it back", async () => {
    const { page } = app;
    const own = await logRun(app.server.url, { experimentId, name: "to delete" });
    await page.goto(`/runs/${own.runId}/overview`);
    await page.getByRole("button", { name: "Delete run" }).click();
    await shown(page, /This run is deleted/).waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByRole("button", { name: "Delete run" }).waitFor();
    await expect.poll(() => page.getByText(/This run is deleted/).count()).toBe(0);
  });

  test("a curve keeps its outlier and tells of its NaN, in words and as a table", async () => {
    const { page } = app;
    await page.goto(`/runs/${run.runId}/metrics?metric=loss`);
    const chart = page.getByRole("group", { name: "loss, chart" });
    await chart.locator("canvas").waitFor();
    const summary = await page.locator(`[id="${await chart.getAttribute("aria-describedby")}"]`).textContent();
    expect(summary).toContain("highest 9 (first-try)");
    expect(summary).toContain("One point is NaN or infinite.");
    await page.getByRole("button", { name: "More of chart loss" }).click();
    await page.getByRole("menuitem", { name: "Show as table" }).click();
    await page.getByRole("rowheader", { name: "first-try" }).waitFor();
  });

  test("the crosshair walks by the arrow keys, a zoom stands in the address and is undone by back", async () => {
    const { page } = app;
    await page.goto(`/runs/${run.runId}/metrics?metric=loss`);
    const chart = page.getByRole("group", { name: "loss, chart" });
    await chart.locator("canvas").waitFor();
    await chart.focus();
    await page.keyboard.press("ArrowRight");
    await chart.getByText(/^step 0: first-try 1$/).waitFor({ state: "attached" });
    await page.keyboard.press("+");
    await expect.poll(() => page.url()).toMatch(/zoom=/);
    const address = page.url();
    await page.reload();
    await chart.locator("canvas").waitFor();
    expect(page.url()).toBe(address);
    await page.goBack();
    await expect.poll(() => page.url()).not.toMatch(/zoom=/);
  });

  test("curves are over steps, time or relative time, on a log scale and smoothed, and a reload keeps that", async () => {
    const { page } = app;
    await page.goto(`/runs/${run.runId}/metrics?metric=loss`);
    const chart = page.getByRole("group", { name: "loss, chart" });
    // A key that is pressed while the chart is drawn anew is lost with the old one.
    const read = (words: RegExp) =>
      expect
        .poll(async () => {
          await chart.focus();
          await page.keyboard.press("ArrowRight");
          return chart.getByText(words).count();
        })
        .toBeGreaterThan(0);
    await read(/^step \d+: first-try/);
    for (const [name, address, words] of [
      ["Time", "x=time", /^\d{4}-\d\d-\d\d .*: first-try/],
      ["Relative time", "x=relative", /^(?!step|\d{4}-).*: first-try/],
    ] as const) {
      await page.getByRole("button", { name: /^Over: / }).click();
      await page.getByRole("menuitemradio", { name, exact: true }).click();
      await expect.poll(() => page.url()).toContain(address);
      await read(words);
    }
    await page.getByRole("button", { name: "Log scale" }).click();
    await page.getByLabel("Smoothing").fill("0.6");
    await expect.poll(() => page.url()).toMatch(/log=1&smooth=0\.6|smooth=0\.6&log=1/);
    const pixels = await chart.locator("canvas").screenshot();
    await page.reload();
    await chart.locator("canvas").waitFor();
    await page.getByRole("button", { name: "Over: Relative time" }).waitFor();
    expect(await page.getByRole("button", { name: "Log scale" }).getAttribute("aria-pressed")).toBe("true");
    expect(await page.getByLabel("Smoothing").inputValue()).toBe("0.6");
    await page.getByRole("button", { name: "Log scale" }).click();
    await expect.poll(() => page.url()).not.toContain("log=");
    expect((await chart.locator("canvas").screenshot()).equals(pixels)).toBe(false);
  });

  test("a drag over a chart zooms all charts", async () => {
    const { page } = app;
    await page.goto(`/runs/${run.runId}/metrics`);
    const plot = page.getByRole("group", { name: "loss, chart" }).locator(".u-over");
    await plot.waitFor();
    const box = (await plot.boundingBox())!;
    await page.mouse.move(box.x + box.width * 0.25, box.y + 40);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.5, box.y + 60, { steps: 4 });
    await page.mouse.up();
    await expect.poll(() => page.url()).toMatch(/zoom=\d/);
    const [low, high] = new URL(page.url()).searchParams.get("zoom")!.split("~").map(Number);
    expect(low).toBeGreaterThan(650);
    expect(high).toBeLessThan(1_600);
    await page.getByRole("button", { name: "Show all" }).first().waitFor();
  });

  test("a running run's curve grows without a reload", async () => {
    const { page } = app;
    const live = await logRun(app.server.url, {
      experimentId,
      name: "live",
      status: "RUNNING",
      metrics: { loss: [3, 2] },
    });
    await page.goto(`/runs/${live.runId}/metrics`);
    await page.getByText(/highest 3 \(live\)/).waitFor({ state: "attached" });
    await post(app.server.url, "runs/log-metric", {
      run_id: live.runId,
      key: "loss",
      value: 77,
      timestamp: Date.now(),
      step: 2,
    });
    await page.getByText(/highest 77 \(live\)/).waitFor({ state: "attached" });
  });

  test("the traces tab has the run's traces and no others", async () => {
    const { page } = app;
    const own = await logRun(app.server.url, { experimentId, name: "with traces" });
    const [mine, other] = [agentTrace(5, { name: "mine" }), agentTrace(5, { name: "other" })];
    mine.spans[0]!.attributes!.push({ key: "mlflow.sourceRun", value: { stringValue: own.runId } });
    await sendTrace(app.server.url, other);
    await sendTrace(app.server.url, mine);
    await page.goto(`/runs/${own.runId}/traces`);
    await shown(page, /No traces of this run|mine/).waitFor();
    expect(await page.getByText("other", { exact: true }).count()).toBe(0);
  });

  test("a run that there is not says so", async () => {
    const { page } = app;
    await page.goto("/runs/0123456789abcdef0123456789abcdef/overview");
    await shown(page, /Not found: run/).waitFor();
    app.allow(/status of 404/);
  });

  const tabs = ["overview", "metrics", "artifacts", "traces"].map((tab): [string, Look] => [
    `the tab ${tab}`,
    [() => `/runs/${run.runId}/${tab}`, "first-try"],
  ]);
  testLooks(app, Object.fromEntries(tabs));
});
