// The MCP server that the example of `@spanloom/sdk/mcp` starts.
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";

const server = new McpServer({ name: "search", version: "1.0.0" });
server.registerTool("search", { inputSchema: { query: z.string() } }, async ({ query }) => ({
  content: [{ type: "text", text: `about ${query}` }],
}));
await server.connect(new StdioServerTransport());
