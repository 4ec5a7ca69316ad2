/**
 * A Model Context Protocol server as an application would write it, traced by the SDK. Run as a program it serves on its
 * standard streams and sends its spans to SPANLOOM_URL.
 */
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { flush, trace } from "@spanloom/sdk";
import { observe } from "@spanloom/sdk/mcp";
import { z } from "zod";

export function weatherServer(): McpServer {
  const server = observe(new McpServer({ name: "weather", version: "1.0.0" }));
  const look = trace((city: string) => `sunny in ${city}`, { name: "look out of the window" });
  server.registerTool(
    "get_weather",
    { description: "The weather in a city", inputSchema: { city: z.string() } },
    async ({ city }) => {
      if (city === "Atlantis") throw new Error("no such city");
      return { content: [{ type: "text", text: look(city) }] };
    },
  );
  server.registerResource("almanac", "weather://almanac", {}, async (uri) => ({
    contents: [{ uri: uri.href, text: "It rains in April." }],
  }));
  server.registerPrompt("forecast", { argsSchema: { city: z.string() } }, ({ city }) => ({
    messages: [{ role: "user", content: { type: "text", text: `Weather in ${city}?` } }],
  }));
  return server;
}

if (import.meta.main) {
  const transport = new StdioServerTransport();
  await weatherServer().connect(transport);
  process.stdin.on("end", () => void flush().finally(() => process.exit(0)));
}
