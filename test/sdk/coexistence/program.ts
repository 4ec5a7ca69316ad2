/** One of the setups of coexistence.test.ts: an application with our SDK and another user of OpenTelemetry. */
import { trace as otelTrace } from "@opentelemetry/api";
import { NodeSDK } from "@opentelemetry/sdk-node";
import {
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
  type SpanProcessor,
} from "@opentelemetry/sdk-trace";
import * as Sentry from "@sentry/node";
import { getCurrentActiveSpan, init, spanloomSpanProcessor, trace, updateCurrentTrace, withSpan } from "@spanloom/sdk";

interface Node {
  readonly name: string;
  readonly spanId: string;
  readonly parentId: string | undefined;
  readonly traceId: string;
}

/** What our SDK calls the active span in a span of theirs. */
let active: string | undefined;
const ours: Node[] = [];
const theirs: Node[] = [];

function keepIn(list: Node[]): SpanProcessor {
  return {
    onStart: () => undefined,
    onEnd: (span) => void list.push(nodeOf(span)),
    forceFlush: async () => undefined,
    shutdown: async () => undefined,
  };
}

function initOurs(provider: "own" | "global"): void {
  init({ deliver: false, provider, spanProcessors: [keepIn(ours)] });
}

function initSentry(): void {
  Sentry.init({
    dsn: "http://key@127.0.0.1:9/1",
    tracesSampleRate: 1,
    traceLifecycle: "static", // whole transactions, as `beforeSendTransaction` sees them
    beforeSendTransaction(event) {
      const { span_id = "", trace_id = "", parent_span_id } = event.contexts?.trace ?? {};
      theirs.push({ name: event.transaction ?? "", spanId: span_id, parentId: parent_span_id, traceId: trace_id });
      for (const span of event.spans ?? []) {
        const name = span.description ?? "";
        theirs.push({ name, spanId: span.span_id, parentId: span.parent_span_id, traceId: span.trace_id });
      }
      return null;
    },
  });
}

const exporter = new InMemorySpanExporter();

function startNodeSdk(...more: SpanProcessor[]): void {
  new NodeSDK({
    autoDetectResources: false,
    instrumentations: [],
    spanProcessors: [new SimpleSpanProcessor({ exporter }), ...more],
  }).start();
}

/** A request of theirs, in it an agent of ours, in whose tool a query of theirs runs. */
async function work(): Promise<void> {
  const tool = trace(async () => theirSpan("query", async () => "a row"), { name: "tool" });
  await theirSpan("request", async () => {
    active = getCurrentActiveSpan()?.name;
    await withSpan(
      async () => {
        await tool();
        updateCurrentTrace({ session: "s" });
      },
      { name: "agent" },
    );
  });
}

let theirSpan = <T>(name: string, fn: () => Promise<T>): Promise<T> =>
  otelTrace.getTracer("app").startActiveSpan(name, async (span) => {
    try {
      return await fn();
    } finally {
      span.end();
    }
  });

switch (process.argv[2]) {
  case "sentry-first":
    initSentry();
    initOurs("own");
    theirSpan = (name, fn) => Sentry.startSpan({ name }, fn);
    break;
  case "sentry-last":
    initOurs("own");
    initSentry();
    theirSpan = (name, fn) => Sentry.startSpan({ name }, fn);
    break;
  case "node-sdk-own":
    startNodeSdk();
    initOurs("own");
    break;
  case "node-sdk-global":
    initOurs("global");
    startNodeSdk(spanloomSpanProcessor());
    break;
  case "nothing-global":
    initOurs("global");
    break;
}

await work();
await Sentry.flush(5_000);
theirs.push(...exporter.getFinishedSpans().map(nodeOf));
const theirTraces = new Set(theirs.map(({ traceId }) => traceId));
const shared = new Set(ours.map(({ traceId }) => traceId).filter((traceId) => theirTraces.has(traceId)));
process.stdout.write(`${JSON.stringify({ ours: tree(ours), theirs: tree(theirs), active, shared: shared.size })}\n`);
process.exit(0);

function nodeOf(span: ReadableSpan): Node {
  const { spanId, traceId } = span.spanContext();
  return { name: span.name, spanId, parentId: span.parentSpanContext?.spanId, traceId };
}

/** A parent that is not there is said by its id: a hole. */
function tree(nodes: readonly Node[]): string[] {
  const names = new Map(nodes.map(({ spanId, name }) => [spanId, name]));
  const told = nodes.map(({ name, parentId }) =>
    parentId === undefined ? name : `${name} < ${names.get(parentId) ?? parentId}`,
  );
  return told.sort();
}
