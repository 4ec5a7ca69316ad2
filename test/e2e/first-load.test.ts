import { beforeAll, expect, test } from "vitest";
import { shown } from "../harness/browser.ts";
import { type DemoData, logDemoData } from "../harness/demo-data.ts";
import { describeInBrowser } from "../harness/in-browser.ts";

/** After this time the code of the trace page is fetched for the next step; it is not part of the page that is shown. */
const prefetchAfterMs = 2_000;
/** Libraries that only some pages need, each by words that stand in its code. */
const heavy = {
  "charts (uPlot)": "u-hz",
  "Markdown (micromark)": "codeFencedFence",
  "Parquet (hyparquet)": "parquet",
  "coloured code (lowlight)": "hljs-",
} as const;

describeInBrowser("the first page of a visit", (app) => {
  let demo: DemoData;

  beforeAll(async () => {
    demo = await logDemoData(app.server.url);
  });

  /** The scripts and styles that the browser has asked for so far, each with its text and its size as gzip. */
  async function loaded(): Promise<{ url: string; text: string; gzipBytes: number }[]> {
    const urls = new Set(
      app.transfers.map(({ url }) => url).filter((url) => /\.(js|css)$/.test(new URL(url).pathname)),
    );
    return Promise.all(
      [...urls].map(async (url) => {
        const text = await (await fetch(url)).text();
        const zipped = await fetch(url, { headers: { "accept-encoding": "gzip" } });
        expect(zipped.headers.get("content-encoding")).toBe("gzip");
        return { url, text, gzipBytes: Number(zipped.headers.get("content-length")) };
      }),
    );
  }

  const pages: [name: string, gzipBytes: number, path: () => string, ready: string][] = [
    ["home", 250_000, () => "/", "train-6"],
    // With the charts above the list.
    ["a list of traces", 250_000, () => `/experiments/${demo.experimentId}/traces`, "travel agent"],
    ["a table of runs", 250_000, () => `/experiments/${demo.experimentId}/runs`, "train-6"],
    // With the details of a span beside the tree, which read every vocabulary.
    ["a trace", 250_000, () => `/traces/${demo.traceIds.at(-1)}?span=${demo.spanIds[3]}`, "search_trains"],
  ];
  test.each(pages)("%s needs at most %i bytes of scripts and styles", async (_, budget, path, ready) => {
    await app.page.addInitScript((prefetchMs) => {
      const setTimeout = window.setTimeout;
      const without = (act: () => void, ms?: number) => (ms === prefetchMs ? 0 : setTimeout(act, ms));
      Object.assign(window, { setTimeout: without });
    }, prefetchAfterMs);
    await app.page.goto(path());
    await shown(app.page, ready).waitFor();
    await app.page.waitForLoadState("networkidle");
    const files = await loaded();
    expect(files.length).toBeGreaterThan(1);
    expect(files.reduce((sum, { gzipBytes }) => sum + gzipBytes, 0)).toBeLessThanOrEqual(budget);
  });

  test("heavy viewers come with the page that needs them and not before", async () => {
    const { page } = app;
    const seen = async () => {
      const texts = (await loaded()).map(({ text }) => text);
      return Object.entries(heavy).flatMap(([name, words]) =>
        texts.some((text) => text.includes(words)) ? [name] : [],
      );
    };
    await page.goto("/");
    await shown(page, "train-6").waitFor();
    expect(await seen()).toEqual([]);
    await page.goto(`/traces/${demo.traceIds.at(-1)}?span=${demo.spanIds[3]}`);
    await shown(page, "search_trains").waitFor();
    await page.goto(`/runs/${demo.runs[0]!.runId}/metrics`);
    await page.locator("canvas").first().waitFor();
    expect(await seen()).toEqual(["charts (uPlot)"]);
    await page.goto(`/runs/${demo.runs[0]!.runId}/artifacts/config.yaml`);
    await shown(page, "rate").waitFor();
    await expect.poll(seen).toContain("coloured code (lowlight)");
    await page.goto(`/traces/${demo.traceIds.at(-1)}`);
    await expect.poll(seen).toContain("Markdown (micromark)");
  });

  test.each(["/", "/traces", "/assets", "/no/such/page"])(
    "%s is under a policy that runs no inline script",
    async (path) => {
      const [script] = (await (await fetch(app.server.url, { headers: { accept: "text/html" } })).text()).match(
        /\/assets\/[^"]+\.js/,
      )!;
      const answer = await fetch(app.server.url + (path === "/assets" ? script : path), {
        headers: { accept: "text/html" },
      });
      const policy = answer.headers.get("content-security-policy") ?? "";
      expect(policy).toMatch(/^default-src 'self';/);
      expect(policy).not.toMatch(/unsafe|\*|https?:/);
      expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    },
  );
});
