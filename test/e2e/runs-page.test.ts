import { readFile } from "node:fs/promises";
import { beforeAll, expect, test } from "vitest";
import { shown } from "../harness/browser.ts";
import { describeInBrowser } from "../harness/in-browser.ts";
import { testLooks } from "../harness/looks.ts";
import { logRun, newExperiment } from "../harness/runs.ts";

describeInBrowser("the runs of an experiment", (app) => {
  let experimentId: string;
  let path: string;
  let unused: string;

  beforeAll(async () => {
    experimentId = await newExperiment(app.server.url, "tuning");
    unused = await newExperiment(app.server.url, "unused");
    path = `/experiments/${experimentId}/runs`;
    const sketch = { experimentId, params: { seed: "42" } };
    const parent = await logRun(app.server.url, { ...sketch, name: "sweep", metrics: { loss: [0.5] } });
    for (const [index, model] of ["small", "small", "large", "large"].entries()) {
      await logRun(app.server.url, {
        experimentId,
        name: `trial-${index}`,
        params: { seed: "42", model },
        metrics: { loss: [1, 0.1 * (index + 1)] },
        ...(index === 3 && { status: "FAILED", tags: { "mlflow.parentRunId": parent.runId } }),
      });
    }
  });

  const rows = () => app.page.getByRole("row").filter({ has: app.page.getByRole("gridcell") });
  const row = (text: string) => rows().filter({ hasText: text });
  const names = async () => (await rows().locator("[data-column=name] a").allTextContents()).map((name) => name.trim());
  async function open(query = "", text = "trial-0") {
    await app.page.goto(`${path}${query}`);
    await row(text).first().waitFor();
  }

  test("by itself it shows the metrics there are and the params that differ, and nested runs below their parent", async () => {
    const { page } = app;
    await open("", "sweep");
    const heads = async () => (await page.getByRole("columnheader").allTextContents()).join(" ");
    await expect.poll(heads).toMatch(/Name.*Started.*Duration.*loss.*model/);
    expect(await heads()).not.toContain("seed");
    await expect.poll(async () => (await names()).sort()).toEqual(["sweep", "trial-0", "trial-1", "trial-2"]);
    await row("sweep").getByRole("button", { name: "Unfold" }).click();
    await row("trial-3").waitFor();
    expect(await row("trial-3").getAttribute("aria-level")).toBe("2");
    await page.reload();
    await row("trial-3").waitFor();
    await page.goBack();
    await expect.poll(() => row("trial-3").count()).toBe(0);
  });

  test("rows are as high as the reader wants them, in all tables and after a reload", async () => {
    const { page } = app;
    await open();
    const heightPx = async () => (await rows().first().boundingBox())?.height;
    expect(await heightPx()).toBe(28);
    await page.getByRole("button", { name: "Columns", exact: true }).click();
    await page.getByRole("group", { name: "Height of rows" }).getByRole("button", { name: "Comfortable" }).click();
    await expect.poll(heightPx).toBe(36);
    await page.goto("/experiments");
    await row("tuning").waitFor();
    expect(await heightPx()).toBe(36);
    await page.goto("/settings");
    expect(await page.getByLabel("Comfortable").isChecked()).toBe(true);
    await page.getByLabel("Compact").check();
    await open();
    expect(await heightPx()).toBe(28);
  });

  test("a mistake in the filter is underlined, a right one narrows, is counted and stands in the address", async () => {
    const { page } = app;
    await open();
    const bar = page.getByRole("combobox", { name: "Filter runs" });
    await bar.fill("metrics.loss <");
    await page.keyboard.press("Enter");
    await expect.poll(() => bar.getAttribute("aria-invalid")).toBe("true");
    await bar.fill("");
    await bar.pressSequentially("params.mo");
    await page.getByRole("option", { name: "model" }).click();
    await bar.pressSequentially("= 'large'");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Enter");
    await shown(page, "2 runs").waitFor();
    await expect.poll(async () => (await names()).sort()).toEqual(["trial-2", "trial-3"]);
    const address = page.url();
    await page.reload();
    await shown(page, "2 runs").waitFor();
    expect(page.url()).toBe(address);
  });

  test("a click on a metric's head orders by it, largest first, then smallest", async () => {
    const { page } = app;
    await open("?q=params.seed+%3D+%2242%22");
    const head = page.getByRole("columnheader", { name: /^loss/ });
    await head.locator("[data-head]").click();
    await expect.poll(() => names()).toEqual(["sweep", "trial-3", "trial-2", "trial-1", "trial-0"]);
    await expect.poll(() => head.getAttribute("aria-sort")).toBe("descending");
    await head.locator("[data-head]").click();
    await expect.poll(() => names()).toEqual(["trial-0", "trial-1", "trial-2", "trial-3", "sweep"]);
  });

  test("the best value of a metric is marked by what its name says, or by what the reader chooses", async () => {
    const { page } = app;
    await open("?q=params.seed+%3D+%2242%22");
    const best = rows().filter({ hasText: "best: " }).locator("[data-column=name] a");
    await expect.poll(() => best.allTextContents()).toEqual(["trial-0"]);
    await page.getByRole("button", { name: "Column loss: more" }).click();
    await page.getByRole("menuitemradio", { name: "Highest is best" }).click();
    await expect.poll(() => best.allTextContents()).toEqual(["sweep"]);
    expect(page.url()).toContain("best=highest.loss");
    await page.goBack();
    await expect.poll(() => best.allTextContents()).toEqual(["trial-0"]);
  });

  test("groups have the mean, lowest and highest of a metric, and open to their runs", async () => {
    const { page } = app;
    await open();
    await page.getByRole("button", { name: "Group", exact: true }).click();
    const model = page.getByLabel("model", { exact: true });
    await model.click();
    await expect.poll(() => model.isChecked()).toBe(true);
    await page.keyboard.press("Escape");
    const group = row("model: small");
    await expect.poll(() => group.textContent()).toMatch(/2 runs.*0\.15.*0\.1 to 0\.2/s);
    await group.click();
    await row("trial-1").waitFor();
    await page.reload();
    await row("trial-1").waitFor();
    expect(page.url()).toContain("group=params.model");
  });

  test("runs are selected by keyboard, deleted, and brought back by the notice", async () => {
    const { page } = app;
    await open("?q=params.model+%3D+%22small%22");
    await page.keyboard.press("j");
    await page.keyboard.press("x");
    await page.keyboard.press("Shift+ArrowDown");
    await shown(page, "2 runs selected").waitFor();
    await page.getByRole("button", { name: "Delete" }).click();
    await shown(page, "2 runs deleted").waitFor();
    await shown(page, "No run matches").waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await row("trial-0").waitFor();
    await expect.poll(async () => (await names()).sort()).toEqual(["trial-0", "trial-1"]);
  });

  test("all runs that match are deleted and restored, those that are not loaded too", async () => {
    const { page } = app;
    const many = await newExperiment(app.server.url, "many");
    for (let at = 0; at < 120; at += 20) {
      const names = Array.from({ length: 20 }, (_, offset) => `numbered-${at + offset}`);
      await Promise.all(names.map((name) => logRun(app.server.url, { experimentId: many, name })));
    }
    await page.goto(`/experiments/${many}/runs`);
    await shown(page, "120 runs").waitFor();
    await row("numbered").first().getByRole("checkbox").check();
    await page.getByRole("button", { name: "Select all 120 that match" }).click();
    await page.getByRole("button", { name: "Delete" }).click();
    await shown(page, "120 runs deleted").waitFor();
    await page.goto(`/experiments/${many}/runs?view=deleted`);
    await shown(page, "120 runs").waitFor();
    await row("numbered").first().getByRole("checkbox").check();
    await page.getByRole("button", { name: "Select all 120 that match" }).click();
    await page.getByRole("button", { name: "Restore" }).click();
    await shown(page, "120 runs restored").waitFor();
    await shown(page, "No deleted runs").waitFor();
  });

  test("a box that stands in the address is checked before the next frame", async () => {
    const { page } = app;
    await open();
    await page.getByRole("button", { name: "Columns", exact: true }).click();
    const box = page.getByRole("dialog").getByRole("checkbox", { checked: true, disabled: false }).last();
    const isChecked = await box.evaluate(async (element) => {
      (element as HTMLInputElement).click();
      // What waits for nothing, and no task in between.
      for (let step = 0; step < 50; step++) await null;
      return (element as HTMLInputElement).checked;
    });
    expect(isChecked).toBe(false);
    await expect.poll(() => page.url()).toContain("cols=");
  });

  test("a tag is set on all selected runs and becomes a column", async () => {
    const { page } = app;
    await open("?q=params.model+%3D+%22large%22&cols=name,tags.reviewed", "trial-2");
    await page.getByRole("checkbox", { name: "Select all that are loaded" }).check();
    await page.getByRole("button", { name: "Tag" }).click();
    await page.getByRole("textbox", { name: "Key" }).fill("reviewed");
    await page.getByRole("textbox", { name: "Value" }).fill("yes, both");
    await page.getByRole("button", { name: "Set" }).click();
    await expect.poll(() => row("yes, both").count()).toBe(2);
  });

  test("all matching runs are downloaded with the columns of the table", async () => {
    const { page } = app;
    await open("?q=params.model+%3D+%22small%22&sort=name&cols=name,params.model,metrics.loss");
    await page.getByRole("button", { name: "More", exact: true }).click();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("menuitem", { name: "Download as CSV" }).click(),
    ]);
    const lines = (await readFile(await download.path(), "utf8")).trim().split("\r\n");
    expect(lines[0]).toBe("run_id,run_name,params.model,metrics.loss");
    expect(lines.slice(1).map((line) => line.replace(/^\w+,/, ""))).toEqual(["trial-0,small,0.1", "trial-1,small,0.2"]);
  });

  test("a view that was saved is there for everybody, and leads back to the same table", async () => {
    const { page } = app;
    await open("?q=params.model+%3D+%22small%22&sort=-metrics.loss");
    await page.getByRole("button", { name: "Saved views" }).click();
    await page.getByRole("textbox", { name: "Name of this view" }).fill("small ones");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByRole("button", { name: "small ones", exact: true }).waitFor();
    const other = await app.open();
    await other.page.goto(path);
    await other.page.getByRole("button", { name: "Saved views" }).click();
    await other.page.getByRole("button", { name: "small ones", exact: true }).click();
    await expect.poll(() => other.page.url()).toContain("sort=-metrics.loss");
    await shown(other.page, "2 runs").waitFor();
  });

  test("charts beside the table draw its runs, and the selected ones alone once there are some", async () => {
    const { page } = app;
    await open("?charts=1&q=params.seed+%3D+%2242%22");
    const legend = page.getByRole("region", { name: "Charts" });
    await legend.getByText("trial-2").first().waitFor();
    await row("trial-1").getByRole("checkbox").click();
    await expect.poll(() => legend.getByText("trial-2").count()).toBe(0);
    await legend.getByText("trial-1").first().waitFor();
  });

  test("in groups the charts draw the mean of each with its lowest and highest run", async () => {
    const { page } = app;
    const experimentId = await newExperiment(app.server.url, "grouped curves");
    for (const [name, model, loss] of [
      ["a", "small, fast", [4, 2, 1]],
      ["b", "small, fast", [8, 4, 3]],
      ["c", "large", [2, 1, 0.5]],
    ] as const)
      await logRun(app.server.url, { experimentId, name, params: { model }, metrics: { loss } });
    await page.goto(`/experiments/${experimentId}/runs?charts=1&group=params.model`);
    const charts = page.getByRole("region", { name: "Charts" });
    const legend = charts.getByRole("list", { name: "Groups" });
    await legend.getByRole("button", { name: "model: small, fast" }).waitFor();
    const chart = charts.getByRole("group", { name: "loss, chart" });
    await chart.focus();
    await page.keyboard.press("ArrowRight");
    const said = chart.getByRole("status");
    await expect.poll(() => said.textContent()).toBe("step 0: model: small, fast, 2 runs 6, model: large, 1 run 2");
    await chart.hover();
    await page.keyboard.press("ArrowRight");
    await charts.getByText("3 (2 – 4)").waitFor();
    await legend.getByRole("button", { name: "model: small, fast" }).click();
    await expect.poll(() => said.textContent()).not.toContain("small");
    await page.reload();
    await chart.focus();
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => said.textContent()).toBe("step 0: model: large, 1 run 2");
  });

  test("parallel coordinates have an axis for a param that is text, and say which has too many texts for one", async () => {
    const { page } = app;
    const experimentId = await newExperiment(app.server.url, "optimizers");
    for (let at = 0; at < 21; at++)
      await logRun(app.server.url, {
        experimentId,
        name: `run-${at}`,
        params: { optimizer: ["sgd", "adam", "rmsprop"][at % 3]!, prompt: `prompt ${at}`, rate: `${at / 100}` },
        metrics: { loss: [1 / (at + 1)] },
      });
    await page.goto(`/experiments/${experimentId}/runs?charts=1&chart=parallel`);
    const charts = page.getByRole("region", { name: "Charts" });
    // The first ten runs; their prompts have room on an axis yet.
    await charts.getByRole("img", { name: /: 10 lines over optimizer, prompt, rate, loss/ }).waitFor();
    await page.getByRole("checkbox", { name: "Select all that are loaded" }).check();
    const picture = charts.getByRole("img", { name: /: 21 lines over optimizer, rate, loss/ });
    await picture.waitFor();
    const places = await Promise.all(
      ["adam", "rmsprop", "sgd"].map((text) => charts.getByTitle(text, { exact: true }).boundingBox()),
    );
    const [first, second, third] = places.map((box) => box!.y);
    expect(second! - first!).toBeCloseTo(third! - second!, 0);
    expect(second).toBeGreaterThan(first!);
    const line = picture.locator("path").filter({ hasText: /^run-1\n/ });
    expect(await line.locator("title").textContent()).toBe("run-1\noptimizer: adam\nrate: 0.01\nloss: 0.5");
    await charts.getByText("An axis has room for 20 texts. Without one are “prompt” with 21.").waitFor();
    await charts.getByRole("checkbox", { name: "optimizer" }).uncheck();
    await charts.getByRole("img", { name: /lines over rate, loss/ }).waitFor();
    await page.reload();
    await charts.getByRole("img", { name: /lines over rate, loss/ }).waitFor();
  });

  test("a column is moved, pinned and hidden from its menu, by keyboard", async () => {
    const { page } = app;
    await open();
    const heads = async () => (await page.locator("[data-head]").allTextContents()).map((text) => text.trim());
    const before = await heads();
    await page.locator("[data-head]").first().focus();
    for (let step = 0; step < before.indexOf("model"); step++) await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowDown");
    await page.getByRole("menuitem", { name: "Pin to the left" }).click();
    await expect.poll(async () => (await heads()).indexOf("model")).toBe(2);
    await page.reload();
    await row("trial-0").waitFor();
    await expect.poll(async () => (await heads()).indexOf("model")).toBe(2);
    await page.getByRole("columnheader", { name: /^model/ }).click({ button: "right" });
    await page.getByRole("menuitem", { name: "Hide" }).click();
    await expect.poll(async () => (await heads()).includes("model")).toBe(false);
    expect(page.url()).toContain("cols=");
  });

  testLooks(app, {
    "the table": [() => path, "trial-0"],
    "the table in groups": [() => `${path}?group=params.model`, /small/],
    "the table with charts": [() => `${path}?charts=1`, "trial-0"],
    "parallel coordinates": [() => `${path}?charts=1&chart=parallel`, /runs over/],
    "no runs yet": [() => `/experiments/${unused}/runs`, "mlflow.start_run"],
  });

  test("an experiment without runs shows a program that logs one to this server", async () => {
    const { page } = app;
    await page.goto(`/experiments/${unused}/runs`);
    await shown(page, `mlflow.set_tracking_uri("${app.server.url}")`).waitFor();
  });
});
