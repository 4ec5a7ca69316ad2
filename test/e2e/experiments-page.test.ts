import pg from "pg";
import { expect, test } from "vitest";
import { agentTrace, sendTrace } from "../harness/agent-trace.ts";
import { shown } from "../harness/browser.ts";
import { describeInBrowser } from "../harness/in-browser.ts";
import { testLooks } from "../harness/looks.ts";
import { attributes, newSpanId, newTraceId, tracesOf } from "../harness/otlp.ts";
import { logRun, newExperiment, post } from "../harness/runs.ts";
import { send } from "../harness/send.ts";

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

  test("the palette leads to models, prompts, sessions, and to the trace whose id was pasted", async () => {
    const { page } = app;
    const { url } = app.server;
    const traceId = newTraceId();
    const at = String(BigInt(Date.now()) * 1_000_000n);
    const span = { traceId, spanId: newSpanId(), name: "a turn", startTimeUnixNano: at, endTimeUnixNano: at };
    await send(url, tracesOf([{ ...span, attributes: attributes({ "session.id": "talk of Monday" }) }]));
    await post(url, "registered-models/create", { name: "fraud model" });
    const isPrompt = { key: "mlflow.prompt.is_prompt", value: "true" };
    await post(url, "registered-models/create", { name: "greeting", tags: [isPrompt] });
    await page.goto("/");
    await shown(page, "fraud classifier").waitFor();
    for (const [typed, option, address] of [
      ["aud mod", /^fraud model/, "/models/fraud%20model/versions"],
      ["eeting", /^greeting/, "/prompts/greeting"],
      ["Monday", /^talk of Monday/, "/sessions/talk%20of%20Monday"],
      [`tr-${traceId}`, new RegExp(`^${traceId}`), `/traces/${traceId}`],
    ] as const) {
      await page.keyboard.press("Control+k");
      await page.getByRole("dialog").getByRole("combobox").and(page.locator(":focus")).waitFor();
      await page.keyboard.insertText(typed);
      await page.getByRole("option", { name: option, selected: true }).waitFor();
      await page.keyboard.press("Enter");
      await expect.poll(() => new URL(page.url()).pathname).toBe(address);
      await page.getByRole("dialog").waitFor({ state: "detached" });
    }
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
    await page.getByRole("textbox", { name: "Key of a new tag" }).fill("mlflow.team");
    await shown(page, "Keys that begin with “mlflow.” are kept for MLflow and not shown here.").waitFor();
    expect(await page.getByRole("button", { name: "Add", exact: true }).isDisabled()).toBe(true);
    await page.getByRole("textbox", { name: "Key of a new tag" }).fill("team");
    await page.getByRole("textbox", { name: "Value of the new tag" }).fill("risk");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Value of team: risk. Change" }).waitFor();
    await page.reload();
    await shown(page, "fraud, renamed").waitFor();
  });

  test("of 10,000 experiments those in view are mounted, and one is found by its name", async () => {
    const { page } = app;
    const client = new pg.Client(app.server.backendStoreUri);
    await client.connect();
    await client.query(`
      insert into experiments (name, artifact_location, creation_time_ms, last_update_time_ms)
      select 'nightly ' || n, 'mlflow-artifacts:/' || n, n, n from generate_series(1, 10000) n`);
    await client.end();
    await page.goto("/experiments?sort=-name");
    await page.getByText("nightly 9999").waitFor();
    expect(await page.getByRole("row").count()).toBeLessThan(80);
    const searches = app.transfers.filter(({ url }) => url.includes("experiments/search"));
    expect(searches.length).toBeLessThanOrEqual(3);
    await page.getByRole("searchbox", { name: "Find an experiment" }).fill("NIGHTLY 777");
    await page.getByText("nightly 7770").waitFor();
    await expect.poll(() => page.getByText(/^nightly \d+$/).count()).toBe(19);
    await page.keyboard.press("Control+k");
    await page.getByRole("dialog").getByRole("combobox").and(page.locator(":focus")).waitFor();
    await page.keyboard.insertText("nightly 4242");
    await page.getByRole("option", { name: /^nightly 4242/, selected: true }).waitFor();
    await page.keyboard.press("Enter");
    await expect.poll(() => page.url()).toMatch(/experiments\/\d+/);
  });

  testLooks(app, { "the first page": ["/", /fraud/], "the list of experiments": ["/experiments", /fraud/] });
});

/** Whole between the edges of a window of 390 px. */
function isInside(box: { x: number; width: number } | null): boolean {
  return box !== null && box.width > 0 && box.x >= 0 && box.x + box.width <= 390;
}
