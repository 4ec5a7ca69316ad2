import { createServer, type Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { InMemoryTransport } from "@modelcontextprotocol/sdk/inMemory.js";
import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import { CallToolRequestSchema, type CallToolResult } from "@modelcontextprotocol/sdk/types.js";
import { trace } from "@spanloom/sdk";
import { instrumentMcp, observe } from "@spanloom/sdk/mcp";
import { until } from "@spanloom/test/harness/wait.ts";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { weatherServer } from "./mcp-server.ts";
import { type RecordedTrace, type Recorder, startRecorder } from "./recorded.ts";

let recorder: Recorder;
let http: { url: URL; close(): Promise<void> };

beforeAll(async () => {
  [recorder, http] = await Promise.all([startRecorder(), serveHttp()]);
});
afterAll(() => Promise.all([recorder.close(), http.close()]));
beforeEach(async () => {
  await recorder.traces();
});

const newClient = () => observe(new Client({ name: "assistant", version: "1.0.0" }));

const transports = [
  {
    name: "stdio with a child process",
    transport: () =>
      new StdioClientTransport({
        command: process.execPath,
        args: [fileURLToPath(new URL("mcp-server.ts", import.meta.url))],
        env: { ...(process.env as Record<string, string>), SPANLOOM_URL: recorder.url },
        stderr: "inherit",
      }),
    attributes: { "network.transport": "pipe" },
  },
  {
    name: "streamable HTTP",
    transport: () => new StreamableHTTPClientTransport(http.url),
    attributes: { "network.transport": "tcp", "network.protocol.name": "http", "mcp.session.id": expect.any(String) },
  },
];

test.each(transports)(
  "over $name client and server are one trace, the server's work below the call",
  async ({ transport, attributes }) => {
    const client = newClient();
    const ask = trace(
      async () => {
        await client.connect(transport() as never);
        await client.listTools();
        const called = await client.callTool({ name: "get_weather", arguments: { city: "Paris" } });
        await client.readResource({ uri: "weather://almanac" });
        await client.getPrompt({ name: "forecast", arguments: { city: "Paris" } });
        await client.close();
        return called;
      },
      { name: "request" },
    );
    expect(await ask()).toMatchObject({ content: [{ text: "sunny in Paris" }] });

    const recorded = await whole(11);
    expect(recorded.tree).toEqual([
      "UNKNOWN request",
      "  TASK initialize",
      "  TASK tools/list",
      "    TASK tools/list",
      "  TOOL tools/call get_weather",
      "    TOOL tools/call get_weather",
      "      UNKNOWN look out of the window",
      "  TASK resources/read",
      "    TASK resources/read",
      "  PROMPT prompts/get forecast",
      "    PROMPT prompts/get forecast",
    ]);
    const [call, served] = recorded.spans.filter(({ view }) => view.type === "TOOL");
    expect([call?.kind, served?.kind]).toEqual([3, 2]);
    expect(call?.attributes).toMatchObject({ "mcp.method.name": "tools/call", ...attributes });
    expect(served?.attributes).toMatchObject({ "jsonrpc.request.id": expect.any(String) });
    for (const span of [call, served]) {
      expect(span?.view).toMatchObject({
        tool: "get_weather",
        toolRun: { name: "get_weather", arguments: { city: "Paris" }, result: "sunny in Paris" },
      });
    }
    expect(recorded.span("resources/read").attributes).toMatchObject({ "mcp.resource.uri": "weather://almanac" });
    expect(recorded.span("prompts/get forecast").attributes).toMatchObject({ "gen_ai.prompt.name": "forecast" });
  },
);

test("a tool that fails is an error on both sides, though the protocol answers with a result", async () => {
  const client = newClient();
  await client.connect(new StreamableHTTPClientTransport(http.url) as never);
  const { isError } = (await client.callTool({
    name: "get_weather",
    arguments: { city: "Atlantis" },
  })) as CallToolResult;
  await client.close();

  expect(isError).toBe(true);
  const recorded = await whole(2);
  expect(recorded.tree).toEqual(["TOOL tools/call get_weather !", "  TOOL tools/call get_weather !"]);
  expect(recorded.spans.map(({ attributes, status }) => [attributes["error.type"], status.message])).toEqual([
    ["tool_error", "no such city"],
    ["tool_error", "no such city"],
  ]);
});

test("a request that is refused carries JSON-RPC's code, and connections alone make no traces", async () => {
  const client = newClient();
  await client.connect(new StreamableHTTPClientTransport(http.url) as never);
  await client.ping();
  await client.listTools();
  await expect(client.readResource({ uri: "weather://nowhere" })).rejects.toThrow("not found");
  await client.close();

  const recorded = await whole(2);
  expect(recorded.tree).toEqual(["TASK resources/read !", "  TASK resources/read !"]);
  expect(recorded.spans[0]?.attributes).toMatchObject({ "rpc.response.status_code": "-32602", "error.type": "-32602" });
});

test("instrumented classes record peers that are made of them, and the undo leaves them as they were", async () => {
  const before = [Client.prototype.request, Server.prototype.setRequestHandler];
  const undo = instrumentMcp({ Client, Server });
  const ask = async () => {
    const server = new Server({ name: "plain", version: "1" }, { capabilities: { tools: {} } });
    server.setRequestHandler(CallToolRequestSchema, async ({ params }) => ({
      content: [{ type: "text", text: params._meta === undefined ? "bare" : "with context" }],
    }));
    const client = new Client({ name: "plain", version: "1" });
    const [here, there] = InMemoryTransport.createLinkedPair();
    await Promise.all([client.connect(here), server.connect(there)]);
    const { content } = (await client.callTool({ name: "any", arguments: {} })) as CallToolResult;
    await client.close();
    return content[0];
  };
  expect(await ask()).toEqual({ type: "text", text: "with context" });
  undo();
  expect(await ask()).toEqual({ type: "text", text: "bare" });
  expect([Client.prototype.request, Server.prototype.setRequestHandler]).toEqual(before);
  expect((await recorder.traces()).map(({ tree }) => tree)).toEqual([["TOOL tools/call any", "  TOOL tools/call any"]]);
});

/** The one new trace, once the other process has sent its spans, too. */
async function whole(spanCount: number): Promise<RecordedTrace> {
  let found: RecordedTrace | undefined;
  return until(`a trace of ${spanCount} spans`, async () => {
    const all = await recorder.traces();
    expect(all.length).toBeLessThanOrEqual(1);
    found = all[0] ?? (found && (await recorder.again(found)));
    return found !== undefined && found.spans.length >= spanCount ? found : undefined;
  });
}

/** Each session has a server and a transport of its own, as the protocol's SDK wants it. */
async function serveHttp(): Promise<{ url: URL; close(): Promise<void> }> {
  const transports = new Map<string, StreamableHTTPServerTransport>();
  const server: HttpServer = createServer(async (request, response) => {
    const id = request.headers["mcp-session-id"];
    let transport = typeof id === "string" ? transports.get(id) : undefined;
    if (transport === undefined) {
      const created = new StreamableHTTPServerTransport({
        sessionIdGenerator: () => crypto.randomUUID(),
        onsessioninitialized: (session) => void transports.set(session, created),
      });
      transport = created;
      await weatherServer().connect(transport as never);
    }
    await transport.handleRequest(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
