import { beforeAll, expect, test } from "vitest";
import { type AgentTrace, agentTrace, sendTrace } from "../harness/agent-trace.ts";
import { overflowPx, painted } from "../harness/axe.ts";
import { shown } from "../harness/browser.ts";
import { describeInBrowser } from "../harness/in-browser.ts";
import { attributes, newSpanId, newTraceId, type OtlpSpan, tracesOf } from "../harness/otlp.ts";
import { send } from "../harness/send.ts";

describeInBrowser("the trace page", (app) => {
  let trace: AgentTrace;

  beforeAll(async () => {
    trace = agentTrace(60);
    await sendTrace(app.server.url, trace);
  });

  const tree = () => app.page.getByRole("treegrid");
  const spanRows = () => tree().locator('[role="row"][aria-level]');

  test("a click selects a span, the address names it, and a reload shows the same", async () => {
    const { page } = app;
    await page.goto(`/traces/${trace.traceId}`);
    const failed = trace.spans.find(({ status }) => status?.code === 2)!;
    const index = trace.spans.indexOf(failed);
    await spanRows().nth(index).click();
    await expect.poll(() => page.url()).toContain(failed.spanId);
    await shown(page, failed.status!.message!).waitFor();
    const address = page.url();
    await page.reload();
    await shown(page, failed.status!.message!).waitFor();
    expect(page.url()).toBe(address);
    await expect.poll(() => tree().locator('[aria-selected="true"]').count()).toBe(1);
  });

  test("the tree is asked for while the code of its page is on its way, once", async () => {
    const { page } = app;
    const asked: string[] = [];
    page.on("request", (request) => {
      if (request.url().endsWith("/skeleton")) asked.push(request.url());
    });
    const tree = page.waitForResponse(/\/skeleton$/);
    await page.route(/\/assets\/trace-page-[^/]*\.js$/, async (route) => {
      await tree;
      await route.continue();
    });
    await page.goto(`/traces/${trace.traceId}`);
    await page.getByRole("treegrid").waitFor();
    expect(asked).toHaveLength(1);
  });

  test("a model call is shown as a conversation", async () => {
    const { page } = app;
    await page.goto(`/traces/${trace.traceId}?span=${trace.spans[2]!.spanId}`);
    await shown(page, "What is the weather, question 2?").waitFor();
    await shown(page, "It rains, needle-2.").waitFor();
  });

  test("what a span retrieved, what it links to and why it failed are read in its tabs, and links lead there", async () => {
    const answer = await sendAnswer(app.server.url, trace);
    const { page } = app;
    await page.goto(`/traces/${answer.traceId}?span=${answer.retrieval}`);
    const panel = page.getByRole("tabpanel").filter({ visible: true });
    await page.getByRole("tab", { name: /documents/i }).click();
    await expect.poll(() => panel.textContent()).toContain("Which cities have rain?");
    const documents = panel.locator("ol > li");
    expect(await documents.count()).toBe(2);
    expect(await documents.first().textContent()).toMatch(/1doc-oslo0\.91.*Oslo has rain\./s);
    expect(await documents.first().getByRole("meter").getAttribute("value")).toBe("0.91");
    await documents.first().getByText("Metadata").click();
    await documents.first().getByText("weather.md").waitFor();

    await spanRows().filter({ hasText: "quick check" }).click();
    await page.getByRole("button", { name: "Stack trace" }).click();
    await expect.poll(() => panel.textContent()).toMatch(/ValueError: no such city.*File weather\.py, line 7/s);

    await spanRows().filter({ hasText: "answer" }).first().click();
    await page.getByRole("tab", { name: /links/i }).click();
    await expect.poll(() => panel.textContent()).toContain("follows");
    await panel.getByRole("link", { name: trace.traceId }).click();
    await expect.poll(() => page.url()).toContain(`/traces/${trace.traceId}?span=${trace.rootSpanId}`);
    await spanRows().filter({ hasText: "travel agent" }).waitFor();
  });

  test("the critical path dims what the trace did not wait for, by its button and by c, and stands in the address", async () => {
    const answer = await sendAnswer(app.server.url, trace);
    const { page } = app;
    await page.goto(`/traces/${answer.traceId}`);
    await spanRows().filter({ hasText: "quick check" }).waitFor();
    const dimmed = () => tree().locator('[role="row"][data-dimmed]').allTextContents();
    expect(await dimmed()).toEqual([]);
    await page.getByRole("button", { name: "Critical path" }).click();
    await expect.poll(dimmed).toEqual([expect.stringContaining("quick check")]);
    await expect.poll(() => page.url()).toContain("critical=1");
    await page.reload();
    await expect.poll(dimmed).toEqual([expect.stringContaining("quick check")]);
    await page.keyboard.press("c");
    await expect.poll(dimmed).toEqual([]);
  });

  test("its tags are set, changed and taken away on its page, and stand among its facts", async () => {
    const { page } = app;
    const tagged = agentTrace(3);
    await sendTrace(app.server.url, tagged);
    await page.goto(`/traces/${tagged.traceId}`);
    await spanRows().first().waitFor();
    await page.getByRole("button", { name: "Tags" }).click();
    const dialog = page.getByRole("dialog", { name: "Tags" });
    await dialog.getByLabel("Key of a new tag").fill("checked by");
    await dialog.getByLabel("Value of the new tag").fill("ann");
    await page.keyboard.press("Enter");
    const tags = dialog.getByLabel("Tags of the trace");
    await tags.getByText("ann").waitFor();
    await page.keyboard.press("Escape");
    const fact = page.getByRole("main").locator("dl > div").filter({ hasText: "checked by" });
    await fact.getByText("ann").waitFor();
    await page.reload();
    await fact.getByText("ann").waitFor();
    await page.getByRole("button", { name: "Tags" }).click();
    await tags.getByRole("button", { name: "Remove checked by" }).click();
    await page.getByText("Tag checked by is removed.").waitFor();
    await page.keyboard.press("Escape");
    await fact.waitFor({ state: "detached" });
  });

  test("the graph says who called whom and how often, and a node's spans are shown alone until it is left", async () => {
    const { page } = app;
    await page.goto(`/traces/${trace.traceId}`);
    await spanRows().first().waitFor();
    await page.keyboard.press("G");
    const graph = page.getByRole("region", { name: "Graph" });
    const node = (name: string) => graph.getByRole("listitem").filter({ has: page.getByRole("button", { name }) });
    const tools = trace.spans.filter((span) => span.name === "execute_tool get_weather");
    const failed = tools.filter(({ status }) => status?.code === 2);
    const [calls, failures] = [tools.length, failed.length];
    await node("get_weather").waitFor();
    expect(await node("get_weather").textContent()).toContain(
      `Called by travel agent ${calls} times, ${failures} failed`,
    );
    expect(await node("gpt-4o-mini").textContent()).toMatch(/\$0\.\d+/);
    await node("get_weather").getByRole("button").click();
    await expect.poll(() => decodeURIComponent(page.url())).toMatch(/node=TOOL\+get_weather/);
    const models = () => spanRows().filter({ hasText: "chat gpt-4o-mini" }).count();
    await expect.poll(models).toBe(0);
    await spanRows().filter({ hasText: "execute_tool get_weather" }).first().waitFor();
    // The first of its spans is the one that is read, and n goes on to the next.
    await expect.poll(() => page.url()).toContain(`span=${tools[0]!.spanId}`);
    await page.keyboard.press("n");
    await expect.poll(() => page.url()).toContain(`span=${tools[1]!.spanId}`);
    await node("get_weather").getByRole("button", { pressed: true }).click();
    await expect.poll(models).toBeGreaterThan(0);
    await page.getByRole("button", { name: "Graph" }).click();
    await graph.waitFor({ state: "detached" });
    await expect.poll(() => page.url()).not.toMatch(/graph|node/);
  });

  test("390 px: the graph is an outline, each node below what calls it, and a tap shows its spans alone", async () => {
    const { page } = await app.open({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    await page.goto(`/traces/${trace.traceId}?graph=1`);
    const nodes = page.getByRole("region", { name: "Graph" }).getByRole("listitem");
    await nodes.first().waitFor();
    const [agent, model, tool] = await Promise.all([0, 1, 2].map(async (at) => (await nodes.nth(at).boundingBox())!));
    expect(await nodes.nth(1).textContent()).toMatch(/gpt-4o-mini.*Called by travel agent/);
    expect(model!.x).toBeGreaterThan(agent!.x);
    expect(tool!.x).toBe(model!.x);
    expect(model!.y).toBeGreaterThan(agent!.y + agent!.height);
    expect(await overflowPx(page)).toBeLessThanOrEqual(0);
    await page.touchscreen.tap(tool!.x + tool!.width - 8, tool!.y + tool!.height - 8);
    await expect.poll(() => page.url()).toContain("node=TOOL+get_weather");
  });

  test("find in the trace finds content that was never loaded, and walks the hits", async () => {
    const { page } = app;
    await page.goto(`/traces/${trace.traceId}`);
    await spanRows().first().waitFor();
    await page.keyboard.press("/");
    await page.getByRole("textbox", { name: /find/i }).fill("needle-42");
    await page.getByRole("status").filter({ hasText: /^1$/ }).waitFor();
    await page.keyboard.press("Enter");
    await expect.poll(() => page.url()).toContain(trace.spans[42]!.spanId);
  });

  test("a span whose parent is missing hangs under a marked placeholder", async () => {
    const orphan = {
      traceId: newTraceId(),
      spanId: newSpanId(),
      parentSpanId: newSpanId(),
      name: "an orphan",
      startTimeUnixNano: String(BigInt(Date.now()) * 1_000_000n),
      endTimeUnixNano: String(BigInt(Date.now()) * 1_000_000n + 1_000_000n),
    };
    await send(app.server.url, tracesOf([orphan]));
    await app.page.goto(`/traces/${orphan.traceId}`);
    const row = spanRows().filter({ hasText: "an orphan" });
    await row.waitFor();
    expect(await row.getAttribute("aria-level")).toBe("2");
    expect(await spanRows().first().textContent()).toMatch(/missing/i);
  });

  test("a running trace grows in the open page", async () => {
    const growing = agentTrace(9, { name: "growing", startNs: BigInt(Date.now()) * 1_000_000n });
    const [root, ...children] = growing.spans;
    await send(app.server.url, tracesOf(children.slice(0, 3)));
    await app.page.goto(`/traces/${growing.traceId}`);
    await spanRows()
      .filter({ hasText: /turn 1|get_weather|gpt-4o-mini/ })
      .first()
      .waitFor();
    await send(app.server.url, tracesOf(children.slice(3)));
    await expect
      .poll(
        () =>
          spanRows()
            .filter({ hasText: /turn|tool|chat/ })
            .count(),
        { timeout: 10_000 },
      )
      .toBeGreaterThanOrEqual(8);
    await send(app.server.url, tracesOf([root!]));
    await spanRows().filter({ hasText: "growing" }).waitFor({ timeout: 10_000 });
  });

  test("spans that come after the tree was read and before its events are open are shown too", async () => {
    const { page } = app;
    const growing = agentTrace(9, { name: "growing", startNs: BigInt(Date.now()) * 1_000_000n });
    await send(app.server.url, tracesOf(growing.spans.slice(0, 4)));
    await page.route(/\/v1\/changes/, async (route) => {
      await send(app.server.url, tracesOf(growing.spans.slice(4)));
      await page.waitForTimeout(1_000);
      await route.continue();
    });
    await page.goto(`/traces/${growing.traceId}`);
    await expect.poll(() => spanRows().count(), { timeout: 6_000 }).toBe(9);
  });

  test("names and content that are HTML or scripts are shown as text and do nothing", async () => {
    const hostile = '<img src=x onerror="window.__owned=1"><script>window.__owned=1</script>';
    const markdown = "[click](javascript:window.__owned=1) ![i](http://example.invalid/a.png) **bold**";
    const span = {
      traceId: newTraceId(),
      spanId: newSpanId(),
      name: hostile,
      startTimeUnixNano: String(BigInt(Date.now()) * 1_000_000n),
      endTimeUnixNano: String(BigInt(Date.now()) * 1_000_000n + 1_000_000n),
      attributes: attributes({
        [hostile]: hostile,
        "session.id": hostile,
        "gen_ai.operation.name": "chat",
        "gen_ai.output.messages": JSON.stringify([
          { role: "assistant", parts: [{ type: "text", content: `${hostile}\n\n${markdown}` }] },
        ]),
        "input.value": hostile,
      }),
      events: [
        {
          name: "exception",
          timeUnixNano: String(BigInt(Date.now()) * 1_000_000n),
          attributes: attributes({ "exception.message": hostile, "exception.stacktrace": hostile }),
        },
      ],
      status: { code: 2, message: hostile },
    };
    await send(app.server.url, tracesOf([span]));
    const { page } = app;
    await page.goto(`/traces/${span.traceId}?span=${span.spanId}`);
    await spanRows().filter({ hasText: "<img src=x" }).waitFor();
    for (const tab of await page.getByRole("tab").all()) {
      await tab.click();
      await page.getByRole("tabpanel").filter({ visible: true }).first().waitFor();
      await painted(page);
    }
    expect(await page.evaluate(() => (window as unknown as { __owned?: number }).__owned)).toBeUndefined();
    expect(await page.locator('a[href^="javascript:"]').count()).toBe(0);
    await page.goto("/traces");
    await shown(page, "<img src=x").waitFor();
    expect(await page.evaluate(() => (window as unknown as { __owned?: number }).__owned)).toBeUndefined();
  });

  test("the trace can be downloaded as OTLP JSON", async () => {
    const { page } = app;
    await page.goto(`/traces/${trace.traceId}`);
    await spanRows().first().waitFor();
    await page.getByRole("button", { name: "More", exact: true }).click();
    const href = await page.getByRole("menuitem", { name: "Download as OTLP JSON" }).getAttribute("href");
    const response = await page.request.get(href!);
    expect(JSON.stringify(await response.json())).toContain(trace.rootSpanId);
  });

  test("it is deleted for good after a question, by keys alone, and the list that it was opened from is without it", async () => {
    const { page } = app;
    const [gone, stays] = [agentTrace(3, { name: "to be gone" }), agentTrace(3, { name: "to stay" })];
    for (const one of [gone, stays]) await sendTrace(app.server.url, one);
    const q = "name LIKE 'to %'";
    await page.goto(`/traces?${new URLSearchParams({ q })}`);
    await shown(page, "to be gone").click();
    await page.waitForURL(`**/traces/${gone.traceId}*`);
    await spanRows().first().waitFor();
    const more = page.getByRole("button", { name: "More", exact: true });
    const ask = async () => {
      await more.press("Enter");
      await expect.poll(() => page.locator("[role=menuitem]:focus").count()).toBe(1);
      await page.keyboard.press("ArrowDown");
      await page.getByRole("menuitem", { name: "Delete trace" }).press("Enter");
    };
    const question = page.getByRole("dialog", { name: "Delete this trace?" });
    await ask();
    await question.getByText("The spans, feedback and links of to be gone go with it").waitFor();
    await page.keyboard.press("Escape");
    await question.waitFor({ state: "detached" });

    await ask();
    await question.getByRole("button", { name: "Delete for good" }).press("Enter");
    await page.waitForURL(({ pathname, searchParams }) => pathname === "/traces" && searchParams.get("q") === q);
    await shown(page, "to stay").waitFor();
    expect(await page.getByText("to be gone").count()).toBe(0);
    await shown(page, "Trace deleted").waitFor();
    const read = await page.request.get(`/api/3.0/mlflow/traces/tr-${gone.traceId}`);
    expect(read.status()).toBe(404);
  });

  test("390 px: it is deleted with taps, and one opened by its link leads to the traces of its experiment", async () => {
    const { page } = await app.open({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    const gone = agentTrace(3, { name: "tapped away" });
    await sendTrace(app.server.url, gone);
    await page.goto(`/traces/${gone.traceId}`);
    await page.getByRole("button", { name: "More", exact: true }).tap();
    await page.getByRole("menuitem", { name: "Delete trace" }).tap();
    await page.getByRole("button", { name: "Delete for good" }).tap();
    await page.waitForURL("**/experiments/0/traces");
    await shown(page, "travel agent").waitFor();
    expect(await page.getByText("tapped away").count()).toBe(0);
    expect(await overflowPx(page)).toBeLessThanOrEqual(0);
  });

  test("by keyboard only: filter errors, open, next error, read the exception, copy the link", async () => {
    await app.context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: app.server.url });
    const { page } = app;
    await page.goto("/traces");
    await shown(page, "travel agent").waitFor();
    await page.keyboard.press("/");
    await page.keyboard.type('errors:>0 name:"travel agent"', { delay: 5 });
    await page.keyboard.press("Enter");
    await expect.poll(() => page.url()).toMatch(/q=/);
    // One row is left, so a key that came before the list did can be pressed again.
    await expect
      .poll(async () => {
        await page.keyboard.press("j");
        return page.locator('[role="row"][data-active]').count();
      })
      .toBe(1);
    await page.keyboard.press("Enter");
    await spanRows().first().waitFor();
    await page.keyboard.press("e");
    const firstError = trace.spans.find(({ status }) => status?.code === 2)!;
    await expect.poll(() => page.url()).toContain(firstError.spanId);
    await shown(page, firstError.status!.message!).waitFor();
    await page.keyboard.press("y");
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain(firstError.spanId);
  });
});

/** A trace whose root links to another, waits for a retrieval and a slow call, and not for a quick one that fails. */
async function sendAnswer(url: string, linked: AgentTrace): Promise<{ traceId: string; retrieval: string }> {
  const traceId = newTraceId();
  const [root, retrieval] = [newSpanId(), newSpanId()];
  const startMs = Date.now() - 60_000;
  const span = (name: string, fromMs: number, toMs: number, more: Partial<OtlpSpan> = {}): OtlpSpan => ({
    traceId,
    spanId: newSpanId(),
    parentSpanId: root,
    name,
    startTimeUnixNano: `${startMs + fromMs}000000`,
    endTimeUnixNano: `${startMs + toMs}000000`,
    ...more,
  });
  const exception = { "exception.type": "ValueError", "exception.message": "no such city" };
  const stack = { "exception.stacktrace": "Traceback (most recent call last):\n  File weather.py, line 7" };
  await send(
    url,
    tracesOf([
      span("answer", 0, 1_000, {
        spanId: root,
        parentSpanId: undefined,
        links: [
          { traceId: linked.traceId, spanId: linked.rootSpanId, attributes: attributes({ relation: "follows" }) },
        ],
      }),
      span("search cities", 0, 200, {
        spanId: retrieval,
        attributes: attributes({
          "openinference.span.kind": "RETRIEVER",
          "input.value": "Which cities have rain?",
          "retrieval.documents.0.document.id": "doc-oslo",
          "retrieval.documents.0.document.score": 0.91,
          "retrieval.documents.0.document.content": "Oslo has rain.",
          "retrieval.documents.0.document.metadata": JSON.stringify({ source: "weather.md" }),
          "retrieval.documents.1.document.content": "Rome has none.",
        }),
      }),
      span("slow call", 200, 900),
      span("quick check", 250, 300, {
        status: { code: 2, message: "no such city" },
        events: [
          {
            name: "exception",
            timeUnixNano: `${startMs + 290}000000`,
            attributes: attributes({ ...exception, ...stack }),
          },
        ],
      }),
    ]),
  );
  return { traceId, retrieval };
}
