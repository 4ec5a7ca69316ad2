import { beforeAll, expect, test } from "vitest";
import { overflowPx } from "../harness/axe.ts";
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
      const nodes = ["answer-ticket 2", "training 2", "bot", "support-bot 2", "3 traces"].map((text) =>
        lineage.getByText(text, { exact: true }),
      );
      for (const node of nodes) await node.waitFor();
      const lefts = await Promise.all(nodes.map(async (node) => (await node.boundingBox())!.x));
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

    test("pictures of a training are seen by step, run beside run", async () => {
      const { page } = app;
      await page.goto(`/compare/runs?ids=${seen["run 2"]},${seen["run 1"]}`);
      const images = page.getByRole("region", { name: "attention/head" });
      const drawn = (alt: string) => images.getByAltText(alt).evaluate((image: HTMLImageElement) => image.naturalWidth);
      await expect.poll(() => drawn("attention/head of training 2 at step 5")).toBeGreaterThan(0);
      await expect.poll(() => drawn("attention/head of training 1 at step 5")).toBeGreaterThan(0);
      await page.getByRole("slider", { name: "Step" }).fill("1");
      await images.getByAltText("attention/head of training 2 at step 1").waitFor();
      await expect.poll(() => page.url()).toContain("image=1");
      await page.goto(`/runs/${seen["run 1"]}/metrics?image=3`);
      await images.getByAltText("attention/head of training 1 at step 3").click();
      await page.waitForURL(`**/runs/${seen["run 1"]}/artifacts/images/attention~head*`);
      await page.getByRole("region", { name: /Picture attention~head/ }).waitFor();
    });

    testLooks(app, {
      "pictures by step": [() => `/runs/${seen["run 1"]}/metrics`, "attention/head"],
      "prompts of an experiment": [() => `/experiments/${seen.experiment}/prompts`, "answer-ticket"],
      "the use of a prompt": ["/prompts/answer-ticket?tab=use", "helpful"],
      "two versions": ["/models/support-bot/compare?a=1&b=2", "Slow"],
      "a version": ["/models/support-bot/versions/2/overview", "answer-ticket 2"],
      "a logged model": [() => `/logged-models/${seen["logged model 1"]}/overview`, "support-bot 1"],
      "a run": [() => `/runs/${seen["run 2"]}/overview`, "support-bot 2"],
    });

    test("where columns have no room, lineage is an outline, each below what it came of", async () => {
      const { page } = app;
      await page.setViewportSize({ width: 390, height: 844 });
      await page.goto(`/runs/${seen["run 2"]}/overview`);
      const lineage = page.getByRole("region", { name: "Lineage" });
      await lineage.getByText("support-bot 2").waitFor();
      const nodes = await lineage.getByRole("listitem").all();
      const lefts = await Promise.all(nodes.map(async (node) => (await node.boundingBox())!.x));
      expect(lefts[0]).toBe(Math.min(...lefts));
      expect(new Set(lefts).size).toBeGreaterThan(2);
      expect(await overflowPx(page)).toBeLessThanOrEqual(0);
    });

    test("versions of a prompt are told apart by how they did; one is reworded, and one deleted after a question", async () => {
      const { page } = app;
      await page.goto("/prompts/answer-ticket?tab=use");
      const use = page.getByRole("region", { name: "Use by version" });
      await use.getByRole("columnheader", { name: "helpful" }).waitFor();
      const cells = async (version: string) =>
        (
          await use
            .getByRole("row", { name: new RegExp(`^${version} `) })
            .getByRole("cell")
            .allTextContents()
        ).filter((text) => !text.endsWith("s"));
      await expect.poll(() => cells("2")).toEqual(["3", "0", "120", "$0.0030", "1"]);
      await expect.poll(() => cells("1")).toEqual(["3", "1", "120", "$0.0030", "0"]);

      await page.goto("/prompts/answer-ticket?v=1");
      await page.getByRole("button", { name: /^Commit message/ }).click();
      await page.getByRole("textbox", { name: "Commit message" }).fill("the very first words");
      await page.keyboard.press("Enter");
      await page.getByRole("link", { name: /Version 1.*the very first words/ }).waitFor();
      await page.getByRole("button", { name: "Delete version 1" }).click();
      await page.getByRole("button", { name: "Delete for good" }).click();
      await page.getByRole("heading", { name: "Version 2" }).waitFor();
      await expect.poll(() => page.getByRole("link", { name: /Version 1/ }).count()).toBe(0);
      await page.getByRole("button", { name: "Delete prompt" }).click();
      await page.getByText("Programs that load it will fail.").waitFor();
      await page.getByRole("button", { name: "Cancel" }).click();
    });
  },
  ["python"],
);
