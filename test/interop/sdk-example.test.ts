import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createClient } from "@spanloom/sdk";
import { afterAll, beforeAll, expect, test } from "vitest";
import { listTraces } from "../harness/list.ts";
import { freePort } from "../harness/ports.ts";
import { readerOf, type Skeleton } from "../harness/reader.ts";
import { startServer, type TestServer } from "../harness/server.ts";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../..", import.meta.url));
const main = fileURLToPath(new URL("../../examples/agent/src/main.ts", import.meta.url));
let server: TestServer;

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.dispose());

/** The example as its user runs it: no key, no network. */
async function ask(question?: string): Promise<{ answer: string; traceId: string }> {
  const { OPENAI_API_KEY: _, ...environment } = process.env;
  const env = { ...environment, SPANLOOM_URL: server.url };
  const { stdout, stderr } = await run(process.execPath, [main, ...(question === undefined ? [] : [question])], {
    env,
  });
  expect(stderr).toBe("");
  const match = /^(.*)\n\nIts trace: (\S+)\/traces\/(tr-[0-9a-f]{32})\n$/s.exec(stdout);
  expect(match?.[2]).toBe(server.url);
  return { answer: match![1]!, traceId: match![3]! };
}

/** One line a span: how deep, its type and its name. */
function treeOf({ names, types, depth, name, type, status }: Skeleton): string[] {
  return depth.map(
    (level, index) =>
      `${"  ".repeat(level)}${types[type[index]!]} ${names[name[index]!]}${status[index] === 2 ? " failed" : ""}`,
  );
}

test("the example's agent is one trace: turns, tools and retrieval where they happened, with tokens, cost and session", async () => {
  const { answer, traceId } = await ask();
  expect(answer).toBe(
    "Your order 1042 is delivered since 2026-03-02. You can return an order within 30 days after delivery. Lamps must be unused.",
  );
  const reader = readerOf(server.url);
  expect(treeOf(await reader.skeleton(traceId))).toEqual([
    "AGENT support agent",
    "  CHAT_MODEL chat gpt-4o-mini",
    "  TOOL look_up_order",
    "  RETRIEVER search_help",
    "    EMBEDDING embeddings text-embedding-3-small",
    "    EMBEDDING embeddings text-embedding-3-small",
    "  CHAT_MODEL chat gpt-4o-mini",
  ]);
  const summary = await reader.summary(traceId);
  expect(summary).toMatchObject({
    state: "OK",
    session: "chat-7",
    user: "ada",
    tags: expect.objectContaining({ channel: "web" }),
    input_preview: expect.stringContaining("Where is my order 1042"),
    output_preview: answer,
  });
  expect(summary.usage?.input_tokens).toBeGreaterThan(100);
  expect(summary.usage?.output_tokens).toBeGreaterThan(20);
  expect(summary.cost_usd).toBeGreaterThan(0);
});

test("what each span of it holds", async () => {
  const { traceId } = await ask("Can I return order 9999?");
  const trace = await createClient({ url: server.url }).getTrace(traceId);
  const attributesOf = (name: string) => trace.spans.find((span) => span.name === name)!.attributes;
  const contentOf = (name: string) => {
    const { "mlflow.spanInputs": inputs, "mlflow.spanOutputs": outputs } = attributesOf(name);
    return { inputs: JSON.parse(String(inputs)), outputs: JSON.parse(String(outputs)) };
  };
  expect(contentOf("support agent")).toEqual({
    inputs: { question: "Can I return order 9999?" },
    outputs: expect.stringContaining("I am sorry, there is no order 9999."),
  });
  expect(contentOf("look_up_order")).toEqual({
    inputs: { orderId: "9999" },
    outputs: { error: "there is no order 9999" },
  });
  expect(contentOf("search_help").outputs).toMatchObject([{ page: "returns" }, {}]);
  expect(attributesOf("support agent")["gen_ai.response.time_to_first_chunk"]).toBeGreaterThan(0);
});

test("without a server the example still answers, and says in a sentence what is missing", async () => {
  const { OPENAI_API_KEY: _, ...environment } = process.env;
  const env = { ...environment, SPANLOOM_URL: `http://127.0.0.1:${await freePort()}` };
  const failed: { code: number; stdout: string; stderr: string } = await run(process.execPath, [main], { env }).then(
    () => expect.unreachable("there is nobody to deliver to"),
    (error) => error,
  );
  expect(failed.code).toBe(1);
  expect(failed.stdout).toContain("Your order 1042");
  expect(failed.stderr).toMatch(/Not everything was delivered to .*\nStart Spanloom, or say where it is: SPANLOOM_URL/);
  expect(failed.stderr).not.toMatch(/^\s+at /m);
});

test("what the root README sends by curl arrives: the trace of its picture, and one made in the shell", async () => {
  const readme = await readFile(join(root, "README.md"), "utf8");
  const commands = [...readme.matchAll(/```sh\n((?:now=.*\n)?curl [\s\S]*?)```/g)];
  expect(commands).toHaveLength(2);
  for (const [, written] of commands) {
    const command = written!.replaceAll("http://127.0.0.1:5000", server.url);
    const { stdout } = await run("bash", ["-c", command], { cwd: root });
    expect(stdout).toBe("{}");
  }
  const found = await listTraces(server.url);
  expect(found.find(({ name }) => name === "invoke_agent travel planner")).toMatchObject({
    span_count: 12,
    error_count: 1,
    state: "OK",
    session: "weekend-in-bergen",
  });
  expect(found.find(({ name }) => name === "chat gpt-4o-mini")).toMatchObject({ span_count: 1, state: "OK" });
});
