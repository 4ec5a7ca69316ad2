import { expect, test } from "vitest";
import { listenHttp } from "./listen.ts";

test("a URL may be as long as a filter with a list of thousands of ids", async () => {
  const server = await listenHttp({
    host: "127.0.0.1",
    port: 0,
    requestTimeoutMs: 10_000,
    handle: (request, response) => response.end(String(request.url?.length)),
  });
  try {
    const query = `filter=${"x".repeat(250_000)}`;
    const response = await fetch(`http://127.0.0.1:${server.port}/?${query}`);
    expect([response.status, await response.text()]).toEqual([200, String(query.length + 2)]);
  } finally {
    await server.close(0);
  }
});
