import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";
import { type Context, ROOT_CONTEXT } from "@opentelemetry/api";
import { TracerProvider } from "@opentelemetry/sdk-trace";
import { decodeBinary, ExportTraceServiceRequest, type Span } from "@spanloom/wire/otlp";
import { createDelivery, type Delivery } from "./delivery.ts";
import type { DeliveryOptions } from "./options.ts";

/** What a receiver answers to one request: by default 200 with an empty body. */
export interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
  /** Closes the connection instead. */
  readonly cut?: boolean;
}

export interface ReceivedRequest {
  readonly spans: readonly Span[];
  readonly headers: IncomingHttpHeaders;
  readonly bytes: number;
}

/** An OTLP receiver of a test's own, which answers what the test wants. */
export interface Receiver {
  readonly url: string;
  readonly requests: ReceivedRequest[];
  /** Names of all spans taken with a success, in order. */
  taken(): string[];
  close(): Promise<void>;
}

export async function startReceiver(
  reply: (request: ReceivedRequest, count: number) => Reply | Promise<Reply>,
): Promise<Receiver> {
  const requests: ReceivedRequest[] = [];
  const taken: string[] = [];
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", async () => {
      const body = Buffer.concat(chunks);
      const plain = incoming.headers["content-encoding"] === "gzip" ? gunzipSync(body) : body;
      const { resourceSpans } = decodeBinary(ExportTraceServiceRequest, plain);
      const spans = resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans));
      const request = { spans, headers: incoming.headers, bytes: plain.length };
      requests.push(request);
      const { status = 200, headers = {}, body: answer = "", cut = false } = await reply(request, requests.length);
      if (cut) return incoming.socket.destroy();
      if (status === 200) taken.push(...spans.map(({ name }) => name));
      response.writeHead(status, { "content-type": "application/x-protobuf", ...headers }).end(answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/traces`,
    requests,
    taken: () => [...taken],
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A delivery with short times, and a tracer whose spans go there. */
export function deliveryTo(
  url: string,
  options: Partial<DeliveryOptions> = {},
): {
  delivery: Delivery;
  end(name: string, attributes?: Record<string, string>): void;
  start(name: string): { end(): void };
} {
  const delivery = createDelivery({
    url,
    delayMs: 5,
    exitTimeoutMs: 0,
    backoff: { initialMs: 5, maxMs: 20 },
    flushTimeoutMs: 5_000,
    ...options,
  });
  const tracer = new TracerProvider({ spanProcessors: [delivery] }).getTracer("delivery");
  const root: Context = ROOT_CONTEXT;
  return {
    delivery,
    end: (name, attributes) => tracer.startSpan(name, attributes === undefined ? {} : { attributes }, root).end(),
    start: (name) => tracer.startSpan(name, {}, root),
  };
}
