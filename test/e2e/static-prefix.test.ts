import { readFile } from "node:fs/promises";
import { freshDatabase } from "@spanloom/store/testing";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { shown, startBrowser, type TestBrowser, type TestPage } from "../harness/browser.ts";
import { type DemoData, logDemoData } from "../harness/demo-data.ts";
import { newSpanId, newTraceId, tracesOf } from "../harness/otlp.ts";
import { runProgram } from "../harness/process.ts";
import { describeWith } from "../harness/requires.ts";
import { type ReverseProxy, startReverseProxy } from "../harness/reverse-proxy.ts";
import { newExperiment, putArtifact } from "../harness/runs.ts";
import { send } from "../harness/send.ts";
import { startServer, type TestServer } from "../harness/server.ts";

/** The web app of a server with --static-prefix, on a host that has other things beside it. */
const prefix = "/team/span_loom-1.2";

describeWith(["chromium"], "the app below a path", () => {
  let server: TestServer;
  let demo: DemoData;
  let dropDatabase: () => Promise<unknown>;
  beforeAll(async () => {
    const database = await freshDatabase();
    dropDatabase = () => database.drop();
    server = await startServer({
      backendStoreUri: database.connectionString,
      args: ["--static-prefix", prefix],
    });
    demo = await logDemoData(server.url + prefix);
    await putArtifact(server.url, demo.runs[0]!, "page.html", "<h1>Below</h1>");
    const dot = `<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><rect width="20" height="10"/></svg>`;
    await putArtifact(server.url, demo.runs[0]!, "dot.svg", dot);
  });
  afterAll(async () => {
    await server?.dispose();
    await dropDatabase?.();
  });

  describe.each(["whole", "rest"] as const)("behind a proxy that hands the %s path on", (handsOn) => {
    let proxy: ReverseProxy;
    let browser: TestBrowser;
    let opened: TestPage;
    let page: Page;
    beforeAll(async () => {
      proxy = await startReverseProxy(server.url, prefix, handsOn);
      browser = await startBrowser(proxy.origin);
    });
    afterAll(async () => {
      await browser?.close();
      proxy?.close();
    });
    beforeEach(async () => {
      opened = await browser.open();
      page = opened.page;
    });
    /** Nothing may have been asked of the host's other parts: icons, scripts, styles, calls, streams, files. */
    afterEach(async () => {
      await opened.close();
      expect(proxy.strays).toEqual([]);
      expect(opened.strangers).toEqual([]);
      expect(opened.complaints).toEqual([]);
    });

    const open = (path: string) => page.goto(proxy.url + path);
    const path = () => new URL(page.url()).pathname;
    const copied = () => page.evaluate(() => navigator.clipboard.readText());

    test.each(["", "/", "/?a=b"])("'%s' is the home page", async (end) => {
      await open(end);
      await shown(page, "train-6").waitFor();
    });

    test("one walks from page to page, reloads, and goes back", async () => {
      await open("/");
      await shown(page, "train-6").waitFor();
      await page.keyboard.press("g");
      await page.keyboard.press("t");
      await expect.poll(path).toBe(`${prefix}/traces`);
      await page.getByRole("grid").getByText("travel agent").first().click();
      await shown(page, "search_trains").waitFor();
      expect(path()).toMatch(new RegExp(`^${prefix}/traces/[0-9a-f]{32}$`));
      await page.reload();
      await shown(page, "search_trains").waitFor();
      await page.goBack();
      await page.getByRole("grid").getByText("travel agent").first().waitFor();
      await page.getByRole("link", { name: "Experiments" }).first().click();
      await expect.poll(path).toBe(`${prefix}/experiments`);
      await page.getByRole("grid", { name: "Experiments" }).getByText("travel shop").click();
      await expect.poll(path).toMatch(new RegExp(`^${prefix}/experiments/${demo.experimentId}/`));
      await page.keyboard.press("g");
      await page.keyboard.press("r");
      await expect.poll(path).toBe(`${prefix}/experiments/${demo.experimentId}/runs`);
      await shown(page, "train-6").waitFor();
      const link = page.getByRole("grid").getByRole("link", { name: "train-6" });
      expect(await link.getAttribute("href")).toBe(`${prefix}/runs/${demo.runs[5]!.runId}`);
    });

    test("an address that somebody was sent opens, with its styles", async () => {
      await open(`/traces/${demo.traceIds.at(-1)}?span=${demo.spanIds[3]}`);
      await shown(page, "search_trains").waitFor();
      expect(await page.evaluate(() => getComputedStyle(document.body).margin)).toBe("0px");
      // Asked for before the app's code ran, and not again.
      expect(opened.transfers.filter(({ url }) => url.endsWith("/skeleton"))).toHaveLength(1);
      await open(`/compare/runs?ids=${demo.runs.map(({ runId }) => runId).join(",")}`);
      await page.locator("canvas").first().waitFor();
      await open("/no/such/page");
      await shown(page, /There is nothing|no page|not found/i).waitFor();
    });

    test("a trace opened in a tab of its own, from a list and from the palette", async () => {
      await open("/traces");
      const grid = page.getByRole("grid");
      const inNewTab = async (act: () => Promise<unknown>) => {
        const [tab] = await Promise.all([opened.context.waitForEvent("page"), act()]);
        await tab.waitForURL(`${proxy.url}/**`);
        await tab.close();
      };
      await inNewTab(() =>
        grid
          .getByText("travel agent")
          .first()
          .click({ modifiers: ["Control"] }),
      );
      await page.keyboard.press("Control+k");
      await page.getByRole("combobox", { name: /Go to/ }).fill("travel shop");
      await page.getByRole("option", { name: "travel shop Experiment" }).waitFor();
      await inNewTab(() => page.keyboard.press("Control+Enter"));
    });

    test("the link of what is shown is copied with the path", async () => {
      await opened.context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: proxy.origin });
      const address = `/traces/${demo.traceIds.at(-1)}?span=${demo.spanIds[3]}`;
      await open(address);
      await shown(page, "search_trains").waitFor();
      await page.keyboard.press("y");
      await expect.poll(copied).toContain(proxy.url + address);
    });

    test("a link that MLflow's client prints leads to the run", async () => {
      const { runId } = demo.runs[0]!;
      await open(`/#/experiments/${demo.experimentId}/runs/${runId}`);
      await expect.poll(path).toMatch(new RegExp(`^${prefix}/runs/${runId}`));
      await shown(page, "train-1").waitFor();
    });

    test("files are shown, run in their frame, and are downloaded", async () => {
      await open(`/runs/${demo.runs[0]!.runId}/artifacts/report.md`);
      await page.getByRole("heading", { name: "Report", exact: true }).waitFor();
      await open(`/runs/${demo.runs[0]!.runId}/artifacts/dot.svg`);
      const picture = page.getByRole("img", { name: "dot.svg" });
      await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(20);
      const download = page.waitForEvent("download");
      await page.getByRole("link", { name: "Download" }).click();
      expect(await readFile(await (await download).path(), "utf8")).toContain("<rect");
      await open(`/runs/${demo.runs[0]!.runId}/artifacts/page.html`);
      await page.frameLocator("iframe").getByRole("heading", { name: "Below" }).waitFor();
      expect(await page.locator("iframe").getAttribute("src")).toMatch(new RegExp(`^${prefix}/api/spanloom/`));
    });

    test("runs and traces are downloaded", async () => {
      await open(`/experiments/${demo.experimentId}/runs`);
      await shown(page, "train-6").waitFor();
      await page.getByRole("button", { name: "More", exact: true }).click();
      const runs = page.waitForEvent("download");
      await page.getByRole("menuitem", { name: "Download as CSV" }).click();
      expect(await readFile(await (await runs).path(), "utf8")).toContain("train-6");
      const { pathname } = new URL((await runs).url());
      expect(pathname.startsWith(`${prefix}/api/spanloom/`)).toBe(true);
      await open(`/traces/${demo.traceIds.at(-1)}`);
      const trace = page.waitForEvent("download");
      await page.getByRole("button", { name: "More", exact: true }).click();
      await page.getByRole("menuitem", { name: "Download as OTLP JSON" }).click();
      expect(await readFile(await (await trace).path(), "utf8")).toContain("search_trains");
    });

    test("a new trace appears by itself", async () => {
      const stream = page.waitForResponse((response) => response.url().includes("/api/spanloom/v1/changes"));
      await open("/traces");
      await page.getByRole("grid").getByText("travel agent").first().waitFor();
      expect((await stream).headers()["content-type"]).toBe("text/event-stream");
      const name = `live ${crypto.randomUUID().slice(0, 8)}`;
      const nowNs = BigInt(Date.now()) * 1_000_000n;
      const span = { traceId: newTraceId(), spanId: newSpanId(), name };
      const times = { startTimeUnixNano: String(nowNs), endTimeUnixNano: String(nowNs + 1_000_000n) };
      await send(proxy.url, tracesOf([{ ...span, ...times }]));
      await shown(page, name).waitFor();
    });

    test("programs to copy name the address with the path, and run as they are", async () => {
      await opened.context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: proxy.origin });
      const experimentId = await newExperiment(proxy.url, `greeted ${handsOn}`);
      await open(`/experiments/${experimentId}/runs`);
      await shown(page, `mlflow.set_tracking_uri("${proxy.url}")`).waitFor();
      await open(`/prompts/${demo.prompt}?tab=code`);
      await page
        .getByRole("region", { name: /SDK|sdk/ })
        .getByText(proxy.url)
        .first()
        .waitFor();
      await open(`/experiments/${experimentId}/traces`);
      await page.getByRole("definition").getByText(proxy.url, { exact: true }).waitFor();
      await page.getByRole("definition").getByText(`${proxy.url}/v1/traces`, { exact: true }).waitFor();
      await page.getByRole("button", { name: "Copy the curl program" }).click();
      await runProgram("sh", ["-c", await copied()]);
      await expect.poll(path).toMatch(new RegExp(`^${prefix}/traces/[0-9a-f]{32}$`));
    });

    test("scripts may be cached for ever, the page may not, and both are under the policy", async () => {
      const answer = await fetch(`${proxy.url}/traces/a`, { headers: { accept: "text/html" } });
      const addresses = Array.from(
        (await answer.text()).matchAll(/ (?:src|href)="([^"]*)"/g),
        ([, address]) => address!,
      );
      expect(addresses.length).toBeGreaterThan(4);
      for (const address of addresses) {
        expect(address.startsWith(`${prefix}/`), address).toBe(true);
        const file = await fetch(proxy.origin + address);
        expect(file.status, address).toBe(200);
        const lasting = address.includes("/assets/") ? "public, max-age=31536000, immutable" : "no-cache";
        expect(file.headers.get("cache-control"), address).toBe(lasting);
      }
      expect(answer.headers.get("cache-control")).toBe("no-cache");
      expect(answer.headers.get("content-security-policy")).toMatch(/^default-src 'self';.* base-uri 'none';/);
      expect(answer.headers.get("content-security-policy")).not.toMatch(/unsafe/);
    });
  });

  test("a page that is opened at the server's own address moves to where it is", async () => {
    const browser = await startBrowser(server.url);
    try {
      const { page, complaints } = await browser.open();
      for (const [from, to] of [
        ["/", "/"],
        ["/?a=b#c", "/?a=b#c"],
        [`/traces/${demo.traceIds[0]}?tab=raw`, `/traces/${demo.traceIds[0]}?tab=raw`],
        ["//evil.example/traces", "//evil.example/traces"],
      ]) {
        await page.goto(server.url + from);
        await expect.poll(() => page.url()).toBe(server.url + prefix + to);
      }
      await page.goto(`${server.url}/traces`);
      await page.getByRole("grid").getByText("travel agent").first().waitFor();
      expect(complaints).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});
