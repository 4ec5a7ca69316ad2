import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { shown } from "../harness/browser.ts";
import { describeInBrowser } from "../harness/in-browser.ts";
import { attributes, newSpanId, newTraceId, type OtlpSpan, tracesOf } from "../harness/otlp.ts";
import { readerOf, type TraceSummary } from "../harness/reader.ts";
import { newExperiment } from "../harness/runs.ts";
import { send } from "../harness/send.ts";

const count = 1_200;
/** One session for all, so that its page, the overview and the list are about the same traces. */
const session = "everything";

describeInBrowser("tokens and cost are the same wherever they stand", (app) => {
  let experimentId: string;
  let traces: TraceSummary[];

  beforeAll(async () => {
    const { url } = app.server;
    experimentId = await newExperiment(url, "sums");
    const calls = Array.from({ length: count }, (_, at) => agent(at));
    for (let from = 0; from < count; from += 300)
      await send(url, tracesOf(calls.slice(from, from + 300).flat()), { "x-mlflow-experiment-id": experimentId });
    traces = await allTraces(url, experimentId);
  });

  test("each trace counts what its model calls used, once, and what its agent repeats not again", () => {
    expect(traces).toHaveLength(count);
    expect(sumOf(({ usage }) => usage?.input_tokens)).toBe(expected((at) => 2 * (1_000 + at)));
    expect(sumOf(({ usage }) => usage?.output_tokens)).toBe(expected(() => 2 * 50));
    expect(traces.filter(({ cost_usd }) => cost_usd === undefined)).toEqual([]);
  });

  test("the overview and the session show the sums of the list", async () => {
    const { page } = app;
    const [input, output] = [sumOf(({ usage }) => usage?.input_tokens), sumOf(({ usage }) => usage?.output_tokens)];
    const cost = sumOf(({ cost_usd }) => cost_usd);
    await page.goto(`/experiments/${experimentId}/overview`);
    await shown(page, "Tokens in").waitFor();
    await expect.poll(() => fact(page, "Tokens in")).toBe(short(input));
    expect(await fact(page, "Tokens out")).toBe(short(output));
    const shownCost = await fact(page, "Cost");
    expect(Number(shownCost.replace(/[^\d.]/g, ""))).toBeCloseTo(cost, 1);
    await page.goto(`/sessions/${session}`);
    await shown(page, "Time working").waitFor();
    await expect.poll(() => fact(page, "Tokens")).toBe(short(input + output));
    await expect.poll(() => fact(page, "Cost")).toBe(shownCost);
    await page.goto(`/experiments/${experimentId}/sessions`);
    const row = page.getByRole("row", { name: new RegExp(session) });
    expect(await row.textContent()).toContain(short(input + output));
    expect(await row.textContent()).toContain(shownCost);
  });

  test("the header of a trace shows what its row in the list does", async () => {
    const { page } = app;
    await page.goto(`/experiments/${experimentId}/traces?cols=name,tokens,cost`);
    const first = page
      .getByRole("row")
      .filter({ has: page.getByRole("gridcell") })
      .first();
    await first.waitFor();
    const [tokens, cost] = await Promise.all(
      ["tokens", "cost"].map(async (column) =>
        (await first.locator(`[data-column="${column}"]`).textContent())!.trim(),
      ),
    );
    const [newest] = traces;
    await page.goto(`/traces/${newest!.trace_id}`);
    await shown(page, "Trace id").waitFor();
    await expect.poll(() => fact(page, "Cost")).toBe(cost);
    const { input_tokens: input = 0, output_tokens: output = 0 } = newest!.usage!;
    expect(tokens).toContain(short(input + output));
    expect(await fact(page, "Tokens")).toBe(`${short(input)} in · ${short(output)} out`);
  });

  const sumOf = (figure: (trace: TraceSummary) => number | undefined) =>
    traces.reduce((sum, trace) => sum + (figure(trace) ?? 0), 0);
  const expected = (figure: (at: number) => number) =>
    Array.from({ length: count }, (_, at) => figure(at)).reduce((sum, each) => sum + each, 0);
});

/** Newest first. */
async function allTraces(url: string, experimentId: string): Promise<TraceSummary[]> {
  const reader = readerOf(url);
  const all: TraceSummary[] = [];
  for (let token = ""; ; ) {
    const query = { experiment_ids: experimentId, max_results: 500, ...(token && { page_token: token }) };
    const page = await reader.get<{ traces: TraceSummary[]; next_page_token?: string }>("traces", query);
    all.push(...page.traces);
    if (!page.next_page_token) return all;
    token = page.next_page_token;
  }
}

async function fact(page: Page, name: string): Promise<string> {
  const value = page
    .locator("dt")
    .filter({ hasText: new RegExp(`^${name}$`) })
    .locator("xpath=following-sibling::dd[1]");
  return (await value.first().textContent())!.trim();
}

/** As the pages write a count of tokens, in three digits. */
function short(tokens: number): string {
  if (tokens < 1_000) return String(tokens);
  const [value, unit] = tokens < 1_000_000 ? [tokens / 1_000, "k"] : [tokens / 1_000_000, "M"];
  return `${value.toFixed(value < 9.995 ? 2 : value < 99.95 ? 1 : 0)}${unit}`;
}

/** An agent that repeats the usage of its two model calls, as many do. */
function agent(at: number): OtlpSpan[] {
  const traceId = newTraceId();
  const root = newSpanId();
  const startNs = BigInt(Date.now() - (count - at) * 1_000) * 1_000_000n;
  const span = (name: string, operation: string, input: number, output: number, parentSpanId?: string): OtlpSpan => ({
    traceId,
    spanId: parentSpanId === undefined ? root : newSpanId(),
    parentSpanId,
    name,
    startTimeUnixNano: String(startNs),
    endTimeUnixNano: String(startNs + 900_000_000n),
    attributes: attributes({
      "gen_ai.operation.name": operation,
      "gen_ai.provider.name": "openai",
      "gen_ai.request.model": "gpt-4o-mini",
      "gen_ai.usage.input_tokens": input,
      "gen_ai.usage.output_tokens": output,
      "session.id": session,
    }),
  });
  return [
    span("agent", "invoke_agent", 2 * (1_000 + at), 100),
    span("chat", "chat", 1_000 + at, 50, root),
    span("chat", "chat", 1_000 + at, 50, root),
  ];
}
