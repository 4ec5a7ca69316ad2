import { expect, test } from "vitest";
import { describeInBrowser } from "../harness/in-browser.ts";

const noTrace = "ab".repeat(16);

describeInBrowser("what is not there", (app) => {
  test.each([
    ["/no/such/page", "/no/such/page", "Home"],
    ["/experiments/987654321", "experiment 987654321", "All experiments"],
    ["/runs/nope", "run nope", "All experiments"],
    ["/logged-models/nope", "logged model nope", "All experiments"],
    ["/evaluations/nope", "evaluation nope", "All experiments"],
    ["/compare/runs?ids=nope", "runs", "All experiments"],
    ["/review/nope", "review queue nope", "All experiments"],
    ["/models/nope", "model nope", "All models"],
    ["/models/nope/versions/1", "version 1 of nope", "All versions"],
    ["/prompts/nope", "prompt nope", "All prompts"],
    ["/prompts/no%2Fpe", "prompt no/pe", "All prompts"],
    ["/datasets/nope", "dataset nope", "All datasets"],
    [`/traces/${noTrace}`, `trace ${noTrace}`, "All traces"],
    ["/sessions/nobody", "session nobody", "All traces"],
    [`/traces/${noTrace}/diff/${noTrace}`, `trace ${noTrace}`, "All traces"],
  ])("%s: it is said what was not found, and where its like are", async (address, what, instead) => {
    const { page } = app;
    app.allow(/status of (400|404)/);
    await page.goto(address);
    const said = page.getByRole("alert");
    await said.getByRole("heading", { name: `Not found: ${what}`, exact: true }).waitFor();
    expect(await said.getByRole("link").allTextContents()).toEqual([instead]);
  });
});
