import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { agentTrace, sendTrace } from "../harness/agent-trace.ts";
import { violations } from "../harness/axe.ts";
import { shown } from "../harness/browser.ts";
import { describeInBrowser } from "../harness/in-browser.ts";
import { logRun, newExperiment } from "../harness/runs.ts";

describeInBrowser("the traces page", (app) => {
  test("without a trace it shows how to send one to this server, and turns into the first when it comes", async () => {
    const { page } = app;
    await page.goto("/experiments/0/traces");
    await shown(page, `http://127.0.0.1:${app.server.otlpHttpPort}`).waitFor();
    const trace = agentTrace(5, { name: "the very first" });
    await sendTrace(app.server.url, trace);
    await expect.poll(() => page.url(), { timeout: 10_000 }).toContain(`/traces/${trace.traceId}`);
    await page.getByRole("treegrid").getByRole("row").filter({ hasText: "the very first" }).waitFor();
  });

  test("a new trace appears in the open list by itself, without a reload", async () => {
    const { page } = app;
    await page.goto("/traces");
    await shown(page, "the very first").waitFor();
    const loads: string[] = [];
    page.on("framenavigated", (frame) => loads.push(frame.url()));
    await sendTrace(app.server.url, agentTrace(5, { name: "a later one", startNs: BigInt(Date.now()) * 1_000_000n }));
    await shown(page, "a later one").waitFor({ timeout: 10_000 });
    expect(loads).toEqual([]);
  });

  test("a trace that comes after the list was read and before its events are open appears too", async () => {
    const { page } = app;
    const name = "between the two";
    await page.route(/\/v1\/changes/, async (route) => {
      await shown(page, "the very first").waitFor();
      await sendTrace(app.server.url, agentTrace(5, { name, startNs: BigInt(Date.now()) * 1_000_000n }));
      // Until the servers have told one another.
      await page.waitForTimeout(1_000);
      await route.continue();
    });
    await page.goto("/traces");
    await shown(page, name).waitFor({ timeout: 10_000 });
  });

  test("on a phone traces are selected by taps, and a tap opens one again when that is done", async () => {
    const { page } = await app.open({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    await page.goto("/traces");
    await shown(page, "the very first").waitFor();
    await page.getByRole("button", { name: "Select", exact: true }).tap();
    await shown(page, "the very first").tap();
    await shown(page, "a later one").tap();
    await shown(page, "2 traces selected").waitFor();
    expect(page.url()).toMatch(/\/traces$/);
    expect(await page.getByRole("checkbox", { name: /^Select / }).evaluateAll((all) => all.length)).toBe(4);
    expect(await violations(page)).toEqual([]);
    await shown(page, "a later one").tap();
    await shown(page, "1 trace selected").waitFor();
    await page.getByRole("button", { name: "Done" }).tap();
    await page.getByText("1 trace selected").waitFor({ state: "detached" });
    await shown(page, "the very first").tap();
    await expect.poll(() => page.url()).toMatch(/\/traces\/[0-9a-f]{32}/);
  });

  test("a mistake in the filter is underlined and explained, and a right one filters and is in the address", async () => {
    const { page } = app;
    await page.goto("/traces");
    await shown(page, "the very first").waitFor();
    const bar = page.getByRole("combobox", { name: /filter/i });
    await bar.click();
    await page.keyboard.type("statsu = 'ok'");
    await page.keyboard.press("Enter");
    await expect.poll(() => bar.getAttribute("aria-invalid")).toBe("true");
    await page.getByRole("alert").filter({ hasText: "statsu" }).waitFor();
    await bar.fill("name = 'the very first'");
    await page.keyboard.press("Enter");
    await expect.poll(() => page.url()).toContain("q=");
    await expect.poll(() => page.getByText("a later one").count()).toBe(0);
    await shown(page, "the very first").waitFor();
    const address = page.url();
    expect(decodeURIComponent(address.replaceAll("+", " "))).toContain("the very first");
    await page.reload();
    await shown(page, "the very first").waitFor();
    expect(await page.getByText("a later one").count()).toBe(0);
  });

  test("a list of 1,200 traces holds few rows in the page and reaches the last", async () => {
    for (let i = 0; i < 1_200; i += 100) {
      await Promise.all(
        Array.from({ length: 100 }, (_, j) =>
          sendTrace(
            app.server.url,
            agentTrace(2, { name: `bulk ${i + j}`, startNs: BigInt(Date.now() - 3_600_000 + i + j) * 1_000_000n }),
          ),
        ),
      );
    }
    const { page } = app;
    await page.goto("/traces?q=name%3Abulk*");
    await shown(page, "bulk 1199").waitFor();
    expect(await page.evaluate(() => document.querySelectorAll("*").length)).toBeLessThanOrEqual(3_000);
    await expect
      .poll(
        async () => {
          await page.evaluate(() => {
            for (const element of document.querySelectorAll("*")) element.scrollTop = element.scrollHeight;
          });
          return page.getByText("bulk 0", { exact: true }).count();
        },
        { timeout: 30_000, interval: 200 },
      )
      .toBeGreaterThan(0);
    expect(await page.evaluate(() => document.querySelectorAll("*").length)).toBeLessThanOrEqual(3_000);
  });

  test("selected traces are compared, tagged, assessed, put into a dataset, exported and deleted; all that match too", async () => {
    const { page } = app;
    const path = await sixTraces("worked on");
    const row = (text: string) => page.getByRole("row").filter({ hasText: text });
    await page.goto(`${path}?cols=name,tag:team&sort=name`);
    await row("errand 5").waitFor();
    await page.keyboard.press("j");
    await page.keyboard.press("x");
    await page.keyboard.press("Shift+ArrowDown");
    await shown(page, "2 traces selected").waitFor();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press("d");
    await expect.poll(() => page.url()).toMatch(/\/traces\/[0-9a-f]{32}\/diff\/[0-9a-f]{32}$/);
    await page.goBack();

    await row("errand 0").getByRole("checkbox").check();
    await row("errand 2")
      .getByRole("checkbox")
      .click({ modifiers: ["Shift"] });
    await shown(page, "3 traces selected").waitFor();
    await page.getByRole("button", { name: "Tag" }).click();
    await page.getByRole("textbox", { name: "Key" }).fill("team");
    await page.getByRole("textbox", { name: "Value" }).fill("blue");
    await page.getByRole("button", { name: "Set", exact: true }).click();
    await expect.poll(() => row("blue").count()).toBe(3);
    await page.getByRole("button", { name: "Undo" }).click();
    await expect.poll(() => row("blue").count()).toBe(0);

    await page.getByRole("button", { name: "Feedback" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Thumbs down" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
    await shown(page, "helpful said of 3 traces").waitFor();

    await page.getByRole("button", { name: "Add to dataset" }).click();
    await page.getByRole("menuitem", { name: "New dataset…" }).click();
    await page.getByRole("textbox").fill("hard errands");
    await page.getByRole("button", { name: "Make it and add" }).click();
    await shown(page, /^3 traces added to hard errands/).waitFor();

    await page.getByRole("button", { name: "Export" }).click();
    const [lines] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("menuitem", { name: "JSON lines, with spans" }).click(),
    ]);
    const exported = (await readFile(await lines.path(), "utf8")).trim().split("\n");
    const said = exported.map((line) => JSON.parse(line).info.assessments[0]);
    expect(said.map(({ assessment_name, feedback }) => [assessment_name, feedback.value])).toEqual(
      Array.from({ length: 3 }, () => ["helpful", false]),
    );

    await page.getByRole("button", { name: "Select all 6 that match" }).click();
    await shown(page, "All 6 that match").waitFor();
    await page.getByRole("button", { name: "Export" }).click();
    const [table] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("menuitem", { name: "CSV, the columns of the list" }).click(),
    ]);
    expect((await readFile(await table.path(), "utf8")).replace(/[0-9a-f]{32}/g, "id").split("\r\n")).toEqual([
      "trace_id,name,tags.team",
      ...[0, 1, 2, 3, 4, 5].map((at) => `id,errand ${at},`),
      "",
    ]);

    await page.getByRole("button", { name: "Delete" }).click();
    await page.getByRole("button", { name: "Delete for good" }).click();
    await shown(page, "6 traces deleted").waitFor();
    await expect.poll(() => row("errand").count()).toBe(0);
  });

  test("from a trace to the next of its list and back by keys, also after a reload", async () => {
    const { page } = app;
    const path = await sixTraces("walked");
    const title = (name: string) => page.getByRole("heading", { level: 1, name });
    await page.goto(`${path}?sort=name`);
    await page.getByRole("row").filter({ hasText: "errand 5" }).waitFor();
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    await title("errand 1").waitFor();
    await page.keyboard.press("j");
    await title("errand 2").waitFor();
    await page.keyboard.press("ArrowDown");
    await expect.poll(() => page.url()).toContain("span=");
    await page.reload();
    await title("errand 2").waitFor();
    await page.keyboard.press("k");
    await title("errand 1").waitFor();
    await page.getByRole("navigation", { name: "Breadcrumb" }).getByRole("link").click();
    await expect.poll(() => page.url()).toContain(`${path}?sort=name`);
    await page.keyboard.press("g");
    await page.keyboard.press("r");
    await expect.poll(() => page.url()).toMatch(/\/experiments\/\d+\/runs$/);
  });

  test("a drag over the strip above the list narrows its time, back undoes it, and it can be folded away", async () => {
    const { page } = app;
    const path = await sixTraces("over time");
    await page.goto(path);
    const strip = page.getByRole("group", { name: "Traces, chart" });
    await strip.locator("canvas").waitFor();
    const box = await strip.boundingBox();
    if (!box) throw new Error("the strip has no place");
    await page.mouse.move(box.x + box.width * 0.6, box.y + 20);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.9, box.y + 20, { steps: 4 });
    await page.mouse.up();
    await expect.poll(() => page.url()).toMatch(/from=.*to=/);
    await page.goBack();
    await expect.poll(() => page.url()).not.toContain("from=");
    await page.getByRole("row").filter({ hasText: "errand 5" }).waitFor();
    expect(await page.getByRole("row").count()).toBeGreaterThanOrEqual(6);
    await page.getByRole("button", { name: "Charts" }).click();
    await expect.poll(() => strip.count()).toBe(0);
    await page.reload();
    await page.getByRole("row").filter({ hasText: "errand 5" }).waitFor();
    expect(await strip.count()).toBe(0);
  });

  test("a view under a name is there for everyone, and brings back what the list showed", async () => {
    const { page } = app;
    const path = await sixTraces("viewed");
    await page.goto(`${path}?q=errors%3A%3E5&sort=-duration&cols=name%2Cduration`);
    await page.getByRole("button", { name: "Saved views" }).click();
    await page.getByRole("textbox", { name: "Name of this view" }).fill("slow ones");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "slow ones", exact: true }).waitFor();
    const other = (await app.open()).page;
    await other.goto(path);
    await other.getByRole("button", { name: "Saved views" }).click();
    await other.getByRole("button", { name: "slow ones", exact: true }).click();
    await expect.poll(() => new URL(other.url()).searchParams.get("sort")).toBe("-duration");
    expect(new URL(other.url()).searchParams.get("q")).toBe("errors:>5");
  });

  test("the program that an empty experiment shows is copied, run as it is, and its trace opens by itself", async () => {
    await app.context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: app.server.url });
    const { page } = app;
    const experimentId = await newExperiment(app.server.url, "greeted");
    await page.goto(`/experiments/${experimentId}/traces`);
    await page.getByRole("button", { name: "Copy the curl program" }).click();
    const program = await page.waitForFunction(() => navigator.clipboard.readText());
    execFileSync("sh", { input: await program.jsonValue() });
    await shown(page, "Yes, your first trace is.").waitFor();
    await page.getByRole("navigation", { name: "Breadcrumb" }).getByRole("link", { name: "greeted" }).click();
    await expect.poll(() => page.url()).toContain(`/experiments/${experimentId}/traces`);
    await shown(page, "chat gpt-4o-mini").waitFor();
  });

  test("an experiment that has runs and no traces opens on its runs", async () => {
    const { page } = app;
    const experimentId = await newExperiment(app.server.url, "trained");
    await logRun(app.server.url, { experimentId, name: "only run" });
    await page.goto(`/experiments/${experimentId}`);
    await page.getByRole("row").filter({ hasText: "only run" }).waitFor();
    expect(new URL(page.url()).pathname).toBe(`/experiments/${experimentId}/runs`);
  });

  /** The address of a list of `errand 0` to `errand 5`, an hour apart. */
  async function sixTraces(experiment: string): Promise<string> {
    const experimentId = await newExperiment(app.server.url, experiment);
    for (let at = 0; at < 6; at++) {
      const startNs = BigInt(Date.now() - (6 - at) * 3_600_000) * 1_000_000n;
      await sendTrace(app.server.url, agentTrace(12, { name: `errand ${at}`, startNs }), experimentId);
    }
    return `/experiments/${experimentId}/traces`;
  }
});
