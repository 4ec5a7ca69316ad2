import { readFile } from "node:fs/promises";
import { beforeAll, expect, test } from "vitest";
import { describeInBrowser } from "../harness/in-browser.ts";
import { testLooks } from "../harness/looks.ts";
import { newExperiment, post } from "../harness/runs.ts";

const hostile = "<img src=x onerror=\"document.title='owned'\">";

describeInBrowser("datasets", (app) => {
  let experiment: string;
  let filled: string;

  beforeAll(async () => {
    experiment = (await post<{ experiment_id: string }>(app.server.url, "experiments/create", { name: "support" }))
      .experiment_id;
    filled = await newDataset("questions", [
      { inputs: { question: "Where?" }, expectations: { answer: "Here", old: 1 }, tags: { lang: "en" } },
      {
        inputs: { question: hostile },
        source: { source_type: "TRACE", source_data: { trace_id: `tr-${"ab".repeat(16)}` } },
      },
    ]);
    await newDataset("other things", []);
  });

  test("the list has records, experiments and age, is found by words, and a new one is made", async () => {
    const { page } = app;
    await page.goto("/");
    await page.getByRole("link", { name: "Datasets" }).waitFor();
    await page.keyboard.press("g");
    await page.keyboard.press("d");
    await page.waitForURL("**/datasets");
    const row = page.getByRole("row", { name: /^questions/ });
    await row.getByText("support").waitFor();
    expect(await row.textContent()).toMatch(/questions2–support/);
    await page.getByRole("searchbox", { name: "Find a dataset" }).fill("QUEST");
    await page.getByRole("row", { name: /other things/ }).waitFor({ state: "detached" });
    await page.goto(`/experiments/${experiment}/datasets`);
    await page.getByRole("button", { name: "New", exact: true }).click();
    await page.getByRole("dialog").getByLabel("Name").fill("grüße/../1");
    await page.getByRole("button", { name: "Make it" }).click();
    await page.waitForURL("**/datasets/d-*");
    await page.getByText("No records yet").waitFor();
    await page.getByRole("button", { name: "About" }).click();
    await page.getByRole("region", { name: "Experiments" }).getByRole("link", { name: "support" }).waitFor();
  });

  test("where an experiment has no datasets, one is made from there", async () => {
    const { page } = app;
    const empty = await newExperiment(app.server.url, "without datasets");
    await page.goto(`/experiments/${empty}/datasets`);
    await page.getByRole("button", { name: "Make a dataset" }).click();
    await page.getByRole("dialog").getByLabel("Name").fill("first of all");
    await page.getByRole("button", { name: "Make it" }).click();
    await page.waitForURL("**/datasets/d-*");
    await page.getByText("No records yet").waitFor();
  });

  test("records are pasted; a mistake is said with its line, and what was there already is merged", async () => {
    const { page } = app;
    const id = await newDataset("pasted", [{ inputs: { q: 1 }, expectations: { a: 1 } }]);
    await page.goto(`/datasets/${id}`);
    await page.getByRole("button", { name: "Add records" }).click();
    const dialog = page.getByRole("dialog", { name: "Add records" });
    const text = dialog.getByRole("textbox", { name: "Records" });
    await text.fill('{"inputs": {"q": 1.0}}\n{"inputs": {"q": 2}\n');
    await dialog.getByText(/^Line 2: No JSON/).waitFor();
    expect(await dialog.getByRole("button", { name: "Add records" }).isDisabled()).toBe(true);
    await text.fill(
      '{"inputs": {"q": 1}, "expectations": {"b": 2}}\n{"inputs": {"q": 1.0}}\n{"inputs": {"q": "__proto__"}}',
    );
    await dialog.getByRole("button", { name: "Add 3 records" }).click();
    await page.getByText("2 added, 1 had inputs that were there already and were merged.").waitFor();
    await page.getByRole("row").filter({ hasText: "a: 1, b: 2" }).waitFor();
    expect(await recordsOf(id)).toContain('"inputs": {"q":1.0}');
  });

  test("a file of CSV is read, and its columns are what the reader says", async () => {
    const { page } = app;
    const id = await newDataset("uploaded", []);
    await page.goto(`/datasets/${id}`);
    await page.getByRole("button", { name: "Add records" }).first().click();
    const dialog = page.getByRole("dialog", { name: "Add records" });
    const buffer = Buffer.from(
      'question,answer,tags.lang,note\n"Where, exactly?",Here,en,x\nWhen?,"Now\nor later",de,y\n',
    );
    await dialog.getByLabel("Choose a file").setInputFiles({ name: "a.csv", mimeType: "text/csv", buffer });
    await dialog.getByRole("combobox", { name: "answer" }).selectOption("expectations");
    await dialog.getByRole("combobox", { name: "note" }).selectOption("leave out");
    await dialog.getByRole("button", { name: "Add 2 records" }).click();
    await page.getByText("2 added.").waitFor();
    const row = page.getByRole("row", { name: /Where, exactly/ });
    await row.waitFor();
    expect(await row.textContent()).toMatch(/Where, exactly\?Herelang: en/);
    expect(JSON.parse(await recordsOf(id))[1]).toMatchObject({
      inputs: { question: "When?" },
      expectations: { answer: "Now\nor later" },
    });
  });

  test("a record opens with its parts, what is expected is edited as a whole, and the address keeps it open", async () => {
    const { page } = app;
    await page.goto(`/datasets/${filled}`);
    await page.getByRole("row", { name: /Where\?/ }).click();
    await page.waitForURL("**?row=dr-*");
    const record = page.getByRole("region", { name: "Record", exact: true });
    await record.getByRole("button", { name: "Edit" }).click();
    const text = record.getByRole("textbox", { name: "Expectations as JSON" });
    await text.fill("[1]");
    await record.getByText("Expectations are a JSON object").waitFor();
    expect(await record.getByRole("button", { name: "Save" }).isDisabled()).toBe(true);
    await text.fill('{"answer": "There", "n": 12345678901234567890}');
    await record.getByRole("button", { name: "Save" }).click();
    await page.getByRole("row").filter({ hasText: "There" }).waitFor();
    await expect.poll(() => recordsOf(filled)).toContain('"expectations": {"answer":"There","n":12345678901234567890}');
    await page.reload();
    await record.getByText("12345678901234567890").waitFor();
    await page.keyboard.press("n");
    await record.getByRole("link", { name: "Trace it came from" }).waitFor();
    expect(await page.title()).not.toContain("owned");
    expect(await page.locator("img").count()).toBe(0);
    await page.goBack();
    await record.getByText("12345678901234567890").waitFor();
    await page.keyboard.press("Escape");
    await record.waitFor({ state: "detached" });
  });

  test("tags and expectations that somebody else has changed meanwhile are said, and not overwritten unseen", async () => {
    const { page } = app;
    const id = await newDataset("shared", [
      { inputs: { q: "one" }, expectations: { a: 1 }, tags: { lang: "en", team: "red" } },
    ]);
    const [{ dataset_record_id: recordId }] = JSON.parse(await recordsOf(id));
    const theirs = (expectations: object, tags: object) =>
      patch(`/api/spanloom/v1/datasets/${id}/records/${recordId}`, {
        expectations: JSON.stringify(expectations),
        tags: JSON.stringify(tags),
      });
    const now = async () => JSON.parse(await recordsOf(id))[0];
    await page.goto(`/datasets/${id}?row=${recordId}`);
    const record = page.getByRole("region", { name: "Record", exact: true });

    // A tag of somebody else's comes to one's own; one that was read before it changed is shown as it is now.
    await record.getByRole("button", { name: "Value of lang: en. Change" }).waitFor();
    await theirs({ a: 1 }, { lang: "de", team: "red", seen: "yes" });
    await record.getByLabel("Key of a new tag").fill("mine");
    await record.getByLabel("Value of the new tag").fill("new");
    await record.getByRole("button", { name: "Add", exact: true }).click();
    await record.getByRole("button", { name: "Value of mine: new. Change" }).waitFor();
    expect((await now()).tags).toEqual({ lang: "de", team: "red", seen: "yes", mine: "new" });
    await record.getByRole("button", { name: "Value of team: red. Change" }).click();
    await record.getByRole("textbox", { name: "Value of team" }).fill("blue");
    await theirs({ a: 1 }, { team: "green" });
    await page.keyboard.press("Enter");
    await record.getByText("Changed meanwhile to “green”.").waitFor();
    await record.getByRole("button", { name: "Save mine" }).click();
    await expect.poll(async () => (await now()).tags).toEqual({ team: "blue" });
    // Once it is saved, and read again: a removal starts from what is shown.
    await record.locator('button[aria-label^="Value of team: blue"]:not([data-saving])').waitFor();
    await record.getByRole("button", { name: "Remove team" }).click();
    await page.getByText("Tag team is removed.").waitFor();
    await theirs({ a: 1 }, { team: "theirs" });
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByText("Tag team was set anew meanwhile, so it is kept.").waitFor();
    expect((await now()).tags).toEqual({ team: "theirs" });

    await record.getByRole("button", { name: "Edit" }).click();
    await record.getByRole("textbox", { name: "Expectations as JSON" }).fill('{"a": 2}');
    await theirs({ a: 3 }, {});
    await record.getByRole("button", { name: "Save" }).click();
    await record.getByText(/Changed meanwhile to/).waitFor();
    expect((await now()).expectations).toEqual({ a: 3 });
    await record.getByRole("button", { name: "Save mine" }).click();
    await expect.poll(async () => (await now()).expectations).toEqual({ a: 2 });

    // The dataset's own.
    await page.goto(`/datasets/${id}?part=about`);
    await page.getByLabel("Key of a new tag").fill("stage");
    await page.getByLabel("Value of the new tag").fill("mine");
    await patch(`/api/3.0/mlflow/datasets/${id}/tags`, { tags: JSON.stringify({ stage: "theirs" }) });
    await page.getByRole("region", { name: "Tags" }).getByRole("button", { name: "Add" }).click();
    await page.getByRole("button", { name: "Value of stage: theirs. Change" }).waitFor();
    await page.getByText("There is a tag stage already.").waitFor();
  });

  test("a saved tag of a record stays what it was saved as, also while the record is read again", async () => {
    const { page } = app;
    const id = await newDataset("read again", [{ inputs: { q: "Where?" }, tags: { team: "red" } }]);
    const [{ dataset_record_id: recordId }] = JSON.parse(await recordsOf(id));
    await page.goto(`/datasets/${id}?row=${recordId}`);
    const record = page.getByRole("region", { name: "Record", exact: true });
    await record.getByRole("button", { name: "Value of team: red. Change" }).click();
    await page.route(/\/records\?|\/records$/, async (route) => {
      await page.waitForTimeout(1_500);
      await route.continue();
    });
    const saved = page.waitForResponse((response) => response.request().method() === "PATCH");
    await record.getByRole("textbox", { name: "Value of team" }).fill("blue");
    await page.keyboard.press("Enter");
    await saved;
    await page.waitForTimeout(500);
    expect(await record.getByRole("button", { name: /Value of team/ }).getAttribute("aria-label")).toMatch(
      /team: blue/,
    );
    await record.locator('button[aria-label^="Value of team: blue"]:not([data-saving])').waitFor();
    await page.unroute(/\/records\?|\/records$/);
  });

  test("records are downloaded as lines, and those that are selected are deleted once it is confirmed", async () => {
    const { page } = app;
    const id = await newDataset("shrinking", [{ inputs: { q: "a" } }, { inputs: { q: "b" } }, { inputs: { q: "c" } }]);
    await page.goto(`/datasets/${id}`);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Download as JSON Lines" }).click(),
    ]);
    expect(download.suggestedFilename()).toBe("shrinking.jsonl");
    const lines = (await readFile((await download.path())!, "utf8")).trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line).inputs.q)).toEqual(["a", "b", "c"]);
    for (const q of ["a", "c"]) await page.getByRole("checkbox", { name: `Select ${q}`, exact: true }).check();
    await page.getByRole("status").getByRole("button", { name: "Delete" }).click();
    await page
      .getByRole("dialog", { name: "Delete 2 records?" })
      .getByRole("button", { name: "Delete for good" })
      .click();
    await page.getByRole("button", { name: /^Records ?1$/ }).waitFor();
    expect(JSON.parse(await recordsOf(id))).toHaveLength(1);
  });

  test("tags and experiments are changed in place, with a way back; the dataset is deleted once it is confirmed", async () => {
    const { page } = app;
    const id = await newDataset("changing", []);
    await page.goto(`/datasets/${id}?part=about`);
    await page.getByLabel("Key of a new tag").fill("team");
    await page.getByLabel("Value of the new tag").fill("care");
    await page.getByRole("region", { name: "Tags" }).getByRole("button", { name: "Add" }).click();
    await page.getByRole("button", { name: "Remove team" }).click();
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByRole("button", { name: "Remove team" }).waitFor();
    await page.getByRole("button", { name: "Remove from support" }).click();
    await page.getByText("No longer a dataset of support.").waitFor();
    await page.getByLabel("Experiment to add it to").selectOption("support");
    await page.getByRole("region", { name: "Experiments" }).getByRole("button", { name: "Add", exact: true }).click();
    await page.getByRole("button", { name: "Remove from support" }).waitFor();
    await page.getByRole("button", { name: "Delete dataset" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete for good" }).click();
    await page.waitForURL("**/datasets");
    app.allow(/404/);
    await page.goto(`/datasets/${id}`);
    await page.getByText(`Not found: dataset ${id}`).waitFor();
  });

  test("ten thousand records come page by page while one scrolls", async () => {
    const { page } = app;
    const records = Array.from({ length: 10_000 }, (_, at) => ({ inputs: { q: `question ${at}` } }));
    const id = await newDataset("large", records);
    await page.goto(`/datasets/${id}`);
    await page.getByText("question 0", { exact: true }).waitFor();
    expect(await page.getByRole("row").count()).toBeLessThan(80);
    const grid = page.getByRole("grid", { name: "Records" });
    await grid.focus();
    await page.keyboard.press("End");
    await page.getByText("question 199", { exact: true }).waitFor();
    // The end is that of what is loaded, and the next page is on its way.
    await expect
      .poll(async () => {
        await page.keyboard.press("End");
        return page.getByText("question 399", { exact: true }).count();
      })
      .toBe(1);
  });

  testLooks(app, {
    "the list": ["/datasets", "questions"],
    records: [() => `/datasets/${filled}`, "Where?"],
    about: [() => `/datasets/${filled}?part=about`, "Digest"],
    evaluations: [() => `/datasets/${filled}?part=evaluations`, "Nothing was evaluated on it yet"],
  });

  async function newDataset(name: string, records: object[]): Promise<string> {
    const { dataset } = await send("create", { name, experiment_ids: [experiment] });
    if (records.length > 0) await send(`${dataset.dataset_id}/records`, { records: JSON.stringify(records) });
    return dataset.dataset_id;
  }

  async function send(path: string, body: object): Promise<{ dataset: { dataset_id: string } }> {
    return call("POST", `/api/3.0/mlflow/datasets/${path}`, body);
  }

  function patch(path: string, body: object): Promise<unknown> {
    return call("PATCH", path, body);
  }

  async function call<Answer>(method: string, path: string, body: object): Promise<Answer> {
    const headers = { "Content-Type": "application/json" };
    const response = await fetch(`${app.server.url}${path}`, { method, headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(await response.text());
    return (await response.json()) as Answer;
  }

  /** JSON text of the list. */
  async function recordsOf(id: string): Promise<string> {
    const response = await fetch(`${app.server.url}/api/3.0/mlflow/datasets/${id}/records`);
    return ((await response.json()) as { records: string }).records;
  }
});
