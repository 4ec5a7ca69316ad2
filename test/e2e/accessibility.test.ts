import { beforeAll, describe } from "vitest";
import { type AgentTrace, agentTrace, sendTrace } from "../harness/agent-trace.ts";
import { describeInBrowser } from "../harness/in-browser.ts";
import { testLooks } from "../harness/looks.ts";

describeInBrowser("pages of traces", (app) => {
  let trace: AgentTrace;

  testLooks(app, { "the empty traces page": ["/experiments/0/traces", /v1\/traces|OTEL_|waiting/i] });

  describe("with a trace", () => {
    beforeAll(async () => {
      trace = agentTrace(40, { name: "accessible agent" });
      await sendTrace(app.server.url, trace);
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
      "a page that does not exist": ["/no/such/page", /not found|no page|does not exist/i],
    });
  });
});
