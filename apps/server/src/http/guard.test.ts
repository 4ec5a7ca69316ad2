import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { describe, expect, test } from "vitest";
import { createGuard } from "./guard.ts";

const standard = { allowedHosts: [], corsOrigins: [] };

function ask(
  method: string,
  url: string,
  headers: Record<string, string>,
  options: Parameters<typeof createGuard>[0] = standard,
) {
  const request = new IncomingMessage(new Socket());
  Object.assign(request, { method, url, headers });
  const response = new ServerResponse(request);
  const answered = createGuard(options)(request, response);
  return { status: answered ? response.statusCode : undefined, headers: response.getHeaders() };
}

describe("the Host header", () => {
  test.each([
    ["localhost", true],
    ["localhost:5000", true],
    ["app.localhost:5000", true],
    ["127.0.0.1:5000", true],
    ["192.168.1.7:5000", true],
    ["203.0.113.9", true],
    ["[::1]:5000", true],
    ["evil.example", false],
    ["localhost.evil.example", false],
    ["127.0.0.1.evil.example", false],
    ["evil.example:5000", false],
    ["", false],
  ])("%s is one of ours: %s", (host, ours) => {
    expect(ask("GET", "/api/3.0/mlflow/traces", { host }).status).toBe(ours ? undefined : 403);
  });

  test.each([
    ["spanloom.example", "spanloom.example:5000", true],
    ["spanloom.example:5000", "spanloom.example:5000", true],
    ["spanloom.example:5000", "spanloom.example:80", false],
    ["*.example", "a.b.example", true],
    ["*.example", "example", false],
    ["*", "anything", true],
  ])("--allowed-hosts %s and %s: %s", (rule, host, allowed) => {
    const options = { ...standard, allowedHosts: [rule] };
    expect(ask("GET", "/", { host }, options).status).toBe(allowed ? undefined : 403);
  });

  test.each([
    ["GET", "/health"],
    ["GET", "/version"],
    ["POST", "/v1/traces"],
  ])("%s %s does not ask for it", (method, url) => {
    expect(ask(method, url, { host: "spanloom-1.svc" }).status).toBeUndefined();
  });
});

describe("the Origin header", () => {
  test.each([
    ["http://localhost:5173", true],
    ["http://127.0.0.1:3000", true],
    ["http://[::1]:3000", true],
    ["http://spanloom.example", true], // the page of this very server
    ["https://spanloom.example", true], // the same behind a proxy that ends TLS
    ["https://app.example", true],
    ["https://evil.example", false],
    ["http://localhost.evil.example", false],
    ["null", false],
    ["garbage", false],
  ])("a write from %s goes on: %s", (origin, allowed) => {
    const options = { allowedHosts: ["spanloom.example"], corsOrigins: ["https://app.example/"] };
    const answer = ask("POST", "/api/3.0/mlflow/traces", { host: "spanloom.example", origin }, options);
    expect(answer.status).toBe(allowed ? undefined : 403);
    expect(answer.headers["access-control-allow-origin"]).toBe(allowed ? origin : undefined);
  });

  test("a page on a rebound name is not this server's, although Origin and Host agree", () => {
    const headers = { host: "evil.example", origin: "http://evil.example" };
    expect(ask("POST", "/v1/traces", headers).status).toBe(403);
  });

  test("reading is left to the browser to prevent", () => {
    const answer = ask("GET", "/api/3.0/mlflow/traces", { host: "localhost", origin: "https://evil.example" });
    expect(answer.status).toBeUndefined();
    expect(answer.headers["access-control-allow-origin"]).toBeUndefined();
  });

  test("a preflight is answered for allowed origins", () => {
    const answer = ask("OPTIONS", "/v1/traces", {
      host: "localhost",
      origin: "http://localhost:3000",
      "access-control-request-method": "POST",
      "access-control-request-headers": "content-type,x-mlflow-experiment-id",
    });
    expect(answer.status).toBe(204);
    expect(answer.headers["access-control-allow-headers"]).toBe("content-type,x-mlflow-experiment-id");
  });
});

test("every answer carries the security headers", () => {
  expect(ask("GET", "/", { host: "localhost" }).headers).toMatchObject({
    "x-content-type-options": "nosniff",
    "x-frame-options": "SAMEORIGIN",
  });
});
