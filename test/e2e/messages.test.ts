import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { describeInBrowser } from "../harness/in-browser.ts";
import { readerOf } from "../harness/reader.ts";
import { renewed } from "../harness/renew.ts";
import { sendRaw } from "../harness/send.ts";

/** Of test/fixtures/otlp: payloads of released instrumentation, each with the truth it must give. */
const folder = fileURLToPath(new URL("../fixtures/otlp/", import.meta.url));

interface Truth {
  readonly spans: readonly { name: string; call: number | null }[];
  readonly calls: readonly (Call | null)[];
}

interface Call {
  readonly api: string;
  readonly system_text: string | null;
  readonly user_text: string | null;
  readonly assistant_text: string | null;
  readonly tool_calls: readonly { name: string; arguments: Record<string, unknown> }[] | null;
  readonly content_on: string | null;
}

const truthOf = (scenario: string) => JSON.parse(readFileSync(`${folder}${scenario}.expect.json`, "utf8")) as Truth;
const isSaid = (call: Call | null): call is Call =>
  call !== null && call.api !== "embeddings" && (call.user_text ?? call.assistant_text) !== null;

/** Of each library the scenario in which it says the most: tools were called, then an answer was given. */
const scenarios = readdirSync(folder)
  .filter((library) => existsSync(`${folder}${library}/chat.json`) || existsSync(`${folder}${library}/tool-call.json`))
  .map((library) => {
    const names = readdirSync(`${folder}${library}`).filter((file) => file.endsWith(".expect.json"));
    const told = names
      .map((file) => `${library}/${file.replace(".expect.json", "")}`)
      .map((scenario) => {
        const { calls } = truthOf(scenario);
        return {
          scenario,
          worth: calls.filter(isSaid).length + calls.flatMap((call) => call?.tool_calls ?? []).length,
        };
      });
    return told.sort((a, b) => b.worth - a.worth)[0]!.scenario;
  });

describeInBrowser("a conversation of any instrumentation", (app) => {
  test("is there of every library", () => {
    expect(scenarios.length).toBeGreaterThanOrEqual(23);
  });

  test.each(scenarios)("%s: who said what, and what each tool was called with", async (scenario) => {
    const { url } = app.server;
    const truth = truthOf(scenario);
    const { requests, traceIds } = renewed(readFileSync(`${folder}${scenario}.json`, "utf8"));
    for (const request of requests) {
      const path = "resourceLogs" in request ? "/v1/logs" : "/v1/traces";
      expect((await sendRaw(`${url}${path}`, JSON.stringify(request))).status).toBe(200);
    }
    const seen: string[] = [];
    for (const { traceId, spanId, name } of await spansOf(url, traceIds)) {
      const calls = truth.spans.flatMap((span) =>
        span.name === name && span.call !== null ? [truth.calls[span.call] ?? null] : [],
      );
      const said = calls.filter(isSaid);
      if (said.length === 0) continue;
      await app.page.goto(`/traces/${traceId}?span=${spanId}&tab=conversation`);
      const articles = app.page.getByRole("tabpanel").getByRole("article");
      await articles.first().waitFor();
      // What is long is folded to a line; opened, all of it can be read.
      const folded = articles.locator('button[aria-expanded="false"]');
      for (let left = await folded.count(); left > 0; left--) await folded.first().click();
      const words = async (role: string) =>
        (await app.page.locator(`[role=tabpanel] article[data-role="${role}"]`).allTextContents()).join("\n");
      const [user, assistant] = [await words("user"), await words("assistant")];
      const call = said.find(
        ({ user_text, assistant_text, tool_calls }) =>
          has(user, user_text) &&
          has(assistant, assistant_text) &&
          (tool_calls ?? []).every((tool) => assistant.includes(tool.name)),
      );
      expect(
        call,
        `${name} shows\nuser: ${user}\nassistant: ${assistant}\nand not one of ${JSON.stringify(said)}`,
      ).toBeDefined();
      for (const { arguments: given } of call!.tool_calls ?? [])
        for (const value of Object.values(given)) expect(assistant).toContain(String(value));
      seen.push(name);
    }
    expect(seen.length).toBeGreaterThan(0);
  });
});

interface Place {
  readonly traceId: string;
  readonly spanId: string;
  readonly name: string;
}

async function spansOf(url: string, traceIds: readonly string[]): Promise<Place[]> {
  const skeletons = await Promise.all(traceIds.map((traceId) => readerOf(url).skeleton(traceId)));
  return skeletons.flatMap(({ trace, id, name, names }) =>
    id.map((spanId, at) => ({ traceId: trace.trace_id, spanId, name: names[name[at]!]! })),
  );
}

/** Markdown takes its own signs out of a text, and lines its breaks. */
function has(shown: string, said: string | null): boolean {
  const plain = (text: string) => text.replace(/[*_`#\s]+/g, "");
  return said === null || plain(shown).includes(plain(said));
}
