import { beforeEach, expect, test } from "vitest";
import { type AgentTrace, agentTrace, sendTrace } from "../harness/agent-trace.ts";
import { overflowPx, violationsInBothThemes } from "../harness/axe.ts";
import { describeInBrowser } from "../harness/in-browser.ts";
import { attributes, newSpanId, newTraceId, tracesOf } from "../harness/otlp.ts";
import { send } from "../harness/send.ts";

interface Said {
  assessment_id: string;
  assessment_name: string;
  source: { source_type: string; source_id: string };
  span_id?: string;
  feedback?: { value: unknown };
  expectation?: object;
  rationale?: string;
  overrides?: string;
  valid: boolean;
}

describeInBrowser("feedback", (app) => {
  let trace: AgentTrace;

  beforeEach(async () => {
    trace = agentTrace(6);
    await sendTrace(app.server.url, trace);
  });

  async function post<Answer = Record<string, never>>(path: string, body: object): Promise<Answer> {
    const response = await fetch(`${app.server.url}/api/3.0/mlflow/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    const answer = await response.text();
    expect(response.status, answer).toBe(200);
    return JSON.parse(answer) as Answer;
  }
  async function said(traceId = trace.traceId): Promise<Said[]> {
    const answer = await fetch(`${app.server.url}/api/3.0/mlflow/traces/tr-${traceId}`);
    const { trace: found } = (await answer.json()) as { trace: { trace_info: { assessments?: Said[] } } };
    return found.trace_info.assessments ?? [];
  }
  const open = (spanId = trace.rootSpanId) => app.page.goto(`/traces/${trace.traceId}?span=${spanId}&tab=assessments`);
  const form = () => app.page.getByRole("form", { name: "Give feedback" });

  test("a thumb is given by key or click, changed, taken back and had again", async () => {
    const { page } = app;
    await open();
    const up = page.getByRole("button", { name: "Thumbs up", pressed: true });
    await page.getByText("Nothing was said of this trace yet.").waitFor();
    await page.keyboard.press("1");
    await up.waitFor();
    await expect
      .poll(() => said())
      .toMatchObject([
        {
          assessment_name: "helpful",
          feedback: { value: true },
          source: { source_type: "HUMAN", source_id: "anonymous" },
        },
      ]);
    await page.getByRole("button", { name: "Thumbs down" }).click();
    await expect.poll(() => said()).toMatchObject([{ feedback: { value: false } }]);
    await page.keyboard.press("2");
    await expect.poll(() => said()).toEqual([]);
    await page.getByRole("button", { name: "Undo" }).click();
    await expect.poll(() => said()).toMatchObject([{ assessment_name: "helpful", feedback: { value: false } }]);
  });

  test("the form asks for the name once; a failed save keeps what was typed and saves it once on the next try", async () => {
    const { page } = app;
    await post("label-schemas/create", {
      experiment_id: "0",
      name: `tone ${trace.traceId}`,
      type: "FEEDBACK",
      instruction: "How polite was it?",
      input: { numeric: { min_value: 0, max_value: 5 } },
    });
    const span = trace.spans[2]!.spanId;
    await open(span);
    await page.getByText("Nothing was said of this span yet.").waitFor();
    await page.keyboard.press("f");
    await form().waitFor();
    await form().getByLabel("Name", { exact: true }).fill(`tone ${trace.traceId}`);
    await page.getByText("How polite was it?").waitFor();
    await form()
      .getByLabel(/0 to 5, as a number$/)
      .fill("7");
    await form().getByLabel("Comment (why)").fill("Short, but kind.");
    await form().getByLabel("Your name").fill("Mia");
    await form().getByRole("button", { name: "Save" }).click();
    await page.getByText("The answer is at most 5.").waitFor();
    await form()
      .getByLabel(/0 to 5, as a number$/)
      .fill("4.5");
    app.allow(/status of 503/);
    await page.route("**/assessments", (route) => route.fulfill({ status: 503, body: "{}" }));
    await form().getByRole("button", { name: "Save" }).click();
    await form().getByRole("alert").waitFor();
    expect(await form().getByLabel("Comment (why)").inputValue()).toBe("Short, but kind.");
    expect(await page.getByRole("list", { name: "Of this span" }).count()).toBe(0);
    await page.unroute("**/assessments");
    await form().getByRole("button", { name: "Try again" }).click();
    await form().waitFor({ state: "detached" });
    await page.getByRole("list", { name: "Of this span" }).getByText("Short, but kind.").waitFor();
    await expect
      .poll(() => said())
      .toMatchObject([
        { span_id: span, feedback: { value: 4.5 }, rationale: "Short, but kind.", source: { source_id: "Mia" } },
      ]);
    await page.keyboard.press("f");
    await form().waitFor();
    expect(await form().getByLabel("Your name").count()).toBe(0);
  });

  test("one's own is changed in place, another's is overridden and stands below", async () => {
    const { page } = app;
    const judge = { source_type: "LLM_JUDGE", source_id: "gpt-4o" };
    await post(`traces/tr-${trace.traceId}/assessments`, {
      assessment: { assessment_name: "correct", source: judge, feedback: { value: true }, rationale: "Fine" },
    });
    await open();
    await page.getByRole("button", { name: "Override correct" }).click();
    const override = page.getByRole("form", { name: "Override feedback" });
    await override.getByRole("button", { name: "Thumbs down" }).click();
    await override.getByLabel("Comment (why)").fill("The price is wrong");
    await override.getByRole("button", { name: "Save" }).click();
    await page.getByRole("list", { name: "Before: correct" }).getByText("gpt-4o (judge)").waitFor();
    await page.getByRole("button", { name: "Change correct" }).click();
    const change = page.getByRole("form", { name: "Change feedback" });
    await change.getByLabel("Comment (why)").fill("The price is old");
    await change.getByRole("button", { name: "Save" }).click();
    await expect
      .poll(() => said())
      .toMatchObject([
        { valid: false, rationale: "Fine" },
        { valid: true, rationale: "The price is old", feedback: { value: false } },
      ]);
    await page.getByRole("button", { name: "Undo" }).click();
    await expect.poll(async () => (await said())[1]?.rationale).toBe("The price is wrong");
    await page.getByRole("button", { name: "Remove correct" }).click();
    await expect.poll(() => said()).toMatchObject([{ valid: true, rationale: "Fine" }]);
  });

  test("a trace goes into a new dataset with what was expected of it, and once more is merged", async () => {
    const { page } = app;
    const traceId = newTraceId();
    const io = { "mlflow.spanInputs": '{"question":"Where?","n":1.0}', "mlflow.spanOutputs": '"Here"' };
    const at = BigInt(Date.now()) * 1_000_000n;
    const times = { startTimeUnixNano: String(at), endTimeUnixNano: String(at + 1_000_000n) };
    const span = { traceId, spanId: newSpanId(), name: "ask", kind: 1, attributes: attributes(io), ...times };
    await send(app.server.url, tracesOf([span]));
    await page.goto(`/traces/${traceId}?tab=assessments`);
    await page.getByText("Nothing was said of this trace yet.").waitFor();
    await page.keyboard.press("f");
    await form().getByRole("button", { name: "Expected" }).click();
    await form().getByLabel("Name", { exact: true }).fill("facts");
    await form().getByLabel("Expected, as text or JSON").fill('["here", 1.0]');
    await page.keyboard.press("Control+Enter");
    await page.getByRole("list", { name: "Of the trace" }).getByText('["here",1').waitFor();
    await expect.poll(() => said(traceId)).toHaveLength(1);
    await page.getByRole("button", { name: "Add to dataset" }).click();
    await page.getByRole("menuitem", { name: "New dataset…" }).click();
    await page.getByLabel("Name", { exact: true }).last().fill("golden");
    await page.getByRole("button", { name: "Make it and add" }).click();
    await page.getByText("Added to golden").waitFor();
    await page.getByRole("button", { name: "Add to dataset" }).click();
    await page.getByRole("menuitem", { name: "golden" }).click();
    await page.getByText("golden had these inputs already; merged").waitFor();
    const { datasets } = await post<{ datasets: { dataset_id: string }[] }>("datasets/search", {
      filter_string: "name = 'golden'",
    });
    const answer = await fetch(`${app.server.url}/api/3.0/mlflow/datasets/${datasets[0]!.dataset_id}/records`);
    const { records } = (await answer.json()) as { records: string };
    expect(JSON.parse(records)).toMatchObject([
      {
        inputs: { question: "Where?", n: 1 },
        outputs: "Here",
        expectations: { facts: ["here", 1] },
        source: { source_type: "TRACE", source_data: { trace_id: `tr-${traceId}` } },
      },
    ]);
  });

  test("a turn of a session is judged where it stands", async () => {
    const { page } = app;
    const traceId = newTraceId();
    const at = BigInt(Date.now()) * 1_000_000n;
    const times = { startTimeUnixNano: String(at), endTimeUnixNano: String(at + 1_000_000n) };
    const spoken = attributes({ "session.id": `talk ${traceId}`, "mlflow.spanInputs": '"Hello?"' });
    await send(
      app.server.url,
      tracesOf([{ traceId, spanId: newSpanId(), name: "ask", kind: 1, attributes: spoken, ...times }]),
    );
    await page.goto(`/sessions/${encodeURIComponent(`talk ${traceId}`)}`);
    const turn = page.getByRole("article", { name: "Turn 1" });
    await turn.hover();
    await turn.getByRole("button", { name: "Thumbs down" }).click();
    await turn.getByRole("list", { name: "Feedback" }).getByText("helpful: false").waitFor();
    await expect.poll(() => said(traceId)).toMatchObject([{ assessment_name: "helpful", feedback: { value: false } }]);
    await page.keyboard.press("j");
    await page.locator('article[data-active="true"]').waitFor();
    await page.keyboard.press("1");
    await expect.poll(() => said(traceId)).toMatchObject([{ feedback: { value: true } }]);
    await page.keyboard.press("f");
    await form().getByRole("button", { name: "Comment" }).click();
    await form().getByLabel("Comment").fill("No greeting back");
    await form().getByRole("button", { name: "Save" }).click();
    await turn.getByText("comment: No greeting back").waitFor();
  });

  test.each([1440, 390])("at %i px the open form is accessible in light and dark, and fits", async (width) => {
    const { page } = app;
    await post(`traces/tr-${trace.traceId}/assessments`, {
      assessment: {
        assessment_name: "correct",
        source: { source_type: "LLM_JUDGE", source_id: "gpt-4o" },
        feedback: { value: true },
        rationale: "The answer names the right flight.",
      },
    });
    await page.setViewportSize({ width, height: 844 });
    await open();
    await page.getByText("gpt-4o (judge)").waitFor();
    await page.keyboard.press("f");
    await form().waitFor();
    expect(await violationsInBothThemes(page)).toEqual({ light: [], dark: [] });
    expect(await overflowPx(page)).toBe(0);
  });
});
