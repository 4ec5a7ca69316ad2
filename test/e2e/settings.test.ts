import { expect, test } from "vitest";
import { shown } from "../harness/browser.ts";
import { describeInBrowser } from "../harness/in-browser.ts";
import { testLooks } from "../harness/looks.ts";

describeInBrowser("settings and sample data", (app) => {
  test("sample data is loaded on an empty server, says what it is, and is removed and brought back", async () => {
    const { page } = app;
    await page.goto("/");
    await page.getByRole("button", { name: "Load sample data" }).click();
    await page.waitForURL("**/experiments/*/traces");
    const traces = page.getByRole("grid").getByRole("row", { name: /invoke_agent support/ });
    await traces.first().waitFor();
    await shown(page, /^Sample data of/).waitFor();
    await page.getByRole("link", { name: "Runs", exact: true }).click();
    await page.getByRole("row", { name: /sample run 3/ }).waitFor();
    await page.goto("/");
    await shown(page, "Failing traces").waitFor();
    await page
      .getByRole("link", { name: /2 errors/ })
      .first()
      .waitFor();

    await page.goto("/settings");
    const loaded = page.getByRole("list", { name: "Sample data" });
    await loaded.getByRole("button", { name: /^Remove/ }).click();
    await loaded.waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Undo" }).click();
    await loaded.getByRole("link", { name: /^Sample data of/ }).waitFor();
  });

  test("theme, time zone and name are kept in this browser", async () => {
    const { page } = app;
    await page.goto("/settings");
    await page.getByLabel("Dark").check();
    await page.getByLabel("UTC", { exact: true }).check();
    await page.getByLabel("Your name").fill("Ida");
    await page.reload();
    expect(await page.locator("html").getAttribute("data-theme")).toBe("dark");
    expect(await page.getByLabel("UTC", { exact: true }).isChecked()).toBe(true);
    expect(await page.getByLabel("Your name").inputValue()).toBe("Ida");
    await shown(page, /^Spanloom \d/).waitFor();
    await shown(page, `${app.server.url}/v1/traces`).waitFor();
  });

  testLooks(app, { "the settings": ["/settings", "OTLP over HTTP"] });
});
