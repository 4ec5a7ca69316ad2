import { beforeAll, expect, test } from "vitest";
import { type AgentTrace, agentTrace, sendTrace } from "../harness/agent-trace.ts";
import { shown } from "../harness/browser.ts";
import { describeInBrowser } from "../harness/in-browser.ts";
import { testLooks } from "../harness/looks.ts";

describeInBrowser("what was said of a trace", (app) => {
  let trace: AgentTrace;

  beforeAll(async () => {
    trace = agentTrace(12, { name: "judged agent" });
    await sendTrace(app.server.url, trace);
    const person = { source_type: "HUMAN", source_id: "ann@example.com" };
    const judge = { source_type: "LLM_JUDGE", source_id: "gpt-4o" };
    const span_id = trace.spans[2]!.spanId;
    const old = await say({
      assessment_name: "correct",
      source: judge,
      feedback: { value: true },
      rationale: "Looks fine",
    });
    const rationale = "The price in the answer is **last year's**.";
    await say({ assessment_name: "correct", source: person, feedback: { value: false }, rationale, overrides: old });
    const facts = { serialization_format: "JSON_FORMAT", value: '["12 €", "per month"]' };
    await say({ assessment_name: "facts", source: person, expectation: { serialized_value: facts } });
    const error = { error_code: "RATE_LIMIT", error_message: "the judge was asked too often" };
    await say({ assessment_name: "polite", source: judge, feedback: { error } });
    await say({ assessment_name: "iss-1", source: person, issue: { issue_name: "Old prices" } });
    await say({ assessment_name: "tone", source: person, feedback: { value: "a bit rude" }, span_id });
  });

  async function say(assessment: object): Promise<string> {
    const answer = await fetch(`${app.server.url}/api/3.0/mlflow/traces/${trace.traceId}/assessments`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ assessment }),
    });
    expect(answer.status).toBe(200);
    return ((await answer.json()) as { assessment: { assessment_id: string } }).assessment.assessment_id;
  }

  const of = (span: number) => `/traces/${trace.traceId}?span=${trace.spans[span]!.spanId}&tab=assessments`;

  testLooks(app, { "what was said of the root": [() => of(0), "Of the trace"] });

  test("stands beside its root", async () => {
    const { page } = app;
    await page.goto(of(0));
    await shown(page, "Of the trace").waitFor();
    const said = page.getByRole("list", { name: "Of the trace" }).getByRole("listitem");
    const correct = said.filter({ hasText: "ann@example.com" }).filter({ hasText: "last year's" });
    await expect(correct.count()).resolves.toBe(1);
    await correct.locator("strong", { hasText: "last year's" }).waitFor();
    await expect(correct.getByRole("listitem").textContent()).resolves.toMatch(/overridden.*gpt-4o \(judge\)/);
    for (const text of ['["12 €","per month"]', "RATE_LIMIT: the judge was asked too often", "Old prices"])
      await shown(page, text).waitFor();
    expect(await page.getByText("a bit rude").count()).toBe(0);
  });

  test("of a span stands beside the span alone", async () => {
    const { page } = app;
    await page.goto(of(2));
    await shown(page, "Of this span").waitFor();
    await shown(page, "a bit rude").waitFor();
    expect(await page.getByText("Of the trace").count()).toBe(0);
  });
});
