import { beforeAll, expect, test } from "vitest";
import { describeInBrowser } from "../harness/in-browser.ts";
import { testLooks } from "../harness/looks.ts";
import { runMlflowScript } from "../harness/mlflow-script.ts";

/** What test/interop/python/mlflow_lifecycle.py logged. */
interface Lifecycle {
  readonly experiment: string;
  readonly "run 1": string;
  readonly "run 2": string;
  readonly "logged model 1": string;
  readonly "logged model 2": string;
}

describeInBrowser(
  "a model from its prompt and its data to its traces",
  (app) => {
    let seen: Lifecycle;

    beforeAll(async () => {
      seen = await runMlflowScript<Lifecycle & Record<string, never>>("python", "mlflow_lifecycle.py", [
        app.server.url,
      ]);
    });

    test("the lineage of a version leads from the prompt over run and model to the traces", async () => {
      const { page } = app;
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
      await lineage.getByText("tickets", { exact: true }).waitFor();
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

    test("a version says what it takes and gives, with the example that was logged with it", async () => {
      const { page } = app;
      await page.goto("/models/support-bot/versions/2/overview");
      const signature = page.getByRole("region", { name: "Signature" });
      const inputs = signature.getByRole("table", { name: "Inputs" });
      await inputs.getByRole("row", { name: "ticket string" }).waitFor();
      await inputs.getByRole("row", { name: "priority long" }).waitFor();
      await signature.getByRole("table", { name: "Outputs" }).getByText("string").waitFor();
      await signature.getByRole("row", { name: 'language string by default "en"' }).waitFor();
      await signature.getByText("Input example").click();
      await signature.getByText("where is my invoice?").waitFor();
    });

    test("two versions that are selected are compared", async () => {
      const { page } = app;
      await page.goto("/models/support-bot/versions");
      const rows = page.getByRole("grid", { name: "Versions" }).getByRole("row");
      await page.getByRole("checkbox", { name: "version 2" }).click();
      await page.getByRole("checkbox", { name: "version 1" }).click();
      await expect.poll(() => rows.count()).toBe(3);
      await page.getByRole("button", { name: "Compare version 1 with 2" }).click();
      await page.waitForURL("**/models/support-bot/compare?a=1&b=2");
      await page.getByRole("region", { name: "Params" }).getByRole("row", { name: "model small large" }).waitFor();
      await page.getByRole("region", { name: "Tags" }).getByRole("row", { name: "reviewed no yes" }).waitFor();
      await page.getByRole("region", { name: "Version 1 beside Version 2" }).getByText("Slow").waitFor();
      const signature = page.getByRole("region", { name: "Signature", exact: true });
      await signature.getByText("5 the same in all").waitFor();
      await page.getByRole("button", { name: "Only differences" }).click();
      await signature.getByRole("row", { name: "input ticket string string" }).waitFor();
      await page.getByLabel("Version on the left").selectOption("2");
      await page.waitForURL("**/compare?a=2&b=2&all=1");
      await page.getByText("A version is compared with itself").waitFor();
    });

    testLooks(app, {
      "two versions": ["/models/support-bot/compare?a=1&b=2", "Slow"],
      "a version": ["/models/support-bot/versions/2/overview", "answer-ticket 2"],
      "a logged model": [() => `/logged-models/${seen["logged model 1"]}/overview`, "support-bot 1"],
      "a run": [() => `/runs/${seen["run 2"]}/overview`, "support-bot 2"],
    });

    test("where columns have no room, lineage is a list", async () => {
      const { page } = app;
      await page.setViewportSize({ width: 390, height: 844 });
      await page.goto(`/runs/${seen["run 2"]}/overview`);
      const lineage = page.getByRole("region", { name: "Lineage" });
      await lineage.getByText("support-bot 2").waitFor();
      const nodes = await lineage.getByRole("listitem").all();
      const lefts = await Promise.all(nodes.map(async (node) => (await node.boundingBox())!.x));
      expect(new Set(lefts).size).toBe(1);
    });
  },
  ["python"],
);
