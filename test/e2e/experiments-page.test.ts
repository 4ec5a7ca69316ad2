import { expect, test } from "vitest";
import { agentTrace, sendTrace } from "../harness/agent-trace.ts";
import { shown } from "../harness/browser.ts";
import { describeInBrowser } from "../harness/in-browser.ts";
import { testLooks } from "../harness/looks.ts";
import { logRun, newExperiment } from "../harness/runs.ts";

describeInBrowser("experiments, the first page and the palette", (app) => {
  let experimentId: string;
  let runId: string;

  test("an empty server shows how to send the first trace; with data it shows what happened last", async () => {
    const { page } = app;
    await page.goto("/");
    await shown(page, "Send your first trace").waitFor();
    experimentId = await newExperiment(app.server.url, "fraud classifier");
    runId = (await logRun(app.server.url, { experimentId, name: "brave-fox", metrics: { loss: [1, 0.5] } })).runId;
    await sendTrace(app.server.url, agentTrace(8, { name: "failing agent", startNs: BigInt(Date.now()) * 1_000_000n }));
    await page.goto("/");
    await page
      .getByRole("link", { name: /fraud classifier/ })
      .first()
      .waitFor();
    await page
      .getByRole("link", { name: /failing agent/ })
      .first()
      .waitFor();
    await page.getByRole("link", { name: /brave-fox/ }).click();
    await expect.poll(() => page.url()).toContain(`/runs/${runId}`);
  });

  test("the palette finds a run by a part of its name and goes there by Enter", async () => {
    const { page } = app;
    await page.goto("/experiments");
    await shown(page, "fraud classifier").waitFor();
    await page.keyboard.press("Control+k");
    await page.getByRole("dialog").getByRole("combobox").and(page.locator(":focus")).waitFor();
    await page.keyboard.type("ve-fo");
    await page.getByRole("option", { name: /brave-fox/ }).waitFor();
    await page.keyboard.press("Enter");
    await expect.poll(() => page.url()).toContain(`/runs/${runId}`);
  });

  test("at 390 px the open tab is in view, and a name too long for its line leaves the run's own name and its tools there", async () => {
    const { page } = app;
    const long = `evaluation-of-the-${"very-".repeat(12)}long-name`;
    const ofLong = await newExperiment(app.server.url, long);
    const run = await logRun(app.server.url, { experimentId: ofLong, name: "quick-owl" });
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`/experiments/${ofLong}/review`);
    const tab = page.getByRole("navigation", { name: "Experiment" }).getByRole("link", { name: "Review" });
    await expect.poll(async () => isInside(await tab.boundingBox())).toBe(true);
    await page.goto(`/runs/${run.runId}/overview`);
    await page.getByRole("link", { name: long }).waitFor();
    const name = page.getByRole("heading", { level: 1 }).getByText("quick-owl");
    const tool = page.getByRole("button", { name: "Delete run" });
    const [nameBox, toolBox] = await Promise.all([name.boundingBox(), tool.boundingBox()]);
    expect([nameBox, toolBox].map(isInside)).toEqual([true, true]);
    expect(nameBox!.x + nameBox!.width).toBeLessThanOrEqual(toolBox!.x);
  });

  test("MLflow's address of a run leads to the run", async () => {
    const { page } = app;
    await page.goto(`/#/experiments/${experimentId}/runs/${runId}`);
    await expect.poll(() => page.url()).toContain(`/runs/${runId}`);
  });

  test("an experiment is made, found, deleted and brought back", async () => {
    const { page } = app;
    app.allow(/status of 400/);
    await page.goto("/experiments");
    await page.getByRole("button", { name: "New" }).click();
    await page.getByRole("textbox", { name: "Name" }).fill("fraud classifier");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").filter({ hasText: "already exists" }).waitFor();
    await page.getByRole("textbox", { name: "Name" }).fill("ranker/nightly 100%");
    await page.keyboard.press("Enter");
    await expect.poll(() => page.url()).toMatch(/experiments\/\d+/);
    await page.goto("/experiments");
    await page.getByRole("searchbox", { name: "Find an experiment" }).fill("100% RANK");
    await expect.poll(() => page.getByText("fraud classifier").count()).toBe(0);
    await page.getByRole("checkbox", { name: "Select ranker/nightly 100%" }).click();
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await shown(page, "No experiment is called").waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await shown(page, "ranker/nightly 100%").waitFor();
  });

  test("name, description and tags are changed in place, and a name that is taken keeps what was typed", async () => {
    const { page } = app;
    app.allow(/status of 400/);
    await page.goto(`/experiments/${experimentId}/runs`);
    await page.getByRole("button", { name: "About this experiment" }).click();
    await page.getByRole("button", { name: /^Name of the experiment/ }).click();
    const name = page.getByRole("textbox", { name: "Name of the experiment" });
    await name.fill("ranker/nightly 100%");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").waitFor();
    expect(await name.inputValue()).toBe("ranker/nightly 100%");
    await name.fill("fraud, renamed");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: /fraud, renamed\. Change/ }).waitFor();
    await page.getByRole("textbox", { name: "Key of a new tag" }).fill("team");
    await page.getByRole("textbox", { name: "Value of the new tag" }).fill("risk");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Value of team: risk. Change" }).waitFor();
    await page.reload();
    await shown(page, "fraud, renamed").waitFor();
  });

  testLooks(app, { "the first page": ["/", /fraud/], "the list of experiments": ["/experiments", /fraud/] });
});

/** Whole between the edges of a window of 390 px. */
function isInside(box: { x: number; width: number } | null): boolean {
  return box !== null && box.width > 0 && box.x >= 0 && box.x + box.width <= 390;
}
