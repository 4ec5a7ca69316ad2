import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type AgentTrace, agentTrace, sendTrace } from "../harness/agent-trace.ts";
import { overflowPx, violations } from "../harness/axe.ts";
import { shown, startBrowser, type TestBrowser } from "../harness/browser.ts";
import { describeWith } from "../harness/requires.ts";
import { startServer, type TestServer } from "../harness/server.ts";

describeWith(["chromium"], "every page", () => {
  let server: TestServer;
  let browser: TestBrowser;
  let trace: AgentTrace;

  beforeAll(async () => {
    server = await startServer();
    browser = await startBrowser(server.url);
    trace = agentTrace(40, { name: "accessible agent" });
  });
  afterAll(async () => {
    await browser?.close();
    await server?.dispose();
  });

  const pages: Record<string, { path: () => string; ready: RegExp; before?: boolean }> = {
    "the empty traces page": { path: () => "/experiments/0/traces", ready: /v1\/traces|OTEL_|waiting/i, before: true },
    "the traces page": { path: () => "/traces", ready: /accessible agent/ },
    "the experiments page": { path: () => "/experiments", ready: /Default/ },
    "the trace page": { path: () => `/traces/${trace.traceId}`, ready: /accessible agent/ },
    "the trace page with a model call": {
      path: () => `/traces/${trace.traceId}?span=${trace.spans[2]!.spanId}`,
      ready: /needle-2\b/,
    },
    "the trace page with a failed span": {
      path: () => `/traces/${trace.traceId}?span=${trace.spans[5]!.spanId}`,
      ready: /no such city 5/,
    },
    "a page that does not exist": { path: () => "/no/such/page", ready: /not found|no page|does not exist/i },
  };

  describe.each(Object.keys(pages))("%s", (name) => {
    const { path, ready, before } = pages[name]!;
    let sent = false;
    beforeAll(async () => {
      if (before || sent) return;
      await sendTrace(server.url, trace);
      sent = true;
    });

    test.each(["light", "dark"] as const)(
      "has no serious violation in the %s theme and stays on its origin",
      async (colorScheme) => {
        const { page, context, strangers } = await browser.open({ colorScheme });
        try {
          await page.goto(path());
          await shown(page, ready).waitFor();
          expect(await violations(page)).toEqual([]);
          expect(strangers).toEqual([]);
        } finally {
          await context.close();
        }
      },
    );

    test("is 390 pixels wide without scrolling sideways", async () => {
      const { page, context } = await browser.open({ viewport: { width: 390, height: 844 } });
      try {
        await page.goto(path());
        await shown(page, ready).waitFor({ state: "attached" });
        expect(await overflowPx(page)).toBeLessThanOrEqual(0);
      } finally {
        await context.close();
      }
    });
  });
});
