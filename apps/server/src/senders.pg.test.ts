import { connect } from "node:net";
import { freePort, freshDatabase } from "@spanloom/store/testing";
import type { ListIngestSourcesResponse } from "@spanloom/wire";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type RunningServer, start } from "./start.ts";

let server: RunningServer;
let otlp: string;
let database: Awaited<ReturnType<typeof freshDatabase>>;

beforeAll(async () => {
  database = await freshDatabase();
  server = await start({
    port: 0,
    otlpHttpPort: await freePort(),
    otlpGrpcPort: 0,
    backendStoreUri: database.connectionString,
  });
  otlp = server.otlp.http[0]!;
});
afterAll(async () => {
  await server.close();
  await database.drop();
});

const protobuf = { "content-type": "application/x-protobuf" };
const post = (url: string, headers: Record<string, string>) =>
  fetch(url, { method: "POST", headers, body: Buffer.from([0x0a, 0x00]) });

async function sources() {
  const answer = await fetch(`${server.url}/api/spanloom/v1/sources`);
  return ((await answer.json()) as ListIngestSourcesResponse).sources;
}

const of = async (agent: string) => (await sources()).find((source) => source.agent === agent);

test("an exporter whose address has no path is counted and told apart, on both ports", async () => {
  expect((await post(`${otlp}/`, { ...protobuf, "user-agent": "OTel-OTLP-Exporter-JavaScript/1" })).status).toBe(404);
  expect((await post(`${server.url}/`, { ...protobuf, "user-agent": "OTel-OTLP-Exporter-Go/1" })).status).toBe(404);
  for (const agent of ["OTel-OTLP-Exporter-JavaScript/1", "OTel-OTLP-Exporter-Go/1"]) {
    expect(await of(agent)).toMatchObject({
      signal: "other",
      refused_requests: 1,
      faults: [{ status: 404, sentence: expect.stringContaining('POST "/"') }],
    });
  }
});

test("a page of another origin that sends spans is counted with the reason", async () => {
  const headers = { ...protobuf, origin: "https://shop.example.com", "user-agent": "Mozilla/5.0 (X11)" };
  expect((await post(`${otlp}/v1/traces`, headers)).status).toBe(403);
  expect(await of("Mozilla")).toMatchObject({
    signal: "traces",
    form: "http/protobuf",
    faults: [{ status: 403, sentence: expect.stringContaining("--cors-origins") }],
  });
});

test("a client of gRPC on a port of HTTP is counted, and its connection ended with an answer", async () => {
  const { port } = new URL(otlp);
  const answer = await new Promise<string>((resolve) => {
    let text = "";
    const socket = connect(Number(port), "127.0.0.1", () => socket.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
    socket.on("data", (data) => {
      text += data;
    });
    socket.on("close", () => resolve(text));
  });
  expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request/);
  expect((await sources()).find(({ form }) => form === "grpc")?.faults).toMatchObject([
    { status: 400, sentence: expect.stringContaining("http/protobuf") },
  ]);
});

test("other requests that lead nowhere are nobody's spans", async () => {
  const before = (await sources()).length;
  await post(`${server.url}/login.php`, { "content-type": "application/x-www-form-urlencoded", "user-agent": "zgrab" });
  await fetch(`${otlp}/favicon.ico`);
  expect((await sources()).length).toBe(before);
});

test("what Prometheus is told adds up, and has no label that a client can make up", async () => {
  await post(`${otlp}/v1/traces`, { ...protobuf, "user-agent": "adds up" });
  await fetch(`${server.url}/api/spanloom/v1/nothing/here`);
  await fetch(`${server.url}/health`);
  await fetch(`${server.url}/health`, { method: "HEAD" });
  await fetch(`${server.url}/metrics`, { method: "POST" });
  const answer = await fetch(`${server.url}/metrics`);
  expect(answer.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
  const text = await answer.text();
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  for (const line of lines) expect(line).toMatch(/^[a-z_]+(\{[a-z_]+="[^"]*"(,[a-z_]+="[^"]*")*\})? [-+0-9.e]+(Inf)?$/);
  expect(lines).toContain('spanloom_http_requests_total{route="exportTraces",method="POST",status="200"} 1');
  expect(lines).toContain('spanloom_http_requests_total{route="health",method="GET",status="200"} 1');
  expect(lines).toContain('spanloom_http_requests_total{route="health",method="HEAD",status="200"} 1');
  expect(lines).toContain('spanloom_http_requests_total{route="none",method="GET",status="404"} 1');
  expect(lines).toContain('spanloom_http_requests_total{route="none",method="POST",status="405"} 1');
  expect(lines).toContain('spanloom_ingest_requests_total{signal="traces",form="http/protobuf",outcome="taken"} 1');
  for (const name of [
    "process_resident_memory_bytes",
    "process_cpu_seconds_total",
    'spanloom_event_loop_delay_seconds{quantile="0.99"}',
    'spanloom_ingest_commit_seconds_bucket{le="+Inf"}',
    "spanloom_request_bytes",
    'spanloom_postgres_connections{pool="main",state="idle"}',
    'spanloom_postgres_waiting{pool="searches"}',
  ])
    expect(
      lines.some((line) => line.startsWith(`${name} `)),
      name,
    ).toBe(true);
  expect(text).not.toContain("nothing/here");
  expect(text).not.toContain("adds up");
});
