import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { type AgentTrace, agentTrace, sendTrace } from "../harness/agent-trace.ts";
import { overflowPx } from "../harness/axe.ts";
import { shown } from "../harness/browser.ts";
import { type ConversationTrace, conversationTrace } from "../harness/conversation-trace.ts";
import { describeInBrowser } from "../harness/in-browser.ts";
import { testLooks } from "../harness/looks.ts";
import { attributes, newSpanId, newTraceId, tracesOf } from "../harness/otlp.ts";
import { readerOf } from "../harness/reader.ts";
import { renewed } from "../harness/renew.ts";
import { send, sendRaw } from "../harness/send.ts";

const steps = 12;
/** An agent of a released library that calls a tool and answers. */
const recorded = fileURLToPath(new URL("../fixtures/otlp/py-pydantic-ai-format5-2.68.0/agent.json", import.meta.url));

describeInBrowser("the log of a trace", (app) => {
  let loop: ConversationTrace;
  const traces = new Map<number, AgentTrace>();

  beforeAll(async () => {
    const { url } = app.server;
    loop = conversationTrace(steps);
    await send(url, tracesOf([...loop.spans], { "service.name": "planner" }));
    for (const size of [2_000, 100_000]) {
      const trace = agentTrace(size);
      traces.set(size, trace);
      await sendTrace(url, trace);
      await readerOf(url).complete(trace.traceId, size);
    }
  });

  const log = (page: Page) => page.getByRole("region", { name: "Log" });
  const entries = (page: Page) => page.locator("[role=feed] > article");
  const entry = (page: Page, name: string, nth = 0) => page.getByRole("article", { name, exact: true }).nth(nth);
  const openLoop = (query = "") => app.page.goto(`/traces/${loop.traceId}?view=log${query}`);
  /** The entry of a span, found by its place among its kind: the page holds only those near by. */
  const scrollTo = (text: string) => scrollUntil(app.page, text);

  test("L reads the trace as one text, in which a conversation that goes on is not told again", async () => {
    const { page } = app;
    await page.goto(`/traces/${loop.traceId}`);
    await page.getByRole("treegrid").waitFor();
    await page.keyboard.press("L");
    await expect.poll(() => page.url()).toContain("view=log");

    const agent = entry(page, "invoke_agent planner, Agent");
    await agent.getByText("Which train to Oslo is the cheapest?").waitFor();
    expect(await agent.textContent()).toMatch(/\+0 s.*12\.8 s/);
    const first = entry(page, "chat gpt-4o, Chat model", 0);
    await first.getByText("I look at page 0.").waitFor();
    expect(await first.textContent()).toMatch(/system.*You book trips\..*… 1 earlier message.*search.*"page":0/s);
    const tool = entry(page, "execute_tool search, Tool", 0);
    await tool.getByText("offer-0-0").waitFor();
    const second = entry(page, "chat gpt-4o, Chat model", 1);
    await second.getByText("I look at page 1.").waitFor();
    expect(await second.textContent()).not.toContain("Which train");
    expect(await second.textContent()).not.toContain("offer-0-0");

    const earlier = second.getByRole("button", { name: "… 4 earlier messages" });
    await earlier.click();
    await second.getByText("Which train to Oslo is the cheapest?").waitFor();
    await second.getByRole("button", { name: "Hide 4 earlier messages" }).click();
    await expect.poll(() => second.textContent()).not.toContain("Which train");

    const end = await scrollTo("End of invoke_agent planner");
    await end.getByRole("button", { name: "… 1 earlier message" }).waitFor();
    await shown(page, "The train at 9:15 is the one.").waitFor();

    await page.keyboard.press("L");
    await page.getByRole("treegrid").waitFor();
  });

  test("arrows go from span to span, with the details beside; e goes to the failure, which says why", async () => {
    const { page } = app;
    await openLoop();
    await entry(page, "invoke_agent planner, Agent").waitFor();
    await page.keyboard.press("ArrowDown");
    await expect.poll(() => new URL(page.url()).searchParams.get("span")).toBe(loop.spans[1]!.spanId);
    const details = page.getByRole("region", { name: "Span details" });
    await details.getByRole("heading", { name: "chat gpt-4o" }).waitFor();
    await page.keyboard.press("e");
    const failed = loop.spans.find(({ status }) => status?.code === 2)!;
    await expect.poll(() => new URL(page.url()).searchParams.get("span")).toBe(failed.spanId);
    const current = page.locator("article[aria-current]");
    await current.getByText("The timetable did not answer").waitFor();
    expect(await current.textContent()).toContain("failed");

    await entry(page, "chat gpt-4o, Chat model", 2).getByRole("button", { name: "chat gpt-4o", exact: true }).click();
    await details.getByRole("heading", { name: "chat gpt-4o" }).waitFor();
    await expect.poll(() => new URL(page.url()).searchParams.get("span")).not.toBe(failed.spanId);
    await page.reload();
    await details.getByRole("heading", { name: "chat gpt-4o" }).waitFor();
    await page.locator("article[aria-current]").waitFor();
  });

  test("all entries are folded and opened, and one by its arrow key; the address says which", async () => {
    const { page } = app;
    await openLoop();
    await shown(page, "I look at page 0.").waitFor();
    await page.getByRole("button", { name: "Collapse all" }).click();
    await expect.poll(() => page.getByText("I look at page 0.").count()).toBe(0);
    await expect.poll(() => entries(page).count()).toBeGreaterThan(20);
    await expect.poll(() => page.url()).toContain("folded=d0");
    await page.reload();
    await expect.poll(() => entries(page).count()).toBeGreaterThan(20);
    await log(page).focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowRight");
    await shown(page, "I look at page 0.").waitFor();
    expect(await page.getByText("I look at page 1.").count()).toBe(0);
    await page.getByRole("button", { name: "Expand all" }).click();
    await shown(page, "I look at page 1.").waitFor();
    await expect.poll(() => page.url()).not.toContain("folded=");
  });

  test("by time a span stands where it began, whatever it lies in", async () => {
    const { page } = app;
    await openLoop();
    await page.getByRole("button", { name: "By time" }).click();
    await expect.poll(() => page.url()).toContain("order=start");
    await shown(page, "I look at page 0.").waitFor();
    const offsets = await entries(page).evaluateAll((all) =>
      all.map((each) => Number(each.getAttribute("aria-posinset"))),
    );
    expect(offsets).toEqual(offsets.toSorted((a, b) => a - b));
  });

  test("what is asked for is what is near, each span once", async () => {
    const { page } = app;
    const asked: string[] = [];
    page.on("request", (request) => {
      if (request.method() === "POST" && request.url().endsWith("/spans"))
        asked.push(...(request.postDataJSON() as { span_ids: string[] }).span_ids);
    });
    await page.goto(`/traces/${traces.get(2_000)!.traceId}?view=log`);
    await shown(page, "It rains, needle-2.").waitFor();
    await page.waitForLoadState("networkidle");
    expect(asked.length).toBeLessThan(60);
    expect(new Set(asked).size).toBe(asked.length);
    await scrollTo("needle-60.");
    await page.waitForLoadState("networkidle");
    expect(asked.length).toBeLessThan(200);
    expect(new Set(asked).size).toBe(asked.length);
  });

  test("100,000 spans are read to the last one, and the page stays small", async () => {
    const { page } = app;
    const { traceId, spans } = traces.get(100_000)!;
    await page.goto(`/traces/${traceId}?view=log`);
    await entry(page, "travel agent, Agent").waitFor();
    await page.keyboard.press("End");
    const last = page.locator("article[aria-current]");
    await last.getByText("needle-99999").waitFor();
    await expect.poll(() => new URL(page.url()).searchParams.get("span")).toBe(spans.at(-1)!.spanId);
    await page.evaluate(() => document.querySelector("section[aria-label=Log]")!.scrollTo(0, 2 ** 25));
    await entry(page, "End of travel agent").waitFor();
    expect(await page.evaluate(() => document.querySelectorAll("*").length)).toBeLessThanOrEqual(3_000);
    await page.keyboard.press("Home");
    await entry(page, "travel agent, Agent").waitFor();
  });

  test("of ten megabytes the beginning is shown, and all of it when asked for", async () => {
    const { page } = app;
    const traceId = await sendLarge(app.server.url);
    await page.goto(`/traces/${traceId}?view=log`);
    const tool = entry(page, "read, Tool");
    const more = tool.getByRole("button", { name: "Show more" }).last();
    await more.waitFor();
    expect((await tool.boundingBox())!.height).toBeLessThan(700);
    await more.click();
    await tool.getByText("20.0 kB of 10.6 MB shown").waitFor();
    await tool.getByRole("button", { name: "Show all" }).click();
    await expect.poll(async () => (await tool.boundingBox())!.height).toBeGreaterThan(100_000);
    await tool.getByRole("button", { name: "Show less" }).waitFor();
  });

  test("find marks its words in the log and goes to the entry that has them", async () => {
    const { page } = app;
    // The root, then a call and its tool in each step.
    const tool = loop.spans[2 + 9 * 2]!;
    await openLoop("&find=offer-9-3");
    await page
      .getByRole("status")
      .filter({ hasText: /^[\d/]+$/ })
      .waitFor();
    await log(page).focus();
    await page.keyboard.press("n");
    await expect.poll(() => new URL(page.url()).searchParams.get("span")).toBe(tool.spanId);
    await page.locator("article[aria-current]").waitFor();
    await expect.poll(() => marks(page)).toBeGreaterThan(0);
  });

  test("what narrows the trace narrows the log; where nothing is left it says so, with a way back", async () => {
    const { page } = app;
    await openLoop("&types=TOOL");
    await expect.poll(() => entry(page, "execute_tool search, Tool").count()).toBe(1);
    expect(await page.getByRole("article", { name: "chat gpt-4o" }).count()).toBe(0);
    await openLoop("&status=running");
    await page.getByRole("heading", { name: "No span is left" }).waitFor();
    await page.getByRole("button", { name: "Show all spans" }).click();
    await entry(page, "invoke_agent planner, Agent").waitFor();
  });

  test("a span that cannot be read says so, and is read again when asked", async () => {
    const { page } = app;
    app.allow(/Failed to load resource/);
    await page.route(/\/spans$/, (route) => route.fulfill({ status: 500, body: "{}" }));
    await openLoop();
    const failed = log(page).getByRole("alert").first();
    await expect.poll(() => failed.textContent()).toContain("Could not load");
    await page.unroute(/\/spans$/);
    await failed.getByRole("button", { name: "Try again" }).click();
    await shown(page, "Which train to Oslo is the cheapest?").waitFor();
  });

  test("a recorded run of an agent is read from the question to the answer", async () => {
    const { page } = app;
    const { requests, traceIds } = renewed(readFileSync(recorded, "utf8"));
    for (const request of requests) await sendRaw(`${app.server.url}/v1/traces`, JSON.stringify(request));
    await page.goto(`/traces/${[...traceIds][0]}?view=log`);
    await entries(page).first().waitFor();
    await expect.poll(() => entries(page).count()).toBeGreaterThan(3);
    await page
      .getByRole("button", { name: /earlier message/ })
      .first()
      .waitFor();
  });

  test("390 px: text is read by scrolling, a tap on a name shows the details", async () => {
    const { page } = await app.open({ viewport: { width: 390, height: 844 }, hasTouch: true });
    await page.goto(`/traces/${loop.traceId}?view=log`);
    await shown(page, "I look at page 0.").waitFor();
    expect(await overflowPx(page)).toBeLessThanOrEqual(0);
    await shown(page, "I look at page 0.").tap();
    expect(page.url()).not.toContain("span=");
    await page.getByRole("button", { name: "chat gpt-4o", exact: true }).first().tap();
    await page.getByRole("region", { name: "Span details" }).waitFor();
    await page.getByRole("button", { name: "Close" }).tap();
    await shown(page, "I look at page 0.").waitFor();
  });

  testLooks(app, { log: [() => `/traces/${loop.traceId}?view=log`, "I look at page 0."] });
});

/** How often the browser marks the words in the log. */
function marks(page: Page): Promise<number> {
  return page.evaluate(() => CSS.highlights.get("spanloom-find-log")?.size ?? 0);
}

/** Scrolls down until an entry with these words is there. */
async function scrollUntil(page: Page, text: string) {
  const found = page.getByRole("article").filter({ hasText: text }).first();
  for (let step = 0; step < 200 && (await found.count()) === 0; step++) {
    await page.getByRole("region", { name: "Log" }).evaluate((box) => box.scrollBy(0, 400));
    await page.waitForTimeout(60);
  }
  await found.scrollIntoViewIfNeeded();
  return found;
}

async function sendLarge(url: string): Promise<string> {
  const traceId = newTraceId();
  const startNs = BigInt(Date.now() - 60_000) * 1_000_000n;
  const at = (ms: number) => String(startNs + BigInt(ms) * 1_000_000n);
  const root = { traceId, spanId: newSpanId(), name: "reader", startTimeUnixNano: at(0), endTimeUnixNano: at(9) };
  const result = "A line of a very long document.\n".repeat(330_000);
  const tool = {
    ...{ traceId, spanId: newSpanId(), parentSpanId: root.spanId, name: "read" },
    ...{ startTimeUnixNano: at(1), endTimeUnixNano: at(8) },
    attributes: attributes({ "gen_ai.operation.name": "execute_tool", "gen_ai.tool.call.result": result }),
  };
  await send(url, tracesOf([root, tool], { "service.name": "reader" }));
  return traceId;
}
