import { beforeAll, expect, test } from "vitest";
import { describeInBrowser } from "../harness/in-browser.ts";
import { testLooks } from "../harness/looks.ts";
import { attributes, newSpanId, newTraceId, type OtlpSpan, tracesOf } from "../harness/otlp.ts";
import { send } from "../harness/send.ts";

const startMs = Date.UTC(2026, 10, 20, 9);
const longTurns = 20_000;

describeInBrowser("sessions", (app) => {
  let lastTurn: string;

  beforeAll(async () => {
    const refund = [
      turn("refund 17", 0, "Where is my refund?", "Let me look it up."),
      turn("refund 17", 20, "Order 4711, **please**.", "It was sent <b>yesterday</b>.", { status: 2 }),
      turn("refund 17", 3_600, "It has not come.", "I am sorry. I have asked the bank."),
    ];
    await send(app.server.url, tracesOf(refund));
    const long = Array.from({ length: longTurns }, (_, at) => turn("long", -at - 60, `question ${at}`, `answer ${at}`));
    lastTurn = long[0]!.traceId;
    for (let at = 0; at < longTurns; at += 2_000) await send(app.server.url, tracesOf(long.slice(at, at + 2_000)));
    const traceId = `tr-${refund[2]!.traceId}`;
    const response = await fetch(`${app.server.url}/api/3.0/mlflow/traces/${traceId}/assessments`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        assessment: {
          assessment_name: "helpful",
          source: { source_type: "HUMAN", source_id: "mia" },
          feedback: { value: false },
          trace_id: traceId,
        },
      }),
    });
    expect(response.status, await response.text()).toBe(200);
  });

  test("an experiment's sessions are listed with what they add up to, and found by name", async () => {
    const { page } = app;
    await page.goto("/experiments/0/sessions");
    const row = page.getByRole("row", { name: /refund 17/ });
    await row.getByText("Where is my refund?").waitFor();
    expect(await row.textContent()).toMatch(/refund 17.*31Where.*I have asked the bank/);
    await page.getByRole("searchbox", { name: "Find a session" }).fill("LON");
    await page.getByRole("row", { name: /^long/ }).waitFor();
    await row.waitFor({ state: "detached" });
    await expect.poll(() => new URL(page.url()).searchParams.get("q")).toBe("LON");
    await page.reload();
    await page.getByRole("row", { name: /^long/ }).getByText("20,000").waitFor();
  });

  test("a time range stands in the address and holds the sessions whose last turn is in it", async () => {
    const { page } = app;
    await page.goto("/experiments/0/sessions");
    const row = (name: RegExp) => page.getByRole("row", { name });
    await row(/refund 17/).waitFor();
    await row(/^long/).waitFor();
    await page.getByRole("button", { name: "Time range: All time" }).click();
    await page.getByRole("button", { name: "UTC" }).click();
    // The last turn of "refund 17" is at 10:00; all of "long" are before 9:00.
    await page.getByLabel("From", { exact: true }).fill("2026-11-20T09:30:00");
    await page.getByLabel("To", { exact: true }).fill("2026-11-20T10:30:00");
    await page.getByRole("button", { name: "Apply" }).click();
    await row(/^long/).waitFor({ state: "detached" });
    await row(/refund 17/).waitFor();
    const { searchParams } = new URL(page.url());
    expect([searchParams.get("from"), searchParams.get("to")]).toEqual([
      "2026-11-20T09:30:00Z",
      "2026-11-20T10:30:00Z",
    ]);
    await page.reload();
    await row(/refund 17/).waitFor();
    expect(await row(/^long/).count()).toBe(0);
    await page.goBack();
    await row(/^long/).waitFor();
    await page.goto("/experiments/0/sessions?from=2026-11-20T09:30:00Z&to=2026-11-20T09:45:00Z");
    await page.getByText("No session in this time").waitFor();
    await page.getByRole("button", { name: "Show all time" }).click();
    await row(/^long/).waitFor();
    expect(new URL(page.url()).search).toBe("");
  });

  test("a conversation shows its turns, its pauses, its failures and what was said of it, and leads to the traces", async () => {
    const { page } = app;
    await page.goto("/experiments/0/sessions");
    await page.getByRole("link", { name: "refund 17" }).click();
    const turns = page.getByRole("article");
    await turns.nth(2).waitFor();
    expect(await turns.count()).toBe(3);
    await page.getByText("59 m 39 s later").waitFor();
    await page.getByText("It was sent <b>yesterday</b>.").waitFor();
    await turns.nth(1).getByText("error").waitFor({ state: "attached" });
    await turns.nth(2).getByText("helpful: false").waitFor();
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await page.locator('article[data-active="true"]').getByText("Order 4711").waitFor();
    const chosen = new URL(page.url()).searchParams.get("turn");
    await page.reload();
    await page.locator('article[data-active="true"]').getByText("Order 4711").waitFor();
    await page.keyboard.press("Enter");
    await page.waitForURL(`**/traces/${chosen}`);
    await page.getByRole("link", { name: "refund 17" }).click();
    await page.waitForURL(`**/sessions/refund%2017?turn=${chosen}`);
  });

  test("a conversation of 20,000 turns mounts what is in view, and is followed to the turn that the address names", async () => {
    const { page } = app;
    await page.goto("/sessions/long");
    await page.getByText("question 19999").waitFor();
    expect(await page.getByRole("article").count()).toBeLessThan(40);
    await page.goto(`/sessions/long?turn=${lastTurn}`);
    await page.locator('article[data-active="true"]').getByText("answer 0").waitFor();
    expect(await page.getByRole("article").count()).toBeLessThan(40);
  });

  test("a session that nobody named is said to be none", async () => {
    const { page } = app;
    await page.goto("/sessions/nobody's");
    await page.getByText("Not found: session nobody's").waitFor();
    app.allow(/status of 404/);
  });

  testLooks(app, {
    "the list of sessions": ["/experiments/0/sessions", "Where is my refund?"],
    "a session": ["/sessions/refund%2017", "Where is my refund?"],
  });
});

/** A trace of one span, `seconds` after the start, a second long. */
function turn(session: string, seconds: number, input: string, output: string, { status = 1 } = {}): OtlpSpan {
  const startNs = BigInt(startMs + seconds * 1_000) * 1_000_000n;
  return {
    traceId: newTraceId(),
    spanId: newSpanId(),
    name: "support agent",
    startTimeUnixNano: String(startNs),
    endTimeUnixNano: String(startNs + 1_000_000_000n),
    status: { code: status },
    attributes: attributes({
      "session.id": session,
      "user.id": "ann",
      "gen_ai.operation.name": "chat",
      "gen_ai.request.model": "gpt-4o-mini",
      "gen_ai.usage.input_tokens": 1_200,
      "gen_ai.usage.output_tokens": 80,
      "mlflow.spanInputs": JSON.stringify(input),
      "mlflow.spanOutputs": JSON.stringify(output),
    }),
  };
}
