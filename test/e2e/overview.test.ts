import { beforeAll, expect, test } from "vitest";
import { describeInBrowser } from "../harness/in-browser.ts";
import { testLooks } from "../harness/looks.ts";
import { attributes, newSpanId, newTraceId, type OtlpSpan, tracesOf } from "../harness/otlp.ts";
import { send } from "../harness/send.ts";

const startMs = Date.UTC(2026, 10, 20, 9);
const count = 60;

describeInBrowser("overview", (app) => {
  beforeAll(async () => {
    await send(app.server.url, tracesOf(Array.from({ length: count }, (_, at) => traceOf(at)).flat()));
  });

  test("its numbers are those of the traces that they lead to", async () => {
    const { page } = app;
    await page.goto("/experiments/0/overview");
    const total = (name: string) =>
      page.getByRole("main").locator("dl > div").filter({ hasText: name }).getByRole("link");
    await total("Traces").waitFor();
    expect(await total("Traces").textContent()).toBe("60");
    expect(await total("Failed").textContent()).toBe("20 %");
    expect(await total("Tokens in").textContent()).toBe("60.0k");
    expect(await total("Tokens out").textContent()).toBe("600");
    await total("Failed").click();
    await page.waitForURL(/\/traces\?q=status/);
    await page
      .getByRole("status")
      .getByText(/^12 traces/)
      .waitFor();
    expect(await listed("status = 'ERROR'")).toHaveLength(12);
    const traces = await listed("");
    const cost = traces.reduce((sum, trace) => sum + (trace.cost_usd ?? 0), 0);
    await page.goBack();
    expect(await total("Cost").textContent()).toBe(`$${cost.toPrecision(2)}`);
  });

  test("by a tag there is a row for each value, which leads to its traces, and the choice stands in the address", async () => {
    const { page } = app;
    await page.goto("/experiments/0/overview");
    const rows = page.getByRole("table").getByRole("row");
    await rows.filter({ hasText: "gpt-4o-mini" }).waitFor();
    await page.getByLabel("What to tell traces apart by").selectOption("tags.customer's");
    await page.waitForURL(/by=tags/);
    await page.reload();
    const row = rows.filter({ hasText: "o'hara" });
    await row.waitFor();
    expect(await row.textContent()).toMatch(/^o'hara30/);
    await row.getByRole("link", { name: "o'hara" }).click();
    await page
      .getByRole("status")
      .getByText(/^30 traces/)
      .waitFor();
  });

  test("by tool there are the calls, whose failures are their own, and by user there is who asked", async () => {
    const { page } = app;
    await page.goto("/experiments/0/overview?by=tool");
    const rows = page.getByRole("table").getByRole("row");
    const tool = rows.filter({ hasText: "look up" });
    await tool.waitFor();
    expect(await tool.textContent()).toMatch(/^look up204 \(20 %\)/);
    await tool.getByRole("link", { name: "4 (20 %)" }).click();
    await page
      .getByRole("status")
      .getByText(/^4 traces/)
      .waitFor();
    await page.goto("/experiments/0/overview?by=user");
    await rows.filter({ hasText: "ada" }).getByRole("link", { name: "ada" }).click();
    await page
      .getByRole("status")
      .getByText(/^15 traces/)
      .waitFor();
  });

  test("a range narrows all numbers and goes along to the list", async () => {
    const { page } = app;
    const to = new Date(startMs + 10 * 60_000).toISOString();
    await page.goto(`/experiments/0/overview?${new URLSearchParams({ from: new Date(startMs).toISOString(), to })}`);
    const link = page.getByRole("main").locator("dl > div").filter({ hasText: "Traces" }).getByRole("link");
    await link.getByText("10", { exact: true }).waitFor();
    await page.getByRole("link", { name: "List of the traces of Cost, US dollars" }).click();
    await page.waitForURL(/\/traces\?from=/);
    await page
      .getByRole("status")
      .getByText(/^10 traces/)
      .waitFor();
  });

  test("a chart can be read as a table", async () => {
    const { page } = app;
    await page.goto("/experiments/0/overview");
    await page.getByRole("button", { name: "More of chart Traces" }).click();
    await page.getByRole("menuitem", { name: "Show as table" }).click();
    await page.getByRole("figure", { name: "Traces" }).getByRole("table").getByText("traces").waitFor();
  });

  test("a time without traces says so", async () => {
    const { page } = app;
    await page.goto("/experiments/0/overview?from=2020-01-01T00:00:00Z&to=2020-01-02T00:00:00Z");
    await page.getByText("No trace began in this time").waitFor();
    await page.getByRole("button", { name: "All time" }).last().click();
    await page.getByRole("figure", { name: "Traces" }).waitFor();
  });

  testLooks(app, { "the overview": ["/experiments/0/overview", (page) => page.locator("canvas").nth(3)] });

  async function listed(filter: string): Promise<{ cost_usd?: number }[]> {
    const search = new URLSearchParams({ experiment_ids: "0", filter, max_results: "200" });
    const response = await fetch(`${app.server.url}/api/spanloom/v1/traces?${search}`);
    return ((await response.json()) as { traces: { cost_usd?: number }[] }).traces;
  }
});

/** A trace of one model call; one a minute, with a pause of an hour in the middle. Each fifth fails, each third has a tool called. */
function traceOf(at: number): OtlpSpan[] {
  const startNs = BigInt(startMs + (at + (at >= count / 2 ? 60 : 0)) * 60_000) * 1_000_000n;
  const common = {
    traceId: newTraceId(),
    startTimeUnixNano: String(startNs),
    endTimeUnixNano: String(startNs + BigInt(at + 1) * 100_000_000n),
    status: { code: at % 5 === 0 ? 2 : 1 },
  };
  const spanId = newSpanId();
  const call: OtlpSpan = {
    ...common,
    spanId,
    name: "support agent",
    attributes: attributes({
      "gen_ai.operation.name": "chat",
      "gen_ai.request.model": at % 3 === 0 ? "gpt-4o" : "gpt-4o-mini",
      "gen_ai.usage.input_tokens": 1_000,
      "gen_ai.usage.output_tokens": 10,
      "mlflow.spanType": "CHAT_MODEL",
      "mlflow.traceTag.customer's": at % 2 === 0 ? "o'hara" : "smith",
      "user.id": ["ada", "grace", "mary", "joan"][at % 4]!,
    }),
  };
  const tool: OtlpSpan = {
    ...common,
    spanId: newSpanId(),
    parentSpanId: spanId,
    name: "execute_tool look up",
    attributes: attributes({ "gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "look up" }),
  };
  return at % 3 === 0 ? [call, tool] : [call];
}
