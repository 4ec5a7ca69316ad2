import { expect, test, vi } from "vitest";
import { snippetsFor } from "./snippets.ts";

const to = { url: "http://10.0.0.7:5055", experimentId: "42" };

test.each(snippetsFor(to).map((snippet) => [snippet.label, snippet.code]))(
  "the %s snippet names this server and this experiment",
  (_, code) => {
    expect(code).toContain("http://10.0.0.7:5055");
    expect(code).toMatch(/42/);
  },
);

test("without an experiment no header is sent", () => {
  for (const { code } of snippetsFor({ url: to.url })) expect(code).not.toContain("x-mlflow-experiment-id");
});

test("the curl snippet, run by a shell as it stands, sends valid OTLP/JSON with fresh ids and the current time", async () => {
  const { execFileSync } = await vi.importActual<NodeChildProcess>("node:child_process");
  const { code } = snippetsFor(to).find(({ id }) => id === "curl")!;
  const withFakeCurl = `curl() { cat; }\n${code}`;
  const sent = () => JSON.parse(execFileSync("sh", { input: withFakeCurl, encoding: "utf8" }));
  const span = sent().resourceSpans[0].scopeSpans[0].spans[0];
  expect(span.traceId).toMatch(/^[0-9a-f]{32}$/);
  expect(span.spanId).toMatch(/^[0-9a-f]{16}$/);
  expect(Math.abs(Number(BigInt(span.endTimeUnixNano) / 1_000_000n) - Date.now())).toBeLessThan(60_000);
  expect(BigInt(span.startTimeUnixNano)).toBeLessThan(BigInt(span.endTimeUnixNano));
  const messages = span.attributes.find(({ key }: { key: string }) => key === "gen_ai.input.messages");
  expect(JSON.parse(messages.value.stringValue)[0].role).toBe("user");
  expect(sent().resourceSpans[0].scopeSpans[0].spans[0].traceId).not.toBe(span.traceId);
});

/** The one function used here: the app is type-checked without Node's types, so that it cannot use Node. */
interface NodeChildProcess {
  execFileSync(command: string, options: { input: string; encoding: "utf8" }): string;
}
