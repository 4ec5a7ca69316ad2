import { beforeAll, describe, expect, test } from "vitest";
import { type AgentTrace, agentTrace, sendTrace } from "../harness/agent-trace.ts";
import { violationsInBothThemes } from "../harness/axe.ts";
import { describeInBrowser } from "../harness/in-browser.ts";
import { testLooks } from "../harness/looks.ts";

describeInBrowser("pages of traces", (app) => {
  let trace: AgentTrace;
  let orphan: AgentTrace;

  testLooks(app, { "the empty traces page": ["/experiments/0/traces", /v1\/traces|OTEL_|waiting/i] });

  describe("with a trace", () => {
    beforeAll(async () => {
      trace = agentTrace(40, { name: "accessible agent" });
      await sendTrace(app.server.url, trace);
      const whole = agentTrace(3);
      orphan = { ...whole, spans: whole.spans.slice(1) };
      await sendTrace(app.server.url, orphan);
    });
    const ofSpan = (at: number) => () => `/traces/${trace.traceId}?span=${trace.spans[at]!.spanId}`;

    testLooks(app, {
      "the traces page": ["/traces", /accessible agent/],
      "the experiments page": ["/experiments", /Default/],
      "the trace page": [() => `/traces/${trace.traceId}`, /accessible agent/],
      "the trace page with a model call": [ofSpan(2), /needle-2\b/],
      "the trace page with a failed span": [ofSpan(5), /no such city 5/],
      "the trace page with its graph": [
        () => `/traces/${trace.traceId}?graph=1&node=TOOL+get_weather`,
        (page) => page.getByRole("region", { name: "Graph" }).getByRole("button", { name: "get_weather" }),
      ],
      "the trace page with a missing parent": [() => `/traces/${orphan.traceId}`, /missing parent/],
      "the log of a trace": [() => `/traces/${trace.traceId}?view=log`, /needle-2\b/],
      "a page that does not exist": ["/no/such/page", /not found|no page|does not exist/i],
    });

    test("the keys that there are: accessible in light and dark, and scrolled by keyboard", async () => {
      const { page } = app;
      await page.goto("/traces");
      await page.getByText("accessible agent").first().waitFor();
      await page.keyboard.press("?");
      await page.getByRole("dialog").getByText("Copy the link to what is shown").waitFor();
      expect(await violationsInBothThemes(page)).toEqual({ light: [], dark: [] });
      const keys = page.getByRole("region", { name: "All keys" });
      await keys.focus();
      await page.keyboard.press("End");
      await expect.poll(() => keys.evaluate(({ scrollTop }) => scrollTop)).toBeGreaterThan(0);
    });
  });
});
