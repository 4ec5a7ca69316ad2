import { execFile } from "node:child_process";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { trace } from "@spanloom/sdk";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type FakeProvider, startProvider } from "./provider.ts";
import { type Recorder, startRecorder } from "./recorded.ts";

const root = new URL("../../", import.meta.url);
/** Beside the tests, so that packages are found from there; removed in the end. */
const folder = new URL(".cache/docs/", import.meta.url);
const file = new URL("custom-instrumentation.ts", folder);

let provider: FakeProvider;
let recorder: Recorder;
// biome-ignore lint/suspicious/noExplicitAny: the page's module, whose types the first test checks
let page: any;

beforeAll(async () => {
  const text = await readFile(new URL("docs/sdk/custom-instrumentation.md", root), "utf8");
  const blocks = [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code);
  await mkdir(folder, { recursive: true });
  await writeFile(file, blocks.join("\n"));
  page = await import(/* @vite-ignore */ file.href);
  [provider, recorder] = await Promise.all([startProvider(), startRecorder()]);
});
beforeEach(async () => {
  await recorder.traces();
});
afterAll(async () => {
  await Promise.all([provider.close(), recorder.close(), rm(folder, { recursive: true })]);
});

const chatAnswer = { id: "a-1", model: "acme-1-large", text: "Tea.", usage: { in: 20, out: 4, cached: 12 } };

test("the page's code compiles as it stands", async () => {
  const tsc = fileURLToPath(new URL("node_modules/typescript/bin/tsc", root));
  const flags = "--noEmit --strict --noUncheckedIndexedAccess --module nodenext --target es2024 --skipLibCheck";
  const more =
    "--allowImportingTsExtensions --lib es2024,dom,dom.iterable,dom.asynciterable --types node --ignoreConfig";
  const args = [tsc, ...flags.split(" "), ...more.split(" "), fileURLToPath(file)];
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    cwd: fileURLToPath(new URL(".", import.meta.url)),
  });
  expect(stdout).toBe("");
});

test("an observed client's call has messages, models and tokens, below the agent that made it", async () => {
  provider.willAnswer({ json: chatAnswer });
  expect(await page.answer(page.observe(new page.AcmeClient(provider.url)), "tea")).toBe("Tea.");

  const [recorded] = await recorder.traces();
  expect(recorded?.tree).toEqual(["AGENT answer", "  RETRIEVER search", "  CHAT_MODEL chat acme-1"]);
  expect(recorded?.span("chat acme-1").view).toMatchObject({
    provider: "acme",
    requestModel: "acme-1",
    responseModel: "acme-1-large",
    responseId: "a-1",
    usage: { inputTokens: 20, outputTokens: 4, cacheReadTokens: 12 },
    inputMessages: [
      { role: "system", parts: [{ type: "text", text: "About tea" }] },
      { role: "user", parts: [{ type: "text", text: "tea" }] },
    ],
    outputMessages: [{ role: "assistant", parts: [{ type: "text", text: "Tea." }] }],
  });
  expect(recorded?.span("search").view).toMatchObject({
    query: "tea",
    documents: [{ id: "doc-1", content: "About tea" }],
  });
});

test("a stream is recorded to its end, and as far as it was read", async () => {
  provider.willAnswer({ chunks: ["one ", "two"] }, { chunks: ["one ", "two"] });
  const client = page.observe(new page.AcmeClient(provider.url));
  const question = [{ role: "user", content: "Count" }];
  let said = "";
  for await (const chunk of client.stream("acme-1", question)) said += chunk;
  expect(said).toBe("one two");
  for await (const _ of client.stream("acme-1", question)) break;

  const recorded = await recorder.traces();
  expect(recorded).toHaveLength(2);
  for (const { spans } of recorded) {
    expect(spans[0]?.view.timeToFirstTokenSeconds).toEqual(expect.any(Number));
    expect(spans[0]?.view.outputMessages?.[0]?.parts[0]).toMatchObject({ text: expect.stringMatching(/^one/) });
    expect(spans[0]?.status.code).not.toBe(2);
  }
});

test("a failed call is an error, and stays the caller's", async () => {
  provider.willAnswer({ status: 503 });
  const client = page.observe(new page.AcmeClient(provider.url));
  await expect(client.chat("acme-1", [])).rejects.toThrow("Acme answered 503");
  const [recorded] = await recorder.traces();
  expect(recorded?.tree).toEqual(["CHAT_MODEL chat acme-1 !"]);
});

test("runs told by callbacks nest by their ids, and jobs of a queue by their headers", async () => {
  await trace(
    async () => {
      const runs = new page.RunRecorder();
      runs.onRunStart("1", undefined, "outer", "in");
      runs.onRunStart("2", "1", "inner", "in");
      runs.onRunEnd("2", undefined, new Error("lost"));
      runs.onRunEnd("1", "out");
      const queue: never[] = [];
      await page.enqueue(queue, "tea");
      expect(await page.work(queue[0])).toBe("TEA");
    },
    { name: "request" },
  )();
  const [recorded] = await recorder.traces();
  expect(recorded?.tree).toEqual([
    "UNKNOWN request",
    "  UNKNOWN outer",
    "    UNKNOWN inner !",
    "  UNKNOWN enqueue",
    "  UNKNOWN work",
  ]);
});
