import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { startBrowser } from "../harness/browser.ts";
import { describeInBrowser } from "../harness/in-browser.ts";
import { startServer } from "../harness/server.ts";

/** With the time that a busy machine may need. */
const eventually = <Value>(read: () => Promise<Value>) => expect.poll(read, { timeout: 30_000 });

async function callOf(url: string, path: string, body: object) {
  const response = await fetch(`${url}/api/2.0/mlflow/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const answer = await response.text();
  expect(response.status, answer).toBe(200);
  return JSON.parse(answer);
}

/** A finished run: nothing reads it again by itself. */
async function newRun(url: string, name: string): Promise<string> {
  const { run } = await callOf(url, "runs/create", { experiment_id: "0", run_name: name, start_time: 1 });
  const run_id: string = run.info.run_id;
  await callOf(url, "runs/set-tag", { run_id, key: "team", value: "red" });
  await callOf(url, "runs/set-tag", { run_id, key: "mlflow.note.content", value: "First words" });
  await callOf(url, "runs/update", { run_id, status: "FINISHED", end_time: 2 });
  return run_id;
}

interface Kept {
  readonly info: { readonly run_name: string };
  readonly data: { readonly tags: readonly { key: string; value: string }[] };
}

async function runOf(url: string, runId: string): Promise<Kept> {
  const response = await fetch(`${url}/api/2.0/mlflow/runs/get?run_id=${runId}`);
  return ((await response.json()) as { run: Kept }).run;
}

const tagOf = (run: Kept, key: string) => run.data.tags.find((tag) => tag.key === key)?.value;
const notice = (page: Page) => page.getByRole("alert");

describeInBrowser("a value that changed elsewhere while it was edited", (app) => {
  test("is shown before it is overwritten: a name, a tag and a description", async () => {
    const { page, server } = app;
    const run_id = await newRun(server.url, "old name");
    await page.goto(`/runs/${run_id}/overview`);
    await page.getByRole("button", { name: /^Name of the run/ }).click();
    await page.getByRole("textbox", { name: "Name of the run" }).fill("mine");
    await callOf(server.url, "runs/update", { run_id, run_name: "theirs" });
    await page.keyboard.press("Enter");
    await notice(page).getByText("Changed meanwhile to “theirs”.").waitFor();
    expect(await page.getByRole("textbox", { name: "Name of the run" }).inputValue()).toBe("mine");
    expect((await runOf(server.url, run_id)).info.run_name).toBe("theirs");
    await page.getByRole("button", { name: "Save mine" }).click();
    await eventually(async () => (await runOf(server.url, run_id)).info.run_name).toBe("mine");

    await page.getByRole("button", { name: "Value of team: red. Change" }).click();
    await page.getByRole("textbox", { name: "Value of team" }).fill("blue");
    await callOf(server.url, "runs/set-tag", { run_id, key: "team", value: "green" });
    await page.keyboard.press("Enter");
    await notice(page).getByText("Changed meanwhile to “green”.").waitFor();
    await page.getByRole("button", { name: "Keep theirs" }).click();
    await page.getByRole("button", { name: "Value of team: green. Change" }).waitFor();
    expect(tagOf(await runOf(server.url, run_id), "team")).toBe("green");

    await page.getByRole("button", { name: "Change: Description of the run" }).click();
    await page.getByRole("textbox", { name: "Description of the run" }).fill("My words");
    await callOf(server.url, "runs/set-tag", { run_id, key: "mlflow.note.content", value: "Their words" });
    await page.keyboard.press("Control+Enter");
    await notice(page).getByText("Changed meanwhile to “Their words”.").waitFor();
    expect(await page.getByRole("textbox", { name: "Description of the run" }).inputValue()).toBe("My words");
    await page.getByRole("button", { name: "Save mine" }).click();
    await eventually(async () => tagOf(await runOf(server.url, run_id), "mlflow.note.content")).toBe("My words");
  });

  test("aliases and tags of a model stay as somebody else has set them until that was seen", async () => {
    const { page, server } = app;
    const name = "shared";
    const call = (path: string, body: object) => callOf(server.url, path, { name, ...body });
    const aliasNow = async (alias: string) => {
      const answer = await fetch(`${server.url}/api/2.0/mlflow/registered-models/get?name=${name}`);
      const { registered_model: model } = (await answer.json()) as {
        registered_model: { aliases?: { alias: string; version: string }[] };
      };
      return model.aliases?.find((each) => each.alias === alias)?.version;
    };
    await call("registered-models/create", {});
    for (const version of [1, 2, 3]) await call("model-versions/create", { source: `s3://models/${version}` });
    await call("registered-models/alias", { alias: "live", version: "1" });
    await call("registered-models/set-tag", { key: "team", value: "red" });
    await page.goto(`/models/${name}`);

    // A move that was meant from version 1.
    await page.getByRole("button", { name: /^Version of live: 1/ }).click();
    await page.getByRole("textbox", { name: "Version of live" }).fill("2");
    await call("registered-models/alias", { alias: "live", version: "3" });
    await page.keyboard.press("Enter");
    await notice(page).getByText("Changed meanwhile to “3”.").waitFor();
    expect(await aliasNow("live")).toBe("3");
    await page.getByRole("button", { name: "Save mine" }).click();
    await eventually(() => aliasNow("live")).toBe("2");

    // Taking that move back, after somebody else moved it on.
    await call("registered-models/alias", { alias: "live", version: "1" });
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByText("@live was changed meanwhile: it names version 1 now.").waitFor();
    expect(await aliasNow("live")).toBe("1");

    // Removing it.
    await page.getByRole("button", { name: /^Version of live: 1/ }).waitFor();
    await call("registered-models/alias", { alias: "live", version: "2" });
    await page.getByRole("button", { name: "Remove the alias live" }).click();
    await page.getByText("@live was changed meanwhile: it names version 2 now.").waitFor();
    expect(await aliasNow("live")).toBe("2");

    // An alias that was free.
    await page.getByLabel("New alias", { exact: true }).fill("next");
    await page.getByLabel("Version of the new alias").fill("1");
    await call("registered-models/alias", { alias: "next", version: "3" });
    await page.getByRole("button", { name: "Set alias" }).click();
    await notice(page).getByText("it names version 3 now").waitFor();
    expect(await aliasNow("next")).toBe("3");
    await page.getByRole("button", { name: "Move here" }).click();
    await eventually(() => aliasNow("next")).toBe("1");

    // A tag is changed, and one is added.
    await page.getByRole("button", { name: "Value of team: red. Change" }).waitFor();
    await call("registered-models/set-tag", { key: "team", value: "green" });
    await page.getByRole("button", { name: "Remove team" }).click();
    await notice(page).getByText("Changed meanwhile, so it is kept.").waitFor();
    await page.getByRole("button", { name: "Value of team: green. Change" }).waitFor();
    await page.getByLabel("Key of a new tag").fill("stage");
    await page.getByLabel("Value of the new tag").fill("mine");
    await call("registered-models/set-tag", { key: "stage", value: "theirs" });
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await notice(page).getByText("There is a tag stage already.").waitFor();
    await page.getByRole("button", { name: "Value of stage: theirs. Change" }).waitFor();
    expect(await page.getByLabel("Value of the new tag").inputValue()).toBe("mine");
  });

  test("what a server that is away does not take is kept, and saved when it is back", async () => {
    const server = await startServer();
    const browser = await startBrowser(server.url);
    try {
      const run_id = await newRun(server.url, "before");
      const { page } = await browser.open();
      await page.goto(`/runs/${run_id}/overview`);
      await page.getByRole("button", { name: "Change: Description of the run" }).click();
      const text = page.getByRole("textbox", { name: "Description of the run" });
      await text.fill("Typed while nobody listened");
      await server.stop();
      await page.keyboard.press("Control+Enter");
      const edited = page.getByRole("region", { name: "Description" });
      await edited.getByRole("alert").getByText("The server did not answer.").waitFor();
      expect(await text.inputValue()).toBe("Typed while nobody listened");
      const again = await server.restart();
      try {
        await edited.getByRole("button", { name: "Try again" }).click();
        await text.waitFor({ state: "detached" });
        await eventually(async () => tagOf(await runOf(server.url, run_id), "mlflow.note.content")).toBe(
          "Typed while nobody listened",
        );
      } finally {
        await again.stop();
      }
    } finally {
      await browser.close();
      await server.dispose();
    }
  });
});
