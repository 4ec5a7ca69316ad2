import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defaultPrices } from "@spanloom/conventions";
import { Ingest } from "@spanloom/ingest";
import { freshStore } from "@spanloom/store/testing";
import { encodeBinary, hexToBytes, type Init, invalidParameter, type Span, TracesData } from "@spanloom/wire";
import { openArtifacts } from "./artifact-locations.ts";
import type { TrackingSettings } from "./context.ts";
import { type ApiAnswer, createApi } from "./dispatch.ts";
import type { WebhookMessage, WebhookSender } from "./webhook-sender.ts";

/** An API on a database of its own, called without a socket. */
export async function testApi(tracking: TrackingSettings = { truncateLongValues: true }) {
  const { store, drop } = await freshStore();
  const ingest = new Ingest({ store, prices: defaultPrices });
  const bugs: unknown[] = [];
  const server = {
    version: "0.0.0",
    otlpHttpPort: 4318,
    otlpGrpcPort: 0,
    maxBodyBytes: 1 << 20,
    artifactsOnly: false,
    staticPrefix: "",
  };
  const artifactDirectory = await mkdtemp(join(tmpdir(), "spanloom-artifacts-"));
  const artifacts = await openArtifacts({
    destination: artifactDirectory,
    defaultRoot: "mlflow-artifacts:",
    serve: true,
  });
  const sentWebhooks: WebhookMessage[] = [];
  const registry = { sourcePattern: undefined, webhooks: recordingSender(sentWebhooks) };
  const api = createApi(
    {
      store,
      ingest,
      artifacts,
      prices: defaultPrices,
      server,
      tracking,
      registry,
      evaluation: { customScorers: false },
    },
    { onBug: (error) => bugs.push(error) },
  );

  const raw = (
    method: string,
    url: string,
    body?: unknown,
    contentType: string | undefined = "application/json",
    more: Record<string, string> = {},
  ): Promise<ApiAnswer> => {
    const [path = "", query = ""] = url.split("?", 2);
    const bytes =
      body === undefined
        ? new Uint8Array(0)
        : body instanceof Uint8Array
          ? body
          : Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
    const headers: Record<string, string | undefined> = {
      ...more,
      host: "localhost:5000",
      "content-type": contentType,
    };
    return api.dispatch({ method, path, query, headers, body: piecesOf(bytes), readBody: async () => bytes });
  };
  const call = async (method: string, url: string, body?: unknown, more?: Record<string, string>) => {
    const answer = await raw(method, url, body, undefined, more);
    const text = await textOf(answer.body);
    // biome-ignore lint/suspicious/noExplicitAny: tests look into any answer
    return { status: answer.status, body: (text === "" ? undefined : JSON.parse(text)) as any };
  };
  return {
    api,
    store,
    ingest,
    /** What went to webhooks that were tested. */
    sentWebhooks,
    /** What was thrown without being an error for clients; tests expect it empty. */
    bugs,
    raw,
    /** The status and the parsed body. */
    call,
    /** What a client reports about `traceA`, with changes. */
    report: (changes: object = {}) =>
      call("POST", "/api/3.0/mlflow/traces", { trace: { trace_info: { ...reportOfA, ...changes } } }),
    /** The v3 info of a trace; undefined where there is none. */
    info: async (traceId: string) => (await call("GET", `/api/3.0/mlflow/traces/${traceId}`)).body.trace?.trace_info,
    /** Deletes every trace of the default experiment. */
    async clear() {
      await store.traces.deleteUntil("0", 2n ** 42n);
    },
    async ingestSpans(spans: readonly TestSpan[], experimentId?: string, resource: Record<string, string> = {}) {
      const data = {
        resourceSpans: [
          { resource: { attributes: attributesOf(resource) }, scopeSpans: [{ spans: spans.map(spanOf) }] },
        ],
      };
      return ingest.traces(encodeBinary(TracesData, data), { experimentId });
    },
    async close() {
      await ingest.close();
      await drop();
      await rm(artifactDirectory, { recursive: true });
    },
  };
}

export interface TestSpan {
  readonly trace?: string;
  readonly id: string;
  readonly parent?: string;
  readonly name?: string;
  /** Milliseconds after `epochMs`. */
  readonly start?: number;
  /** `null` for a span that has not ended. */
  readonly end?: number | null;
  readonly status?: number;
  readonly attributes?: Readonly<Record<string, string | number>>;
}

export const traceA = "0af7651916cd43dd8448eb211c80319c";
export const traceB = "1bf7651916cd43dd8448eb211c80319c";
export const epochMs = Date.UTC(2026, 10, 21, 12);

export const mlflowA = `tr-${traceA}`;
export const mlflowB = `tr-${traceB}`;

const reportOfA = {
  trace_id: mlflowA,
  trace_location: { type: "MLFLOW_EXPERIMENT", mlflow_experiment: { experiment_id: "0" } },
  request_time: "2026-11-21T12:00:00Z",
  execution_duration: "1.5s",
  state: "OK",
  request_preview: "question",
  response_preview: "answer",
  trace_metadata: { "mlflow.trace.session": "s-1", "mlflow.trace.user": "ann", "mlflow.sourceRun": "run-1" },
  tags: { "mlflow.traceName": "chat", env: "prod" },
};

export const hexId = (id: string): string => id.padStart(16, "0");

/** Takes every address but those of port 1, and is always answered. */
function recordingSender(sent: WebhookMessage[]): WebhookSender {
  return {
    async check(url) {
      if (new URL(url).port === "1") throw invalidParameter("url", "must not be of port 1", url);
    },
    async send(message) {
      sent.push(message);
      return { taken: true, status: 200, text: "thanks" };
    },
  };
}

export async function textOf(body: ApiAnswer["body"]): Promise<string> {
  if (typeof body === "string") return body;
  if (body instanceof Uint8Array) return Buffer.from(body).toString("utf8");
  let text = "";
  for await (const piece of body) text += typeof piece === "string" ? piece : Buffer.from(piece).toString("utf8");
  return text;
}

async function* piecesOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

function spanOf(span: TestSpan): Init<Span> {
  const nano = (ms: number): bigint => BigInt(epochMs + ms) * 1_000_000n;
  return {
    traceId: hexToBytes(span.trace ?? traceA),
    spanId: hexToBytes(hexId(span.id)),
    parentSpanId: span.parent === undefined ? new Uint8Array(0) : hexToBytes(hexId(span.parent)),
    name: span.name ?? `span ${span.id}`,
    kind: 1,
    startTimeUnixNano: nano(span.start ?? 0),
    endTimeUnixNano: span.end === null ? 0n : nano(span.end ?? (span.start ?? 0) + 10),
    attributes: attributesOf(span.attributes ?? {}),
    status: { code: span.status ?? 0 },
  };
}

function attributesOf(attributes: Readonly<Record<string, string | number>>) {
  return Object.entries(attributes).map(([key, value]) => ({
    key,
    value:
      typeof value === "string"
        ? { stringValue: value }
        : Number.isInteger(value)
          ? { intValue: BigInt(value) }
          : { doubleValue: value },
  }));
}
