import { beforeAll, expect, test } from "vitest";
import { describeInBrowser } from "../harness/in-browser.ts";
import { testLooks } from "../harness/looks.ts";
import { newExperiment, post } from "../harness/runs.ts";

const strange = "grüße & 100% 'support' ?";
const strangeAddress = `/prompts/${encodeURIComponent(strange)}`;
const hostile =
  "Dear {{ name }},\n<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>\n\n{{a}}";

describeInBrowser("prompts", (app) => {
  beforeAll(async () => {
    await newPrompt("support-answer", { team: "care" }, "Answers to **customers**");
    await newVersion("support-answer", "Hello {{ name }},\nyour order {{order}} is late.\n\nSorry!", "First words");
    await newVersion("support-answer", "Hello {{ name }},\nyour order {{order}} is on its way.\n\nSorry!", "Kinder");
    const messages = [
      { role: "system", content: "Be kind to {{ name }}.\nBe brief." },
      { role: "user", content: "{{ question }}" },
    ];
    await newVersion("support-answer", JSON.stringify(messages), "As a chat", {
      _mlflow_prompt_type: "chat",
      _mlflow_prompt_response_format: '{"type":"object","properties":{"answer":{"type":"string"}}}',
      _mlflow_prompt_model_config: '{"model_name":"gpt-4o-mini","temperature":0.2}',
    });
    await call("registered-models/alias", { name: "support-answer", alias: "production", version: "2" });
    await newPrompt(strange);
    await newVersion(strange, hostile);
    await newPrompt("jinja");
    await newVersion("jinja", "{% if a %}{{ a }}{% endif %}");
    await call("registered-models/create", { name: "a-model" });
  });

  test("the list has prompts with their latest version and aliases and no models, and is found by words", async () => {
    const { page } = app;
    await page.goto("/");
    await page.getByRole("link", { name: "Prompts" }).waitFor();
    await page.keyboard.press("g");
    await page.keyboard.press("p");
    await page.waitForURL("**/prompts");
    const row = page.getByRole("row", { name: /support-answer/ });
    await row.getByText("@production v2").waitFor();
    await expect.poll(() => row.textContent()).toMatch(/support-answerv3.*care/);
    expect(await page.getByRole("row", { name: /a-model/ }).count()).toBe(0);
    await page.getByRole("searchbox", { name: "Find a prompt" }).fill("ANSWER supp");
    await page.getByRole("row", { name: /jinja/ }).waitFor({ state: "detached" });
    await page.getByRole("link", { name: "support-answer" }).click();
    await page.waitForURL("**/prompts/support-answer");
  });

  test("a version shows its messages with variables as chips, and what it is called with", async () => {
    const { page } = app;
    await page.goto("/prompts/support-answer");
    const template = page.getByRole("region", { name: "Template", exact: true });
    const system = template.getByRole("article").first();
    await system.getByText("name", { exact: true }).waitFor();
    expect(await system.textContent()).toMatch(/system\s*Be kind to name\.\nBe brief\./);
    await page.getByRole("region", { name: "Model config" }).first().getByText("gpt-4o-mini").waitFor();
    await page.getByRole("link", { name: /^Version 1/ }).click();
    await page.waitForURL("**/prompts/support-answer?v=1");
    await template.getByText("order", { exact: true }).waitFor();
    expect(await template.textContent()).toContain("is late.\n\nSorry!");
  });

  test("two versions are compared word by word, side by side and inline, and the address says so", async () => {
    const { page } = app;
    await page.goto("/prompts/support-answer?v=2");
    await page.getByLabel("Compare with").selectOption("1");
    await page.waitForURL("**/prompts/support-answer?v=2&with=1");
    const texts = (tag: string) => page.locator(tag).allTextContents();
    await page.locator("ins").first().waitFor();
    expect((await texts("del")).join(" ")).toBe("late");
    expect((await texts("ins")).join(" ")).toBe("on its way");
    await page.getByRole("button", { name: "Inline" }).click();
    await page.waitForURL("**diff=inline");
    await page.reload();
    await page.locator("table[data-layout=inline] ins").first().waitFor();
    expect((await texts("ins")).join(" ")).toBe("on its way");
    await page.goBack();
    await page.locator("table[data-layout=split]").waitFor();
  });

  test("values fill the template, and what is copied is the filled text", async () => {
    const { page, context } = app;
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.goto("/prompts/support-answer?v=2&tab=try");
    await page.getByLabel("name", { exact: true }).fill("Ida {{order}}");
    await page.getByRole("region", { name: "Filled in" }).getByText("Hello Ida").waitFor();
    await page.getByLabel("order", { exact: true }).fill("$& 4711");
    await page.getByRole("button", { name: "Copy the text" }).click();
    await page.getByText("Copied").first().waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
      "Hello Ida {{order}},\nyour order $& 4711 is on its way.\n\nSorry!",
    );
    await page.goto("/prompts/jinja?tab=try");
    await page.getByText("only MLflow's Python client renders").waitFor();
  });

  test("an alias is moved, removed, and put back by undo", async () => {
    const { page } = app;
    await newPrompt("aliased");
    await newVersion("aliased", "a");
    await newVersion("aliased", "b");
    await call("registered-models/alias", { name: "aliased", alias: "live", version: "1" });
    await page.goto("/prompts/aliased");
    const rail = page.getByRole("navigation", { name: "Versions" });
    const second = rail.getByRole("link", { name: /Version 2/ });
    await rail.getByRole("link", { name: /Version 1.*@live/ }).waitFor();
    await page.getByLabel("Alias for this version").fill("live");
    await page.getByRole("button", { name: "Move here" }).click();
    await second.getByText("@live").waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await rail.getByRole("link", { name: /Version 1.*@live/ }).waitFor();
    await page.getByLabel("Alias for this version").fill("canary");
    await page.getByRole("button", { name: "Set alias" }).click();
    await page.getByRole("button", { name: "Remove the alias canary" }).click();
    await page.getByText("@canary is removed.").waitFor();
    await second.getByText("@canary").waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Undo" }).last().click();
    await second.getByText("@canary").waitFor();
    await page.getByLabel("Alias for this version").fill("v7");
    await page.getByRole("button", { name: "Set alias" }).click();
    await page.locator("form").getByRole("alert").waitFor();
    expect(await page.getByLabel("Alias for this version").inputValue()).toBe("v7");
    app.allow(/status of 400/);
  });

  test("description and tags are changed in place", async () => {
    const { page } = app;
    await page.goto("/prompts/support-answer?v=1&tab=about");
    await page.getByText("customers").waitFor();
    await page.getByRole("button", { name: "Change: Description of the prompt" }).click();
    await page.getByRole("textbox", { name: "Description of the prompt" }).fill("For *everyone*");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.locator("em", { hasText: "everyone" }).waitFor();
    const tags = page.getByRole("region", { name: "Tags of version 1" });
    await tags.getByLabel("Key of a new tag").fill("reviewed");
    await tags.getByLabel("Value of the new tag").fill("yes");
    await Promise.all([
      page.waitForResponse(/model-versions\/set-tag/),
      tags.getByRole("button", { name: "Add" }).click(),
    ]);
    await page.reload();
    await tags.getByText("reviewed").waitFor();
    expect(await tags.textContent()).not.toContain("mlflow.prompt");
  });

  test("a new version begins with the one before and is shown beside it", async () => {
    const { page } = app;
    await newPrompt("growing");
    await newVersion("growing", "One {{a}}");
    await page.goto("/prompts/growing");
    await page.getByRole("button", { name: "New version" }).click();
    const dialog = page.getByRole("dialog", { name: "New version from version 1" });
    expect(await dialog.getByLabel("Template").inputValue()).toBe("One {{a}}");
    await dialog.getByLabel("Template").fill("Two {{a}}");
    await dialog.getByLabel("Commit message").fill("Doubled");
    await dialog.getByRole("button", { name: "Save version" }).click();
    await page.waitForURL("**/prompts/growing?v=2&with=1");
    await page.locator("ins", { hasText: "Two" }).waitFor();
    await page.getByRole("link", { name: /Version 2.*Doubled/ }).waitFor();
  });

  test("a new prompt is made of messages; a name that is taken is said, and what was typed stays", async () => {
    const { page } = app;
    await page.goto("/prompts");
    await page.getByRole("button", { name: "New", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "New prompt" });
    await dialog.getByLabel("Name").fill("a-model");
    await dialog.getByRole("button", { name: "Messages" }).click();
    await dialog.getByLabel("Message 2", { exact: true }).fill("Tell me of {{ topic }}");
    await dialog.getByRole("button", { name: "Make it" }).click();
    await dialog.getByRole("alert").waitFor();
    app.allow(/status of 400/);
    await dialog.getByLabel("Name").fill("teller");
    await dialog.getByRole("button", { name: "Make it" }).click();
    await page.waitForURL("**/prompts/teller");
    await page.getByText("topic", { exact: true }).waitFor();
  });

  test("where an experiment has no prompts, one is made from there", async () => {
    const { page } = app;
    const experiment = await newExperiment(app.server.url, "without prompts");
    await page.goto(`/experiments/${experiment}/prompts`);
    await page.getByText("No prompts belong to this experiment").waitFor();
    await page.getByRole("button", { name: "Make a prompt" }).click();
    const dialog = page.getByRole("dialog", { name: "New prompt" });
    await dialog.getByLabel("Name").fill("first of all");
    await dialog.getByLabel("Template").fill("Hello");
    await dialog.getByRole("button", { name: "Make it" }).click();
    await page.waitForURL("**/prompts/first%20of%20all");
    await page.goto(`/experiments/${experiment}/prompts`);
    await page.getByRole("link", { name: "first of all" }).waitFor();
  });

  test("a name of any signs has an address, and markup in a template is text", async () => {
    const { page } = app;
    await page.goto("/prompts");
    await page.getByRole("link", { name: strange }).click();
    await page.waitForURL(`**${strangeAddress.replaceAll("?", "%3F")}`);
    const template = page.getByRole("region", { name: "Template", exact: true });
    await template.getByText("<img src=x").waitFor();
    expect(await template.locator("img, script").count()).toBe(0);
    await expect.poll(() => page.title()).toContain(strange);
    await page.getByRole("link", { name: "Traces that used it" }).click();
    await page.waitForURL("**/traces?q=*");
    await page
      .getByText(/No trace/)
      .first()
      .waitFor();
    await page.goto("/#/prompts/support-answer");
    await page.waitForURL("**/prompts/support-answer");
    await page.getByText("As a chat").first().waitFor();
  });

  test("a prompt and a version that are not there are said to be none", async () => {
    const { page } = app;
    await page.goto("/prompts/a%2Fb");
    await page.getByText("Not found: prompt a/b").waitFor();
    await page.getByRole("link", { name: "All prompts" }).waitFor();
    await page.goto("/prompts/support-answer?v=99");
    await page.getByText("Not found: version 99 of support-answer").waitFor();
    await page.getByRole("link", { name: "Newest version" }).click();
    await page.getByText("As a chat").first().waitFor();
    app.allow(/status of (400|404)/);
  });

  test("the code to copy names the version and its variables", async () => {
    const { page } = app;
    await page.goto("/prompts/support-answer?v=2&tab=code");
    await page.getByText('load_prompt("prompts:/support-answer/2")').waitFor();
    await page.getByText('loadPrompt("prompts:/support-answer/2")').waitFor();
  });

  testLooks(app, {
    "the list of prompts": ["/prompts", "support-answer"],
    "a version with messages": ["/prompts/support-answer?v=3", "As a chat"],
    "two versions": ["/prompts/support-answer?v=2&with=1", "on its way"],
    "values to try": ["/prompts/support-answer?v=2&tab=try", "Filled in"],
    "code to copy": ["/prompts/support-answer?v=2&tab=code", "TypeScript, with"],
    "about a prompt": ["/prompts/support-answer?v=2&tab=about", "care"],
  });

  async function newPrompt(name: string, tags: Record<string, string> = {}, description = "") {
    await call("registered-models/create", {
      name,
      description,
      tags: entries({ ...tags, "mlflow.prompt.is_prompt": "true" }),
    });
  }

  async function newVersion(name: string, text: string, description = "", tags: Record<string, string> = {}) {
    const all = { "mlflow.prompt.is_prompt": "true", "mlflow.prompt.text": text, _mlflow_prompt_type: "text", ...tags };
    await call("model-versions/create", { name, source: "dummy-source", description, tags: entries(all) });
  }

  function call(path: string, body: object) {
    return post(app.server.url, path, body);
  }
});

const entries = (tags: Record<string, string>) => Object.entries(tags).map(([key, value]) => ({ key, value }));
