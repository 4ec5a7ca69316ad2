import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { overflowPx, violations } from "../harness/axe.ts";
import { startBrowser, type TestBrowser, type TestPage } from "../harness/browser.ts";
import { runMlflowScript } from "../harness/mlflow-script.ts";
import { describeWith } from "../harness/requires.ts";
import { startServer, type TestServer } from "../harness/server.ts";

/** What test/interop/python/mlflow_lifecycle.py logged. */
interface Lifecycle {
  readonly experiment: string;
  readonly "run 1": string;
  readonly "run 2": string;
  readonly "logged model 1": string;
  readonly "logged model 2": string;
}

describeWith(["chromium", "python"], "a model from its prompt and its data to its traces", () => {
  let server: TestServer;
  let browser: TestBrowser;
  let opened: TestPage;
  let seen: Lifecycle;

  beforeAll(async () => {
    server = await startServer();
    browser = await startBrowser(server.url);
    seen = await runMlflowScript<Lifecycle & Record<string, never>>("python", "mlflow_lifecycle.py", [server.url]);
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
    expect(opened.complaints).toEqual([]);
  });

  test("the lineage of a version leads from the prompt over run and model to the traces", async () => {
    const { page } = opened;
    await page.goto("/models/support-bot/versions/2/overview");
    const lineage = page.getByRole("region", { name: "Lineage" });
    await lineage.getByRole("link", { name: "answer-ticket 2" }).waitFor();
    const [prompt, run, model, version, traces] = await Promise.all(
      ["answer-ticket 2", "training 2", "bot", "support-bot 2", "3 traces"].map((text) =>
        lineage.getByText(text, { exact: true }).boundingBox(),
      ),
    );
    const lefts = [prompt, run, model, version, traces].map((box) => box!.x);
    expect(lefts).toEqual(lefts.toSorted((a, b) => a - b));
    expect(new Set(lefts).size).toBe(5);
    await lineage.getByText("tickets").waitFor();
    await lineage.getByText("@champion").waitFor();

    await lineage.getByRole("link", { name: "training 2" }).click();
    await page.waitForURL(`**/runs/${seen["run 2"]}/overview`);
    await lineage.getByRole("link", { name: "support-bot 2" }).waitFor();
    await lineage.getByRole("listitem").filter({ hasText: "bot, of training 2" }).getByRole("link").click();
    await page.waitForURL(`**/logged-models/${seen["logged model 2"]}/overview`);
    await lineage.getByRole("link", { name: "3 traces" }).click();
    await page.waitForURL(`**/logged-models/${seen["logged model 2"]}/traces`);
    await page
      .getByRole("row", { name: /answer a ticket/ })
      .first()
      .waitFor();
  });

  const pages = (): [path: string, text: string][] => [
    ["/models/support-bot/versions/2/overview", "answer-ticket 2"],
    [`/logged-models/${seen["logged model 1"]}/overview`, "support-bot 1"],
    [`/runs/${seen["run 2"]}/overview`, "support-bot 2"],
  ];

  test.each(["dark", "light"] as const)("%s: axe complains of no page", async (colorScheme) => {
    const { page } = opened;
    await page.emulateMedia({ colorScheme });
    for (const [path, text] of pages()) {
      await page.goto(path);
      await page.getByText(text).first().waitFor();
      expect(await violations(page), path).toEqual([]);
    }
  });

  test("at 390 px no page is wider than the window, and lineage is a list", async () => {
    const { page } = opened;
    await page.setViewportSize({ width: 390, height: 844 });
    for (const [path, text] of pages()) {
      await page.goto(path);
      await page.getByText(text).first().waitFor();
      expect(await overflowPx(page), path).toBe(0);
    }
    const nodes = await page.getByRole("region", { name: "Lineage" }).getByRole("listitem").all();
    const lefts = await Promise.all(nodes.map(async (node) => (await node.boundingBox())!.x));
    expect(new Set(lefts).size).toBe(1);
  });
});
