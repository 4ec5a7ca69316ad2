import { beforeAll, expect, test } from "vitest";
import { describeInBrowser } from "../harness/in-browser.ts";
import { testLooks } from "../harness/looks.ts";
import { attributes, newSpanId, newTraceId, tracesOf } from "../harness/otlp.ts";
import { type LoggedRun, logRun, post, putArtifact } from "../harness/runs.ts";
import { send } from "../harness/send.ts";

/** The registry takes neither `/` nor `:` in a name. */
const odd = "büro bot 100% & “ü”";

describeInBrowser("models", (app) => {
  let run: LoggedRun;
  let modelId: string;
  const traceId = newTraceId();

  beforeAll(async () => {
    run = await logRun(app.server.url, { experimentId: "0", name: "training 7" });
    await putArtifact(app.server.url, run, "files/model/MLmodel", "flavors:\n  python_function: {}\n");
    modelId = await logModel("classifier", { f1: 0.75 });
    await logModel("baseline", { f1: 0.25 });
    await send(app.server.url, tracesOf([spanOf(traceId, modelId)]));
    await post(app.server.url, "registered-models/create", { name: "support-bot", description: "Answers **tickets**" });
    for (const source of [`models:/${modelId}`, `runs:/${run.runId}/files/model`]) {
      const from = source.startsWith("models:") ? { model_id: modelId } : {};
      await post(app.server.url, "model-versions/create", { name: "support-bot", source, run_id: run.runId, ...from });
    }
    await post(app.server.url, "registered-models/alias", { name: "support-bot", alias: "champion", version: "1" });
    await post(app.server.url, "registered-models/create", { name: odd });
  });

  test("registered models are found by words, made, and deleted after a question", async () => {
    const { page } = app;
    await page.goto("/");
    await page.getByRole("navigation", { name: "Main" }).waitFor();
    await page.keyboard.press("g");
    await page.keyboard.press("m");
    const row = page.getByRole("row", { name: /support-bot/ });
    await row.getByText("@champion 1").waitFor();
    await page.getByRole("searchbox", { name: "Find a model" }).fill("nothing");
    await page.getByText("No model is called “nothing”").waitFor();
    await page.getByRole("button", { name: "Clear the search" }).click();
    await row.waitFor();
    expect(await page.getByRole("searchbox", { name: "Find a model" }).inputValue()).toBe("");
    await page.getByRole("searchbox", { name: "Find a model" }).fill("BOT büro 100%");
    await row.waitFor({ state: "detached" });
    await page.getByRole("link", { name: odd }).click();
    await page.getByText("No versions yet").waitFor();
    await page.reload();
    await page.getByRole("button", { name: `Name of the model: ${odd}. Change` }).waitFor();

    await page.goto("/models");
    await page.getByRole("button", { name: "New" }).click();
    await page.getByLabel("Name", { exact: true }).fill("support-bot");
    await page.keyboard.press("Enter");
    await page
      .getByRole("alert")
      .getByText(/already exists/)
      .waitFor();
    app.allow(/status of 400/);
    await page.getByLabel("Name", { exact: true }).fill("short lived");
    await page.getByRole("button", { name: "Make it" }).click();
    await page.waitForURL("**/models/short%20lived/versions");
    await page.getByRole("button", { name: "Delete model" }).click();
    await page.getByRole("button", { name: "Delete for good" }).click();
    await page.waitForURL("**/models");
    await row.waitFor();
    await page.getByRole("row", { name: /short lived/ }).waitFor({ state: "detached" });
  });

  test("aliases are set, moved, taken back and removed, and the history says so", async () => {
    const { page } = app;
    await page.goto("/models/support-bot");
    const aliases = page.getByRole("list", { name: "Aliases" });
    await page.getByText("Answers tickets").waitFor();
    await page.getByLabel("New alias", { exact: true }).fill("shadow");
    await page.getByLabel("Version of the new alias").fill("2");
    await page.getByRole("button", { name: "Set alias" }).click();
    await aliases.getByText("@shadow").waitFor();
    await page.getByRole("button", { name: /Version of shadow/ }).click();
    await page.getByRole("textbox", { name: "Version of shadow" }).fill("1");
    await page.keyboard.press("Enter");
    await page.getByText("@shadow moved from version 2 to 1").waitFor();
    await page.getByRole("button", { name: "Undo" }).last().click();
    await page.getByRole("row", { name: /version 2.*shadow/ }).waitFor();
    await page.getByRole("button", { name: "Remove the alias shadow" }).click();
    await aliases.getByText("@shadow").waitFor({ state: "detached" });
    await page.getByRole("link", { name: "History" }).click();
    const history = page.getByRole("list", { name: "History" }).getByRole("listitem");
    const newest = async () =>
      (await history.allTextContents()).slice(0, 4).map((text) => text.replace(/now.*|\d+ ?s ago.*/, ""));
    await expect
      .poll(newest)
      .toEqual([
        expect.stringContaining("@shadow removed from version 2"),
        expect.stringContaining("@shadow moved from version 1 to 2"),
        expect.stringContaining("@shadow moved from version 2 to 1"),
        expect.stringContaining("@shadow set to version 2"),
      ]);
  });

  test("a version leads to what it comes from, changes its stage, and shows its files", async () => {
    const { page } = app;
    await page.goto("/models/support-bot/versions");
    await page.getByRole("grid", { name: "Versions" }).getByRole("link", { name: "1", exact: true }).click();
    await page.getByRole("link", { name: "training 7" }).waitFor();
    await page.getByRole("link", { name: "1 trace", exact: true }).waitFor();
    await page.getByRole("button", { name: "Stage: None. Change" }).click();
    await page.getByRole("menuitemradio", { name: "Staging" }).click();
    await page.getByRole("button", { name: "Stage: Staging. Change" }).waitFor();
    await page.getByText("Version 1 moved from None to Staging").waitFor();
    await page.getByRole("link", { name: "classifier" }).click();
    await page.waitForURL(`**/logged-models/${modelId}/overview`);

    await page.goto("/models/support-bot/versions/2/artifacts");
    await page.getByRole("treegrid", { name: "Files" }).getByText("MLmodel").click();
    await page.waitForURL("**/models/support-bot/versions/2/artifacts/files/model/MLmodel");
    await page.getByText("python_function").waitFor();
  });

  test("logged models are listed with their metrics, the best first when asked, and one is registered", async () => {
    const { page } = app;
    await page.goto("/experiments/0/models?sort=metrics.f1");
    const rows = page.getByRole("grid", { name: "Logged models" }).getByRole("row");
    await rows.getByText("classifier").waitFor();
    const names = (await rows.allTextContents()).filter((text) => /baseline|classifier/.test(text));
    expect(names.map((text) => text.match(/baseline|classifier/)![0])).toEqual(["baseline", "classifier"]);
    await page.getByRole("link", { name: "classifier" }).click();
    await page.getByRole("region", { name: "Metrics on tickets (d1)" }).getByText("0.75").waitFor();
    await page.getByRole("link", { name: "support-bot 1" }).waitFor();
    await page.getByRole("button", { name: "Register" }).click();
    await page.getByLabel("Name", { exact: true }).fill("brand new");
    await page.getByText("A new model brand new.").waitFor();
    await page.getByRole("dialog").getByRole("button", { name: "Register" }).click();
    await page.waitForURL("**/models/brand%20new/versions/1/overview");
    await page.goto(`/logged-models/${modelId}/traces`);
    await page.getByRole("row", { name: /answer a ticket/ }).click();
    await page.waitForURL(`**/traces/${traceId}*`);
    await page.getByRole("link", { name: modelId }).click();
    await page.getByRole("link", { name: "brand new 1" }).waitFor();
  });

  test("MLflow's addresses of models lead here", async () => {
    const { page } = app;
    await page.goto("/#/models/support-bot/versions/1");
    await page.waitForURL("**/models/support-bot/versions/1/overview");
    await page.goto("/traces");
    await page.goto(`/#/experiments/0/models/${modelId}`);
    await page.waitForURL(`**/logged-models/${modelId}/overview`);
  });

  test("a model that there is not is said to be none", async () => {
    const { page } = app;
    await page.goto("/models/nobody");
    await page.getByText("Not found: model nobody").waitFor();
    await page.getByRole("link", { name: "All models" }).waitFor();
    app.allow(/status of 404/);
  });

  testLooks(app, {
    "the list of models": ["/models", "support-bot"],
    "a model's versions": ["/models/support-bot/versions", "@champion"],
    "a model's history": ["/models/support-bot/history", "@champion set to version 1"],
    "a version": ["/models/support-bot/versions/1/overview", "training 7"],
    "a logged model": [() => `/logged-models/${modelId}/overview`, "training 7"],
    "the logged models of an experiment": ["/experiments/0/models", "classifier"],
  });

  /** A logged model that is ready, with metrics on a dataset. */
  async function logModel(name: string, metrics: Readonly<Record<string, number>>): Promise<string> {
    const { model } = await post<{ model: { info: { model_id: string } } }>(app.server.url, "logged-models", {
      experiment_id: "0",
      name,
      model_type: "agent",
      source_run_id: run.runId,
      params: [{ key: "temperature", value: "0.2" }],
    });
    const id = model.info.model_id;
    for (const [key, value] of Object.entries(metrics)) {
      await post(app.server.url, "runs/log-metric", {
        run_id: run.runId,
        key,
        value,
        timestamp: 1,
        model_id: id,
        dataset_name: "tickets",
        dataset_digest: "d1",
      });
    }
    return id;
  }
});

function spanOf(traceId: string, modelId: string) {
  const startNs = BigInt(Date.UTC(2026, 10, 20, 9)) * 1_000_000n;
  return {
    traceId,
    spanId: newSpanId(),
    name: "answer a ticket",
    startTimeUnixNano: String(startNs),
    endTimeUnixNano: String(startNs + 1_000_000_000n),
    attributes: attributes({ "mlflow.modelId": modelId }),
  };
}
