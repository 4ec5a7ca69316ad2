import { beforeAll, describe, expect, test } from "vitest";
import { describeInBrowser } from "../harness/in-browser.ts";
import { testLooks } from "../harness/looks.ts";
import { newSpanId, newTraceId, type OtlpSpan, tracesOf } from "../harness/otlp.ts";
import { encodeTraces } from "../harness/otlp-binary.ts";
import { sendRaw } from "../harness/send.ts";

const agent = (name: string) => ({ "user-agent": name });

describeInBrowser("sources", (app) => {
  const post = (spans: OtlpSpan[], service: string, headers: Record<string, string> = {}) =>
    sendRaw(`${app.server.url}/v1/traces`, encodeTraces(tracesOf(spans, { "service.name": service })), headers);

  const span = (more: Partial<OtlpSpan> = {}): OtlpSpan => ({
    traceId: newTraceId(),
    spanId: newSpanId(),
    name: "chat",
    startTimeUnixNano: String(BigInt(Date.now()) * 1_000_000n),
    endTimeUnixNano: String(BigInt(Date.now() + 5) * 1_000_000n),
    ...more,
  });

  const rowOf = (name: string) => app.page.getByRole("row").filter({ hasText: name });

  testLooks(app, { "the page while nothing was sent": ["/sources", /Nothing has been sent here yet/] });

  test("whoever waits for a first trace is told at once why it does not come, and is led to all that was sent", async () => {
    const { page } = app;
    await page.goto("/experiments/0/traces");
    await page.getByText("Waiting for the first trace").waitFor();
    expect(await page.getByText("not stored").count()).toBe(0);
    const answer = await post([span()], "lost shop", { "x-mlflow-experiment-id": "4711" });
    expect(answer.status).toBe(400);
    const told = page.getByRole("status").filter({ hasText: "lost shop" });
    await told.waitFor();
    expect(await told.textContent()).toContain('names experiment "4711", which does not exist');
    await page.getByRole("link", { name: "Who sends to this server" }).click();
    await page.waitForURL(/\/sources$/);
    await rowOf("lost shop").waitFor();
  });

  test("an open page shows what comes in: stored, sent again, changed, rejected and refused", async () => {
    const { page } = app;
    await page.goto("/sources");
    await rowOf("lost shop").waitFor();
    const good = span();
    await post([good, span({ startTimeUnixNano: "0" }), span({ spanId: "0102" })], "till");
    await post([good], "till");
    const row = rowOf("till");
    await row.waitFor();
    await expect
      .poll(async () => (await row.getByRole("cell").allTextContents()).slice(0, 8))
      .toEqual(["spans, http/protobuf", expect.stringMatching(/now|s$/), "4", "2", "1", "1", "1", "–"]);
    expect(await row.textContent()).toContain("span_id must be 8 bytes, it has 2");
    await row.getByRole("button").click();
    await page.waitForURL(/open=/);
    await page.reload();
    const said = page.getByRole("list", { name: "What was said of what till sent" }).getByRole("listitem");
    await said.first().waitFor();
    expect((await said.allTextContents()).toSorted()).toEqual([
      expect.stringMatching(/^1 changedstart_time_unix_nano is 0/),
      expect.stringMatching(/^1 rejectedspan_id must be 8 bytes, it has 2/),
    ]);
    await row.getByRole("button").focus();
    await page.keyboard.press("Enter");
    await said.first().waitFor({ state: "detached" });
  });

  test("while it is not live an open page stays as it is; the address says so, and `\\` turns it on again", async () => {
    const { page } = app;
    await page.goto("/sources");
    await rowOf("till").waitFor();
    await page.getByRole("button", { name: "Live", pressed: true }).click();
    await page.waitForURL(/\?live=0$/);
    await post([span()], "kiosk");
    const asked: string[] = [];
    page.on("request", (request) => request.url().includes("/api/spanloom/v1/sources") && asked.push(request.url()));
    await page.waitForTimeout(6_000);
    expect(asked).toEqual([]);
    expect(await rowOf("kiosk").count()).toBe(0);
    await page.keyboard.press("\\");
    await rowOf("kiosk").waitFor();
    expect(new URL(page.url()).search).toBe("");
  });

  test("what could not even be read is told by the user agent, with the status and what would be right", async () => {
    const { page } = app;
    const url = app.server.url;
    await sendRaw(`${url}/v1/traces`, Buffer.from("no protobuf"), agent("OTel-OTLP-Exporter-Ruby/0.1"));
    await sendRaw(`${url}/v1/traces`, "{}", { "content-type": "text/plain", ...agent("curl/8.9") });
    await sendRaw(`${url}/`, Buffer.from([]), agent("OTel-OTLP-Exporter-Go/1.2"));
    await page.goto("/sources");
    for (const [name, outcome, sentence] of [
      ["OTel-OTLP-Exporter-Ruby/0.1", "1 request refused with 400", /not protobuf/],
      ["curl/8.9", "1 request refused with 415", /send application\/x-protobuf or application\/json/],
      ["OTel-OTLP-Exporter-Go/1.2", "1 request refused with 404", /spans are taken at \/v1\/traces/],
    ] as const) {
      await rowOf(name).getByRole("button").click();
      const said = page.getByRole("list", { name: `What was said of what ${name} sent` });
      await said.getByText(outcome).waitFor();
      expect(await said.textContent()).toMatch(sentence);
    }
  });

  test("a time in which nobody sent says so, and leads to all time", async () => {
    const { page } = app;
    await page.goto("/sources?to=2020-01-01T00:00:00Z");
    await page.getByText("Nothing was sent in this time").waitFor();
    await page.getByRole("button", { name: "All time" }).last().click();
    await rowOf("lost shop").waitFor();
  });

  test("a server that fails at it is said, and asked again on demand", async () => {
    const { page } = app;
    app.allow(/500/);
    await page.route("**/api/spanloom/v1/sources*", (route) => route.fulfill({ status: 500, body: "{}" }));
    await page.goto("/sources");
    await page.getByText("Could not load sources").waitFor({ timeout: 20_000 });
    await page.unroute("**/api/spanloom/v1/sources*");
    await page.getByRole("button", { name: "Try again" }).click();
    await rowOf("lost shop").waitFor();
  });

  test("texts of strangers stay texts", async () => {
    const { page } = app;
    await post([span()], "<img src=x onerror=alert(1)>\u202e");
    await page.goto("/sources");
    await rowOf("<img src=x").waitFor();
    expect(await page.locator("main img").count()).toBe(0);
  });

  describe("with an open source", () => {
    let open = "";
    beforeAll(async () => {
      await post([span({ spanId: "0102" })], "x".repeat(200));
      const answer = await fetch(`${app.server.url}/api/spanloom/v1/sources`);
      const { sources } = (await answer.json()) as { sources: { source_id: string; service: string }[] };
      open = sources.find(({ service }) => service.startsWith("xxx"))!.source_id;
    });

    testLooks(app, { "the page": [() => `/sources?open=${open}`, /What|1 rejected/] });
  });
});
