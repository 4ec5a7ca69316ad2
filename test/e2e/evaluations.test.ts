import { beforeAll, expect, test } from "vitest";
import { describeInBrowser } from "../harness/in-browser.ts";
import { testLooks } from "../harness/looks.ts";
import { runMlflowScript } from "../harness/mlflow-script.ts";
import { post } from "../harness/runs.ts";

interface Evaluated {
  readonly experiment: string;
  readonly dataset: string;
  readonly runs: { readonly first: string; readonly second: string; readonly "by hand": string };
}

describeInBrowser(
  "evaluations of MLflow's client",
  (app) => {
    let made: Evaluated;
    const evaluation = (query = "") => `/evaluations/${made.runs.second}${query}`;
    const compared = (query = "") => evaluation(`?with=${made.runs.first}${query}`);
    const row = (name: string | RegExp) => app.page.getByRole("grid", { name: "Rows" }).getByRole("row", { name });
    const rows = () => app.page.getByRole("grid", { name: "Rows" }).getByRole("row");
    const card = (name: string) => app.page.getByRole("article", { name, exact: true });

    beforeAll(async () => {
      made = await runMlflowScript<Evaluated>("python", "mlflow_evaluate_twice.py", [app.server.url]);
    });

    test("the list has each run with its scores and how they moved on the same dataset; two are compared", async () => {
      const { page } = app;
      await page.goto(`/experiments/${made.experiment}/evaluations`);
      const grid = page.getByRole("grid", { name: "Evaluations" });
      const second = grid.getByRole("row", { name: /second/ });
      await second.waitFor();
      await expect.poll(() => second.textContent()).toMatch(/second.*support questions8.*0\.75.*0\.28571◆−0\.089/);
      expect(await grid.getByRole("row", { name: /first/ }).textContent()).not.toContain("◆");
      // At the right, as all numbers are, also where it says how it moved.
      for (const name of [/first/, /second/]) {
        const score = grid.getByRole("row", { name }).locator("[data-column='metrics.words/mean']");
        const [cell, value] = [await score.boundingBox(), await score.locator("[title]").first().boundingBox()];
        expect(cell!.x + cell!.width - (value!.x + value!.width)).toBeLessThan(16);
      }
      await page.getByRole("searchbox", { name: "Find an evaluation" }).fill("SUPPORT");
      await grid.getByRole("row", { name: /by hand/ }).waitFor({ state: "detached" });
      await second.getByRole("checkbox").check();
      await grid.getByRole("row", { name: /first/ }).getByRole("checkbox").check();
      await page.getByRole("button", { name: "Compare" }).click();
      await page.waitForURL(`**${compared()}`);
      await row(/Iceland/).waitFor();
    });

    test("each trace is a row with what went in, what was expected, what came out, and every score", async () => {
      const { page } = app;
      await page.goto(evaluation());
      await row(/Which cards/)
        .getByText("Visa only.")
        .waitFor();
      expect(await row(/Which cards/).textContent()).toMatch(
        /Which cards do you take\?Visa and Mastercard\.Visa only\.fail.*pass.*fail.*2/,
      );
      await row(/Iceland/)
        .getByTitle("no time was measured")
        .waitFor();
      await expect.poll(() => rows().count()).toBe(9);
      await card("exact").getByText("6 of 8 pass").waitFor();
      await card("exact").getByText("75 %").waitFor();
      await card("words").getByText("mean of 7").waitFor();
      expect(await page.getByRole("button", { name: /Regressed/ }).count()).toBe(0);
      await page.getByRole("button", { name: "Errors 1" }).click();
      await page.waitForURL("**?show=errors");
      await expect.poll(() => rows().count()).toBe(2);
    });

    test("a baseline shows what is better and worse, and a filter and an order by the change leave that", async () => {
      const { page } = app;
      await page.goto(evaluation());
      await page.getByLabel("Compare with").selectOption(made.runs.first);
      await page.waitForURL(`**${compared()}`);
      await page.getByRole("button", { name: "Regressed 3" }).click();
      await page.waitForURL("**&show=regressed");
      await expect.poll(() => rows().count()).toBe(4);
      expect(await row(/Which cards/).textContent()).toMatch(/now fails.*−1/);
      expect(await row(/Iceland/).textContent()).toContain("fails");
      await page.getByRole("button", { name: "Improved 2" }).click();
      await row(/Which cards/).waitFor({ state: "detached" });
      expect(await row(/blue lamp/).textContent()).toContain("now passes");
      await page.getByRole("button", { name: "All 8" }).click();
      await page.getByRole("columnheader", { name: "Δ words" }).getByRole("button").first().click();
      await page.waitForURL("**sort=delta.words**");
      await rows().nth(1).filter({ hasText: "My parcel is broken." }).waitFor();
      await page.reload();
      await rows().nth(1).filter({ hasText: "My parcel is broken." }).waitFor();
      await expect.poll(() => card("polite").textContent()).toMatch(/29 %.*−9 points/);
    });

    test("which way a score is better is the reader's to say", async () => {
      const { page } = app;
      await page.goto(compared());
      await row(/parcel/).waitFor();
      await page.getByRole("button", { name: "Regressed 3" }).waitFor();
      await page.getByLabel("Which words is better").selectOption("lower");
      await page.getByRole("button", { name: "Regressed 3" }).waitFor();
      await page.getByRole("button", { name: "Improved 3" }).waitFor();
      await page.waitForURL("**&lower=words");
      await page.getByLabel("Which words is better").selectOption("none");
      await page.getByRole("button", { name: "Regressed 2" }).waitFor();
      await page.goBack();
      await page.waitForURL("**&lower=words");
    });

    test("a bar of a histogram leaves its rows", async () => {
      const { page } = app;
      await page.goto(compared());
      await page
        .getByRole("list", { name: "Rows by exact" })
        .getByRole("button", { name: "fail: 2, before 2" })
        .click();
      await page.waitForURL("**&only=exact&only=fail");
      await row(/blue lamp/).waitFor({ state: "detached" });
      await expect.poll(() => rows().count()).toBe(3);
      await page.reload();
      await row(/Iceland/).waitFor();
      await expect.poll(() => rows().count()).toBe(3);
      await page.getByRole("button", { name: "Show rows with any exact again" }).click();
      await row(/blue lamp/).waitFor();
      await expect.poll(() => rows().count()).toBe(9);
    });

    test("a row opens with both outputs word by word, its scores with their reasons, and both traces", async () => {
      const { page } = app;
      await page.goto(compared());
      await row(/parcel/).click();
      await page.waitForURL("**&row=*");
      const panel = page.getByRole("region", { name: "Row", exact: true });
      await panel.getByRole("region", { name: "Outputs" }).locator("del").first().waitFor();
      expect((await panel.locator("del").allTextContents()).join(" ")).toContain("That must not happen");
      const scores = panel.getByRole("region", { name: "Scores" });
      await expect
        .poll(() => scores.textContent())
        .toMatch(/fail.*pass.*now passes.*The same words\..*Other words than expected\./);
      await page.reload();
      await panel.getByText("The same words.").waitFor();
      await page.keyboard.press("n");
      await panel.getByText("Is the blue lamp dimmable?").waitFor();
      await page.keyboard.press("p");
      await panel.getByText("My parcel is broken.").first().waitFor();
      const [trace, before] = await Promise.all(
        ["Trace", "Trace of the baseline"].map((name) =>
          panel.getByRole("link", { name, exact: true }).getAttribute("href"),
        ),
      );
      expect(trace).not.toBe(before);
      await panel.getByRole("link", { name: "Compare the traces" }).click();
      await page.waitForURL(`**${before}/diff/${trace?.split("/").at(-1)}`);
      await page.goBack();
      await panel.getByText("The same words.").waitFor();
      await page.keyboard.press("Escape");
      await panel.waitFor({ state: "detached" });
    });

    test("from an evaluation to its dataset, and from there to the evaluations on it", async () => {
      const { page } = app;
      await page.goto(`/#/experiments/${made.experiment}/evaluation-runs?selectedRunUuid=${made.runs.first}`);
      await page.waitForURL(`**/evaluations/${made.runs.first}`);
      await page.getByRole("link", { name: "support questions" }).click();
      await page.waitForURL(`**/datasets/${made.dataset}`);
      await page.getByText("Where is my order 4711?").waitFor();
      await page.getByRole("button", { name: /^Evaluations/ }).click();
      await page.getByRole("row", { name: /second/ }).click();
      await page.waitForURL(`**${evaluation()}`);
    });

    test("a run that scored nothing and one that is not there say so", async () => {
      const { page } = app;
      app.allow(/404/);
      const { run } = await post<{ run: { info: { run_id: string } } }>(app.server.url, "runs/create", {
        experiment_id: made.experiment,
        run_name: "nothing",
      });
      await post(app.server.url, "runs/update", { run_id: run.info.run_id, status: "FINISHED" });
      await page.goto(`/evaluations/${run.info.run_id}`);
      await page.getByText("No trace belongs to this run").waitFor();
      await page.goto("/evaluations/none");
      await page.getByText("Not found: evaluation").waitFor();
    });

    test("assessments are summed up by name and lead to their traces; scorers show what they judge by", async () => {
      const { page } = app;
      await page.goto(`/experiments/${made.experiment}/evaluations?part=assessments`);
      const exact = page.getByRole("grid", { name: "Assessments" }).getByRole("row", { name: /^exact/ });
      await exact.waitFor();
      await expect.poll(() => exact.textContent()).toMatch(/exactfeedback171771 %/);
      await page.getByRole("button", { name: "Scorers" }).click();
      await page.getByRole("article", { name: "brief" }).getByText("Be brief", { exact: true }).waitFor();
      await page.goBack();
      await exact.click();
      await page.waitForURL("**/traces?q=*");
      await page
        .getByRole("status")
        .getByText(/^17 traces/)
        .waitFor();
    });

    testLooks(app, {
      "the list": [() => `/experiments/${made.experiment}/evaluations`, "by hand"],
      "a matrix": [() => evaluation(), "Visa only."],
      "a comparison": [() => compared(), "Visa only."],
      assessments: [() => `/experiments/${made.experiment}/evaluations?part=assessments`, "polite"],
      scorers: [() => `/experiments/${made.experiment}/evaluations?part=scorers`, "version 1"],
    });
  },
  ["python"],
);
