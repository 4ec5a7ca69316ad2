import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { shown } from "../harness/browser.ts";
import { describeInBrowser } from "../harness/in-browser.ts";

const main = fileURLToPath(new URL("../../examples/agent/src/main.ts", import.meta.url));

describeInBrowser("a trace of the SDK", (app) => {
  test("the example's agent in the app: its tree, the conversation, a tool's call and result, and what it cost", async () => {
    const { OPENAI_API_KEY: _, ...environment } = process.env;
    const env = { ...environment, SPANLOOM_URL: app.server.url };
    const { stdout } = await promisify(execFile)(process.execPath, [main], { env });
    const [address] = /http\S+\/traces\/tr-[0-9a-f]{32}/.exec(stdout)!;

    const { page } = app;
    await page.goto(address);
    const rows = page.getByRole("treegrid").locator('[role="row"][aria-level]');
    await expect.poll(() => rows.count()).toBe(7);
    const levels = await rows.evaluateAll((all) =>
      all.map((row) => `${row.getAttribute("aria-level")} ${row.textContent}`),
    );
    const names = [
      "support agent",
      "chat gpt-4o-mini",
      "look_up_order",
      "search_help",
      "embeddings",
      "embeddings",
      "chat gpt-4o-mini",
    ];
    for (const [at, level] of [1, 2, 2, 2, 3, 3, 2].entries()) {
      expect(levels[at]).toMatch(new RegExp(`^${level} .*${names[at]}`));
    }
    await shown(page, /\$0\.00/).waitFor();

    await rows.filter({ hasText: "look_up_order" }).click();
    await shown(page, "orderId").waitFor();
    await shown(page, /2026-03-02/).waitFor();

    await rows.nth(6).click();
    await shown(page, /Where is my order 1042/).waitFor();
    await shown(page, /delivered since 2026-03-02\. You can return/).waitFor();
  });
});
