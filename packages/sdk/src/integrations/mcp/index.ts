/**
 * Tracing of Model Context Protocol clients and servers made with `@modelcontextprotocol/sdk` 1.x: what a client asks, and
 * what a server does for it, in one trace. The caller's context travels in the request's `_meta`, as the protocol says,
 * over every transport.
 *
 * @module
 */
import { shared } from "../../context/shared.ts";
import { safely } from "../../safely.ts";
import type { McpPeer, McpPeerClass } from "./shapes.ts";
import { incoming, outgoing } from "./traced.ts";

export type { McpPeer, McpPeerClass } from "./shapes.ts";

/**
 * Records what this client asks and what this server answers. Takes a `Client`, a `Server` or an `McpServer` and gives it
 * back; a server before its tools, resources and prompts are registered. A second call changes nothing.
 *
 * @example
 * const client = observe(new Client({ name: "assistant", version: "1.0.0" }));
 * await client.connect(new StdioClientTransport({ command: "node", args: ["server.js"] }));
 * await client.callTool({ name: "search", arguments: { query: "tea" } });
 * await client.close();
 */
export function observe<T extends McpPeer | { readonly server: McpPeer }>(peer: T): T {
  safely("observe", () => follow("server" in peer ? peer.server : (peer as McpPeer)), undefined);
  return peer;
}

/**
 * Records all clients and servers that are made of these classes, also those that are made later. Returns a function that
 * undoes it.
 *
 * @example
 * import { Client } from "@modelcontextprotocol/sdk/client/index.js";
 * import { Server } from "@modelcontextprotocol/sdk/server/index.js";
 * import { instrumentMcp } from "@spanloom/sdk/mcp";
 *
 * const undo = instrumentMcp({ Client, Server });
 */
export function instrumentMcp(classes: { readonly Client?: McpPeerClass; readonly Server?: McpPeerClass }): () => void {
  const given = [classes?.Client, classes?.Server].filter((each) => each !== undefined);
  const undo = given.map((each) =>
    safely(
      "instrumentMcp",
      () => follow(each.prototype),
      () => {},
    ),
  );
  return () => {
    for (const each of undo) each();
  };
}

/** Puts the traced methods in front of the given ones; `peer` is an instance or a prototype. */
function follow(peer: object): () => void {
  if (followed().has(peer)) return () => {};
  followed().add(peer);
  const own = Object.getOwnPropertyDescriptors(peer);
  const { request, setRequestHandler } = peer as McpPeer;
  Object.assign(peer, { request: outgoing(request), setRequestHandler: incoming(setRequestHandler) });
  return () => {
    followed().delete(peer);
    for (const name of ["request", "setRequestHandler"] as const) {
      delete (peer as Partial<McpPeer>)[name];
      const before = (own as Record<string, PropertyDescriptor>)[name];
      if (before !== undefined) Object.defineProperty(peer, name, before);
    }
  };
}

const followed = shared("mcp peers", () => new WeakSet<object>());
