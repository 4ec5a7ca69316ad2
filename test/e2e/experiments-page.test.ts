import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { agentTrace, sendTrace } from "../harness/agent-trace.ts";
import { overflowPx, violations } from "../harness/axe.ts";
import { shown, startBrowser, type TestBrowser, type TestPage } from "../harness/browser.ts";
import { describeWith } from "../harness/requires.ts";
import { logRun, newExperiment } from "../harness/runs.ts";
import { startServer, type TestServer } from "../harness/server.ts";

describeWith(["chromium"], "experiments, the first page and the palette", () => {
  let server: TestServer;
  let browser: TestBrowser;
  let opened: TestPage;
  let experimentId: string;
  let runId: string;

  beforeAll(async () => {
    server = await startServer();
    browser = await startBrowser(server.url);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.dispose();
  });
  beforeEach(async () => {
    opened = await browser.open();
  });
  afterEach(async () => {
    await opened.context.close();
    expect(opened.strangers).toEqual([]);
  });

  test("an empty server shows how to send the first trace; with data it shows what happened last", async () => {
    const { page } = opened;
    await page.goto("/");
    await shown(page, "Send your first trace").waitFor();
    experimentId = await newExperiment(server.url, "fraud classifier");
    runId = (await logRun(server.url, { experimentId, name: "brave-fox", metrics: { loss: [1, 0.5] } })).runId;
    await sendTrace(server.url, agentTrace(8, { name: "failing agent", startNs: BigInt(Date.now()) * 1_000_000n }));
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
    const { page } = opened;
    await page.goto("/experiments");
    await shown(page, "fraud classifier").waitFor();
    await page.keyboard.press("Control+k");
    await page.keyboard.type("ve-fo");
    await page.getByRole("option", { name: /brave-fox/ }).waitFor();
    await page.keyboard.press("Enter");
    await expect.poll(() => page.url()).toContain(`/runs/${runId}`);
  });

  test("MLflow's address of a run leads to the run", async () => {
    const { page } = opened;
    await page.goto(`/#/experiments/${experimentId}/runs/${runId}`);
    await expect.poll(() => page.url()).toContain(`/runs/${runId}`);
  });

  test("an experiment is made, found, deleted and brought back", async () => {
    const { page } = opened;
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
    const { page } = opened;
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

  describe.each(["/", "/experiments"])("%s", (path) => {
    test.each(["light", "dark"] as const)("has no serious violation in the %s theme", async (colorScheme) => {
      const { page, context } = await browser.open({ colorScheme });
      await page.goto(path);
      await shown(page, /fraud/).waitFor();
      expect(await violations(page)).toEqual([]);
      await context.close();
    });

    test("is 390 pixels wide without scrolling sideways", async () => {
      const { page, context } = await browser.open({ viewport: { width: 390, height: 844 } });
      await page.goto(path);
      await shown(page, /fraud/).waitFor();
      expect(await overflowPx(page)).toBeLessThanOrEqual(0);
      await context.close();
    });
  });
});
