import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort } from "../harness/ports.ts";
import { readerOf } from "../harness/reader.ts";
import { startServer, type TestServer } from "../harness/server.ts";
import { until } from "../harness/wait.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.dispose());

const spansPerTrace = 2;

test.each([
  ["the last line", 0],
  ["process.exit", 3],
  ["an uncaught exception", 1],
  ["an unhandled rejection", 1],
])("a program that ends by %s delivers everything and ends as it would without tracing", async (ending, code) => {
  const program = start(server.url, ending);
  expect(await program.exited).toEqual({ code, signal: null });
  await expectAllStored(program);
  expect(program.errors()).toMatch(code === 1 ? /the application's own/ : /^$/);
});

test.each(["SIGTERM", "SIGINT", "SIGHUP"] as const)(
  "%s delivers everything and ends the program as it does",
  async (signal) => {
    const program = start(server.url, "a signal");
    await program.line("ready");
    program.child.kill(signal);
    expect(await program.exited).toEqual({ code: null, signal });
    await expectAllStored(program);
  },
);

test("an application's own handler of SIGTERM decides how it ends, and what it traces is delivered", async () => {
  const program = start(server.url, "a signal that it handles");
  await program.line("ready");
  program.child.kill("SIGTERM");
  expect(await program.exited).toEqual({ code: 7, signal: null });
  expect(program.lines("ended")).toHaveLength(2);
  await expectAllStored(program);
});

test("a SIGTERM that an application lives on after changes nothing, the second one neither", async () => {
  const program = start(server.url, "a signal that it ignores");
  await program.line("ready");
  for (let count = 1; count <= 2; count++) {
    program.child.kill("SIGTERM");
    await until("the handler", () => (program.lines("ignored").length === count ? true : undefined));
  }
  program.tell();
  expect(await program.exited).toEqual({ code: 0, signal: null });
  await expectAllStored(program);
});

test("a signal ends a program in bounded time when the server is away, and what is lost is said", async () => {
  const away = `http://127.0.0.1:${await freePort()}`;
  const program = start(away, "a signal", { exitTimeoutMs: 300 });
  await program.line("ready");
  program.child.kill("SIGTERM");
  expect(await program.exited).toEqual({ code: null, signal: "SIGTERM" });
  expectSaidLost(program);
});

test.each(["the last line", "process.exit"])(
  "%s with the server away: what is lost is counted and said",
  async (ending) => {
    const away = `http://127.0.0.1:${await freePort()}`;
    const program = start(away, ending, { exitTimeoutMs: 300 });
    await program.exited;
    expectSaidLost(program);
  },
);

test("nothing is lost while the server is away and comes back", async () => {
  const program = start(server.url, "being told");
  await until("traces", () => (program.lines("ended").length > 50 ? true : undefined));
  await server.kill();
  const atKill = program.lines("ended").length;
  await until("traces while it is away", () => (program.lines("ended").length > atKill + 300 ? true : undefined));
  server = await server.restart();
  program.tell();
  await program.exited;
  expect(program.lines("flushed")).toEqual([{ flushed: {} }]);
  await expectAllStored(program);
});

test("a process that is stopped and goes on loses nothing", async () => {
  const program = start(server.url, "being told", { timeoutMs: 1_000 });
  await until("traces", () => (program.lines("ended").length > 50 ? true : undefined));
  program.child.kill("SIGSTOP");
  await server.kill(); // its connections are dead when it goes on
  server = await server.restart();
  const stopped = program.lines("ended").length;
  program.child.kill("SIGCONT");
  await until("traces afterwards", () => (program.lines("ended").length > stopped + 50 ? true : undefined));
  program.tell();
  await program.exited;
  expect(program.lines("flushed")).toEqual([{ flushed: {} }]);
  await expectAllStored(program);
});

test("a serverless process that is frozen as soon as it has answered has delivered by then, time after time", async () => {
  const program = start(server.url, "a serverless handler", { delayMs: 60_000 });
  for (let invocation = 1; invocation <= 3; invocation++) {
    program.tell();
    await until("the answer", () => (program.lines("ended").length === invocation ? true : undefined));
    program.child.kill("SIGSTOP");
    await expectAllStored(program);
    program.child.kill("SIGCONT");
  }
  program.child.kill("SIGKILL");
  await program.exited;
});

test("with a full queue, what is stored and what is said to be lost are together what ended", async () => {
  await server.kill();
  const program = start(server.url, "being told, in a hurry", {
    queueSize: 100,
    exitTimeoutMs: 60_000,
  });
  await until("more than fits", () => (program.lines("ended").length > 150 ? true : undefined));
  program.tell();
  const { flushed } = (await program.line("flushed")) as { flushed: { dropped: number } };
  const ended = program.lines("ended").length * spansPerTrace;
  expect(flushed).toMatchObject({ waiting: 100, dropped: ended - 100, refused: 0, rejected: 0 });
  server = await server.restart();
  await program.exited;
  expect(await storedSpans(program)).toBe(100);
  const said = program.lines("text").map(({ text }) => String(text));
  expect(said.some((text) => text.includes("the queue is full"))).toBe(true);
});

test("a span that runs is seen before it ends, and counts once when it has", async () => {
  const program = start(server.url, "a span that runs", { runningSpanAfterMs: 100 });
  const { running } = (await program.line("running")) as { running: string };
  const traceId = running.slice("tr-".length);
  const before = await readerOf(server.url).complete(traceId, 1);
  expect(before).toMatchObject({ name: "long", state: "RUNNING", span_count: 1 });
  program.tell();
  await program.exited;
  const after = await readerOf(server.url).summary(traceId);
  expect(after).toMatchObject({ name: "long", state: "OK", span_count: 1 });
  expect(after.output_preview).toContain("because");
});

interface Program {
  readonly child: ChildProcess;
  readonly exited: Promise<{ code: number | null; signal: string | null }>;
  /** JSON lines of standard output that have a key. */
  lines(key: string): Record<string, unknown>[];
  /** The first of them, once it is there. */
  line(key: string): Promise<Record<string, unknown>>;
  errors(): string;
  tell(): void;
}

function start(url: string, ending: string, options: object = {}): Program {
  const file = fileURLToPath(new URL("sdk/program.ts", import.meta.url));
  const child = spawn(process.execPath, [file, url, ending, JSON.stringify(options)], { stdio: "pipe" });
  let [output, errors] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
  const lines = (key: string) =>
    output
      .split("\n")
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter((line) => key in line);
  return {
    child,
    exited: new Promise((resolve) => child.once("close", (code, signal) => resolve({ code, signal }))),
    lines,
    line: (key) => until(`a line with ${key}`, () => lines(key)[0]),
    errors: () => errors,
    tell: () => child.stdin.write("now\n"),
  };
}

async function expectAllStored(program: Program): Promise<void> {
  const ended = program.lines("ended");
  expect(ended.length).toBeGreaterThan(0);
  expect(await storedSpans(program)).toBe(ended.length * spansPerTrace);
}

function expectSaidLost(program: Program): void {
  const [said] = program.lines("text").filter(({ level }) => level === "error");
  expect(said?.text).toContain(`${spansPerTrace} spans dropped: the program ended before they were delivered`);
}

async function storedSpans(program: Program): Promise<number> {
  const reader = readerOf(server.url);
  let spans = 0;
  for (const { ended } of program.lines("ended")) {
    const traceId = String(ended).slice("tr-".length);
    spans += await reader.summary(traceId).then(
      ({ span_count }) => span_count,
      () => 0,
    );
  }
  return spans;
}
